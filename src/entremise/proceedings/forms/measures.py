"""What is asked about a measure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from entremise.base.inputs import DayField
from entremise.base.pasted import LongText
from entremise.proceedings.forms.words import MANY_LETTERS
from entremise.proceedings.models import Measure, MeasureKind, starts_of

KINDS = list(MeasureKind.choices)


class MeasureForm(forms.Form):
    """The state of a measure and the days from which its clocks run; only the state is owed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    state = forms.ChoiceField(label="Où en est-on ?", widget=forms.RadioSelect)
    ends_on = DayField(
        label="Jusqu’au",
        required=False,
        help_text="Si la décision le dit. Vide : la durée la plus longue de la loi.",
    )
    note = LongText(
        label="Note",
        required=False,
        max_length=MANY_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        self.days = [str(start) for start in starts_of(measure.kind)]
        kept = {name: getattr(measure, name) for name in (*self.days, "ends_on")}
        kwargs["initial"] = {
            "version": measure.version,
            "state": measure.state,
            "note": kwargs.pop("note", ""),
            **kept,
        }
        super().__init__(*args, **kwargs)
        states = list(Measure.State) if measure._state.adding else measure.next_states
        choices = [(state.value, state.label) for state in states]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]
        for start in starts_of(measure.kind):
            self.fields[start.value] = DayField(label=start.label, required=False)
        self.order_fields(["state", *self.days, "ends_on", "note"])

    def answers(self) -> dict[str, Any]:
        """The state, the days by column, and the note."""
        days: dict[str, date | None] = {
            name: self.cleaned_data[name] for name in (*self.days, "ends_on")
        }
        return {
            "state": self.cleaned_data["state"],
            "days": days,
            "note": self.cleaned_data["note"],
        }


def new_measure_form(data: Mapping[str, Any] | None, *, kind: str) -> MeasureForm:
    """The form of a measure that is not noted yet: it may stand anywhere already."""
    form = MeasureForm(data, measure=Measure(kind=kind))
    del form.fields["version"]
    return form

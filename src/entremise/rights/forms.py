"""What is asked about the reading of a fiche, about her answer, and about a step."""

from typing import Any

from django import forms

from entremise.base.inputs import DayOfThisCentury
from entremise.base.pasted import LongText
from entremise.rights.models import Step

# Her answer as she gives it; a no is said as plainly as a yes.
ANSWERS = (
    (Step.State.AGREED.value, "Oui, elle veut le faire"),
    (Step.State.THINKING.value, "Elle y réfléchit"),
    (Step.State.DECLINED.value, "Non, elle ne le souhaite pas"),
)
MANY_LETTERS = 20_000
A_LINE = 120


def _note() -> forms.CharField:
    return LongText(
        label="Note",
        required=False,
        max_length=MANY_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Reading(forms.Form):
    """Who read this very text, and when."""

    reader = forms.CharField(
        label="Nom et qualité de la personne qui a relu",
        max_length=A_LINE,
        help_text="Par exemple une avocate, un avocat, une ou un juriste.",
    )
    body = forms.CharField(label="Organisme", max_length=160)
    read_on = DayOfThisCentury(label="Relue le")
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Answer(forms.Form):
    """What she says of a right, or of a step in her own words."""

    label = forms.CharField(
        label="L’étape, en quelques mots",
        max_length=A_LINE,
        help_text="Ces mots peuvent se retrouver sur un papier : rien qui la désigne.",
    )
    answer = forms.ChoiceField(
        label="Ce qu’elle en dit",
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )
    due_on = DayOfThisCentury(
        label="À faire avant le", required=False, help_text="Seulement si un jour compte."
    )
    note = _note()

    def __init__(self, *args: Any, fiche: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fiche:
            del self.fields["label"]


class StepForm(forms.Form):
    """What became of a step."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    state = forms.ChoiceField(label="Où en est-elle ?", widget=forms.RadioSelect)
    due_on = DayOfThisCentury(label="À faire avant le", required=False)
    note = _note()

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "version": step.version,
            "state": step.state,
            "due_on": step.due_on,
            "note": step.note,
        }
        super().__init__(*args, **kwargs)
        states = [(state.value, state.label.capitalize()) for state in step.next_states]
        self.fields["state"].choices = states  # type: ignore[attr-defined]

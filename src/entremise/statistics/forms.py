"""Which days the figures are about."""

from typing import Any

from django import forms

from entremise.base.inputs import DayField


class Period(forms.Form):
    """A first and a last day; by default the year so far."""

    first = DayField(
        label="Du",
        required=False,
    )
    last = DayField(
        label="Au",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            raise forms.ValidationError("La période finit avant de commencer : corrigez une date.")
        return data


class Year(forms.Form):
    """A whole year: those who see figures without rows compare no two close periods."""

    year = forms.TypedChoiceField(label="Année", coerce=int, required=False)

    def __init__(self, *args: Any, latest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(latest, latest - 5, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]

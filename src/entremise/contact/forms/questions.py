"""The kinds of questions that these pages ask."""

from typing import Any

from django import forms

from entremise.base.inputs import HourInput
from entremise.base.pasted import LongText

MOST_LETTERS = 20_000
A_LINE = 200


def hour(label: str, *, required: bool = False, hint: str = "") -> forms.TimeField:
    return forms.TimeField(label=label, widget=HourInput, required=required, help_text=hint)


def radio(label: str, choices: Any, *, required: bool = True, hint: str = "") -> Any:
    """One code among a closed list, given back as its enumeration; None where nothing is said."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices.choices,
        coerce=choices,
        widget=forms.RadioSelect,
        required=required,
        empty_value=None,
        help_text=hint,
    )


def line(label: str, *, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=A_LINE, help_text=hint)


def text(label: str, *, hint: str = "", key: str = "") -> forms.CharField:
    """A long text; `key` is the letter that brings back to it from elsewhere on the page."""
    return LongText(
        label=label,
        widget=forms.Textarea(attrs={"data-key": key} if key else {}),
        required=False,
        max_length=MOST_LETTERS,
        help_text=hint,
    )

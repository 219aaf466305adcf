"""Texts of a proceeding, as they are typed, or pasted from a word processor."""

from typing import Any

from django import forms

from entremise.base.pasted import LongText, legible

MANY_LETTERS = 20_000


class Words(LongText):
    """A long text."""

    def __init__(self, *, label: str, rows: int = 4, required: bool = False, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            label=label, required=required, max_length=MANY_LETTERS, widget=widget, **more
        )


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, *, label: str, longest: int, required: bool = False, **more: Any) -> None:
        super().__init__(label=label, required=required, max_length=longest, **more)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join(legible(text).split())

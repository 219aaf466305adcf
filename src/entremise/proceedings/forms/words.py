"""A long text as it is typed, or pasted from a word processor."""

import unicodedata
from typing import Any

from django import forms

MANY_LETTERS = 20_000
# What a word processor puts on the clipboard and no screen shows, or shows as an empty box.
_PASTED: dict[int, str | None] = str.maketrans(
    {
        "\r": "\n",
        "\v": "\n",
        "\f": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\u00ad": None,
        "\u200b": None,
        "\u200e": None,
        "\u200f": None,
        "\ufeff": None,
        "\uf0b7": "–",
        "\uf0a7": "–",
        "\uf0d8": "–",
        "\uf02d": "–",
        "\uf0e0": "→",
    }
)


def plain(text: str) -> str:
    """The same words without what only the word processor understood."""
    known = text.replace("\r\n", "\n").translate(_PASTED)
    return "".join(
        one
        for one in unicodedata.normalize("NFC", known)
        if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Co", "Cs")
    )


class Words(forms.CharField):
    """A long text."""

    def __init__(self, *, label: str, rows: int = 4, required: bool = False, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            label=label, required=required, max_length=MANY_LETTERS, widget=widget, **more
        )

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return plain(text).strip()


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, *, label: str, longest: int, required: bool = False, **more: Any) -> None:
        super().__init__(label=label, required=required, max_length=longest, **more)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join(plain(text).split())

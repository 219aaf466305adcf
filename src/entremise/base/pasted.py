"""Text pasted from a word processor: kept as it reads, without what only its program understands.

Curly quotes, dashes and no-break spaces are French typography and stay. What has no shape on a
page goes; a bullet of a symbol font becomes a bullet; every kind of new line becomes one. Nothing
that can be read is lost, and nothing is refused.
"""

import re
import unicodedata
from typing import Any

from django import forms

BULLET = "•"
# Symbol fonts put their signs in an area that belongs to nobody.
SYMBOLS = {
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0e8": "→",
    "\uf0fc": "✓",
    "\uf0fe": "☑",
    "\uf0a8": "☐",
    "\uf02d": "-",
}
# Soft hyphens, byte order marks, zero-width spaces, and what turns the direction of a line. The
# joiners that Persian or Tamil spell with stay.
SHAPELESS = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
NEW_LINES = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
UNASSIGNED = re.compile("[\ue000-\uf8ff]")
LIST_TAB = re.compile(r"(?m)^([ \u00a0]*(?:[•·▪➢✓☑☐◦o*→-]|\d{1,3}[.)]))\t[ \t]*")
TRAILING = re.compile(r"(?m)[ \t\u00a0]+$")


def legible(text: str) -> str:
    """The same text as a person reads it; applied twice it changes nothing more."""
    text = NEW_LINES.sub("\n", text)
    text = CONTROLS.sub(_of_windows, text)
    text = UNASSIGNED.sub(lambda one: SYMBOLS.get(one[0], BULLET), text)
    text = LIST_TAB.sub(r"\1 ", SHAPELESS.sub("", text))
    return unicodedata.normalize("NFC", TRAILING.sub("", text.replace("\t", " ")))


def _of_windows(control: re.Match[str]) -> str:
    """A sign of an old Windows text that was read as something else; other controls go."""
    code = ord(control[0])
    if not 0x80 <= code <= 0x9F:
        return ""
    return bytes([code]).decode("cp1252", errors="ignore")


class LongText(forms.CharField):
    """Several lines that somebody types or pastes."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        # Before anything is checked: what nobody sees is no reason to refuse.
        return super().to_python(legible(str(value)) if value else value) or ""

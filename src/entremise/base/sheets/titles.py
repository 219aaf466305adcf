"""Where the titles are, and which column is which: guesses, to be shown as guesses."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

HEADER_WITHIN = 10
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})

# For each field, the titles that sheets give it, simplified; the first are the surest.
Fields = Mapping[str, Sequence[str]]


def simplified(text: str) -> str:
    """Words in lower case without accents or marks: « N° de Tél. » is « n de tel »."""
    bare = unicodedata.normalize("NFD", text.lower().translate(_LIGATURES))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"[\u0300-\u036f]", "", bare)).split())


def header_of(rows: Sequence[Sequence[str]], fields: Fields) -> int:
    """The row, among the first ten, that looks most like titles; 0 when none does."""
    best, most = 0, (0, 0)
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        texts = [simplified(cell) for cell in row if cell]
        known = sum(1 for text in texts if _field_of(text, fields))
        words = len({text for text in texts if text and not text[:1].isdigit()})
        if (known, words) > most:
            best, most = place, (known, words)
    return best


def guess_columns(titles: Sequence[str], fields: Fields) -> list[str]:
    """The field of each column, or « » ; no field is guessed twice, the surest title has it."""
    guesses = [""] * len(titles)
    keys = [simplified(title) for title in titles]
    for sure in (True, False):
        for place, key in enumerate(keys):
            field = _exactly(key, fields) if sure else _field_of(key, fields)
            if key and field and not guesses[place] and field not in guesses:
                guesses[place] = field
    return guesses


def _exactly(key: str, fields: Fields) -> str:
    return next((field for field, names in fields.items() if key in names), "")


def _field_of(key: str, fields: Fields) -> str:
    """The field of which a name is in the title as whole words.

    The first word says what a column is: « Tél. de la victime » is a number. Of two names that
    begin there, the longer wins.
    """
    exact = _exactly(key, fields)
    if exact or not key:
        return exact
    padded = f" {key} "
    found = [
        (-padded.index(f" {name} "), len(name), field)
        for field, names in fields.items()
        for name in names
        if len(name) > 2 and f" {name} " in padded
    ]
    return max(found, default=(0, 0, ""))[2]

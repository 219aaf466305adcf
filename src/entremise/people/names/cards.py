"""What is compared about a person, and the one line in which it is kept sealed.

The line holds the words of the names with their codes, worked out once when the name is written.
It is sealed like the name itself: nothing in the database can be searched, and a search only
has to open the lines and compare them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from entremise.people.names.sounds import skeleton, sound
from entremise.people.names.spelling import MOST_WORDS, PARTICLES, fold, words

# To be raised with every change of a rule that changes a line: `is_current` then asks for it again.
LINE_VERSION = "1"

_FIELD = "\x1f"
_FIELDS = 7
_BLOCK = 64


@dataclass(frozen=True, kw_only=True)
class Card:
    """What names one person. `born` is YYYY-MM-DD, YYYY or empty; `phones` are digits."""

    person_id: UUID
    last_name: str
    first_name: str
    birth_name: str = ""
    born: str = ""
    commune: str = ""
    phones: tuple[str, ...] = ()


class Word(NamedTuple):
    """A word as it is spelled, as it sounds, and its bones."""

    spelling: str
    sound: str
    skeleton: str


class Name(NamedTuple):
    """The words of one field, and other ways of cutting them (Ben Salah, Bensalah)."""

    words: tuple[Word, ...]
    variants: tuple[Word, ...]


class Lines(NamedTuple):
    """The lines of a search, cut in columns; each value is the text of one field."""

    last_names: list[str]
    first_names: list[str]
    birth_names: list[str]
    communes: list[str]
    born: list[str]


def search_line(card: Card) -> str:
    """The text to seal for one person; its length says little, being padded by blocks."""
    fields = _FIELD.join(
        (
            LINE_VERSION,
            _name_text(card.last_name),
            _name_text(card.first_name),
            _name_text(card.birth_name),
            _name_text(card.commune),
            card.born if card.born.replace("-", "").isdecimal() else "",
            "",
        )
    )
    return fields + "." * (-len(fields.encode()) % _BLOCK)


def is_current(line: str) -> bool:
    """Whether the line was written by the rules in force."""
    return line.startswith(LINE_VERSION + _FIELD)


def columns(lines: Sequence[str]) -> Lines:
    """Cut every line at once; a line that is not one of ours counts as empty, and harms none."""
    fields = _FIELD.join(lines).split(_FIELD) if lines else []
    if len(fields) != _FIELDS * len(lines) or any(
        version != LINE_VERSION for version in set(fields[::_FIELDS])
    ):
        whole = (line if line.count(_FIELD) == _FIELDS - 1 else _EMPTY for line in lines)
        fields = _FIELD.join(whole).split(_FIELD) if lines else []
    return Lines(*(fields[place::_FIELDS] for place in (1, 2, 3, 4, 5)))


_EMPTY = _FIELD * (_FIELDS - 1)


def read_name(text: str) -> Name:
    """A field of a line, back in words."""
    plain, _, variants = text.partition("|")
    return Name(tuple(_read_words(plain)), tuple(_read_words(variants)))


def read_word(token: str) -> Word:
    """A word of a line with its codes."""
    spelling, _, codes = token.partition(":")
    heard, _, bones = codes.partition(":")
    return Word(spelling, heard, bones)


def coded(accented: str) -> Word:
    """A word of `spelling.words` with its codes."""
    return Word(fold(accented), sound(accented), skeleton(accented))


def _read_words(text: str) -> Iterable[Word]:
    return (read_word(token) for token in text.split())


def _name_text(name: str) -> str:
    raw = [word for word in words(name)[:MOST_WORDS] if fold(word)]
    kept = [word for word in raw if fold(word) not in PARTICLES] or raw
    plain = " ".join(_token(word) for word in kept)
    joined = [_token(word) for word in joins(raw) if word not in kept]
    return f"{plain}|{' '.join(joined)}" if joined else plain


def joins(raw: Sequence[str]) -> list[str]:
    """Neighbouring words written as one: with the particles before them, or two by two."""
    found: dict[str, None] = {}
    for end in range(1, len(raw)):
        for start in range(end - 1, max(-1, end - 4), -1):
            found["".join(raw[start : end + 1])] = None
            if fold(raw[start]) not in PARTICLES:
                break
    return list(found)


def _token(accented: str) -> str:
    return ":".join(coded(accented))

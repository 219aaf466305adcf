"""What is compared about a person, and the one line in which it is kept sealed.

The line holds the words of the names with their codes, worked out once when the name is written.
It is sealed like the name itself: nothing in the database can be searched, and a search only
has to open the lines and compare them.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from entremise.people.names.sounds import skeleton, sound
from entremise.people.names.spelling import (
    LONGEST_WORD,
    MOST_WORDS,
    PARTICLES,
    fold,
    words,
)

# To be raised with every change of a rule that changes a line: `is_current` then refuses it.
LINE_VERSION = "\x1e1"

_FIELD = "\x1f"
_FIELDS = 5
_EMPTY = _FIELD * (_FIELDS - 1)
_TAIL = _FIELD + LINE_VERSION
_BLOCK = 64
_PADDING = "."
_BORN = re.compile("[0-9]{4}(-[0-9]{2}-[0-9]{2})?")


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


class Lines(NamedTuple):
    """The lines of a search, cut in columns; each value is the text of one field."""

    last_names: list[str]
    first_names: list[str]
    birth_names: list[str]
    communes: list[str]
    tails: list[str]

    def born(self, row: int) -> str:
        """The day or year of birth, as it was given."""
        return self.tails[row][len(LINE_VERSION) :].rstrip(_PADDING)

    def born_in(self, years: Collection[int]) -> set[int]:
        """Rows of the people born in these years."""
        starts = tuple(f"{LINE_VERSION}{year:04d}" for year in years)
        return {row for row, tail in enumerate(self.tails) if tail.startswith(starts)}


def search_line(card: Card) -> str:
    """The text to seal for one person; its length says little, being padded by blocks."""
    return _line(card, _token)


def search_lines(cards: Iterable[Card]) -> list[str]:
    """The lines of many people, each distinct word being coded once."""
    codes = _Codes()
    return [_line(card, codes.__getitem__) for card in cards]


class _Codes(dict[str, str]):
    """Words already coded during one call."""

    def __missing__(self, accented: str) -> str:
        self[accented] = token = _token(accented)
        return token


def _line(card: Card, token: Callable[[str], str]) -> str:
    names = (card.last_name, card.first_name, card.birth_name, card.commune)
    born = card.born if _BORN.fullmatch(card.born) else ""
    fields = _FIELD.join([*(_name_text(name, token) for name in names), LINE_VERSION + born])
    return fields + _PADDING * (-len(fields.encode()) % _BLOCK)


def is_current(line: str) -> bool:
    """Whether the line was written by the rules in force."""
    return (
        line.rpartition(_FIELD)[2].startswith(LINE_VERSION) and line.count(_FIELD) == _FIELDS - 1
    )


def columns(lines: Sequence[str]) -> Lines:
    """Cut every line at once; a line that is not one of ours counts as empty, and harms none."""
    text = _FIELD.join(lines)
    if text.count(_TAIL) != len(lines) or text.count(_FIELD) != _FIELDS * len(lines) - 1:
        text = _FIELD.join(line if is_current(line) else _EMPTY for line in lines)
    fields = text.split(_FIELD)
    return Lines(*(fields[place::_FIELDS] for place in range(_FIELDS)))


def read_word(token: str) -> Word:
    """A word of a line with its codes."""
    spelling, _, codes = token.partition(":")
    heard, _, bones = codes.partition(":")
    return Word(spelling, heard, bones)


def coded(accented: str) -> Word:
    """A word of `spelling.words` with its codes."""
    return Word(fold(accented), sound(accented), skeleton(accented))


def _name_text(name: str, token: Callable[[str], str]) -> str:
    if not name:
        return ""
    raw = [word for word in words(name)[:MOST_WORDS] if fold(word)]
    kept = [word for word in raw if fold(word) not in PARTICLES] or raw
    plain = " ".join(map(token, kept))
    joined = [token(word) for word in joins(raw) if word not in kept]
    return f"{plain}|{' '.join(joined)}" if joined else plain


def joins(raw: Sequence[str]) -> list[str]:
    """Neighbouring words written as one: with the particles before them, or two by two."""
    found: dict[str, None] = {}
    for end in range(1, len(raw)):
        for start in range(end - 1, max(-1, end - 4), -1):
            found["".join(raw[start : end + 1])[:LONGEST_WORD]] = None
            if fold(raw[start]) not in PARTICLES:
                break
    return list(found)


def _token(accented: str) -> str:
    return ":".join(coded(accented))

"""Who a line names: one person, or several in one cell, which nobody may choose between."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from entremise.imports.fields import Field

SEVERAL = re.compile(r"\s*(?:[/&+;\n]|\bet\b)\s*", re.IGNORECASE)
# The letter that a name begins with is no title: « M’Barek ».
TITLES = re.compile(
    r"(?<![\w'’-])(?:m|mr|mme|mlle|melle|madame|monsieur|mademoiselle)(?![\w'’-])\.?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Named:
    """One person as a line names her."""

    last_name: str = ""
    first_name: str = ""
    birth_name: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.last_name or self.first_name or self.birth_name)


def named_in(cells: Mapping[Field, str]) -> list[Named]:
    """Everybody that the cells of names hold; an empty list where they hold nothing.

    One surname alone belongs to all of them; one first name is that of the first.
    """
    whole = [_whole(part) for part in _parts(cells.get(Field.FULL_NAME, ""))]
    if whole:
        return _sharing_a_name(whole)
    last = [_cased(part) for part in _parts(cells.get(Field.LAST_NAME, ""))]
    first = [_cased(part) for part in _parts(cells.get(Field.FIRST_NAME, ""))]
    birth = [_cased(part) for part in _parts(cells.get(Field.BIRTH_NAME, ""))]
    count = max(len(last), len(first), 1 if birth else 0)
    return [
        Named(
            last_name=last[0] if len(last) == 1 else _nth(last, place),
            first_name=_nth(first, place),
            birth_name=_nth(birth, place),
        )
        for place in range(count)
    ]


def _parts(text: str) -> list[str]:
    cleaned = TITLES.sub("", text)
    return [part.strip(" ,.-") for part in SEVERAL.split(cleaned) if part.strip(" ,.-")]


def _nth(names: list[str], place: int) -> str:
    return names[place] if place < len(names) else ""


def _whole(text: str) -> Named:
    """« DURAND Zoé », « Zoé DURAND », « DURAND, Zoé »: capitals are the surname."""
    words = text.replace(",", " ").split()
    capitals = {place for place, word in enumerate(words) if word.isupper() and len(word) > 1}
    surname = capitals if 0 < len(capitals) < len(words) else {0}
    last = [word for place, word in enumerate(words) if place in surname]
    first = [word for place, word in enumerate(words) if place not in surname]
    return Named(last_name=_cased(" ".join(last)), first_name=_cased(" ".join(first)))


def _sharing_a_name(people: list[Named]) -> list[Named]:
    """« Anne et Lou DURAND »: a word alone is a first name, and the surname is the other's."""
    surnames = [one.last_name for one in people if one.first_name]
    if len(people) == 1 or not surnames:
        return people
    return [
        one if one.first_name else Named(last_name=surnames[-1], first_name=one.last_name)
        for one in people
    ]


def _cased(name: str) -> str:
    return name.title() if name.isupper() else name

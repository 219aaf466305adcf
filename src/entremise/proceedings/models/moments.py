"""When something happened, as people say it: « 12/03/2024 », « vers mars 2024 », « Noël 2022 ».

A chronology is typed in her words. The day found in them only puts the entries in order; what she
said is what is kept and shown.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from entremise.base.french import MONTHS

_PLAIN = str.maketrans("éèêûôë", "eeeuoe")
_NUMBER = {name.translate(_PLAIN): at for at, name in enumerate(MONTHS, start=1)}
# The month in which each begins, the earlier one in doubt: only the order depends on it.
_SEASONS = {
    "hiver": 1,
    "printemps": 3,
    "paques": 4,
    "ete": 6,
    "rentree": 9,
    "automne": 9,
    "toussaint": 11,
    "noel": 12,
}
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:er)?"
_NAMES = "|".join(_NUMBER)
_PATTERNS = (
    re.compile(rf"\b{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})\b"),
    re.compile(rf"\b{_DAY}[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}\b"),
    re.compile(rf"\b{_DAY}\s+(?P<name>{_NAMES})\s+{_YEAR}\b"),
    re.compile(rf"\b(?P<month>\d{{1,2}})[/.-]{_YEAR}\b"),
    re.compile(rf"\b(?P<name>{_NAMES})\s+{_YEAR}\b"),
    re.compile(rf"\b(?P<season>{'|'.join(_SEASONS)})\s+(?:de\s+)?{_YEAR}\b"),
    re.compile(rf"\b{_YEAR}\b"),
)


class NoSuchDay(ValueError):
    """A day is written that no calendar has."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days that the words may mean, both included."""

    first: date
    last: date


def span_of(words: str) -> Span | None:
    """The first day, month or year that the words hold; None if they hold none.

    Raises NoSuchDay for « 31/02/2024 ».
    """
    plain = words.casefold().translate(_PLAIN)
    for pattern in _PATTERNS:
        if found := pattern.search(plain):
            return _span({name: text for name, text in found.groupdict().items() if text})
    return None


def _span(parts: dict[str, str]) -> Span:
    year = int(parts["year"])
    if "name" in parts:
        month = _NUMBER[parts["name"]]
    elif "season" in parts:
        month = _SEASONS[parts["season"]]
    else:
        month = int(parts.get("month", 0))
    try:
        if "day" in parts:
            day = date(year, month, int(parts["day"]))
            return Span(first=day, last=day)
        if "season" in parts:
            return Span(first=date(year, month, 1), last=date(year, 12, 31))
        if month:
            first = date(year, month, 1)
            after = date(year + month // 12, month % 12 + 1, 1)
            return Span(first=first, last=after - timedelta(days=1))
    except ValueError as error:
        raise NoSuchDay(words_of(parts)) from error
    return Span(first=date(year, 1, 1), last=date(year, 12, 31))


def words_of(parts: dict[str, str]) -> str:
    """The day that does not exist, as it was written."""
    return "/".join(parts[name] for name in ("day", "month", "name", "year") if name in parts)

"""One box, in the order in which people say things: names, an age or a date, a telephone.

Nothing is refused: what could be two things (1987, or the end of a number) is taken as both.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from entremise.people.names.cards import Card, Word, coded
from entremise.people.names.spelling import LONGEST_WORD, MOST_WORDS, PARTICLES, fold, words

LONGEST_QUERY = 200
LONGEST_LIFE = 115
FEWEST_DIGITS = 4

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier janv", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil",
         "aout", "septembre sept", "octobre oct", "novembre nov", "decembre dec"), start=1
    )
    for name in names.split()
}  # fmt: skip
_AROUND_A_NAME = frozenset({
    "madame", "mme", "mlle", "mademoiselle", "monsieur", "mr", "mm", "nee", "ne", "nom", "prenom",
    "epouse", "ep", "epse", "veuve", "vve", "usage", "naissance", "age", "agee", "ans", "an",
    "tel", "telephone", "portable",
})  # fmt: skip
_NUMBERS = re.compile(r"\+?[0-9](?:[\s./()_-]*[0-9])*")
_OTHER_THAN_DIGITS = re.compile("[^0-9]+")
_DAY = re.compile(
    r"(?P<iso>(?<![0-9])(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{1,2})-(?P<iso_day>[0-9]{1,2}))"
    r"(?![0-9])"
    r"|(?<![0-9])(?<![0-9][\s./-])(?P<day>[0-9]{1,2})(?:er)?[\s./-]+"
    r"(?P<month>[0-9]{1,2}|[^\W\d_]{3,9}\.?)[\s./-]+(?P<year>[0-9]{4}|[0-9]{2})"
    r"(?![\s./-]?[0-9])"
)


@dataclass(frozen=True, kw_only=True)
class Query:
    """What the box says. `years` and `days` hold every reading of the figures."""

    words: tuple[Word, ...] = ()
    joined: tuple[tuple[int, int, Word], ...] = ()
    particles: frozenset[int] = frozenset()
    days: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    digits: tuple[str, ...] = ()
    digits_may_be_a_date: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing in the box can be looked for."""
        return not (self.words or self.years or self.days or self.digits)

    @property
    def needs_phones(self) -> bool:
        """Whether the telephone numbers have to be opened for this search."""
        return bool(self.digits)


def parse_query(text: str, *, today: date) -> Query:
    """Read the box; `today` turns an age into years of birth."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_QUERY])
    names = text
    days: set[str] = set()
    years: set[int] = set()
    digits: list[str] = []
    for match in _DAY.finditer(text):
        day = _day(match, today)
        if day:
            days.add(day)
            digits += _phones(match.group())
            names = names.replace(match.group(), " ")
    for match in _NUMBERS.finditer(names):
        years |= _years(match.group(), today)
        days |= _compact_day(match.group(), today)
        digits += _phones(match.group())
    years |= {int(day[:4]) for day in days}
    raw = _name_words(names)
    return Query(
        words=tuple(coded(word) for word in raw),
        joined=tuple(_joined(raw, _particles(raw))),
        particles=_particles(raw),
        days=frozenset(days),
        years=frozenset(years),
        digits=tuple(dict.fromkeys(digits)),
        digits_may_be_a_date=bool(years),
    )


def query_of(card: Card) -> Query:
    """The question whose answer is whoever resembles this person."""
    raw: list[str] = []
    joined: list[tuple[int, int, Word]] = []
    for name in (card.last_name, card.first_name, card.birth_name):
        own = [word for word in words(name)[:MOST_WORDS] if fold(word)]
        own = [word for word in own if word not in raw]
        joined += [
            (start + len(raw), end + len(raw), word)
            for start, end, word in _joined(own, _particles(own))
        ]
        raw += own
    return Query(
        words=tuple(coded(word) for word in raw),
        joined=tuple(joined),
        particles=_particles(raw),
        days=frozenset({card.born} if len(card.born) > len("1987") else ()),
        years=frozenset({int(card.born[:4])} if card.born[:4].isdecimal() else ()),
        digits=tuple(phone_digits(phone) for phone in card.phones if phone),
        digits_may_be_a_date=False,
    )


def phone_digits(text: str) -> str:
    """The digits of a telephone number, a French one in its national form."""
    digits = _OTHER_THAN_DIGITS.sub("", text)
    if digits.startswith("0033"):
        return "0" + digits[4:].removeprefix("0")
    if digits.startswith("33") and len(digits) >= 11:
        return "0" + digits[2:].removeprefix("0")
    return digits


def _name_words(text: str) -> list[str]:
    raw = [
        word
        for word in words(text)
        if fold(word) and not any(character.isdigit() for character in word)
    ]
    named = [word for word in raw if fold(word) not in _AROUND_A_NAME]
    return (named or raw)[:MOST_WORDS]


def _particles(raw: list[str]) -> frozenset[int]:
    """Places of the words that may be missing or superfluous: particles and initials."""
    light = {
        place
        for place, word in enumerate(raw)
        if fold(word) in PARTICLES or (len(word) == 1 and word.isascii())
    }
    return frozenset(light if len(light) < len(raw) else ())


def _joined(raw: list[str], light: frozenset[int]) -> Iterator[tuple[int, int, Word]]:
    """Words that may have been written apart: two by two, more only around a particle."""
    for start in range(len(raw)):
        for end in range(start + 2, min(len(raw), start + 4) + 1):
            if end - start > 2 and not light & set(range(start, end)):
                continue
            yield start, end, coded("".join(raw[start:end])[:LONGEST_WORD])


def _day(match: re.Match[str], today: date) -> str:
    if match["iso"]:
        return _iso(match["iso_year"], match["iso_month"], match["iso_day"], today)
    month = match["month"]
    if not month.isdigit():
        month = str(_MONTHS.get(fold(month), 0))
    return _iso(match["year"], month, match["day"], today)


def _compact_day(number: str, today: date) -> set[str]:
    """Eight figures in a row may be a day: 14091985."""
    if not re.fullmatch("[0-9]{8}", number):
        return set()
    day = _iso(number[4:], number[2:4], number[:2], today)
    return {day} if day else set()


def _iso(year: str, month: str, day: str, today: date) -> str:
    full = int(year) if len(year) == 4 else _century(int(year), today)
    try:
        return date(full, int(month), int(day)).isoformat() if _lived(full, today) else ""
    except ValueError:
        return ""


def _years(number: str, today: date) -> set[int]:
    """Years of birth that a number may mean: itself, its century left out, or an age."""
    groups = re.findall("[0-9]+", number)
    found = {int(group) for group in groups if len(group) == 4 and _lived(int(group), today)}
    if len(groups) == 1 and len(groups[0]) in (2, 3) and "+" not in number:
        value = int(groups[0])
        if value < LONGEST_LIFE:
            found |= {today.year - value, today.year - value - 1}
        if value < 100:
            found.add(_century(value, today))
    return found


def _century(two_figures: int, today: date) -> int:
    return two_figures + (2000 if two_figures <= today.year % 100 else 1900)


def _lived(year: int, today: date) -> bool:
    return today.year - LONGEST_LIFE <= year <= today.year


def _phones(number: str) -> list[str]:
    """Digits that a number may mean: all of it, or without the year said before or after it."""
    groups = re.findall("[0-9]+", number)
    readings = [number, *(group for group in groups if len(group) >= 6)]
    if len(groups) > 1:
        readings += ["".join(groups[1:])] if len(groups[0]) == 4 else []
        readings += ["".join(groups[:-1])] if len(groups[-1]) == 4 else []
    digits = [phone_digits(reading) for reading in readings]
    return [reading for reading in digits if len(reading) >= FEWEST_DIGITS]

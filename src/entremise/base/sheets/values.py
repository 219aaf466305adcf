"""What a cell means: a day in many writings, a yes or a no in many spellings."""

import re
from datetime import date, timedelta
from enum import StrEnum

from entremise.base.sheets.titles import simplified

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan",
            "fevrier fevr fev",
            "mars mar",
            "avril avr",
            "mai",
            "juin",
            "juillet juil jul",
            "aout aou",
            "septembre sept sep",
            "octobre oct",
            "novembre nov",
            "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_FRENCH = re.compile(
    r"(?P<day>\d{1,2})\s*[-/. ]\s*(?P<month>\d{1,2})\s*[-/. ]\s*(?P<year>\d{4}|\d{2})(?!\d)"
)
_WORDS = re.compile(
    r"(?:^|\s)(?P<day>\d{1,2})(?:er)?\s+(?P<month>[a-z]+)\s+(?P<year>\d{4}|\d{2})(?!\d)"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})")
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
# Nobody alive was born before, and no sheet tells of it.
OLDEST_YEAR = 1900
_YEAR = re.compile(r"(?:19|20)\d{2}")
# Day 0 of the sheets; their serial numbers of the years 1927 to 2090.
_DAY_ZERO, _SERIALS = date(1899, 12, 30), range(10_000, 69_500)


def day_of(text: str, *, latest: date) -> date | None:
    """The day that a cell says: « 12/03/24 », « 1er avril 2024 », « 2024-03-12 14:05 », 45363.

    A year in two figures is the last one that makes a day not after `latest`; a day that does
    not exist, or is only half said, is None.
    """
    text = text.strip()
    if _SERIAL.fullmatch(text):
        number = int(re.split("[.,]", text)[0])
        return _DAY_ZERO + timedelta(days=number) if number in _SERIALS else None
    found = _ISO.match(text) or _COMPACT.fullmatch(text)
    if found is None:
        found = _FRENCH.search(text) if text[:1].isdigit() else None
    if found is None:
        found = _WORDS.search(simplified(text))
    if found is None:
        return None
    month = found["month"]
    return _day(
        found["day"], month if month.isdigit() else MONTHS.get(month), found["year"], latest
    )


def _day(day: str, month: str | int | None, year: str, latest: date) -> date | None:
    if month is None:
        return None
    centuries = (0,) if len(year) == 4 else (2000, 1900)
    fallback = None
    for century in centuries:
        try:
            whole = date(century + int(year), int(month), int(day))
        except ValueError:
            continue
        if whole.year < OLDEST_YEAR:
            return None
        if whole <= latest:
            return whole
        fallback = fallback or whole
    return fallback if len(year) == 4 else None


def birth_of(text: str, *, latest: date) -> str | None:
    """A birth as it is kept: an ISO day, or a year alone; « » if empty, None if not understood."""
    text = text.strip()
    if not text:
        return ""
    if _YEAR.fullmatch(text):
        return text if int(text) <= latest.year else None
    day = day_of(text, latest=latest)
    if day is not None:
        return day.isoformat() if day <= latest else None
    alone = _YEAR.findall(text)
    return alone[0] if len(alone) == 1 and int(alone[0]) <= latest.year else None


class YesNo(StrEnum):
    """A closed question; an empty cell was not asked, and is never a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


_SAID = {
    YesNo.NOT_ASKED: "non demande|pas demande|non renseigne|nr|n r|vide|sans objet|so",
    YesNo.UNKNOWN: "ne sait pas|ne sais pas|nsp|n s p|inconnu|inconnue|nc|n c|indetermine",
    YesNo.YES: "oui|o|yes|y|x|xx|1|vrai|true|v|ok|coche|positif",
    YesNo.NO: "non|n|no|0|faux|false|f|aucun|aucune|neant|negatif|pas|jamais",
}
_SIGNS = {"✓": YesNo.YES, "✔": YesNo.YES, "☑": YesNo.YES, "☒": YesNo.YES, "√": YesNo.YES}
_SIGNS |= {"☐": YesNo.NO, "?": YesNo.UNKNOWN, "??": YesNo.UNKNOWN, "-": YesNo.NOT_ASKED}


def yes_or_no(text: str) -> YesNo | None:
    """« Oui », « O », « x », « 1 », « VRAI », « ✓ »; None when it is neither, nor said unknown."""
    text = text.strip()
    if not text:
        return YesNo.NOT_ASKED
    if text in _SIGNS:
        return _SIGNS[text]
    words = simplified(text)
    for answer, said in _SAID.items():
        if words in said.split("|"):
            return answer
    first = words.split(" ")[0] if words else ""
    # « oui, depuis 2020 » is a yes; « non demandé » was found above.
    return {"oui": YesNo.YES, "non": YesNo.NO}.get(first)

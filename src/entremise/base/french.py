"""French typography for the screens: dates, durations, numbers, telephone numbers.

Pure functions: the template filters are thin names over them, and prints use them as they are.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
NARROW = "\u202f"
PARIS = ZoneInfo("Europe/Paris")

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def in_paris(moment: datetime) -> datetime:
    """The wall clock in Paris; a moment without a zone is already that."""
    return moment.astimezone(PARIS) if moment.tzinfo else moment


def midnight(day: date) -> datetime:
    """The moment at which a day begins in Paris."""
    return datetime.combine(day, time.min, tzinfo=PARIS)


def _date_of(value: date | datetime) -> date:
    return in_paris(value).date() if isinstance(value, datetime) else value


def short_day(value: date | datetime) -> str:
    """« 3 mars 2026 », « 1er mars 2026 »."""
    day = _date_of(value)
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{MONTHS[day.month - 1]} {day.year}"


def long_day(value: date | datetime) -> str:
    """« mardi 3 mars 2026 »."""
    return f"{DAYS[_date_of(value).weekday()]} {short_day(value)}"


def hour(value: datetime | time) -> str:
    """« 14 h 05 », « 9 h » on the hour; an hour without a day is the one on the wall."""
    local = in_paris(value) if isinstance(value, datetime) else value
    minutes = f"{NBSP}{local.minute:02}" if local.minute else ""
    return f"{local.hour}{NBSP}h{minutes}"


def when(value: date | datetime) -> str:
    """« mardi 3 mars 2026 à 14 h 05 »; a date alone has no hour."""
    if not isinstance(value, datetime):
        return long_day(value)
    return f"{long_day(value)} à {hour(value)}"


def short_when(value: date | datetime) -> str:
    """« 3 mars 2026 à 14 h 05 », for tables."""
    if not isinstance(value, datetime):
        return short_day(value)
    return f"{short_day(value)} à {hour(value)}"


def duration(length: timedelta) -> str:
    """The largest unit only, rounded down: « 2 jours », « 3 h », « 14 min ».

    The sign is dropped: whether something is late or still to come is said in words beside it.
    """
    seconds = int(abs(length.total_seconds()))
    if seconds >= 86_400:
        days = seconds // 86_400
        return f"{days}{NBSP}{'jours' if days > 1 else 'jour'}"
    if seconds >= 3_600:
        return f"{seconds // 3_600}{NBSP}h"
    if seconds >= 60:
        return f"{seconds // 60}{NBSP}min"
    return "moins d’une minute"


def birth(born: str) -> str:
    """« 15/09/1976 »: a birth day as it is said; a year, or other words, stay as they are."""
    return re.sub(r"^(\d{4})-(\d{2})-(\d{2})$", r"\3/\2/\1", born)


def number(value: float) -> str:
    """« 1 234 », « 2,5 »."""
    if isinstance(value, float) and not value.is_integer():
        whole, _, decimals = f"{value:,.1f}".partition(".")
        return f"{whole.replace(',', NARROW)},{decimals}"
    return f"{int(value):,}".replace(",", NARROW)


def phone(value: str) -> str:
    """A French number in pairs; anything else as it was typed, on one line."""
    typed = value.strip()
    compact = re.sub(r"[\s.\-/\u00a0\u202f\u2011]", "", typed.replace("(0)", ""))
    national = re.sub(r"^(?:\+33|0033)0?", "0", compact)
    if re.fullmatch(r"0[1-9][0-9]{8}", national):
        return NBSP.join(re.findall("..", national))
    return re.sub(r"\s+", NBSP, typed)


def pairs(digits: str) -> str:
    """« 47 12 90 35 »: digits as they are said, on one line."""
    return NBSP.join(digits[at : at + 2] for at in range(0, len(digits), 2))


def nbsp(text: str) -> str:
    """Keep French punctuation, units and titles on the line of the word they belong to.

    Only spaces that are there are changed: nothing is added, so that a time such as 14:05, an
    address or a quotation of somebody's words stays as it was written.
    """
    text = re.sub(r" (?=[:;!?»%€])", NBSP, text)
    text = re.sub(r"(?<=«) ", NBSP, text)
    text = re.sub(r"(?<=\d) (?=(?:h|min|km|ans?|jours?|mois|ETP)\b)", NBSP, text)
    text = re.sub(r"(?<=\d h) (?=\d\d\b)".replace(" h", f"{NBSP}h"), NBSP, text)
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", NARROW, text)
    return re.sub(r"\b(n°|M\.|Mme|Dr|Me) (?=\w)", rf"\1{NBSP}", text)

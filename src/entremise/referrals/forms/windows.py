"""« lundi au vendredi, 9h-12h » as days and hours; what is not understood stays words.

A window opens a telephone: where two readings are possible, there is none.
"""

import re
import unicodedata
from datetime import time

from entremise.base.french import DAYS
from entremise.people.windows import ALL_DAYS, Window

Hours = tuple[time | None, time | None]

WEEK, WEEKEND = frozenset(range(5)), frozenset((5, 6))
WHOLE = {"": ALL_DAYS, "tous les jours": ALL_DAYS, "chaque jour": ALL_DAYS, "en semaine": WEEK}
AT_ANY_HOUR = {
    *("a toute heure", "tous les jours , a toute heure", "tous les jours a toute heure"),
    *("n importe quand", "quand vous voulez", "24h , 24"),
}
# From three letters on, « mar » but not « mars »; in the plural, the whole name.
DAY_OF = {name[:cut]: at for at, name in enumerate(DAYS) for cut in range(3, len(name) + 1)}
DAY_OF |= {f"{name}s": at for at, name in enumerate(DAYS)}
PARTS = {
    "matin": (8, 12),
    "matinee": (8, 12),
    "midi": (12, 14),
    "apres midi": (14, 18),
    "journee": (9, 17),
    "soir": (18, 21),
    "soiree": (18, 21),
}

DAY = "|".join(sorted(DAY_OF, key=len, reverse=True))
RUN = rf"(?:(?:du|de|le) )?(?:{DAY}) (?:-|au|a|jusqu au) (?:{DAY})|entre (?:{DAY}) et (?:{DAY})"
ITEM = rf"(?:{RUN}|(?:les? )?(?:{DAY}|weekends?))\b"
LIST = re.compile(rf"{ITEM}(?:(?: ,)?(?: et| ou)? {ITEM})*")
HOUR = r"\d{1,2}(?:h\d\d|:\d\d| (?:h|heures?) \d\d| ?(?:h|heures?))?\b"
SPAN = re.compile(rf"(?:(de|entre) )?({HOUR}) (-|a|jusqu a|et) ({HOUR})")
EDGE = re.compile(rf"(apres|avant|a partir de|des|jusqu a) ({HOUR})")
PART = re.compile(rf"(?:(?:le|la|les|l|en) )?({'|'.join(PARTS)})s?")


def window_of(text: str) -> Window | None:
    """The window that these words mean, or None when they are not surely understood."""
    words = _plain(text).split()
    if " ".join(words).strip(" ,.") in AT_ANY_HOUR:
        return Window(any_hour=True)
    halves = [
        (" ".join(words[:cut]).strip(" ,"), " ".join(words[cut:]).strip(" ,"))
        for cut in range(len(words) + 1)
    ]
    readings = {_reading(*pair) for one, other in halves for pair in ((one, other), (other, one))}
    readings -= {None, Window()}
    return readings.pop() if len(readings) == 1 else None


def _plain(text: str) -> str:
    """Small letters without accents; each comma and each dash stands by itself."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.lower())
        if not unicodedata.combining(letter)
    )
    bare = re.sub(r"week[ \-]?end", "weekend", re.sub("apres-midi", "apres midi", bare))
    bare = re.sub(r"['’]|(?<=[a-z])\.|\.$", " ", bare)
    bare = re.sub(r"[,;/]|(?<!\d):|:(?!\d)", " , ", bare)
    return re.sub(r"[\-–—]", " - ", bare)


def _reading(days: str, hours: str) -> Window | None:
    named = _days(days)
    if named is None:
        return None
    span = _hours(hours, several_days=bool(days) and len(named) > 1)
    return Window(days=named, start=span[0], end=span[1]) if span else None


def _days(said: str) -> frozenset[int] | None:
    """The days named, one by one or from one to another; all if there are none."""
    if said in WHOLE:
        return WHOLE[said]
    if not LIST.fullmatch(said):
        return None
    found: frozenset[int] = frozenset()
    for item in re.findall(ITEM, said):
        ends = [DAY_OF[word] for word in item.split() if word in DAY_OF]
        found |= _run(ends[0], ends[-1]) if ends else WEEKEND
    return found


def _run(first: int, last: int) -> frozenset[int]:
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _hours(said: str, *, several_days: bool) -> Hours | None:
    """From when to when; an open end is None. Of hours that are not understood, nothing."""
    if said in ("", "a toute heure"):
        return None, None
    if part := PART.fullmatch(said):
        first, last = PARTS[part[1]]
        return time(first), time(last)
    if edge := EDGE.fullmatch(said):
        return _edge(edge[1], edge[2])
    if span := SPAN.fullmatch(said):
        return _span(*span.groups(), several_days=several_days)
    return None


def _edge(side: str, hour: str) -> Hours | None:
    """« après 18 h »; without its h, a number may be a day."""
    moment = _time(hour)
    if moment is None or hour.isdecimal():
        return None
    return (None, moment) if side in ("avant", "jusqu a") else (moment, None)


def _span(
    opening: str | None, first: str, mark: str, last: str, *, several_days: bool
) -> Hours | None:
    """« 9h-12h », « de 9 à 12h », « entre 9h et 12h »; « 9h et 14h » are two moments.

    In « lundi 3 - 14h » and « le 3 à 14h », the first number is a day: without its h it is an
    hour only where « de » or « entre » says so, or where several days are named before a dash.
    """
    if (opening == "entre") != (mark == "et"):
        return None
    sure = bool(opening) and not last.isdecimal()
    if first.isdecimal() and not sure and not (several_days and mark == "-"):
        return None
    start, end = _time(first), _time(last)
    return (start, end) if start and end and start != end else None


def _time(hour: str) -> time | None:
    whole, *minutes = (int(number) for number in re.findall(r"\d+", hour))
    minute = minutes[0] if minutes else 0
    return time(whole, minute) if whole <= 23 and minute <= 59 else None

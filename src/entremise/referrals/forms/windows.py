"""« lundi au vendredi, 9h-12h » as days and hours; what is not understood stays words."""

import re
from datetime import time

from entremise.base.french import DAYS
from entremise.organisation.spelling import search_key
from entremise.people.windows import ALL_DAYS, Window

PARTS = {
    "matin": (8, 12),
    "matinee": (8, 12),
    "midi": (12, 14),
    "apres midi": (14, 18),
    "journee": (9, 17),
    "soir": (18, 21),
    "soiree": (18, 21),
}
IGNORED = {"le", "la", "les", "et", "de", "du", "a", "au", "en", "ou", "entre", "heures", "h", "s"}
SPAN = re.compile(
    r"\b(\d{1,2})\s*h?\s*(\d{2})?\s*h?\s*(?:-|–|à|a|et|jusqu)\s*(\d{1,2})\s*h?\s*(\d{2})?"
)
EDGE = re.compile(r"\b(apres|avant|a partir de|des|jusqu a)\s+(\d{1,2})\s*h?\s*(\d{2})?")


def window_of(text: str) -> Window | None:
    """The window that these words mean, or None when they are not all understood."""
    rest = text.lower()
    days, rest = _days(rest)
    start, end, rest = _hours(rest)
    left = set(search_key(rest).split()) - IGNORED
    if left or (days == ALL_DAYS and start is None and end is None):
        return None
    return Window(days=days, start=start, end=end)


def _day(word: str) -> int | None:
    key = search_key(word).rstrip("s") or "-"
    found = [at for at, name in enumerate(DAYS) if len(key) >= 3 and name.startswith(key)]
    return found[0] if found else None


def _days(text: str) -> tuple[frozenset[int], str]:
    """The days named, one by one or from one to another, and the text without them."""
    found: set[int] = set()
    for one, other in re.findall(r"([a-zé]{3,9})\s*(?:-|–|au|à)\s*([a-zé]{3,9})", text):
        first, last = _day(one), _day(other)
        if first is not None and last is not None:
            found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    rest = []
    for word in re.split(r"([\s,;/\-–]+)", text):
        day = _day(word)
        if day is None:
            rest.append(word)
        else:
            found.add(day)
    left = "".join(rest)
    if re.search(r"week[ \-]?end", left):
        found |= {5, 6}
        left = re.sub(r"week[ \-]?end", " ", left)
    left = re.sub(r"tous les jours|chaque jour|en semaine", " ", left)
    if "en semaine" in text and not found:
        found = {0, 1, 2, 3, 4}
    return frozenset(found) or ALL_DAYS, left


def _time(hour: str, minute: str) -> time | None:
    value = int(hour), int(minute or 0)
    return time(*value) if value[0] <= 23 and value[1] <= 59 else None


def _hours(text: str) -> tuple[time | None, time | None, str]:
    span = SPAN.search(text)
    if span:
        start, end = _time(span[1], span[2]), _time(span[3], span[4])
        if start and end:
            return start, end, text[: span.start()] + text[span.end() :]
    key = search_key(text)
    edge = EDGE.search(key)
    if edge:
        moment = _time(edge[2], edge[3])
        if moment:
            rest = key[: edge.start()] + key[edge.end() :]
            late = edge[1] in ("apres", "a partir de", "des")
            return (moment, None, rest) if late else (None, moment, rest)
    for part, (first, last) in sorted(PARTS.items(), key=lambda item: -len(item[0])):
        if re.search(rf"\b{part}s?\b", key):
            return time(first), time(last), re.sub(rf"\b{part}s?\b", " ", key)
    return None, None, text

"""Opening hours, written in three ways, said in one: « lundi au vendredi : 8 h – 12 h »."""

import re

from entremise.base.french import DAYS, NBSP

_OSM = dict(zip(("mo", "tu", "we", "th", "fr", "sa", "su"), range(7), strict=True))
_SPAN = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\s*(?:-|–|à)\s*(\d{1,2})\s*[h:]\s*(\d{2})?", re.I)
_DAY = re.compile(rf"\$?\s*\b({'|'.join(DAYS)})\b\s*:", re.I)
_RULE = re.compile(r"(?:(?P<days>[a-z]{2}(?:[-,][a-z]{2})*)\s+)?(?P<hours>[\d:,\s-]+|off)", re.I)

Spans = tuple[str, ...]


def plain_hours(written: str) -> str | None:
    """The hours in plain French; empty if there are none, None if they cannot be understood."""
    text = written.replace(NBSP, " ").strip()
    if not text:
        return ""
    if text == "24/7":
        return "tous les jours, jour et nuit"
    week = _french(text) if _DAY.search(text) else _osm(text)
    if week is None:
        return None
    return f"{NBSP}; ".join(_lines(week))


def _clock(hour: str, minute: str | None) -> str:
    minutes = "" if minute in (None, "", "00") else f"{NBSP}{minute}"
    return f"{int(hour)}{NBSP}h{minutes}"


def _spans(text: str) -> Spans | None:
    """Every span of hours in a text, or None if it holds something else."""
    found = list(_SPAN.finditer(text))
    rest = _SPAN.sub("", text).strip(" ,;/.$&") if found else text
    if not found or rest.replace("et", "").strip(" ,"):
        return None
    if any(int(span[1]) > 24 or int(span[3]) > 24 for span in found):
        return None
    return tuple(f"{_clock(one[1], one[2])} – {_clock(one[3], one[4])}" for one in found)


def _french(text: str) -> dict[int, Spans] | None:
    """« Lundi : 8h00-12h00 14h00-18h00 Mardi : … », the days parted by spaces or by `$`."""
    pieces = _DAY.split(text)
    if pieces[0].strip(" $"):
        return None
    week: dict[int, Spans] = {}
    for name, said in zip(pieces[1::2], pieces[2::2], strict=True):
        hours = said.strip(" $")
        if not hours or hours.lower() in ("fermé", "fermee", "ferme", "-"):
            continue
        spans = _spans(hours)
        if spans is None:
            return None
        week[DAYS.index(name.lower())] = spans
    return week


def _osm(text: str) -> dict[int, Spans] | None:
    """« Mo-Fr 08:00-12:00,14:00-18:00; Sa off »."""
    week: dict[int, Spans] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        if part.lower().startswith("ph "):
            continue
        rule = _RULE.fullmatch(part)
        days = _osm_days((rule["days"] or "mo-su").lower()) if rule else None
        if rule is None or days is None:
            return None
        if rule["hours"].lower() == "off":
            for day in days:
                week.pop(day, None)
            continue
        spans = _spans(rule["hours"])
        if spans is None:
            return None
        week.update(dict.fromkeys(days, spans))
    return week


def _osm_days(written: str) -> list[int] | None:
    days: list[int] = []
    for piece in written.split(","):
        first, _, last = piece.partition("-")
        if first not in _OSM or (last and last not in _OSM):
            return None
        start, end = _OSM[first], _OSM[last or first]
        days += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return days


def _lines(week: dict[int, Spans]) -> list[str]:
    """Days that follow one another with the same hours are said together."""
    groups: list[tuple[int, int, Spans]] = []
    for day in sorted(week):
        if groups and groups[-1][1] == day - 1 and groups[-1][2] == week[day]:
            groups[-1] = (groups[-1][0], day, week[day])
        else:
            groups.append((day, day, week[day]))
    return [
        f"{DAYS[first] if first == last else f'{DAYS[first]} au {DAYS[last]}'}{NBSP}: "
        + ", ".join(spans)
        for first, last, spans in groups
    ]

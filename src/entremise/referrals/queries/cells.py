"""What is odd in the cells of a morning list: said on the line, never a reason to lose it."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from entremise.access.actor import Actor
from entremise.organisation.models import Commune, Unit
from entremise.organisation.spelling import search_key

DATE = re.compile(r"^(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})(?:[/.\-](?P<year>\d{2}|\d{4}))?\b")
ISO = re.compile(r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b")
WORDS = {"aujourd": 0, "ce": 0, "cette": 0, "hier": 1, "avant": 2}
OLDEST = timedelta(days=30)

BAD_DATE = "La date n’est pas comprise : écrivez par exemple 21/11 ou hier."
FAR_DATE = "Cette date est loin d’aujourd’hui : vérifiez-la."
BAD_PHONE = "Ce numéro semble incomplet : vérifiez-le."
BAD_COMMUNE = "Cette commune n’est pas reconnue : vérifiez l’orthographe."


def date_of(text: str, today: date) -> date | None:
    """The day that a cell means, or None: « 21/11 », « 21.11.26 23h40 », « hier », an ISO day."""
    words = search_key(text).split()
    if words and words[0] in WORDS:
        return today - timedelta(days=WORDS[words[0]])
    found = ISO.match(text.strip()) or DATE.match(text.strip())
    if found is None:
        return None
    year = int(found["year"] or today.year)
    year += 2000 if year < 100 else 0
    try:
        day = date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None
    if not found["year"] and day > today:
        # On 2 January « 31/12 » is last year.
        return _a_year_before(day)
    return day


def _a_year_before(day: date) -> date | None:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return None


def is_phone(text: str) -> bool:
    """A French number in any writing, or a foreign one with its code."""
    compact = re.sub(r"[\s.\-/()\u00a0\u202f\u2011]", "", text.replace("(0)", ""))
    national = re.sub(r"^(?:\+33|0033)0?", "0", compact)
    return bool(re.fullmatch(r"0[1-9]\d{8}|(?:\+|00)\d{8,15}", national))


def communes_named(*, actor: Actor, texts: Iterable[str], unit: Unit) -> dict[str, Commune]:
    """The communes that these cells name, in one read; the unit's own département first."""
    keys = {text: search_key(re.sub(r"\d{5}", " ", text)) for text in texts if text.strip()}
    found: dict[str, Commune] = {}
    for commune in Commune.objects.filter(search_key__in=set(keys.values())).order_by(
        "-population", "pk"
    ):
        known = found.get(commune.search_key)
        nearer = commune.departement_id == unit.departement_id
        if known is None or (nearer and known.departement_id != unit.departement_id):
            found[commune.search_key] = commune
    return {text: found[key] for text, key in keys.items() if key in found}


def commune_named(*, actor: Actor, text: str, unit: Unit) -> Commune | None:
    """The commune that one cell names, if it is one."""
    return communes_named(actor=actor, texts=[text], unit=unit).get(text)


def oddities(cells: dict[str, str], known: dict[str, Commune], today: date) -> dict[str, str]:
    """What to say about each cell that cannot be right; the cell itself is kept as typed."""
    odd = {}
    if cells.get("date"):
        day = date_of(cells["date"], today)
        if day is None:
            odd["date"] = BAD_DATE
        elif not today - OLDEST <= day <= today:
            odd["date"] = FAR_DATE
    if cells.get("phone") and not is_phone(cells["phone"]):
        odd["phone"] = BAD_PHONE
    if cells.get("commune") and cells["commune"] not in known:
        odd["commune"] = BAD_COMMUNE
    return odd

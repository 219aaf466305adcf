"""One row of the list of units: which unit, where, when it opens; what had to be corrected."""

import re
from dataclasses import dataclass, field
from typing import Protocol

from entremise.base.french import NBSP, phone
from entremise.base.sheets import Unreadable
from entremise.organisation.lists.hours import plain_hours
from entremise.organisation.lists.sheet import Sheet
from entremise.organisation.lists.territories import territory_of
from entremise.organisation.spelling import search_key

NEEDED = {"service", "departement", "code_commune_insee"}

# Paris, Lyon, Marseille: their arrondissements have codes of their own.
WITH_ARRONDISSEMENTS = frozenset({"75056", "69123", "13055"})
# What is named after its département, which « de » alone does not say: « (Loire) ».
_OF_A_DEPARTEMENT = re.compile(r"maison\b|groupement\b")
_MOBILE = re.compile(
    r"motoris|peloton|escadron|psig|recherches|nautique|autorout|montagne|aerien|fluvial"
)
_LEVELS = (
    (re.compile(r"communaute de brigades|\bcob\b"), "cluster"),
    (re.compile(r"compagnie"), "company"),
    (re.compile(r"groupement|direction (inter)?departementale"), "groupement"),
    (re.compile(r"commissariat|bureau de police|poste de police|hotel de police"), "station"),
    (re.compile(r"brigade"), "brigade"),
)


@dataclass(frozen=True)
class Remark:
    """What was corrected or refused, on which line, and why, in French."""

    line: int
    what: str
    why: str


@dataclass(frozen=True)
class Place:
    """What the reader needs to know of a commune."""

    code: str
    name: str
    departement: str


class Places(Protocol):
    """How the reader finds communes."""

    def by_code(self, code: str) -> Place | None:
        """The commune of today behind a code, even an old one."""

    def by_name(self, name: str, *, departement: str, postal_code: str) -> Place | None:
        """The only commune of that name with that postal code, or else in the département."""


@dataclass(kw_only=True)
class Listed:
    """A unit as the list gives it, put right."""

    line: int
    official_id: str
    name: str
    kind: str
    level: str
    departement: str
    commune: str
    phone: str
    address: str
    hours: str
    latitude: float | None
    longitude: float | None
    receives_public: bool
    corrected: list[Remark] = field(default_factory=list)

    def remark(self, why: str) -> None:
        """Tell that something was put right."""
        self.corrected.append(Remark(self.line, self.name, why))


def read_units(sheet: Sheet, places: Places) -> tuple[list[Listed], list[Remark]]:
    """The units of a list, and the rows that are none, each with its reason."""
    missing = NEEDED - sheet.columns
    if missing:
        raise Unreadable(
            f"Il manque à ce fichier : {', '.join(sorted(missing))}. Ce n’est pas la liste"
            " officielle des unités."
        )
    taken: list[Listed] = []
    refused: list[Remark] = []
    for line, row in sheet.rows:
        unit = _unit(line, row, places)
        if isinstance(unit, Remark):
            refused.append(unit)
        else:
            taken.append(unit)
    return taken, refused


def _unit(line: int, row: dict[str, str], places: Places) -> Listed | Remark:
    service = " ".join(row.get("service", "").split())
    kind = force_of(service)
    if not kind:
        return Remark(line, service or "(sans nom)", "ni police ni gendarmerie")
    key = search_key(service)
    # Communities and companies have « brigade » or « gendarmerie » in their names too.
    level = next((level for pattern, level in _LEVELS if pattern.search(key)), "other")
    is_mobile = bool(_MOBILE.search(key))
    unit = Listed(
        line=line,
        official_id=official_id(row.get("identifiant_public_unite", "")),
        name=plain_name(service),
        kind=kind,
        level="other" if is_mobile else level,
        departement="",
        commune="",
        phone=phone(row.get("telephone", "")).replace(NBSP, " ")[:20],
        address=_address(row),
        hours="",
        latitude=None,
        longitude=None,
        receives_public=not is_mobile,
    )
    problem = _put_in_place(unit, row, places)
    if problem:
        return Remark(line, unit.name, problem)
    _put_hours(unit, row)
    _put_on_map(unit, row)
    return unit


def official_id(written: str) -> str:
    """The public number of a unit; police stations all have « 0 », which is no number."""
    return written.strip()[:12] if written.strip("0 ") else ""


def force_of(service: str) -> str:
    """Which force a service belongs to, by its name; empty if neither."""
    key = search_key(service)
    if "gendarmerie" in key or re.search(r"\bcob\b|\bbta\b", key):
        return "gendarmerie"
    if "police" in key or "commissariat" in key:
        return "police"
    return ""


def plain_name(service: str) -> str:
    """« Gendarmerie - Brigade motorisée - Roanne » is « Brigade motorisée de Roanne »."""
    parts = [part.strip() for part in re.split(r"\s+[-–]\s+", " ".join(service.split()))]
    if len(parts) > 1 and search_key(parts[0]) in ("gendarmerie", "gendarmerie nationale"):
        parts = parts[1:]
    first = re.sub(
        r"(?i)^brigade (?:territoriale |de proximité )?de gendarmerie\b", "Brigade", parts[0]
    )
    first = re.sub(r"(?i)^commissariat de police\b", "Commissariat", first)
    place = " - ".join(parts[1:])
    if place:
        of_it = f"({place})" if _OF_A_DEPARTEMENT.match(search_key(first)) else _of(place)
        first = f"{first} {of_it}"
    return first.replace("'", "’")[:120]


def _of(place: str) -> str:
    """« de Roanne », « d’Andrézieux », « du Chambon », « des Salles »."""
    if re.match(r"(?i)le\s", place):
        return f"du {place[3:]}"
    if re.match(r"(?i)les\s", place):
        return f"des {place[4:]}"
    return f"d’{place}" if search_key(place)[:1] in tuple("aeiouy") else f"de {place}"


def _address(row: dict[str, str]) -> str:
    town = f"{row.get('code_postal', '')} {row.get('commune', '')}".strip()
    parts = [part for part in (row.get("voie", ""), town) if part]
    return (", ".join(parts) or row.get("adresse_geographique", ""))[:200]


def town_name(written: str) -> str:
    """« Roanne Cedex 2 » is Roanne."""
    return re.sub(r"(?i)\s+cedex(\s+\d+)?\s*$", "", written).strip()


def _put_in_place(unit: Listed, row: dict[str, str], places: Places) -> str:
    """Find the commune; where code and name disagree, name and postal code together win."""
    written = row.get("code_commune_insee", "").upper()
    code = written.zfill(5) if written.isdigit() else written
    name = town_name(row.get("commune", ""))
    departement = row.get("departement", "").upper()
    departement = departement.zfill(2) if departement.isdigit() else departement
    coded = places.by_code(code)
    named = (
        places.by_name(
            name, departement=departement, postal_code=row.get("code_postal", "").zfill(5)
        )
        if name
        else None
    )
    place = coded
    if coded is None or search_key(coded.name) != search_key(name):
        place = named or coded
    if place is None:
        return f"commune inconnue (code {written or 'vide'}, « {name} »)"
    if place is not coded:
        unit.remark(f"code INSEE {written or 'vide'} remplacé par {place.code} ({place.name})")
    elif place.code != code:
        unit.remark(_old_code(code, place))
    elif name and search_key(place.name) != search_key(name):
        unit.remark(f"commune écrite « {name} », gardée d’après le code : {place.name}")
    if name != row.get("commune", ""):
        unit.remark(f"« {row.get('commune', '')} » lu {place.name}")
    if departement and departement != place.departement:
        unit.remark(f"département {departement} remplacé par {place.departement}")
    unit.commune = place.code
    unit.departement = place.departement
    return ""


def _old_code(code: str, place: Place) -> str:
    """A code that leads to a commune of today: of a part of it, or of one that it took in."""
    if place.code in WITH_ARRONDISSEMENTS:
        return f"arrondissement : {code} est à {place.name} ({place.code})"
    return f"commune fusionnée : {code} devient {place.code} ({place.name})"


def _put_hours(unit: Listed, row: dict[str, str]) -> None:
    written = row.get("horaires_accueil", "")
    hours = plain_hours(written)
    if hours is None:
        unit.remark("horaires non compris, gardés tels quels")
        hours = written
    unit.hours = hours[:400]
    if not unit.receives_public and unit.hours:
        unit.remark("unité mobile : ne reçoit pas de public, malgré des horaires")


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _put_on_map(unit: Listed, row: dict[str, str]) -> None:
    """Longitude and latitude, where the territory may hold them; it tells one from the other."""
    longitude = _number(row.get("geocodage_x_gps", ""))
    latitude = _number(row.get("geocodage_y_gps", ""))
    if longitude is None or latitude is None:
        return
    territory = territory_of(unit.departement)
    if territory and territory.holds(latitude=longitude, longitude=latitude):
        longitude, latitude = latitude, longitude
        unit.remark("latitude et longitude étaient inversées")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90) or (longitude, latitude) == (0, 0):
        unit.remark("coordonnées impossibles, écartées")
        return
    if territory and not territory.holds(latitude=latitude, longitude=longitude):
        unit.remark(f"coordonnées hors de {territory.said}, écartées")
        return
    unit.longitude, unit.latitude = longitude, latitude

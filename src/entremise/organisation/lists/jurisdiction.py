"""The list of competences: which commune each service answers for."""

from collections import defaultdict
from dataclasses import dataclass, field

from entremise.base.sheets import Unreadable
from entremise.organisation.lists.sheet import Sheet
from entremise.organisation.lists.units import Places, Remark, official_id, plain_name

NEEDED = {"code_commune", "institution", "service"}
FORCES = {"PN": "police", "PP": "police", "GN": "gendarmerie"}


@dataclass
class Competence:
    """A service of the list, and the communes of all its rows."""

    line: int
    official_id: str
    kind: str
    name: str
    communes: set[str] = field(default_factory=set)


def read_competences(sheet: Sheet, places: Places) -> tuple[list[Competence], list[Remark]]:
    """Services with their communes; a service stands on many rows, a commune under several."""
    missing = NEEDED - sheet.columns
    if missing:
        raise Unreadable(
            f"Il manque à ce fichier : {', '.join(sorted(missing))}. Ce n’est pas la liste"
            " officielle des compétences territoriales."
        )
    services: dict[tuple[str, str, str], Competence] = {}
    refused: list[Remark] = []
    unknown: dict[str, int] = defaultdict(int)
    for line, row in sheet.rows:
        name = plain_name(row.get("service", ""))
        kind = FORCES.get(row.get("institution", "").upper())
        if not kind or not name:
            refused.append(Remark(line, name or "(sans nom)", "ni police ni gendarmerie"))
            continue
        written = row.get("code_commune", "").upper()
        place = places.by_code(written.zfill(5) if written.isdigit() else written)
        if place is None:
            unknown[written] = unknown.get(written) or line
            continue
        number = official_id(row.get("id_service", ""))
        key = (number, kind, "" if number else name)
        service = services.setdefault(key, Competence(line, number, kind, name))
        service.communes.add(place.code)
    refused += [
        Remark(line, code or "(sans code)", "commune inconnue") for code, line in unknown.items()
    ]
    return list(services.values()), refused

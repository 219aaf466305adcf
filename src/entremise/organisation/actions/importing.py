"""Taking the official lists in: the units, and which communes they answer for."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.organisation import lists
from entremise.organisation.lists import Competence, Listed, Place, Remark
from entremise.organisation.models import Commune, Unit
from entremise.organisation.spelling import search_key

# What the list knows better than anybody; the rest is decided here.
FROM_THE_LIST = (
    *("official_id", "commune_id", "phone", "address", "hours"),
    *("latitude", "longitude", "receives_public"),
)


@dataclass
class ImportSummary:
    """What an import took, changed, left alone, put right and refused."""

    what: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    corrected: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)

    @property
    def sections(self) -> list[tuple[str, list[Remark]]]:
        """What was put right, then what was refused, each with its title."""
        return [("Corrigé", self.corrected), ("Refusé", self.refused)]

    @property
    def text(self) -> str:
        """The summary in plain French, for a terminal."""
        counts = f"{self.created} ajoutées, {self.changed} modifiées, {self.unchanged} déjà à jour"
        lines = [f"{self.what} : {counts}."]
        for title, remarks in self.sections:
            lines += ["", f"{title} ({len(remarks)}) :"] if remarks else []
            lines += [f"  ligne {one.line}, {one.what} : {one.why}" for one in remarks]
        return "\n".join(lines)


class _Communes:
    """Every commune in memory: a list has thousands of rows."""

    def __init__(self) -> None:
        self.codes: dict[str, Place] = {}
        self.names: dict[str, list[tuple[Place, list[str]]]] = defaultdict(list)
        former: dict[str, Place] = {}
        rows = Commune.objects.values_list(
            "code", "name", "departement_id", "postal_codes", "former_codes", "search_key"
        )
        for code, name, departement, postal_codes, former_codes, key in rows:
            place = Place(code, name, departement)
            self.codes[code] = place
            former.update(dict.fromkeys(former_codes.split(), place))
            self.names[key].append((place, postal_codes.split()))
        self.codes = former | self.codes

    def by_code(self, code: str) -> Place | None:
        return self.codes.get(code)

    def by_name(self, name: str, *, departement: str, postal_code: str) -> Place | None:
        named = self.names.get(search_key(name), [])
        exact = [place for place, postal_codes in named if postal_code in postal_codes]
        nearby = [place for place, _codes in named if place.departement == departement]
        return next((found[0] for found in (exact, nearby) if len(found) == 1), None)


@transaction.atomic
def import_units(*, actor: Actor, content: bytes) -> ImportSummary:
    """Take in an official list: of units, or of the communes that they answer for.

    Which of the two, its columns tell. The list wins for the telephone, the address, the hours and
    the place; names chosen here, parents and closings are left alone. Nothing is deleted. A
    second run changes nothing.
    """
    actor.require(Can.GROUND_WRITE)
    if not Commune.objects.exists():
        raise NotPossible("Les communes ne sont pas encore chargées : lancez « entremise init ».")
    communes = _Communes()
    try:
        sheet = lists.read_sheet(content)
        if "code_commune" in sheet.columns:
            return _take_competences(*lists.read_competences(sheet, communes))
        units, refused = lists.read_units(sheet, communes)
    except lists.Unreadable as error:
        raise NotPossible(str(error)) from error
    lists.drop_strays(units)
    return _take_units(units, refused)


class _Known:
    """The units that are there, by each way in which a list may name them."""

    def __init__(self, *, lock: bool) -> None:
        units = Unit.objects.select_for_update(of=("self",)) if lock else Unit.objects.all()
        self.units = list(units.order_by("pk"))
        self.by_number = {unit.official_id: unit for unit in self.units if unit.official_id}
        self.by_name = {
            (unit.departement_id, unit.kind, unit.search_key): unit for unit in self.units
        }
        # A police station renamed here has no number: its telephone tells it again.
        self.by_phone = {
            (unit.departement_id, unit.kind, unit.level, unit.phone): unit
            for unit in self.units
            if unit.phone
        }

    def find(self, listed: Listed) -> Unit | None:
        """The unit that the list means; two different public numbers are two units."""
        if listed.official_id in self.by_number:
            return self.by_number[listed.official_id]
        place = (listed.departement, listed.kind)
        for unit in (
            self.by_name.get((*place, search_key(listed.name))),
            self.by_phone.get((*place, listed.level, listed.phone)),
        ):
            if unit is not None and not (unit.official_id and listed.official_id):
                return unit
        return None

    def add(self, unit: Unit) -> None:
        """Know one more, so that the rows that follow may meet it."""
        if unit.official_id:
            self.by_number[unit.official_id] = unit
        self.by_name[(unit.departement_id, unit.kind, unit.search_key)] = unit


def _take_units(units: list[Listed], refused: list[Remark]) -> ImportSummary:
    summary = ImportSummary("Unités", refused=refused)
    known = _Known(lock=True)
    names = {(unit.departement_id, unit.kind, unit.name): unit.pk for unit in known.units}
    seen: dict[object, int] = {}
    for listed in units:
        unit = known.find(listed)
        if unit is not None and unit.pk in seen:
            why = f"déjà lue à la ligne {seen[unit.pk]}"
            summary.refused.append(Remark(listed.line, listed.name, why))
            continue
        if unit is None:
            if (listed.departement, listed.kind, listed.name) in names:
                why = "une autre unité porte déjà ce nom dans le département"
                summary.refused.append(Remark(listed.line, listed.name, why))
                continue
            unit = _create(listed)
            known.add(unit)
            names[(unit.departement_id, unit.kind, unit.name)] = unit.pk
            summary.created += 1
        elif _change(unit, listed):
            summary.changed += 1
        else:
            summary.unchanged += 1
        if unit.closed_on is not None:
            listed.remark("fermée ici, mais présente dans la liste : elle reste fermée")
        seen[unit.pk] = listed.line
        summary.corrected += listed.corrected
    summary.refused.sort(key=lambda remark: remark.line)
    return summary


def _values(listed: Listed) -> dict[str, object]:
    values = {name: getattr(listed, name) for name in FROM_THE_LIST if name != "commune_id"}
    return {**values, "commune_id": listed.commune}


def _create(listed: Listed) -> Unit:
    return Unit.objects.create(
        name=listed.name,
        kind=listed.kind,
        level=listed.level,
        departement_id=listed.departement,
        search_key=search_key(listed.name)[:120],
        **_values(listed),
    )


def _change(unit: Unit, listed: Listed) -> bool:
    """Whether something had to be written. What the list leaves blank does not erase."""
    changed = [
        name
        for name, value in _values(listed).items()
        if value not in ("", None) and getattr(unit, name) != value
    ]
    for name in changed:
        setattr(unit, name, _values(listed)[name])
    if changed:
        unit.save(update_fields=changed)
    return bool(changed)


def _take_competences(services: list[Competence], refused: list[Remark]) -> ImportSummary:
    summary = ImportSummary("Communes de compétence", refused=refused)
    known = _Known(lock=False)
    namesakes: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in known.units:
        namesakes[(unit.kind, unit.search_key)].append(unit)
    wanted: set[tuple[UUID, str]] = set()
    for service in services:
        found = known.by_number.get(service.official_id) or _only(
            namesakes[(service.kind, search_key(service.name))], service.communes
        )
        if found is None:
            why = "service inconnu : importez d’abord la liste des unités"
            summary.refused.append(Remark(service.line, service.name, why))
            continue
        wanted |= {(found.pk, code) for code in service.communes}
    _write_competences(wanted, summary)
    summary.refused.sort(key=lambda remark: remark.line)
    return summary


def _only(namesakes: list[Unit], communes: set[str]) -> Unit | None:
    """The namesake that lies in these communes, or else the only one of their départements.

    Never one from afar: the country has several brigades of the same name.
    """
    inside = [unit for unit in namesakes if unit.commune_id in communes]
    around = [unit for unit in namesakes if any(_lies_in(code, unit) for code in communes)]
    return next((found[0] for found in (inside, around) if len(found) == 1), None)


def _lies_in(commune: str, unit: Unit) -> bool:
    return commune.startswith(unit.departement_id)


def _write_competences(wanted: set[tuple[UUID, str]], summary: ImportSummary) -> None:
    through = Unit.communes.through
    units = {unit for unit, _commune in wanted}
    rows = through.objects.filter(unit_id__in=units)
    there = {(row.unit_id, row.commune_id): row.pk for row in rows}
    gone = [pk for pair, pk in there.items() if pair not in wanted]
    new = sorted(wanted - there.keys(), key=str)
    through.objects.filter(pk__in=gone).delete()
    through.objects.bulk_create(
        [through(unit_id=unit, commune_id=commune) for unit, commune in new], batch_size=5000
    )
    summary.created, summary.changed = len(new), len(gone)
    summary.unchanged = len(wanted) - len(new)

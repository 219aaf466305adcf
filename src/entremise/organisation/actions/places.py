"""Employers, units, and what the local partners agreed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import NOBODY, Actor
from entremise.access.events import Event
from entremise.access.roles import Can, Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation.models import Employer, LocalProtocol, Unit
from entremise.organisation.spelling import search_key


def _require_everywhere(actor: Actor) -> None:
    """What belongs to no employer is kept by the technical administration alone."""
    actor.require(Can.GROUND_WRITE)
    if actor.role is not Role.ADMIN:
        raise NotAllowed(Can.GROUND_WRITE)


@transaction.atomic
def create_employer(
    *, actor: Actor, name: str, kind: str, departement: str, offence_basis: str, now: datetime
) -> Employer:
    """Add an employer: from now on, a controller of data apart from all others."""
    _require_everywhere(actor)
    if Employer.objects.filter(departement_id=departement, name=name).exists():
        raise NotPossible("Cet employeur existe déjà dans ce département.")
    employer = Employer.objects.create(
        name=name, kind=kind, departement_id=departement, offence_basis=offence_basis
    )
    journal.record(actor, Event.GROUND_CHANGED, subject_id=employer.pk, at=now)
    return employer


@transaction.atomic
def change_employer(
    *,
    actor: Actor,
    employer_id: UUID,
    version: int,
    name: str,
    kind: str,
    offence_basis: str,
    now: datetime,
) -> Employer:
    """Correct the name, nature or legal basis of an employer; Conflict if somebody else did."""
    _require_everywhere(actor)
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer_id)
    employer.renew(version)
    same = Employer.objects.filter(departement_id=employer.departement_id, name=name)
    if same.exclude(pk=employer.pk).exists():
        raise NotPossible("Cet employeur existe déjà dans ce département.")
    employer.name, employer.kind, employer.offence_basis = name, kind, offence_basis
    employer.save(update_fields=["version", "name", "kind", "offence_basis"])
    journal.record(actor, Event.GROUND_CHANGED, subject_id=employer.pk, at=now)
    return employer


@transaction.atomic
def create_unit(
    *,
    actor: Actor,
    name: str,
    kind: str,
    level: str,
    commune: str,
    departement: str,
    now: datetime,
    parent_id: UUID | None = None,
    phone: str = "",
    address: str = "",
    hours: str = "",
    receives_public: bool = True,
    separate_entrance: bool | None = None,
    open_office: bool = False,
) -> Unit:
    """Add a police station or a brigade that the official list does not hold."""
    _require_everywhere(actor)
    unit = Unit(kind=kind, departement_id=departement, commune_id=commune)
    _write_unit(
        unit,
        name=name,
        level=level,
        parent_id=parent_id,
        phone=phone,
        address=address,
        hours=hours,
        receives_public=receives_public,
        separate_entrance=separate_entrance,
        open_office=open_office,
    )
    unit.save(force_insert=True)
    journal.record(actor, Event.GROUND_CHANGED, subject_id=unit.pk, at=now)
    return unit


@transaction.atomic
def change_unit(
    *,
    actor: Actor,
    unit_id: UUID,
    version: int,
    now: datetime,
    name: str,
    level: str,
    parent_id: UUID | None,
    phone: str,
    address: str,
    hours: str,
    receives_public: bool,
    separate_entrance: bool | None,
    open_office: bool = False,
) -> Unit:
    """Correct a unit; Conflict if somebody else did since it was read.

    Its parent decides which chief sees it, hence the loop that is refused.
    """
    _require_everywhere(actor)
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    unit.renew(version)
    _write_unit(
        unit,
        name=name,
        level=level,
        parent_id=parent_id,
        phone=phone,
        address=address,
        hours=hours,
        receives_public=receives_public,
        separate_entrance=separate_entrance,
        open_office=open_office,
    )
    unit.save()
    journal.record(actor, Event.GROUND_CHANGED, subject_id=unit.pk, at=now)
    return unit


def _write_unit(unit: Unit, *, name: str, parent_id: UUID | None, **values: object) -> None:
    same = Unit.objects.filter(departement_id=unit.departement_id, kind=unit.kind, name=name)
    if same.exclude(pk=unit.pk).exists():
        raise NotPossible("Cette unité existe déjà dans ce département.")
    if parent_id is not None:
        parent = Unit.objects.get(pk=parent_id)
        if parent.kind != unit.kind:
            raise NotPossible("Une unité ne peut pas dépendre d’une unité de l’autre force.")
        if unit.pk in _line_above(parent):
            raise NotPossible("Cette unité dépendrait d’elle-même : choisissez une autre unité.")
    unit.name, unit.parent_id = name, parent_id
    unit.search_key = search_key(name)[:120]
    for field, value in values.items():
        setattr(unit, field, value)


def _line_above(unit: Unit) -> set[UUID]:
    line = {unit.pk}
    while unit.parent is not None and unit.parent.pk not in line:
        unit = unit.parent
        line.add(unit.pk)
    return line


@transaction.atomic
def close_unit(*, actor: Actor, unit_id: UUID, on: date | None, now: datetime) -> Unit:
    """Close a unit on a day, or open it again; what it referred stays."""
    _require_everywhere(actor)
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)
    if on is not None and Unit.objects.filter(parent=unit, closed_on=None).exists():
        raise NotPossible("Des unités ouvertes en dépendent : rattachez-les d’abord ailleurs.")
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    journal.record(actor, Event.GROUND_CHANGED, subject_id=unit.pk, at=now)
    return unit


@transaction.atomic
def write_protocol(
    *,
    actor: Actor,
    departement: str,
    version: int,
    prosecutor_phone: str,
    night_advice: str,
    first_tier_hours: int,
    second_tier_days: int,
    third_tier_days: int,
    now: datetime,
    small_count: int = 5,
) -> LocalProtocol:
    """Write what the local partners agreed; a coordinator, for her employer's département.

    Conflict if somebody else did since it was read.
    """
    actor.require(Can.GROUND_WRITE)
    if actor.role is not Role.ADMIN:
        Employer.objects.filter(departement_id=departement).get(pk=actor.employer_id or NOBODY)
    if not second_tier_days <= third_tier_days:
        raise NotPossible(
            "Le « délai ordinaire » ne peut pas être plus court que celui de "
            "« dans les jours qui viennent »."
        )
    protocol, _new = LocalProtocol.objects.select_for_update().get_or_create(pk=departement)
    protocol.renew(version)
    protocol.prosecutor_phone = prosecutor_phone
    protocol.night_advice = night_advice
    protocol.first_tier_hours = first_tier_hours
    protocol.second_tier_days = second_tier_days
    protocol.third_tier_days = third_tier_days
    protocol.small_count = small_count
    protocol.save()
    journal.record(actor, Event.GROUND_CHANGED, at=now)
    return protocol

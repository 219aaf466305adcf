"""The rooms that units lend, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation import queries
from entremise.organisation.models import Room, RoomHours, Unit

ALREADY = "Cette salle existe déjà dans cette unité."


@dataclass(frozen=True, kw_only=True)
class RoomFacts:
    """What is known of a room; None is « ne sait pas »."""

    name: str
    separate_entrance: bool | None = None
    waiting_apart: bool | None = None
    one_at_a_time: bool = True
    minutes_between: int = 15
    note: str = ""
    closed_on: date | None = None


def _require_kept(actor: Actor, unit_id: UUID) -> None:
    """Rooms are kept by those who answer for the unit: they are there, they know the door."""
    actor.require(Can.ROOM_WRITE)
    if not queries.keeps_rooms_of(actor=actor, unit_id=unit_id):
        raise NotAllowed(Can.ROOM_WRITE)


def _kept_room(actor: Actor, room_id: UUID) -> Room:
    actor.require(Can.ROOM_WRITE)
    room = Room.objects.select_for_update(of=("self",)).get(pk=room_id)
    _require_kept(actor, room.unit_id)
    return room


def _write(room: Room, facts: RoomFacts) -> None:
    name = facts.name.strip()
    same = Room.objects.filter(unit_id=room.unit_id, name=name).exclude(pk=room.pk)
    if same.exists():
        raise NotPossible(ALREADY)
    room.name = name
    room.separate_entrance = facts.separate_entrance
    room.waiting_apart = facts.waiting_apart
    room.one_at_a_time = facts.one_at_a_time
    room.minutes_between = facts.minutes_between
    room.note = facts.note.strip()
    room.closed_on = facts.closed_on


@transaction.atomic
def add_room(*, actor: Actor, unit_id: UUID, facts: RoomFacts, now: datetime) -> Room:
    """Note a room that a unit lends, and whether one gets in without meeting who is held."""
    _require_kept(actor, unit_id)
    unit = Unit.objects.get(pk=unit_id)
    if unit.closed_on is not None:
        raise NotPossible("Cette unité est fermée.")
    room = Room(id=uuid4(), unit=unit)
    _write(room, facts)
    room.save(force_insert=True)
    journal.record(actor, Event.GROUND_CHANGED, subject_id=room.pk, at=now)
    return room


@transaction.atomic
def change_room(
    *, actor: Actor, room_id: UUID, version: int, facts: RoomFacts, now: datetime
) -> Room:
    """Correct a room, or say its last day; meetings that are fixed there stay.

    Conflict if somebody else corrected it since it was read.
    """
    room = _kept_room(actor, room_id)
    room.renew(version)
    _write(room, facts)
    room.save()
    journal.record(actor, Event.GROUND_CHANGED, subject_id=room.pk, at=now)
    return room


@transaction.atomic
def add_room_hours(
    *,
    actor: Actor,
    room_id: UUID,
    weekdays: list[int],
    starts_at: time,
    ends_at: time,
    valid_from: date,
    valid_until: date | None,
    now: datetime,
) -> None:
    """Say on which days and at which hours a room is lent, from one day to another."""
    room = _kept_room(actor, room_id)
    if ends_at <= starts_at:
        raise NotPossible("Ces heures doivent finir après leur début, le même jour.")
    if valid_until is not None and valid_until < valid_from:
        raise NotPossible("La fin ne peut pas précéder le début.")
    for weekday in sorted(set(weekdays)):
        RoomHours(
            id=uuid4(),
            room=room,
            weekday=weekday,
            starts_at=starts_at,
            ends_at=ends_at,
            valid_from=valid_from,
            valid_until=valid_until,
        ).save(force_insert=True)
    journal.record(actor, Event.GROUND_CHANGED, subject_id=room.pk, at=now)


@transaction.atomic
def remove_room_hours(*, actor: Actor, room_id: UUID, hours_id: UUID, now: datetime) -> None:
    """Take off hours; meetings that are fixed at these hours stay, and are said to be outside."""
    room = _kept_room(actor, room_id)
    RoomHours.objects.get(pk=hours_id, room=room).delete()
    journal.record(actor, Event.GROUND_CHANGED, subject_id=room.pk, at=now)

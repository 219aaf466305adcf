"""Rooms of units: which there are, when they are the workers', who keeps them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can, Role
from entremise.base.french import PARIS, in_paris
from entremise.organisation.models import Room, RoomHours
from entremise.organisation.working_days import is_public_holiday


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Hours of one day at which a room is the workers'."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at <= starts_at and ends_at <= self.ends_at


def _with_hours(rows: QuerySet[Room]) -> QuerySet[Room]:
    hours = RoomHours.objects.order_by("weekday", "starts_at", "valid_from", "pk")
    return rows.select_related("unit").prefetch_related(Prefetch("hours", hours))


def rooms_of(*, actor: Actor, unit_id: UUID, on: date) -> list[Room]:
    """The rooms of a unit that are open that day, by name, with their hours."""
    actor.require(Can.GROUND_READ)
    rows = Room.objects.open_on(on).filter(unit_id=unit_id)
    return list(_with_hours(rows).order_by("name", "pk"))


def every_room_of(*, actor: Actor, unit_id: UUID) -> list[Room]:
    """The rooms of a unit, those that are closed last."""
    actor.require(Can.GROUND_READ)
    rooms = _with_hours(Room.objects.filter(unit_id=unit_id)).order_by("name", "pk")
    return sorted(rooms, key=lambda room: room.closed_on is not None)


def room(*, actor: Actor, room_id: UUID) -> Room:
    """One room, with its unit and its hours."""
    actor.require(Can.GROUND_READ)
    return _with_hours(Room.objects.all()).get(pk=room_id)


def rooms_of_units(*, actor: Actor, unit_ids: Iterable[UUID], on: date) -> dict[UUID, list[Room]]:
    """The open rooms of several units, read at once."""
    actor.require(Can.GROUND_READ)
    found: dict[UUID, list[Room]] = defaultdict(list)
    rows = Room.objects.open_on(on).filter(unit_id__in=list(unit_ids)).order_by("name", "pk")
    for one in rows:
        found[one.unit_id].append(one)
    return dict(found)


def kept_unit_ids(*, actor: Actor) -> set[UUID] | None:
    """The units whose rooms the actor keeps: those that her posts answer for, or those of her
    service; None is every unit."""
    if not actor.may(Can.ROOM_WRITE):
        return set()
    if actor.role is Role.ADMIN:
        return None
    which = "coordinated" if actor.role is Role.COORDINATOR else "covered"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT unnest(wall.{which}_unit_ids())")
        return {row[0] for row in cursor.fetchall()}


def keeps_rooms_of(*, actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor may write the rooms of this unit."""
    kept = kept_unit_ids(actor=actor)
    return kept is None or unit_id in kept


def openings(room: Room, day: date) -> list[Opening]:
    """The hours of a room on one day, touching ones joined; none on a public holiday.

    Pure: the room comes with its hours.
    """
    if room.closed_on is not None and room.closed_on < day:
        return []
    if is_public_holiday(day, room.unit.departement_id):
        return []
    spans = sorted(
        (
            datetime.combine(day, hours.starts_at, tzinfo=PARIS),
            datetime.combine(day, hours.ends_at, tzinfo=PARIS),
        )
        for hours in room.hours.all()
        if hours.weekday == day.weekday()
        and hours.valid_from <= day
        and (hours.valid_until is None or hours.valid_until >= day)
    )
    joined: list[tuple[datetime, datetime]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [Opening(starts_at=start, ends_at=end) for start, end in joined]


def is_lent(room: Room, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether these hours are within those of the room."""
    day = in_paris(starts_at).date()
    return any(one.holds(starts_at, ends_at) for one in openings(room, day))

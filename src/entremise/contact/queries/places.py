"""Where to meet her: what is known of the place, and when it is free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base.french import midnight
from entremise.cases.models import Case
from entremise.contact.models import Appointment
from entremise.contact.queries.agenda import Span, busy
from entremise.organisation import queries as organisation
from entremise.organisation.models import Room, Unit
from entremise.organisation.queries.posts import away_among
from entremise.organisation.queries.rooms import Opening, is_lent, openings

# In a commune of fewer inhabitants, somebody who goes to the brigade is recognised.
SMALL_COMMUNE = 3_500
# How far ahead hours are proposed, how many days of them, and from one start to the next.
DAYS_AHEAD = 42
DAYS_SHOWN = 4
STEP = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A unit as a place to meet her: its rooms, and whether all would know that she came."""

    unit: Unit
    rooms: list[Room]
    is_her_village: bool
    separate_entrance: bool | None


@dataclass(frozen=True, kw_only=True)
class FreeDay:
    """One day of a room: the hours at which a meeting of this length may begin."""

    day: date
    starts: list[datetime]


@dataclass(frozen=True, kw_only=True)
class FreeRoom:
    """A room and its next free hours."""

    room: Room
    days: list[FreeDay]
    later: date | None


def place(*, actor: Actor, case_id: UUID, unit_id: UUID, on: date) -> Place:
    """What to weigh before meeting her at a unit. Where she lives is not said, only that the unit
    is the one of a small commune where she is known."""
    actor.require(Can.CONTACT_MAKE)
    case = Case.objects.visible_to(actor).select_related("person__commune").get(pk=case_id)
    unit = Unit.objects.select_related("commune").get(pk=unit_id)
    rooms = organisation.rooms_of(actor=actor, unit_id=unit_id, on=on)
    return Place(
        unit=unit,
        rooms=rooms,
        is_her_village=_is_her_village(case, unit),
        separate_entrance=entrance_of(unit, rooms),
    )


def _is_her_village(case: Case, unit: Unit) -> bool:
    """Whether she lives in a small commune, of which this is the unit."""
    home = case.person.commune
    if home is None or home.population >= SMALL_COMMUNE:
        return False
    return unit.commune_id == home.pk or unit.communes.filter(pk=home.pk).exists()


def entrance_of(unit: Unit, rooms: Sequence[Room]) -> bool | None:
    """Whether one gets in without meeting who is held: rooms are nearer than the unit."""
    said = [room.separate_entrance for room in rooms if room.separate_entrance is not None]
    if said:
        return all(said)
    return unit.separate_entrance


def free_rooms(
    *,
    actor: Actor,
    worker_id: UUID,
    rooms: Sequence[Room],
    minutes: int,
    first: date,
    now: datetime,
) -> list[FreeRoom]:
    """When these rooms and the worker are free together, on the next days from `first`.

    Hours that somebody else has taken are left out, and nothing says whose they are.
    """
    actor.require(Can.CONTACT_MAKE)
    if not rooms:
        return []
    start, end = midnight(first), midnight(first + timedelta(days=DAYS_AHEAD))
    away = away_among(user_ids=[worker_id], first=start, last=end)
    hers = [*busy(worker_id, first=start, last=end), *((since, until) for _, since, until in away)]
    taken = _room_busy([room.pk for room in rooms], start, end)
    days = [first + timedelta(days=ahead) for ahead in range(DAYS_AHEAD)]
    found = []
    for room in rooms:
        spans = hers + taken.get(room.pk, [])
        free = [
            FreeDay(day=day, starts=starts)
            for day in days
            if (starts := free_starts(openings(room, day), spans, timedelta(minutes=minutes), now))
        ]
        later = free[DAYS_SHOWN].day if len(free) > DAYS_SHOWN else None
        found.append(FreeRoom(room=room, days=free[:DAYS_SHOWN], later=later))
    return found


def free_starts(
    openings: Iterable[Opening], busy: Iterable[Span], length: timedelta, now: datetime
) -> list[datetime]:
    """The hours at which a meeting of this length may begin: pure.

    It ends before the room is given back, does not begin in the past, and touches nothing busy.
    """
    spans = list(busy)
    starts = []
    for opening in openings:
        start = opening.starts_at
        while start + length <= opening.ends_at:
            end = start + length
            if start > now and not any(since < end and until > start for since, until in spans):
                starts.append(start)
            start += STEP
    return starts


def outside_hours(*, actor: Actor, row: Appointment) -> bool:
    """Whether an appointment stands outside the hours of its room, which the unit must know."""
    actor.require(Can.CONTACT_MAKE)
    if row.room_id is None:
        return False
    room = organisation.room(actor=actor, room_id=row.room_id)
    return not is_lent(room, row.starts_at, row.ends_at)


def _room_busy(room_ids: list[UUID], first: datetime, last: datetime) -> dict[UUID, list[Span]]:
    """When nobody can be received in these rooms: hours alone, whoever is received."""
    found: dict[UUID, list[Span]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.room_busy(%s, %s, %s)", [room_ids, first, last])
        for room_id, start, end in cursor.fetchall():
            found.setdefault(room_id, []).append((start, end))
    return found

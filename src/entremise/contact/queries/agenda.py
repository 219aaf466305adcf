"""When a worker is taken, and by what: discreetly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.french import in_paris, midnight
from entremise.contact.models import Appointment
from entremise.contact.queries.receiving import left
from entremise.organisation import queries as organisation
from entremise.organisation.models import Cover

TAKEN = (Appointment.State.PLANNED, Appointment.State.KEPT)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One line of an agenda: hours, a discreet word, and a link where the case may be read."""

    starts_at: datetime
    ends_at: datetime
    line: str
    place: str = ""
    room: str = ""
    appointment_id: UUID | None = None
    case_id: UUID | None = None
    state: str = Appointment.State.PLANNED
    replacing: str = ""
    left: bool = False

    @property
    def is_readable(self) -> bool:
        return self.appointment_id is not None


def appointment(*, actor: Actor, appointment_id: UUID) -> Appointment:
    """One appointment of a case within reach, with the key that opens its place."""
    actor.require(Can.CONTACT_MAKE)
    row = (
        Appointment.objects.visible_to(actor)
        .select_related("case", "unit", "room")
        .get(pk=appointment_id)
    )
    keyring.load([row.case_id])
    return row


def appointments_of(*, actor: Actor, case_id: UUID) -> list[Appointment]:
    """The appointments of one case, the latest first; places open with the case's key."""
    actor.require(Can.CASE_READ)
    keyring.load([case_id])
    return list(
        Appointment.objects.visible_to(actor)
        .filter(case_id=case_id)
        .select_related("unit", "room")
        .order_by("-starts_at", "-pk")
    )


def appointments_to_settle(*, actor: Actor, now: datetime) -> QuerySet[Appointment]:
    """Appointments that are over, of which nobody said whether she came.

    The actor's own, those of the posts that she replaces, in the days of the replacement, and
    those that were left to whoever reads the case.
    """
    actor.require(Can.CONTACT_MAKE)
    day = in_paris(now).date()
    covers = organisation.my_covers(actor=actor, first=day, last=day)
    return (
        Appointment.objects.visible_to(actor)
        .filter(
            _mine(actor) | _replaced(covers) | left(),
            state=Appointment.State.PLANNED,
            ends_at__lt=now,
        )
        .select_related("case")
        .order_by("starts_at", "pk")
    )


def appointments_left(*, actor: Actor, now: datetime) -> QuerySet[Appointment]:
    """Appointments to come whose worker no longer reads the case: somebody must take them over."""
    actor.require(Can.CONTACT_MAKE)
    return (
        Appointment.objects.visible_to(actor)
        .filter(left(), state=Appointment.State.PLANNED, starts_at__gt=now)
        .order_by("starts_at", "pk")
    )


def agenda(*, actor: Actor, first: datetime, last: datetime) -> list[Slot]:
    """The actor's agenda between two moments, without a name.

    Her own appointments; while she replaces a post, those of that post in the days of the
    replacement; and those to take over, whose worker no longer reads the case. Hours taken by a
    case that she no longer reads are shown as taken, and lead nowhere.
    """
    actor.require(Can.CONTACT_MAKE)
    covers = organisation.my_covers(
        actor=actor, first=in_paris(first).date(), last=in_paris(last).date()
    )
    rows = (
        Appointment.objects.visible_to(actor)
        .annotate(left=Q(left(), state=Appointment.State.PLANNED))
        .filter(
            _mine(actor) | _replaced(covers) | Q(left=True), starts_at__lt=last, ends_at__gt=first
        )
        .select_related("unit", "room", "case")
    )
    replaced = {cover.post_id: cover.post.name for cover in covers}
    slots = [
        Slot(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            line=row.get_line_display(),
            place=row.unit.name if row.unit is not None else row.get_place_display(),
            room=row.room.name if row.room is not None else "",
            appointment_id=row.pk,
            case_id=row.case_id,
            state=row.state,
            replacing="" if _is_mine(actor, row) else replaced.get(row.case.post_id, ""),
            left=row.left,
        )
        for row in rows
    ]
    known = {
        (row.starts_at, row.ends_at) for row in rows if row.state in TAKEN and _is_mine(actor, row)
    }
    slots += [
        Slot(starts_at=start, ends_at=end, line=Appointment.Line.BUSY.label)
        for start, end in busy(actor.id, first=first, last=last)
        if (start, end) not in known
    ]
    return sorted(slots, key=lambda slot: (slot.starts_at, slot.ends_at, str(slot.appointment_id)))


def busy(worker_id: UUID, *, first: datetime, last: datetime) -> list[Span]:
    """When a worker is taken, whoever is received: hours alone, of the actor or a colleague."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT starts_at, ends_at FROM wall.busy_slots(%s, %s, %s)", [worker_id, first, last]
        )
        spans: list[Span] = cursor.fetchall()
    return spans


def today_and_tomorrow(*, actor: Actor, now: datetime) -> tuple[list[Slot], list[Slot]]:
    """What reminds the worker in the morning: the lines of today, and those of tomorrow."""
    morning = midnight(in_paris(now).date())
    night = morning + timedelta(days=1)
    slots = agenda(actor=actor, first=morning, last=night + timedelta(days=1))
    return (
        [slot for slot in slots if slot.starts_at < night],
        [slot for slot in slots if slot.starts_at >= night],
    )


def _mine(actor: Actor) -> Q:
    return Q(worker_id=actor.id) | Q(second_id=actor.id)


def _is_mine(actor: Actor, row: Appointment) -> bool:
    return actor.id in (row.worker_id, row.second_id)


def _replaced(covers: Iterable[Cover]) -> Q:
    """Appointments of the posts replaced, from the first day of each replacement to its last."""
    found = Q(pk__in=[])
    for cover in covers:
        found |= Q(
            case__post_id=cover.post_id,
            starts_at__gte=midnight(cover.starts_on),
            starts_at__lt=midnight(cover.ends_on + timedelta(days=1)),
        )
    return found

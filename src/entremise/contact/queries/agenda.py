"""When a worker is taken, and by what: discreetly."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.contact.models import Appointment

TAKEN = (Appointment.State.PLANNED, Appointment.State.KEPT)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One line of an agenda: hours, a discreet word, and a link where the case may be read."""

    starts_at: datetime
    ends_at: datetime
    line: str
    place: str = ""
    appointment_id: UUID | None = None
    case_id: UUID | None = None
    state: str = Appointment.State.PLANNED

    @property
    def is_readable(self) -> bool:
        return self.appointment_id is not None


def appointment(*, actor: Actor, appointment_id: UUID) -> Appointment:
    """One appointment of a case within reach, with the key that opens its place."""
    actor.require(Can.CONTACT_MAKE)
    row = (
        Appointment.objects.visible_to(actor).select_related("case", "unit").get(pk=appointment_id)
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
        .select_related("unit")
        .order_by("-starts_at", "-pk")
    )


def appointments_to_settle(*, actor: Actor, now: datetime) -> QuerySet[Appointment]:
    """Appointments of the actor that are over, of which nobody said whether she came."""
    actor.require(Can.CONTACT_MAKE)
    return (
        Appointment.objects.visible_to(actor)
        .filter(
            Q(worker_id=actor.id) | Q(second_id=actor.id),
            state=Appointment.State.PLANNED,
            ends_at__lt=now,
        )
        .select_related("case")
        .order_by("starts_at", "pk")
    )


def overlapping(
    *, actor: Actor, worker_ids: list[UUID], starts_at: datetime, ends_at: datetime
) -> Appointment | None:
    """The first appointment within reach that takes one of these workers at these hours."""
    actor.require(Can.CONTACT_MAKE)
    return (
        Appointment.objects.visible_to(actor)
        .filter(
            Q(worker_id__in=worker_ids) | Q(second_id__in=worker_ids),
            state__in=TAKEN,
            starts_at__lt=ends_at,
            ends_at__gt=starts_at,
        )
        .order_by("starts_at", "pk")
        .first()
    )


def agenda(*, actor: Actor, first: datetime, last: datetime) -> list[Slot]:
    """The actor's own agenda between two moments, without a name.

    Hours taken by a case that she no longer reads are shown as taken, and lead nowhere.
    """
    actor.require(Can.CONTACT_MAKE)
    rows = _with(actor, actor.id, first, last).select_related("unit")
    slots = [
        Slot(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            line=row.get_line_display(),
            place=row.unit.name if row.unit is not None else row.get_place_display(),
            appointment_id=row.pk,
            case_id=row.case_id,
            state=row.state,
        )
        for row in rows
    ]
    known = {(slot.starts_at, slot.ends_at) for slot in slots if slot.state in TAKEN}
    with connection.cursor() as cursor:
        cursor.execute("SELECT starts_at, ends_at FROM wall.busy_slots(%s, %s)", [first, last])
        busy = cursor.fetchall()
    slots += [
        Slot(starts_at=start, ends_at=end, line=Appointment.Line.BUSY.label)
        for start, end in busy
        if (start, end) not in known
    ]
    return sorted(slots, key=lambda slot: (slot.starts_at, slot.ends_at, str(slot.appointment_id)))


def _with(actor: Actor, user_id: UUID, first: datetime, last: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.visible_to(actor).filter(
        Q(worker_id=user_id) | Q(second_id=user_id), starts_at__lt=last, ends_at__gt=first
    )

"""What comes back to who asks: who will read, the receipt, and the alerts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.access.roles import Can, Role
from entremise.base import keyring
from entremise.base.french import in_paris
from entremise.organisation import queries as organisation
from entremise.organisation.models import Affiliation, LocalProtocol, Unit
from entremise.organisation.queries import Duty, Reader
from entremise.referrals.models import DutyAlert, Receipt


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Who will read what comes from a unit, and when."""

    unit: Unit
    queue_id: UUID | None
    readers: list[Reader]
    duty: Duty | None
    next_duty: datetime | None
    phones: list[str]
    protocol: LocalProtocol

    @property
    def covered(self) -> bool:
        """Whether some post covers the unit."""
        return self.queue_id is not None

    @property
    def nobody_soon(self) -> bool:
        """Whether nobody is on duty now: it is read at the next duty, if there is one."""
        return self.duty is None


def reading_of(*, actor: Actor, unit_id: UUID, now: datetime) -> Reading:
    """Who will read a referral of this unit and when, told before it is sent."""
    unit = organisation.unit(actor=actor, unit_id=unit_id)
    today = in_paris(now).date()
    queue = organisation.queue_for(actor=actor, unit_id=unit_id, on=today)
    protocol = organisation.protocol_for(actor=actor, departement=unit.departement_id)
    if queue is None:
        return Reading(
            unit=unit,
            queue_id=None,
            readers=[],
            duty=None,
            next_duty=None,
            phones=[],
            protocol=protocol,
        )
    return Reading(
        unit=unit,
        queue_id=queue.pk,
        readers=organisation.readers_of_queue(actor=actor, queue_id=queue.pk, on=today),
        duty=organisation.duty_now(actor=actor, queue_id=queue.pk, at=now),
        next_duty=organisation.next_duty(actor=actor, queue_id=queue.pk, after=now),
        phones=_phones(actor, queue.pk),
        protocol=protocol,
    )


def _phones(actor: Actor, queue_id: UUID) -> list[str]:
    """The duty numbers of the posts of a queue, each once."""
    posts = organisation.sister_posts(actor=actor, queue_id=queue_id)
    return list(dict.fromkeys(post.duty_phone for post in posts if post.duty_phone))


def officers_of(*, actor: Actor, unit_id: UUID, text: str = "") -> list[tuple[UUID, str]]:
    """The open accounts of a unit and of the two above it, by name: who may have a receipt.

    With a text, those whose name or address is that text.
    """
    if not actor.may(Can.REFERRAL_RECORD):
        return []
    unit = Unit.objects.select_related("parent__parent").get(pk=unit_id)
    above = unit.parent.parent_id if unit.parent else None
    rows = Affiliation.objects.filter(
        unit_id__in=[pk for pk in (unit.pk, unit.parent_id, above) if pk is not None],
        user__role__in=(Role.OFFICER, Role.CHIEF),
        user__is_active=True,
    )
    if text:
        rows = rows.filter(Q(user__name__iexact=text) | Q(user__email__iexact=text))
    return list(rows.order_by("user__name", "user_id").values_list("user_id", "user__name"))


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """Received, taken up: nothing else."""

    unit: str
    reference: str
    received_on: date
    taken_up_on: date | None


def receipts(*, actor: Actor) -> list[ReceiptLine]:
    """The actor's own referrals, latest first: received, taken up, and never what came of it."""
    actor.require(Can.RECEIPT_READ)
    rows = list(
        Receipt.objects.filter(user_id=actor.id)
        .select_related("unit")
        .order_by("-received_on", "-created_at", "pk")[:500]
    )
    keyring.load(row.pk for row in rows)
    return [
        ReceiptLine(
            unit=row.unit.name,
            reference=row.reference,
            received_on=row.received_on,
            taken_up_on=row.taken_up_on,
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class WaitingAlert:
    """An hour and a place; `id` is None where the reader cannot answer it."""

    id: UUID | None
    raised_at: datetime
    unit: str
    phone: str


def waiting_alerts(*, actor: Actor, now: datetime) -> list[WaitingAlert]:
    """The alerts that the actor should see now, oldest first.

    The duty worker sees one at once, and so does every post of the queue when nobody is on duty;
    after ALERT_MINUTES the others of the queue; after twice that, the coordinator.
    """
    if actor.may(Can.ALERT_WATCH):
        return _for_coordinator(now)
    if not actor.may(Can.ALERT_ANSWER):
        return []
    patience = timedelta(minutes=settings.ALERT_MINUTES)
    rows = (
        DutyAlert.objects.visible_to(actor)
        .filter(acknowledged_at=None)
        .select_related("unit")
        .order_by("raised_at", "pk")
    )
    on_duty: dict[UUID, Duty | None] = {}
    seen = []
    for row in rows:
        if row.queue_id is None:
            continue
        if row.queue_id not in on_duty:
            on_duty[row.queue_id] = organisation.duty_now(
                actor=actor, queue_id=row.queue_id, at=now
            )
        duty = on_duty[row.queue_id]
        if duty is None or duty.user_id == actor.id or now - row.raised_at >= patience:
            seen.append(_alert(row.pk, row.raised_at, row.unit))
    return seen


def _alert(alert_id: UUID | None, raised_at: datetime, unit: Unit) -> WaitingAlert:
    return WaitingAlert(id=alert_id, raised_at=raised_at, unit=unit.name, phone=unit.phone)


def _for_coordinator(now: datetime) -> list[WaitingAlert]:
    """The hour and the place, through a function of the wall that gives nothing else."""
    before = now - 2 * timedelta(minutes=settings.ALERT_MINUTES)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT raised_at, unit_id FROM wall.waiting_alerts(%s) ORDER BY raised_at, id",
            [before],
        )
        rows = cursor.fetchall()
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in={row[1] for row in rows})}
    return [_alert(None, raised_at, units[unit_id]) for raised_at, unit_id in rows]


@dataclass(frozen=True, kw_only=True)
class AlertStatus:
    """What who raised an alert sees of it: whether somebody answers."""

    unit: Unit
    raised_at: datetime
    acknowledged_at: datetime | None


def alert_status(*, actor: Actor, alert_id: UUID) -> AlertStatus:
    """Whether somebody answers the alert that the actor raised."""
    actor.require(Can.ALERT_RAISE)
    row = DutyAlert.objects.visible_to(actor).select_related("unit").get(pk=alert_id)
    return AlertStatus(unit=row.unit, raised_at=row.raised_at, acknowledged_at=row.acknowledged_at)

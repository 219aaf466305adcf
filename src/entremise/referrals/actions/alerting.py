"""« Elle est là maintenant »: an hour and a place reach the duty worker, without a name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import hour, in_paris
from entremise.organisation import queries as organisation
from entremise.referrals.models import DutyAlert


@transaction.atomic
def raise_alert(*, actor: Actor, unit_id: UUID, now: datetime) -> DutyAlert:
    """Say that somebody waits at the unit; an officer's own alert waiting there is not doubled.

    That of a colleague is another one: he does not see it, and it may be for somebody else.
    """
    actor.require(Can.ALERT_RAISE)
    if unit_id not in actor.unit_ids:
        raise NotAllowed(unit_id)
    same = DutyAlert.objects.visible_to(actor).filter(unit_id=unit_id, acknowledged_at=None)
    waiting = same.order_by("-raised_at", "pk").first()
    if waiting is not None and in_paris(waiting.raised_at).date() == in_paris(now).date():
        return waiting
    queue = organisation.queue_for(actor=actor, unit_id=unit_id, on=in_paris(now).date())
    alert = DutyAlert(unit_id=unit_id, queue=queue, raised_at=now, raised_by=actor.id)
    alert.save(force_insert=True)
    journal.record(
        actor,
        Event.ALERT_RAISED,
        at=now,
        subject_id=alert.pk,
        employer_id=queue.employer_id if queue else None,
    )
    return alert


@transaction.atomic
def acknowledge(*, actor: Actor, alert_id: UUID, now: datetime) -> DutyAlert:
    """Say « I answer »: the alert leaves the other screens."""
    actor.require(Can.ALERT_ANSWER)
    alert = DutyAlert.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=alert_id)
    if alert.acknowledged_at is not None:
        raise NotPossible(f"Quelqu’un a déjà répondu, à {hour(alert.acknowledged_at)}.")
    alert.acknowledged_at = now
    alert.acknowledged_by = actor.id
    alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
    journal.record(actor, Event.ALERT_ACKNOWLEDGED, at=now, subject_id=alert.pk)
    return alert

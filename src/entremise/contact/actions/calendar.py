"""The private calendar of a worker: opened, renewed, closed by her alone."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.contact.models import CalendarFeed
from entremise.contact.models.calendar import hash_of_secret, new_line_key, new_secret


@transaction.atomic
def open_calendar(*, actor: Actor, now: datetime) -> str:
    """Open the actor's own calendar address, or renew it: the one before answers no more.

    The secret is returned once; only its keyed hash is kept. Renewed, the lines keep their
    identifiers, so that no calendar shows them twice.
    """
    actor.require(Can.CONTACT_MAKE)
    before = CalendarFeed.objects.visible_to(actor).order_by("-opened_at", "pk").first()
    _close_open_ones(actor, now)
    secret = new_secret()
    feed = CalendarFeed(
        id=uuid4(),
        user_id=actor.id,
        token_hash=hash_of_secret(secret),
        line_key=before.line_key if before is not None else new_line_key(),
        opened_at=now,
    )
    feed.save(force_insert=True)
    journal.record(actor, Event.CALENDAR_OPENED, at=now, subject_id=feed.pk)
    return secret


@transaction.atomic
def close_calendar(*, actor: Actor, now: datetime) -> None:
    """Close the actor's own calendar address: it answers like one that never was."""
    actor.require(Can.CONTACT_MAKE)
    if not _close_open_ones(actor, now):
        raise NotPossible("Aucune adresse n’est ouverte.")


def _close_open_ones(actor: Actor, now: datetime) -> int:
    rows = list(
        CalendarFeed.objects.visible_to(actor)
        .living()
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    for row in rows:
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        journal.record(actor, Event.CALENDAR_CLOSED, at=now, subject_id=row.pk)
    return len(rows)

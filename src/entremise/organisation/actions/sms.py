"""Whether the workers of an employer may send an SMS at all."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can, Role
from entremise.base.errors import NotAllowed
from entremise.organisation.models import Employer


@transaction.atomic
def allow_sms(*, actor: Actor, employer_id: UUID, allowed: bool, now: datetime) -> Employer:
    """Let the workers of an employer send an SMS to who said yes, or stop it for all at once.

    Off by default: an SMS stays on a telephone that somebody else may read. The employer answers
    for it, by its coordinator or by the administration.
    """
    actor.require(Can.GROUND_WRITE)
    employer = Employer.objects.select_for_update(of=("self",)).get(pk=employer_id)
    if actor.role is not Role.ADMIN and employer.pk != actor.employer_id:
        raise NotAllowed(Can.GROUND_WRITE)
    if employer.sms_allowed is not allowed:
        employer.sms_allowed = allowed
        employer.save(update_fields=["sms_allowed"])
        journal.record(
            actor,
            Event.GROUND_CHANGED,
            subject_id=employer.pk,
            at=now,
            reason="sms:on" if allowed else "sms:off",
        )
    return employer

"""A referral of the past, brought with the case that it became: nothing waits, nobody answers."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotAllowed
from entremise.cases.models import Case
from entremise.referrals.models import (
    Form,
    Problem,
    Procedure,
    Referral,
    ReferralIdentity,
    ReferralText,
    Source,
    Wish,
)


@transaction.atomic
def record_past(
    *,
    actor: Actor,
    case_id: UUID,
    received_at: datetime,
    now: datetime,
    source: Source = Source.UNKNOWN,
    problem: Problem = Problem.NOT_ASKED,
    procedure: Procedure = Procedure.NOT_ASKED,
    facts: dict[str, str] | None = None,
    unit_id: UUID | None = None,
    commune_code: str = "",
) -> Referral:
    """Write down where an old case came from and when, so that its year counts it.

    Her wish was not asked here; she was met since, and there is nothing to decide. The referral
    is born empty of what was said: that is in her case.
    """
    actor.require(Can.REFERRAL_RECORD)
    case = Case.objects.visible_to(actor).select_related("post").get(pk=case_id)
    if case.post_id not in actor.post_ids:
        raise NotAllowed(case.post_id)
    referral = Referral(
        id=uuid4(),
        employer_id=case.employer_id,
        queue_id=case.post.queue_id,
        unit_id=unit_id,
        commune_id=commune_code or None,
        source=source,
        form=Form.IMPORTED,
        problem=problem,
        procedure=procedure,
        facts=facts or {},
        wish=Wish.COULD_NOT_ASK,
        received_at=received_at,
        referrer_id=actor.id,
    )
    # The wall lets the parts of a referral be written while it is new, and by its author.
    referral.save(force_insert=True)
    ReferralIdentity(referral=referral).save(force_insert=True)
    ReferralText(referral=referral).save(force_insert=True)
    referral.move_to(Referral.State.ACCEPTED)
    referral.case = case
    referral.post_id = case.post_id
    referral.answered_at = received_at
    referral.save(update_fields=["state", "case", "post", "answered_at"])
    journal.record(
        actor,
        Event.REFERRAL_ACCEPTED,
        at=now,
        case_id=case.pk,
        subject_id=referral.pk,
        reason=Form.IMPORTED,
    )
    return referral

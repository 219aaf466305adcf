"""What became of a referral that waits no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.cases import queries as cases
from entremise.cases.models import Case
from entremise.referrals.models import Referral

State = Referral.State


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What was done with a referral, when, and who has it now, as far as the actor may know."""

    state: str
    at: datetime | None
    reason: str
    post: str
    # Who took it: told to who reads the case, as its timeline tells it.
    who: str
    mine: bool
    case_id: UUID | None
    # The referral that holds what this one told.
    original_id: UUID | None


def ending(*, actor: Actor, referral_id: UUID) -> Ending | None:
    """What was done with a referral within reach; none while it waits."""
    actor.require(Can.REFERRAL_TRIAGE)
    within_reach = Referral.objects.visible_to(actor).select_related("post")
    referral = within_reach.get(pk=referral_id)
    if referral.state == State.RECEIVED:
        return None
    original = None
    if referral.duplicate_of_id:
        original = within_reach.filter(pk=referral.duplicate_of_id).first()
    holder = original or referral
    case_id = _read_by(actor, holder.case_id)
    author_id, who = _who(actor, case_id, referral_id)
    return Ending(
        state=referral.state,
        at=referral.answered_at,
        reason=referral.get_decline_reason_display(),
        post=holder.post.name if holder.post else "",
        who=who,
        mine=author_id == actor.id,
        case_id=case_id,
        original_id=original.pk if original else None,
    )


def _read_by(actor: Actor, case_id: UUID | None) -> UUID | None:
    """The case, if there is one and the actor reads it."""
    if case_id is None or not Case.objects.visible_to(actor).filter(pk=case_id).exists():
        return None
    return case_id


def _who(actor: Actor, case_id: UUID | None, referral_id: UUID) -> tuple[UUID | None, str]:
    """Who brought the referral into this case."""
    if case_id is None:
        return None, ""
    told = cases.timeline(actor=actor, case_id=case_id).filter(subject_id=referral_id).first()
    if told is None:
        return None, ""
    return told.author_id, told.who or ""  # type: ignore[attr-defined]  # annotated

"""What can be done with a paper: hand it to her."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.cases.actions import append, locked
from entremise.cases.models import TimelineEntry
from entremise.papers.models import Deed, Handout, told

SAME_PAPER = timedelta(minutes=10)


@transaction.atomic
def hand_over(*, actor: Actor, case_id: UUID, handout: Handout, now: datetime) -> None:
    """Note what she took with her. The paper itself is kept nowhere.

    A right whose text nobody entitled has read is on no paper, not even by its name. Whether a
    paper is safe for her was asked before (`people.actions.authorise`).
    """
    actor.require(Can.HANDOUT_MAKE)
    locked(actor=actor, case_id=case_id)
    handout.require_read()
    if not _again(case_id, told(handout), now):
        append(actor=actor, case_id=case_id, at=now, kind=Deed.HANDED, text=told(handout))


def _again(case_id: UUID, words: str, now: datetime) -> bool:
    """Whether the same paper was made a moment ago: pressed twice, or a printer jammed."""
    keyring.load([case_id])
    lately = TimelineEntry.objects.filter(
        case_id=case_id, kind=Deed.HANDED, at__gt=now - SAME_PAPER, at__lte=now
    )
    return any(entry.text == words for entry in lately.order_by("at", "pk"))

"""What can be done with a paper: hand it to her."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.cases.actions import append, locked
from entremise.papers.models import Deed, Handout, told


@transaction.atomic
def hand_over(*, actor: Actor, case_id: UUID, handout: Handout, now: datetime) -> None:
    """Note what she took with her. The paper itself is kept nowhere.

    A right whose text nobody entitled has read is on no paper, not even by its name. Whether a
    paper is safe for her was asked before (`people.actions.authorise`).
    """
    actor.require(Can.HANDOUT_MAKE)
    locked(actor=actor, case_id=case_id)
    handout.require_read()
    append(actor=actor, case_id=case_id, at=now, kind=Deed.HANDED, text=told(handout))

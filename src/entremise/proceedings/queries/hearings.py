"""The hearings of a case."""

from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.proceedings.models import Hearing


def hearings_of(*, actor: Actor, case_id: UUID) -> list[Hearing]:
    """The hearings of a case within reach, the latest first."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    found = Hearing.objects.visible_to(actor).filter(case_id=case_id).select_related("unit")
    return list(found.order_by("-at", "-pk"))


def hearing(*, actor: Actor, case_id: UUID, hearing_id: UUID) -> Hearing:
    """One hearing of this case."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    return Hearing.objects.visible_to(actor).get(pk=hearing_id, case_id=case_id)

"""What can be read about cases."""

from uuid import UUID

from django.db.models import QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.cases.models import Case, TimelineEntry


def case(*, actor: Actor, case_id: UUID) -> Case:
    """One case within reach. Reading it as a file is a deed: see `actions.consult`."""
    actor.require(Can.CASE_READ)
    return Case.objects.visible_to(actor).select_related("person", "post", "text").get(pk=case_id)


def timeline(*, actor: Actor, case_id: UUID) -> QuerySet[TimelineEntry]:
    """What happened, latest first; the texts open with the key that `consult` loaded."""
    actor.require(Can.CASE_READ)
    return TimelineEntry.objects.filter(case_id=case_id).order_by("-at", "-id")

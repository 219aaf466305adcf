"""The measures of a case, and the days that come near."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.proceedings.models import Deadline, Measure


@dataclass(frozen=True, kw_only=True)
class Near:
    """A deadline to look after: of which case, of which measure."""

    measure: Measure
    deadline: Deadline
    past: bool


def measures_of(*, actor: Actor, case_id: UUID) -> list[Measure]:
    """The measures of a case within reach, the latest first; notes open with the case's key."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    found = Measure.objects.visible_to(actor).filter(case_id=case_id)
    return list(found.order_by("-created_at", "-pk"))


def measure(*, actor: Actor, case_id: UUID, measure_id: UUID) -> Measure:
    """One measure of this case."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    return Measure.objects.visible_to(actor).get(pk=measure_id, case_id=case_id)


def near_deadlines(*, actor: Actor, today: date) -> list[Near]:
    """The deadlines that are near, or passed while nobody said what came of it; first ones first.

    Those of closed cases are left out: a measure that runs on is a reason to keep a case open.
    """
    actor.require(Can.PROCEEDING_READ)
    running = (
        Measure.objects.visible_to(actor)
        .filter(state__in=Measure.RUNNING)
        .exclude(case__state="closed")
        .select_related("case")
        .order_by("created_at", "pk")
    )
    found = [
        Near(measure=one, deadline=deadline, past=deadline.is_past(today))
        for one in running
        for deadline in one.deadlines
        if deadline.is_near(today) or _is_open(one, deadline, today)
    ]
    return sorted(found, key=lambda near: (near.deadline.on, near.measure.pk))


def _is_open(measure: Measure, deadline: Deadline, today: date) -> bool:
    """Whether a passed day still asks for an answer: the measure has ended, or was never decided.

    Once something is granted, the days of its asking are history.
    """
    if not deadline.is_past(today):
        return False
    return deadline.clock.ends_it or measure.state != Measure.State.GRANTED

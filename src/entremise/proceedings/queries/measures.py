"""The measures of a case, and the days that come near."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.proceedings.models import DAYS, Deadline, Measure


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
    found = [near for near in _asking(running, today) if near.past or near.deadline.is_near(today)]
    return sorted(found, key=lambda near: (near.deadline.on, near.measure.pk))


def running(*, actor: Actor) -> ArraySubquery:
    """What the clocks of a case need, as a column of the statement that reads the case."""
    actor.require(Can.PROCEEDING_READ)
    rows = Measure.objects.visible_to(actor).filter(
        case_id=OuterRef("pk"), state__in=Measure.RUNNING
    )
    columns = JSONObject(**{name: name for name in ("id", "kind", "state", *DAYS)})
    return ArraySubquery(rows.order_by("created_at", "pk").values(columns=columns))


def next_deadline(*, actor: Actor, rows: Sequence[Mapping[str, str]], today: date) -> Near | None:
    """The first day of what `running` read that still asks for something, passed or to come.

    One from which something may be asked would hide the last day to ask for it.
    """
    actor.require(Can.PROCEEDING_READ)
    measures = [
        Measure(
            **{name: row[name] for name in ("id", "kind", "state")},
            **{name: date.fromisoformat(row[name]) for name in DAYS if row[name]},
        )
        for row in rows
    ]
    found = [near for near in _asking(measures, today) if not near.deadline.clock.opens]
    return min(found, key=lambda near: (near.deadline.on, str(near.measure.pk)), default=None)


def _asking(measures: Iterable[Measure], today: date) -> list[Near]:
    """The days that still ask for something: to come, or passed and unanswered."""
    days = [
        Near(measure=one, deadline=deadline, past=deadline.is_overdue(today))
        for one in measures
        for deadline in one.deadlines
    ]
    return [day for day in days if day.past or day.deadline.on >= today]

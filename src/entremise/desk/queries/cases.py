"""The list of cases, and one case as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.expressions import Combinable

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.assessment import queries as assessment_queries
from entremise.base.french import in_paris
from entremise.cases import actions as case_actions
from entremise.cases import queries as case_queries
from entremise.cases.models import Case, TimelineEntry
from entremise.contact.models import Appointment
from entremise.desk.queries.words import KINDS, MADE_OF_CODES, ROUTINE, WEIGHTS
from entremise.orientations.models import Orientation
from entremise.partners.models import Need
from entremise.people.models import NameCard
from entremise.people.queries import ChannelLine, channels_of, names_of, shown_record
from entremise.people.queries.groups import is_merged
from entremise.proceedings import queries as proceeding_queries
from entremise.proceedings.models import Hearing
from entremise.rights import queries as rights_queries
from entremise.rights.models import Step


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the list of cases; `name` is empty for those who see no names."""

    case: Case
    name: NameCard
    late: bool


def rows_of(*, actor: Actor, cases: Sequence[Case], today: date) -> list[Row]:
    """The lines of a page, with names where the actor may read them. Late is computed here."""
    actor.require(Can.CASE_LIST)
    names = {}
    if actor.may(Can.PERSON_READ):
        names = names_of(actor=actor, person_ids=[case.person_id for case in cases])
    return [
        Row(
            case=case,
            name=names.get(case.person_id, NameCard()),
            late=case.next_step_on is not None and case.next_step_on < today,
        )
        for case in cases
    ]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the timeline, in words: what, when, by whom.

    `is_routine`: somebody who takes the case over may pass it by. `is_typed`: its text was written
    by somebody, and may name anybody.
    """

    id: UUID
    at: datetime
    label: str
    text: str
    who: str
    weight: str
    is_routine: bool
    is_typed: bool


@dataclass(frozen=True, kw_only=True)
class File:
    """One case as its page shows it: who, what matters now, how to reach her, what happened."""

    case: Case
    name: NameCard
    overview: assessment_queries.Overview
    channels: list[ChannelLine]
    next_appointment_at: datetime | None
    next_hearing_at: datetime | None
    deadline: proceeding_queries.Near | None
    step_due_on: date | None
    awaiting: int
    timeline: list[Line]
    is_joined: bool

    @property
    def essential(self) -> list[Line]:
        """What somebody who takes the case over reads first."""
        return [line for line in self.timeline if not line.is_routine]


def _comes_next(now: datetime, actor: Actor) -> dict[str, Combinable]:
    """What waits on a case, as columns of the statement that reads it."""
    of_case = OuterRef("pk")
    planned = Appointment.objects.filter(
        case_id=of_case, state=Appointment.State.PLANNED, starts_at__gte=now
    )
    heard = Hearing.objects.filter(case_id=of_case, state=Hearing.State.PLANNED, at__gte=now)
    agreed = Step.objects.filter(case_id=of_case, state=Step.State.AGREED, due_on__isnull=False)
    sent = (
        Orientation.objects.filter(case_id=of_case, state=Orientation.State.SENT)
        .order_by()
        .values("case_id")
        .annotate(n=Count("pk"))
    )
    return {
        "next_appointment_at": Subquery(planned.order_by("starts_at").values("starts_at")[:1]),
        "next_hearing_at": Subquery(heard.order_by("at").values("at")[:1]),
        "step_due_on": Subquery(agreed.order_by("due_on").values("due_on")[:1]),
        "awaiting": Subquery(sent.values("n")),
        "measures_running": proceeding_queries.running(actor=actor),
        "is_joined": is_merged("person_id"),
    }


def file(*, actor: Actor, case_id: UUID, now: datetime) -> File:
    """Open a case with all that its page shows; the journal keeps this reading."""
    also = _comes_next(now, actor)
    case: Any = case_actions.consult(actor=actor, case_id=case_id, now=now, also=also)
    joined = bool(case.is_joined)
    if joined:
        # Of records said to be one person, one speaks for all.
        case.person = shown_record(actor=actor, person_id=case.person_id)
    return File(
        case=case,
        name=NameCard.from_text(case.person.identity.card),
        overview=assessment_queries.overview(actor=actor, case_id=case_id),
        channels=channels_of(actor=actor, person_id=case.person_id, now=now),
        next_appointment_at=case.next_appointment_at,
        next_hearing_at=case.next_hearing_at,
        deadline=proceeding_queries.next_deadline(
            actor=actor, rows=case.measures_running, today=in_paris(now).date()
        ),
        step_due_on=case.step_due_on,
        awaiting=case.awaiting or 0,
        timeline=[_line(row) for row in case_queries.timeline(actor=actor, case_id=case_id)],
        is_joined=joined,
    )


def _line(row: TimelineEntry) -> Line:
    return Line(
        id=row.pk,
        at=row.at,
        label=KINDS.get(row.kind, row.kind),
        text=row.text,
        who=row.who or "",  # type: ignore[attr-defined]  # annotated
        weight=WEIGHTS.get(row.kind, ""),
        is_routine=row.kind in ROUTINE,
        is_typed=row.kind not in MADE_OF_CODES,
    )


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What was agreed with her, and what her needs let the worker speak of."""

    needs: list[Need]
    steps: list[rights_queries.StepLine]
    proposed: list[rights_queries.Entry]


def rights(*, actor: Actor, case_id: UUID, today: date) -> Rights:
    """The steps of a case, and the fiches that the needs of its assessments propose."""
    overview = assessment_queries.overview(actor=actor, case_id=case_id)
    return Rights(
        needs=overview.needs,
        steps=rights_queries.steps_of(actor=actor, case_id=case_id, today=today),
        proposed=rights_queries.proposed(
            actor=actor,
            case_id=case_id,
            needs=overview.needs,
            never_a_couple=overview.never_a_couple,
        ),
    )

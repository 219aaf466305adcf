"""The list of cases, and one case as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.assessment import queries as assessment_queries
from entremise.cases import actions as case_actions
from entremise.cases import queries as case_queries
from entremise.cases.models import Case
from entremise.contact.models import Appointment
from entremise.desk.queries.words import KINDS
from entremise.orientations.models import Orientation
from entremise.partners.models import Need
from entremise.people.models import NameCard
from entremise.people.queries import ChannelLine, channels_of, names_of, shown_record
from entremise.people.queries.groups import is_merged
from entremise.rights import queries as rights_queries


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
    """One line of the timeline, in words."""

    at: datetime
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class File:
    """One case as its page shows it: who, what matters now, how to reach her, what happened."""

    case: Case
    name: NameCard
    overview: assessment_queries.Overview
    channels: list[ChannelLine]
    next_appointment_at: datetime | None
    awaiting: int
    timeline: list[Line]
    is_joined: bool


def file(*, actor: Actor, case_id: UUID, now: datetime) -> File:
    """Open a case with all that its page shows; the journal keeps this reading."""
    planned = Appointment.objects.filter(
        case_id=OuterRef("pk"), state=Appointment.State.PLANNED, starts_at__gte=now
    ).order_by("starts_at")
    sent = (
        Orientation.objects.filter(case_id=OuterRef("pk"), state=Orientation.State.SENT)
        .order_by()
        .values("case_id")
        .annotate(n=Count("pk"))
    )
    also = {
        "next_appointment_at": Subquery(planned.values("starts_at")[:1]),
        "awaiting": Subquery(sent.values("n")),
        "is_joined": is_merged("person_id"),
    }
    case = case_actions.consult(actor=actor, case_id=case_id, now=now, also=also)
    joined = bool(case.is_joined)  # type: ignore[attr-defined]  # annotated
    if joined:
        # Of records said to be one person, one speaks for all.
        case.person = shown_record(actor=actor, person_id=case.person_id)
    return File(
        case=case,
        name=NameCard.from_text(case.person.identity.card),
        overview=assessment_queries.overview(actor=actor, case_id=case_id),
        channels=channels_of(actor=actor, person_id=case.person_id, now=now),
        next_appointment_at=case.next_appointment_at,  # type: ignore[attr-defined]  # annotated
        awaiting=case.awaiting or 0,  # type: ignore[attr-defined]  # annotated
        timeline=[
            Line(at=entry.at, label=KINDS.get(entry.kind, entry.kind), text=entry.text)
            for entry in case_queries.timeline(actor=actor, case_id=case_id)
        ],
        is_joined=joined,
    )


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What was agreed with her, and what her needs let the worker speak of."""

    needs: list[Need]
    steps: list[rights_queries.StepLine]
    proposed: list[rights_queries.Entry]


def rights(*, actor: Actor, case_id: UUID, today: date) -> Rights:
    """The steps of a case, and the fiches that the needs of its assessments propose."""
    needs = assessment_queries.overview(actor=actor, case_id=case_id).needs
    return Rights(
        needs=needs,
        steps=rights_queries.steps_of(actor=actor, case_id=case_id, today=today),
        proposed=rights_queries.proposed(actor=actor, case_id=case_id, needs=needs),
    )

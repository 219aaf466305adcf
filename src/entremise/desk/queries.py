"""What a screen places side by side, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.cases import actions as case_actions
from entremise.cases import queries as case_queries
from entremise.cases.models import Case, TimelineEntry, Transfer
from entremise.people.models import NameCard
from entremise.people.queries import names_of


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
class File:
    """One case as its page shows it."""

    case: Case
    name: NameCard
    timeline: list[TimelineEntry]


def file(*, actor: Actor, case_id: UUID, now: datetime) -> File:
    """Open a case with all that its page shows."""
    case = case_actions.consult(actor=actor, case_id=case_id, now=now)
    names = names_of(actor=actor, person_ids=[case.person_id])
    return File(
        case=case,
        name=names.get(case.person_id, NameCard()),
        timeline=list(case_queries.timeline(actor=actor, case_id=case_id)),
    )


@dataclass(frozen=True, kw_only=True)
class Day:
    """What waits today."""

    late: list[Row]
    transfers: list[Transfer]


def day(*, actor: Actor, now: datetime) -> Day:
    """The worker's day: what is late or has no next step, and what others wait for."""
    actor.require(Can.CASE_READ)
    today = now.date()
    late = case_queries.listed(actor=actor, wanted=case_queries.Filter(late_on=today))[:20]
    return Day(
        late=rows_of(actor=actor, cases=list(late), today=today),
        transfers=case_queries.transfers_to_answer(actor=actor),
    )

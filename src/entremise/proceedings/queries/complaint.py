"""What was prepared for a complaint, and where it stands; read by those who read the case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.cases.models import Case
from entremise.organisation.models import Employer
from entremise.proceedings.models import (
    ComplaintFact,
    ComplaintNote,
    ComplaintPreparation,
    NoSuchDay,
    Section,
    span_of,
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a preparation beside the chronology; version 0 is one not begun."""

    section: Section
    text: str = ""
    version: int = 0


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """The chronology in order, then the parts."""

    facts: list[ComplaintFact]
    parts: list[Part]

    @property
    def is_empty(self) -> bool:
        return not self.facts and not any(part.text for part in self.parts)

    @property
    def written(self) -> list[Part]:
        return [part for part in self.parts if part.text]


def preparation(*, actor: Actor, case_id: UUID) -> Preparation:
    """What she prepared: the facts from the earliest to the latest, those without a date last."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    facts = ComplaintFact.objects.visible_to(actor).filter(case_id=case_id)
    rows = ComplaintPreparation.objects.visible_to(actor).filter(case_id=case_id)
    found = {row.section: row for row in rows.order_by("section", "pk")}
    return Preparation(
        facts=sorted(facts.order_by("created_at", "pk"), key=_day_of),
        parts=[
            Part(section=section, text=found[section].text, version=found[section].version)
            if section in found
            else Part(section=section)
            for section in Section
        ],
    )


def _day_of(fact: ComplaintFact) -> date:
    try:
        span = span_of(fact.moment)
    except NoSuchDay:
        return date.max
    return date.max if span is None else span.first


def part(*, actor: Actor, case_id: UUID, section: str) -> Part:
    """One part, to be written."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    rows = ComplaintPreparation.objects.visible_to(actor)
    row = rows.filter(case_id=case_id, section=section).order_by("pk").first()
    if row is None:
        return Part(section=Section(section))
    return Part(section=Section(section), text=row.text, version=row.version)


def fact(*, actor: Actor, case_id: UUID, fact_id: UUID) -> ComplaintFact:
    """One fact of this case's chronology."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    return ComplaintFact.objects.visible_to(actor).get(pk=fact_id, case_id=case_id)


def keeps_offence_data(*, actor: Actor, case: Case) -> bool:
    """Whether this employer may keep more of an offence than « complaint, yes or no »."""
    actor.require(Can.PROCEEDING_READ)
    return case.employer.offence_basis != Employer.OffenceBasis.NONE


def complaint_notes(*, actor: Actor, case_id: UUID) -> list[ComplaintNote]:
    """Where the complaint stood, the latest note first."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    rows = ComplaintNote.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.order_by("-noted_at", "-created_at", "-pk"))

"""What a screen places side by side, read once."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from entremise.access.actor import NOBODY, Actor
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.access.roles import Can, Role
from entremise.accounts.queries import drafts_of, names_of_accounts
from entremise.assessment import queries as assessment_queries
from entremise.assessment.models import Deed as AssessmentDeed
from entremise.cases import actions as case_actions
from entremise.cases import queries as case_queries
from entremise.cases.models import Case, ClosingReason, ReopeningReason, Transfer
from entremise.cases.models import Deed as CaseDeed
from entremise.contact import queries as contact_queries
from entremise.contact.models import Appointment, ContactAttempt
from entremise.contact.models import Deed as ContactDeed
from entremise.imports.models import TimelineKind as ImportDeed
from entremise.orientations import queries as orientation_queries
from entremise.orientations.models import Deed as OrientationDeed
from entremise.orientations.models import Orientation
from entremise.papers.models import Deed as PapersDeed
from entremise.partners.models import Need
from entremise.people.models import NameCard
from entremise.people.queries import ChannelLine, channels_of, names_of, shown_record
from entremise.people.queries.groups import is_merged
from entremise.people.safety import Act, Code
from entremise.proceedings import queries as proceeding_queries
from entremise.proceedings.models import (
    ComplaintStatus,
    Disclosure,
    Hearing,
    Measure,
    PerilCall,
    Section,
    StatutoryReport,
)
from entremise.proceedings.models import Deed as ProceedingDeed
from entremise.referrals import queries as referral_queries
from entremise.referrals.models import Approach, DeclineReason, PartnerReceipt, TimelineKind
from entremise.referrals.models.routing import AssignReason
from entremise.rights import queries as rights_queries
from entremise.rights.models import Deed as RightsDeed
from entremise.rights.models import FicheReview, Step

KINDS = dict(
    CaseDeed.choices
    + ContactDeed.choices
    + AssessmentDeed.choices
    + OrientationDeed.choices
    + ProceedingDeed.choices
    + RightsDeed.choices
    + PapersDeed.choices
    + ImportDeed.choices
    + TimelineKind.choices
)
KINDS_OF_ACTOR = {
    "job": "tâche automatique",
    "command": "commande de l’administration",
    "link": "accès d’un partenaire",
    "public": "une personne, par le formulaire",
}
# What the journal keeps as a code of reason; several contexts share one column.
REASONS: dict[str, str] = {
    **KINDS,
    **dict(
        StatutoryReport.State.choices
        + ClosingReason.choices
        + ReopeningReason.choices
        + DeclineReason.choices
        + Orientation.State.choices
        + Measure.State.choices
        + Hearing.State.choices
        + Section.choices
        + ComplaintStatus.choices
        + Disclosure.To.choices
        + PerilCall.Called.choices
        + ContactAttempt.Kind.choices
        + ContactAttempt.Outcome.choices
        + Act.choices
        + Code.choices
        + Approach.choices
        + AssignReason.choices
        + PartnerReceipt.State.choices
        + Role.choices
    ),
    **{f"step:{code}": label for code, label in Step.State.choices},
    **{f"fiche:{code}": label for code, label in FicheReview.Verdict.choices},
    "restricted": "situation restreinte",
    "summary": "ce qui compte maintenant",
    "author": "personne mise en cause",
    "note": "note",
    "next_step": "prochaine étape",
    "imported": "reprise d’un ancien tableau",
    "agreement": "phrase convenue",
    "matched": "appelante reconnue",
    "not_matched": "appelante non reconnue",
    "code_known": "code d’un lot",
    "code_unknown": "aucun lot de ce code",
    "phrase_known": "phrase reconnue",
    "phrase_unknown": "phrase non reconnue",
    "cards": "planche de cartes",
    "online": "formulaire en ligne",
    "reminder": "relance",
    "discarded": "brouillon effacé",
    "assigned": "attribuée par la coordination",
    "duplicate": "en double",
    "after_a_day": "après un jour",
    "link": "lien de mot de passe",
    "reopened": "compte rouvert",
    "fact": "fait de la chronologie",
    "written": "texte modifié",
    "removed": "fait retiré de la chronologie",
    "withdrawn": "note retirée",
    "factor": "second facteur effacé",
}
# What is written on a page, where a draft of it waits.
WRITTEN_ON = {
    "assessment:sheet": "évaluation",
    "cases:note": "note",
    "cases:text": "ce qui compte",
    "contact:correct": "correction d’un entretien",
    "contact:outcome": "issue d’un contact",
    "desk:listen": "entretien",
    "desk:listen_appointment": "entretien",
    "referrals:record": "saisine",
}
# What was being sent to a page that only receives is written on another.
ASKED_ON = {"contact:outcome": "contact:reach"}
LATE_SHOWN = 20
# One figure opens the note of each.
RECENT_SHOWN = 9
WAITING_SHOWN = 10


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
class Unfinished:
    """A text in the making: what it is, on which case, when it was saved, where it goes on."""

    label: str
    code: str
    saved_at: datetime
    path: str


def unfinished(*, actor: Actor, now: datetime) -> list[Unfinished]:
    """The drafts of the actor, latest first; on cases that she does not read any more, none."""
    found = []
    for path, saved_at in drafts_of(actor=actor, now=now):
        with suppress(Resolver404):
            found.append((path, saved_at, resolve(path)))
    ids = {match.kwargs["case_id"] for _, _, match in found if "case_id" in match.kwargs}
    codes = case_queries.codes_of(actor=actor, case_ids=ids)
    return [
        Unfinished(
            label=WRITTEN_ON.get(match.view_name, "texte"),
            code=codes.get(match.kwargs.get("case_id", NOBODY), ""),
            saved_at=saved_at,
            path=_page_of(path, match),
        )
        for path, saved_at, match in found
        if match.kwargs.get("case_id") in (None, *codes)
    ]


def _page_of(path: str, match: ResolverMatch) -> str:
    asked = ASKED_ON.get(match.view_name)
    return reverse(asked, kwargs=match.kwargs) if asked else path


@dataclass(frozen=True, kw_only=True)
class Day:
    """What waits today."""

    alerts: list[referral_queries.WaitingAlert]
    waiting: list[referral_queries.QueueRow]
    waiting_count: int
    slots: list[contact_queries.Slot]
    tomorrow: list[contact_queries.Slot]
    to_settle: list[Appointment]
    open_calls: list[Case]
    awaiting: list[Orientation]
    owed: int
    deadlines: list[proceeding_queries.Near]
    steps: list[rights_queries.StepLine]
    late: list[Row]
    recent: list[Row]
    unfinished: list[Unfinished]
    transfers: list[Transfer]


def day(*, actor: Actor, now: datetime) -> Day:
    """The worker's day: what came in, whom she meets, what she began, what is late."""
    actor.require(Can.CASE_READ)
    today = now.date()
    slots, tomorrow = contact_queries.today_and_tomorrow(actor=actor, now=now)
    waiting = referral_queries.queue(actor=actor, now=now)
    late = case_queries.listed(actor=actor, wanted=case_queries.Filter(late_on=today))
    return Day(
        alerts=referral_queries.waiting_alerts(actor=actor, now=now),
        waiting=waiting[:WAITING_SHOWN],
        waiting_count=len(waiting),
        slots=slots,
        tomorrow=tomorrow,
        to_settle=list(contact_queries.appointments_to_settle(actor=actor, now=now)),
        open_calls=contact_queries.open_calls(actor=actor),
        awaiting=orientation_queries.awaiting_answer(actor=actor, today=today),
        owed=referral_queries.owed_count(actor=actor),
        deadlines=proceeding_queries.near_deadlines(actor=actor, today=today),
        steps=rights_queries.near_steps(actor=actor, today=today),
        late=rows_of(actor=actor, cases=list(late[:LATE_SHOWN]), today=today),
        recent=rows_of(
            actor=actor, cases=case_queries.recent(actor=actor, most=RECENT_SHOWN), today=today
        ),
        unfinished=unfinished(actor=actor, now=now),
        transfers=case_queries.transfers_to_answer(actor=actor),
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


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """One line of the journal, in words: when, what, by whom, on which case."""

    at: datetime
    label: str
    who: str
    case_id: UUID | None
    reason: str


def deeds(*, actor: Actor, lines: Sequence[JournalEntry]) -> list[JournalLine]:
    """Lines of the journal with the names of the accounts; the helped person has none here."""
    named = [line.actor_id for line in lines]
    named += [line.subject_id for line in lines if _is_about_an_account(line) and line.subject_id]
    who = names_of_accounts(actor=actor, user_ids=named)
    return [
        JournalLine(
            at=line.at,
            label=Event(line.event).label if line.event in Event.values else line.event,
            who=who.get(line.actor_id, KINDS_OF_ACTOR.get(line.actor_kind, "compte effacé")),
            case_id=line.case_id,
            reason=", ".join(
                filter(None, (_account_of(line, who), _reason_in_words(line.reason)))
            ),
        )
        for line in lines
    ]


def _is_about_an_account(line: JournalEntry) -> bool:
    return line.event.startswith("account:")


def _account_of(line: JournalEntry, who: dict[UUID, str]) -> str:
    """The account that a line is about; of other lines the object has no name here."""
    return who.get(line.subject_id or NOBODY, "") if _is_about_an_account(line) else ""


@dataclass(frozen=True, kw_only=True)
class Glass:
    """An exceptional access: when, by whom, which case, and why in the words of who did it."""

    at: datetime
    who: str
    case_id: UUID
    reason: str


def glass(*, actor: Actor) -> list[Glass]:
    """The exceptional accesses of the employer, for the officer who judges their reasons."""
    notes = case_queries.glass_notes(actor=actor)
    who = names_of_accounts(actor=actor, user_ids=[note.user_id for note in notes])
    return [
        Glass(
            at=note.created_at,
            who=who.get(note.user_id, "compte effacé"),
            case_id=note.case_id,
            reason=note.reason,
        )
        for note in notes
    ]


def _reason_in_words(code: str) -> str:
    """The code of a reason in words; its parts are separated by a colon."""
    if not code:
        return ""
    parts = [code] if code in REASONS else code.split(":")
    return ", ".join(REASONS.get(part, part) for part in parts)

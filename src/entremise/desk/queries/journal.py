"""The journal in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from entremise.access.actor import NOBODY, Actor
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.accounts.queries import names_of_accounts
from entremise.cases import queries as case_queries
from entremise.desk.queries.reasons import reason_in_words
from entremise.desk.queries.words import KINDS_OF_ACTOR


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """One line of the journal, in words: when, what, by whom, on which case."""

    at: datetime
    label: str
    who: str
    case: str
    reason: str


def deeds(*, actor: Actor, lines: Sequence[JournalEntry]) -> list[JournalLine]:
    """Lines of the journal with the names of the accounts; the helped person has none here."""
    named = [line.actor_id for line in lines]
    named += [line.subject_id for line in lines if _is_about_an_account(line) and line.subject_id]
    who = names_of_accounts(actor=actor, user_ids=named)
    codes = _codes(actor, (line.case_id for line in lines))
    return [
        JournalLine(
            at=line.at,
            label=Event(line.event).label if line.event in Event.values else line.event,
            who=who.get(line.actor_id, KINDS_OF_ACTOR.get(line.actor_kind, "compte effacé")),
            case=codes[line.case_id] if line.case_id else "–",
            reason=", ".join(
                filter(None, (_account_of(line, who), reason_in_words(line.event, line.reason)))
            ),
        )
        for line in lines
    ]


def _codes(actor: Actor, case_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """How each case is called; of one that was erased since, the beginning of what the journal
    keeps: two lines about it are still told to be of the same."""
    wanted = {case_id for case_id in case_ids if case_id is not None}
    erased = {case_id: f"effacée ({str(case_id)[:8]})" for case_id in wanted}
    return erased | case_queries.codes_in_journal(actor=actor, case_ids=wanted)


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
    case: str
    reason: str


def glass(*, actor: Actor) -> list[Glass]:
    """The exceptional accesses of the employer, for the officer who judges their reasons."""
    notes = case_queries.glass_notes(actor=actor)
    who = names_of_accounts(actor=actor, user_ids=[note.user_id for note in notes])
    codes = _codes(actor, (note.case_id for note in notes))
    return [
        Glass(
            at=note.created_at,
            who=who.get(note.user_id, "compte effacé"),
            case=codes[note.case_id],
            reason=note.reason,
        )
        for note in notes
    ]

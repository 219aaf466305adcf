"""The life of a case: what matters now, the next step, closing, reopening."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.french import PARIS, in_paris
from entremise.cases.actions.opening import append, refuse_two_sides
from entremise.cases.models import (
    Case,
    CaseText,
    Change,
    ClosingNote,
    ClosingReason,
    Deed,
    ReopeningReason,
    ReturnTold,
)
from entremise.organisation.models import Employer
from entremise.people.actions import correct_identity
from entremise.people.models import NameCard


def locked(*, actor: Actor, case_id: UUID) -> Case:
    """The case within reach, held until the end of the deed, with its key."""
    actor.require(Can.CASE_WRITE)
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=case_id)
    keyring.load([case.pk])
    return case


@transaction.atomic
def close(
    *,
    actor: Actor,
    case_id: UUID,
    reason: ClosingReason,
    changes: Iterable[Change],
    told_she_can_return: ReturnTold,
    words: str,
    now: datetime,
) -> ClosingNote:
    """Close a case: why, what changed for her, and whether she knows that she can come back.

    That last question must have an answer, since victims often come back long after; « elle n’a
    pas pu être jointe » is one.
    """
    case = locked(actor=actor, case_id=case_id)
    _end(case, reason=reason, at=now)
    note = ClosingNote(
        case=case,
        at=now,
        reason=reason,
        changes=sorted(changes),
        told_she_can_return=told_she_can_return,
    )
    note.words = words
    note.save(force_insert=True)
    append(
        actor=actor,
        case_id=case_id,
        at=now,
        kind=Deed.CLOSED,
        text=_in_words(note),
        subject_id=note.pk,
    )
    journal.record(actor, Event.CASE_CLOSED, at=now, case_id=case_id, reason=reason)
    return note


@transaction.atomic
def close_past(
    *, actor: Actor, case_id: UUID, reason: ClosingReason, closed_at: datetime, now: datetime
) -> Case:
    """Close a case that was closed before it came here, on its true day.

    What changed for her was not asked at the time: no closing note says anything of it.
    """
    case = locked(actor=actor, case_id=case_id)
    if not case.opened_at <= closed_at <= now:
        raise NotPossible("La clôture vient après l’ouverture, et n’est pas à venir.")
    _end(case, reason=reason, at=closed_at)
    text = f"Motif : {reason.label}."
    append(actor=actor, case_id=case_id, at=closed_at, kind=Deed.CLOSED, text=text)
    journal.record(actor, Event.CASE_CLOSED, at=now, case_id=case_id, reason=reason)
    return case


def _end(case: Case, *, reason: ClosingReason, at: datetime) -> None:
    """Nothing is planned any more in a closed case."""
    case.move_to(Case.State.CLOSED)
    case.closed_at = at
    case.closing_reason = reason
    case.next_step_on = None
    case.save(update_fields=["state", "closed_at", "closing_reason", "next_step_on"])


def _in_words(note: ClosingNote) -> str:
    """What the timeline says of a closing: whoever reopens the case begins there."""
    changed = ", ".join(Change(code).label for code in note.changes)
    lines = (
        f"Motif : {ClosingReason(note.reason).label}.",
        f"Ce qui a changé pour elle : {changed}." if changed else "",
        f"Sait qu’elle peut revenir : {ReturnTold(note.told_she_can_return).label}.",
        f"Avec ses mots : {note.words.strip()}" if note.words.strip() else "",
    )
    return "\n".join(line for line in lines if line)


@transaction.atomic
def reopen(*, actor: Actor, case_id: UUID, reason: ReopeningReason, now: datetime) -> Case:
    """Open a closed case again: coming back after months is the normal case, not an error."""
    case = locked(actor=actor, case_id=case_id)
    case.move_to(Case.State.REOPENED)
    case.closed_at = None
    case.closing_reason = ""
    case.save(update_fields=["state", "closed_at", "closing_reason"])
    append(actor=actor, case_id=case_id, at=now, kind=Deed.REOPENED, text=reason.label)
    journal.record(actor, Event.CASE_REOPENED, at=now, case_id=case_id, reason=reason)
    return case


@transaction.atomic
def write_text(
    *, actor: Actor, case_id: UUID, field: str, text: str, version: int, now: datetime
) -> CaseText:
    """Write what matters now (`summary`), or what is said of the other party (`author`).

    The version that was read must still be the last, or Conflict shows both texts. What is said
    of an alleged author is offence data (loi informatique et libertés, art. 46): it needs a
    basis, which some associations do not have.
    """
    case = locked(actor=actor, case_id=case_id)
    if field == "author" and text:
        employer = Employer.objects.get(pk=case.employer_id)
        if employer.offence_basis == Employer.OffenceBasis.NONE:
            raise NotPossible(
                "Votre employeur n’a pas de base légale pour garder des informations sur une"
                " personne mise en cause. Ce texte n’a pas été enregistré."
            )
    kept = CaseText.objects.select_for_update(of=("self",)).get(case_id=case_id)
    kept.replace(field=field, text=text, version=version)
    journal.record(actor, Event.CASE_CHANGED, at=now, case_id=case_id, reason=field)
    return kept


@transaction.atomic
def write_note(
    *, actor: Actor, case_id: UUID, text: str, now: datetime, on: date | None = None
) -> None:
    """Add a note to the timeline; it is never edited, a correction is another note.

    `on` is the day that it tells of, where that is not today; the journal keeps the day when it
    was written.
    """
    if not text.strip():
        raise NotPossible("La note est vide : écrivez au moins un mot.")
    today = in_paris(now).date()
    if on is not None and on > today:
        raise NotPossible("Une note parle d’aujourd’hui ou d’avant : vérifiez le jour.")
    locked(actor=actor, case_id=case_id)
    at = now
    if on is not None and on != today:
        at = datetime.combine(on, time(12), tzinfo=PARIS)
    append(actor=actor, case_id=case_id, at=at, kind=Deed.NOTE, text=text)
    journal.record(actor, Event.CASE_CHANGED, at=now, case_id=case_id, reason="note")


@transaction.atomic
def set_position(*, actor: Actor, case_id: UUID, position: Case.Position, now: datetime) -> Case:
    """Say what the person is in the matter: a victim, who is alleged, somebody around them.

    One record is never on both sides of the wall of the alleged author: it would link them.
    """
    case = locked(actor=actor, case_id=case_id)
    if case.position == position:
        return case
    case.position = position
    case.save(update_fields=["position"])
    refuse_two_sides(case)
    journal.record(actor, Event.CASE_CHANGED, at=now, case_id=case_id, reason="position")
    return case


@transaction.atomic
def correct_who(
    *,
    actor: Actor,
    case_id: UUID,
    person_id: UUID,
    card: NameCard,
    version: int,
    position: Case.Position | None,
    now: datetime,
    **codes: object,
) -> None:
    """Correct who she is, and what she is in this matter: both, or neither."""
    correct_identity(
        actor=actor, person_id=person_id, card=card, version=version, now=now, **codes
    )
    if position is not None:
        set_position(actor=actor, case_id=case_id, position=position, now=now)


@transaction.atomic
def plan_next_step(*, actor: Actor, case_id: UUID, on: date | None, now: datetime) -> Case:
    """Say when to come back to this case; an open case without a day is shown as such."""
    case = locked(actor=actor, case_id=case_id)
    if on is not None and on < in_paris(now).date():
        raise NotPossible("Choisissez aujourd’hui ou un jour à venir.")
    if case.state == Case.State.CLOSED:
        raise NotPossible("Cette situation est close : rouvrez-la d’abord.")
    case.next_step_on = on
    case.save(update_fields=["next_step_on"])
    journal.record(actor, Event.CASE_CHANGED, at=now, case_id=case_id, reason="next_step")
    return case

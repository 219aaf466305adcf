"""Receiving her: an interview is written once."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.text import capfirst

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.cases.actions import append, locked, note_contact
from entremise.cases.models import Case
from entremise.contact.actions.appointments import keep
from entremise.contact.actions.attempts import CLOSED
from entremise.contact.models import Appointment, ContactAttempt, Deed, PrivateNote, Session
from entremise.people.queries import before_her_birth


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is written of an interview: codes, and three texts that are three things."""

    kind: Session.Kind
    at: datetime
    length: Session.Length = Session.Length.NOT_NOTED
    present: list[str] = field(default_factory=list)
    interpreter: Session.Interpreter = Session.Interpreter.NOT_ASKED
    facts: str = ""
    observed: str = ""
    private: str = ""


@transaction.atomic
def hold(
    *,
    actor: Actor,
    case_id: UUID,
    account: Account,
    now: datetime,
    appointment_id: UUID | None = None,
    corrects_id: UUID | None = None,
) -> Session:
    """Write an interview that took place; it is a contact, and cannot be changed afterwards.

    With `corrects_id` it corrects another of the same case, which stays as it was written; the
    contact is then on the day of the correction.
    """
    actor.require(Can.CONTACT_MAKE)
    case = locked(actor=actor, case_id=case_id)
    corrected = _corrected(actor, case, corrects_id)
    if case.state == Case.State.CLOSED and corrected is None:
        raise NotPossible(CLOSED)
    if account.at > now:
        raise NotPossible("Un entretien à venir est un rendez-vous : fixez-le plutôt.")
    days = [in_paris(account.at).date()]
    if wrong := before_her_birth(actor=actor, person_id=case.person_id, days=days):
        raise NotPossible(wrong)
    session = Session(
        id=uuid4(),
        case=case,
        appointment=_appointment(actor, case, appointment_id, now),
        corrects=corrected,
        at=account.at,
        kind=account.kind,
        length=account.length,
        present=sorted(set(account.present)),
        interpreter=account.interpreter,
        author_id=actor.id,
    )
    session.facts = account.facts.strip()
    session.observed = account.observed.strip()
    session.save(force_insert=True)
    _note_apart(actor, session, account.private.strip())
    if corrected is not None and case.last_contact_at == corrected.at:
        _take_back_contact(case)
    note_contact(actor=actor, case_id=case.pk, at=account.at)
    deed = Deed.SESSION if corrected is None else Deed.CORRECTION
    append(
        actor=actor,
        case_id=case.pk,
        at=account.at,
        kind=deed,
        text=capfirst(account.kind.label),
        subject_id=session.pk,
    )
    journal.record(actor, Event.SESSION_HELD, at=now, case_id=case.pk, reason=deed.value)
    return session


def _corrected(actor: Actor, case: Case, corrects_id: UUID | None) -> Session | None:
    if corrects_id is None:
        return None
    return Session.objects.visible_to(actor).get(pk=corrects_id, case=case)


def _take_back_contact(case: Case) -> None:
    """The last contact is the latest interview that nothing corrects, or the latest try that
    reached her: the day that was written wrong is none."""
    sessions = Session.objects.filter(case=case, corrections=None)
    tries = ContactAttempt.objects.filter(case=case, outcome__in=ContactAttempt.REACHING)
    latest = (rows.aggregate(last=Max("at"))["last"] for rows in (sessions, tries))
    case.last_contact_at = max((at for at in latest if at is not None), default=None)
    case.save(update_fields=["last_contact_at"])


def _appointment(
    actor: Actor, case: Case, appointment_id: UUID | None, now: datetime
) -> Appointment | None:
    """The appointment that this interview was: writing it says that she came."""
    if appointment_id is None:
        return None
    row = Appointment.objects.visible_to(actor).get(pk=appointment_id, case=case)
    if Session.objects.filter(appointment=row).exists():
        raise NotPossible("L’entretien de ce rendez-vous est déjà écrit.")
    if row.state in (Appointment.State.MISSED, Appointment.State.CANCELLED):
        raise NotPossible(
            f"Ce rendez-vous est noté : {Appointment.State(row.state).label}. Écrivez l’entretien "
            "sans lui, ou fixez-le à nouveau."
        )
    if row.state == Appointment.State.PLANNED:
        return keep(actor=actor, appointment_id=row.pk, now=now)
    return row


def _note_apart(actor: Actor, session: Session, words: str) -> None:
    if not words:
        return
    note = PrivateNote(id=uuid4(), session=session, case_id=session.case_id, author_id=actor.id)
    note.words = words
    note.save(force_insert=True)

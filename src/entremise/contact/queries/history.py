"""What was tried and what was said, case by case. Delays are computed elsewhere, from facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.french import in_paris
from entremise.cases.models import Case
from entremise.contact.models import Appointment, ContactAttempt, PrivateNote, Session


def attempts_of(*, actor: Actor, case_id: UUID) -> list[ContactAttempt]:
    """The tries of one case, the latest first; notes open with the case's key."""
    actor.require(Can.CASE_READ)
    keyring.load([case_id])
    return list(
        ContactAttempt.objects.visible_to(actor).filter(case_id=case_id).order_by("-at", "-pk")
    )


def last_told(*, actor: Actor, case_id: UUID, channel_id: UUID) -> ContactAttempt | None:
    """What somebody else heard the last time that another than she answered there, if ever."""
    actor.require(Can.CASE_READ)
    keyring.load([case_id])
    others = ContactAttempt.objects.visible_to(actor).filter(
        case_id=case_id,
        channel_id=channel_id,
        outcome=ContactAttempt.Outcome.OTHER_ANSWERED,
    )
    return others.order_by("-at", "-pk").first()


def sessions_of(*, actor: Actor, case_id: UUID) -> list[Session]:
    """The interviews of one case, the latest first, corrections included."""
    actor.require(Can.CASE_READ)
    keyring.load([case_id])
    return list(
        Session.objects.visible_to(actor)
        .filter(case_id=case_id)
        .select_related("appointment")
        .order_by("-at", "-created_at", "-pk")
    )


# Where they were to meet says how they talked.
KIND_AT = {
    Appointment.Place.UNIT: Session.Kind.IN_PERSON,
    Appointment.Place.OUTSIDE: Session.Kind.IN_PERSON,
    Appointment.Place.HOME: Session.Kind.VISIT,
    Appointment.Place.PHONE: Session.Kind.PHONE,
    Appointment.Place.VIDEO: Session.Kind.VIDEO,
}


def filled_in(
    *, actor: Actor, case_id: UUID, now: datetime, appointment_id: UUID | None = None
) -> dict[str, Any]:
    """What is known of an interview before a word is typed: when, and how they talk.

    By the appointment it comes from; else now, and as they talked last. Most talk by telephone.
    """
    actor.require(Can.CONTACT_MAKE)
    if appointment_id is not None:
        planned = Appointment.objects.visible_to(actor).get(pk=appointment_id, case_id=case_id)
        kind, moment = KIND_AT[Appointment.Place(planned.place)], planned.starts_at
    else:
        last = sessions_of(actor=actor, case_id=case_id)
        kind, moment = Session.Kind(last[0].kind) if last else Session.Kind.PHONE, now
    start = in_paris(moment).replace(second=0, microsecond=0)
    return {"kind": kind, "day": start.date(), "start": start.time()}


def session(*, actor: Actor, case_id: UUID, session_id: UUID) -> Session:
    """One interview of this case."""
    actor.require(Can.CASE_READ)
    keyring.load([case_id])
    return (
        Session.objects.visible_to(actor)
        .select_related("corrects")
        .prefetch_related("corrections")
        .get(pk=session_id, case_id=case_id)
    )


def private_note(*, actor: Actor, session_id: UUID) -> str:
    """The actor's own notes about an interview; those of others do not exist for her."""
    actor.require(Can.CASE_READ)
    note = PrivateNote.objects.filter(session_id=session_id, author_id=actor.id).first()
    if note is None:
        return ""
    keyring.load([note.case_id])
    return note.words


def open_calls(*, actor: Actor) -> list[Case]:
    """Open cases with a first call whose outcome nobody noted: until it is, nobody calls her."""
    actor.require(Can.CONTACT_MAKE)
    cases = (
        Case.objects.visible_to(actor)
        .exclude(state=Case.State.CLOSED)
        .filter(person__channels__opened_at__isnull=False)
        .distinct()
        .order_by("opened_at", "pk")
    )
    return list(cases)

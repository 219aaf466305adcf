"""What was tried and what was said, case by case. Delays are computed elsewhere, from facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.cases.models import Case
from entremise.contact.models import ContactAttempt, PrivateNote, Session

Outcome = ContactAttempt.Outcome


@dataclass(frozen=True, kw_only=True)
class FirstTimes:
    """When a case was first tried, when she was first spoken to, when she was first received."""

    attempt: datetime | None = None
    contact: datetime | None = None
    session: datetime | None = None


def first_times(*, actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, FirstTimes]:
    """The first try, contact and interview of each of these cases; an interview is a contact.

    A call that was not made is no try; somebody else who answered is no contact.
    """
    actor.require(Can.CASE_READ)
    wanted = list(case_ids)
    tries = _first(
        ContactAttempt.objects.visible_to(actor).exclude(outcome=Outcome.NOT_MADE), wanted
    )
    reached = _first(
        ContactAttempt.objects.visible_to(actor).filter(outcome__in=ContactAttempt.REACHING),
        wanted,
    )
    held = _first(Session.objects.visible_to(actor).filter(corrects=None), wanted)
    return {
        case_id: FirstTimes(
            attempt=_earliest(tries.get(case_id), held.get(case_id)),
            contact=_earliest(reached.get(case_id), held.get(case_id)),
            session=held.get(case_id),
        )
        for case_id in wanted
    }


def _first(
    rows: QuerySet[ContactAttempt] | QuerySet[Session], case_ids: list[UUID]
) -> dict[UUID, datetime]:
    found = rows.filter(case_id__in=case_ids).values("case_id").annotate(first=Min("at"))
    return {row["case_id"]: row["first"] for row in found.order_by("case_id")}


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


def attempts_of(*, actor: Actor, case_id: UUID) -> list[ContactAttempt]:
    """The tries of one case, the latest first; notes open with the case's key."""
    actor.require(Can.CASE_READ)
    keyring.load([case_id])
    return list(
        ContactAttempt.objects.visible_to(actor).filter(case_id=case_id).order_by("-at", "-pk")
    )


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

"""An interpreter for her: asked of a service of the trade, without a name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.base.french import when
from entremise.cases.actions import append
from entremise.contact.actions.attempts import open_case
from entremise.contact.models import Deed
from entremise.people.actions import authorise, correct_identity
from entremise.people.queries import person
from entremise.people.safety import Act, Verdict


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What a service of interpreters is told: nothing of her but her language."""

    language: str
    at: datetime
    minutes: int
    means: str
    place: str


def prepare_interpreter(*, actor: Actor, case_id: UUID, now: datetime) -> Verdict:
    """Let a booking leave the office, which the journal keeps; NotPossible on a closed case.

    Not a transaction: a refusal is raised, and its line of journal must stay.
    """
    actor.require(Can.CONTACT_MAKE)
    case = open_case(actor=actor, case_id=case_id)
    return authorise(
        actor=actor, act=Act.INTERPRETER, now=now, person_id=case.person_id, case_id=case.pk
    )


@transaction.atomic
def note_interpreter(
    *,
    actor: Actor,
    case_id: UUID,
    booking: Booking,
    answer: str,
    professional: bool,
    now: datetime,
    service: str = "",
) -> None:
    """Write down that an interpreter was asked for, obtained or refused.

    Only one of the trade: a relative, a neighbour or a child hears everything, and may talk. Her
    record says from then on which language she speaks and that an interpreter is needed, unless
    somebody wrote otherwise.
    """
    actor.require(Can.CONTACT_MAKE)
    case = open_case(actor=actor, case_id=case_id)
    if not professional:
        raise NotPossible("Seul un service d’interprètes de métier peut être noté.")
    _write_about_her(actor, case.person_id, booking.language, now)
    by = f" ({service.strip()})" if service.strip() else ""
    append(
        actor=actor,
        case_id=case.pk,
        at=now,
        kind=Deed.INTERPRETER,
        text=f"Interprète, {booking.language}, {booking.means}, pour {when(booking.at)} : "
        f"{answer}{by}",
    )
    journal.record(actor, Event.INTERPRETER_NOTED, at=now, case_id=case.pk)


def _write_about_her(actor: Actor, person_id: UUID, language: str, now: datetime) -> None:
    """What a booking says of her is not asked a second time."""
    her = person(actor=actor, person_id=person_id)
    said: dict[str, Any] = {} if her.language else {"language": language}
    if her.interpreter == "not_asked":
        said["interpreter"] = "needed"
    if said:
        correct_identity(actor=actor, person_id=person_id, now=now, **said)

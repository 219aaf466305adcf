"""What was told to an authority, and the call when a life is in peril."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import capfirst

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris, short_when
from entremise.cases.actions import append, locked
from entremise.proceedings.actions.measures import LONG_AGO
from entremise.proceedings.models import Deed, Disclosure, GroundCode, PerilCall


@transaction.atomic
def disclose(
    *,
    actor: Actor,
    case_id: UUID,
    what: Disclosure.What,
    to: Disclosure.To,
    ground: GroundCode,
    subject_id: UUID,
    at: datetime,
    now: datetime,
    departement: str | None = None,
) -> Disclosure:
    """Add a row to what was told to authorities: what, to whom, by which text, and when it was.

    The journal says when it was noted.
    """
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    row = Disclosure(
        case=case,
        author_id=actor.id,
        at=at,
        what=what,
        to=to,
        departement_id=departement,
        ground=ground,
        subject_id=subject_id,
    )
    row.save(force_insert=True)
    said = f"{row.get_what_display()} : {row.get_to_display()} ({row.get_ground_display()})"
    append(
        actor=actor,
        case_id=case_id,
        at=at,
        kind=Deed.DISCLOSED,
        text=capfirst(f"{said}."),
        subject_id=row.pk,
    )
    journal.record(
        actor, Event.DISCLOSED, at=now, case_id=case_id, subject_id=row.pk, reason=to.value
    )
    return row


@transaction.atomic
def note_peril(
    *,
    actor: Actor,
    case_id: UUID,
    called: str,
    at: datetime,
    done: str,
    told: str,
    now: datetime,
) -> PerilCall:
    """Note who was called when somebody was in peril. Nobody's consent is needed (CP 223-6).

    Noted after the call, never before it: nothing here may delay it.
    """
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    if not in_paris(at).date() >= LONG_AGO or at > now:
        raise NotPossible("« Quand » : cette heure n’est pas possible.")
    if called == PerilCall.Called.NOBODY and not done.strip():
        raise NotPossible("Personne n’a été appelé : dites pourquoi.")
    peril = PerilCall(case=case, author_id=actor.id, at=at, called=PerilCall.Called(called))
    peril.done, peril.told = done, told
    peril.save(force_insert=True)
    append(
        actor=actor,
        case_id=case_id,
        at=at,
        kind=Deed.PERIL,
        text=f"Appelé : {peril.get_called_display()}, {short_when(at)}.",
        subject_id=peril.pk,
    )
    journal.record(
        actor, Event.PERIL_CALLED, at=now, case_id=case_id, subject_id=peril.pk, reason=called
    )
    if called != PerilCall.Called.NOBODY:
        disclose(
            actor=actor,
            case_id=case_id,
            what=Disclosure.What.CALL,
            to=Disclosure.To.EMERGENCY,
            ground=GroundCode.CP_223_6,
            subject_id=peril.pk,
            at=at,
            now=now,
        )
    return peril

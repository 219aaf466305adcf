"""A hearing: planned, accompanied or not. Never what was said there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import capfirst

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import Conflict, NotPossible
from entremise.base.french import in_paris, short_when
from entremise.cases.actions import append, locked
from entremise.proceedings.models import Deed, Hearing, HearingKind, Presence, RefusedBy


@dataclass(frozen=True, kw_only=True)
class Rendezvous:
    """When and where she is heard."""

    kind: HearingKind
    at: datetime
    unit_id: UUID | None = None
    place: str = ""


@transaction.atomic
def plan_hearing(
    *,
    actor: Actor,
    case_id: UUID,
    rendezvous: Rendezvous,
    presence: str,
    now: datetime,
    held: bool = False,
) -> Hearing:
    """Plan when she is heard, and whether the worker asks to be at her side.

    One of an earlier day is noted as `held`: it cannot be planned any more.
    """
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    if held and rendezvous.at > now:
        raise NotPossible("Cette audition est encore à venir.")
    if not held and in_paris(rendezvous.at).date() < in_paris(now).date():
        raise NotPossible("Cette date est passée : si l’audition a eu lieu, cochez-le.")
    if presence == Presence.REFUSED:
        raise NotPossible("Dites qui a refusé, sur la page de l’audition.")
    hearing = Hearing(
        case=case,
        author_id=actor.id,
        kind=rendezvous.kind,
        at=rendezvous.at,
        unit_id=rendezvous.unit_id,
        presence=Presence(presence),
        state=Hearing.State.HELD if held else Hearing.State.PLANNED,
    )
    hearing.place = rendezvous.place
    hearing.save(force_insert=True)
    _tell_hearing(actor, hearing, now)
    return hearing


@transaction.atomic
def change_hearing(
    *,
    actor: Actor,
    case_id: UUID,
    hearing_id: UUID,
    state: str,
    presence: str,
    refused_by: str,
    attended: bool | None,
    version: int,
    now: datetime,
) -> Hearing:
    """Note the answer about the worker's presence, and whether it took place.

    Conflict if somebody else did since it was read. Nothing of what was said there is written
    anywhere.
    """
    actor.require(Can.PROCEEDING_WRITE)
    locked(actor=actor, case_id=case_id)
    hearing = (
        Hearing.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .get(pk=hearing_id, case_id=case_id)
    )
    if version != hearing.version:
        theirs = " ; ".join([hearing.get_state_display(), *_answers(hearing)])
        raise Conflict(field="presence", theirs=theirs, version=hearing.version)
    if state != hearing.state:
        hearing.move_to(Hearing.State(state))
    if hearing.state == Hearing.State.HELD and hearing.at > now:
        raise NotPossible("Cette audition est encore à venir.")
    if presence == Presence.REFUSED and not refused_by:
        raise NotPossible("Dites qui a refusé votre présence.")
    if attended and presence != Presence.AGREED:
        raise NotPossible("Notez d’abord que votre présence a été acceptée.")
    hearing.presence = Presence(presence)
    hearing.refused_by = RefusedBy(refused_by) if presence == Presence.REFUSED else ""
    hearing.attended = attended if hearing.state == Hearing.State.HELD else None
    hearing.version += 1
    hearing.save(update_fields=["state", "presence", "refused_by", "attended", "version"])
    _tell_hearing(actor, hearing, now)
    return hearing


def _answers(hearing: Hearing) -> list[str]:
    """The answer about the worker's presence, and whether she was accompanied."""
    by = f", par {hearing.get_refused_by_display()}" if hearing.refused_by else ""
    found = [f"présence : {hearing.get_presence_display()}{by}"]
    if hearing.attended is not None:
        found.append("accompagnée" if hearing.attended else "non accompagnée")
    return found


def _tell_hearing(actor: Actor, hearing: Hearing, now: datetime) -> None:
    said = f"{hearing.get_kind_display()}, {hearing.get_state_display()}"
    lines = [f"{said}, {short_when(hearing.at)}", *_answers(hearing)]
    append(
        actor=actor,
        case_id=hearing.case_id,
        at=now,
        kind=Deed.HEARING,
        text="\n".join(f"{capfirst(line)}." for line in lines),
        subject_id=hearing.pk,
    )
    journal.record(
        actor,
        Event.HEARING_CHANGED,
        at=now,
        case_id=hearing.case_id,
        subject_id=hearing.pk,
        reason=hearing.state,
    )

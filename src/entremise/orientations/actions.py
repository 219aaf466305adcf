"""What can be done with an orientation: propose, agree, hand over, write the answer.

Nothing is sent by the software. It records what the worker does, and refuses what she may not.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.cases.actions import append
from entremise.cases.models import Case
from entremise.orientations import queries
from entremise.orientations.models import SHE_CALLS, Consent, Deed, Orientation, Shared, Way
from entremise.partners.models import Need, Service, ServiceKind

State = Orientation.State
DEEDS = {
    State.SENT: Deed.SENT,
    State.ACCEPTED: Deed.ACCEPTED,
    State.DECLINED: Deed.DECLINED,
    State.UNAVAILABLE: Deed.UNAVAILABLE,
    State.KEPT: Deed.KEPT,
    State.NOT_KEPT: Deed.NOT_KEPT,
    State.ALREADY_RECEIVED: Deed.ALREADY_RECEIVED,
    State.DECLINED_BY_PERSON: Deed.DECLINED_BY_PERSON,
}


@transaction.atomic
def propose(
    *,
    actor: Actor,
    case_id: UUID,
    need: str,
    now: datetime,
    service_id: UUID | None = None,
    kind: str = "",
    note: str = "",
    reason: str = "",
) -> Orientation:
    """Propose a service for a need; without a service, a kind is enough (nothing was found).

    Family mediation where conjugal violence is recorded needs a written reason; where none was
    found there is nothing to justify.
    """
    actor.require(Can.ORIENTATION_WRITE)
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=case_id)
    keyring.load([case.pk])
    service = Service.objects.get(pk=service_id) if service_id is not None else None
    if service is not None and service.closed_on is not None:
        raise NotPossible("Ce service est noté comme fermé : choisissez-en un autre.")
    if service is None and not kind:
        raise NotPossible("Choisissez un service, ou dites quelle sorte de service manque.")
    wanted = ServiceKind(service.kind if service is not None else kind)
    if service is not None:
        _refuse_mediation(actor, case.pk, wanted, reason)
    orientation = Orientation(
        case=case,
        author_id=actor.id,
        need=Need(need),
        kind=wanted,
        service=service,
        proposed_on=in_paris(now).date(),
    )
    orientation.note, orientation.reason = note, reason
    orientation.save(force_insert=True)
    _tell(actor, orientation, Deed.PROPOSED, now)
    return orientation


@transaction.atomic
def orient(
    *,
    actor: Actor,
    case_id: UUID,
    need: str,
    now: datetime,
    service_id: UUID | None = None,
    kind: str = "",
    consent: str = Consent.NOT_ASKED.value,
    shared: Iterable[str] = (),
    already: bool = False,
    how: str = "",
    note: str = "",
    reason: str = "",
    appointment_at: datetime | None = None,
    expects_answer_on: date | None = None,
) -> Orientation:
    """Propose, write her answer and hand over, as one screen does; all of it or nothing.

    Without a service, the need is written as unmet that day.
    """
    made = propose(
        actor=actor,
        case_id=case_id,
        need=need,
        service_id=service_id,
        kind=kind,
        note=note,
        reason=reason,
        now=now,
    )
    step: dict[str, Any] = {"actor": actor, "orientation_id": made.pk, "now": now}
    if service_id is None:
        return record_answer(**step, state=State.UNAVAILABLE)
    if already:
        return record_answer(**step, state=State.ALREADY_RECEIVED)
    if consent != Consent.NOT_ASKED:
        made = record_consent(**step, consent=consent, shared=shared)
    if how:
        made = send(
            **step, how=how, expects_answer_on=expects_answer_on, appointment_at=appointment_at
        )
    return made


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    orientation_id: UUID,
    consent: str,
    now: datetime,
    shared: Iterable[str] = (),
) -> Orientation:
    """Write what she answered for this service, and what may be told to it.

    A refusal ends the proposal, without a word of reproach; she may change her mind later.
    """
    actor.require(Can.ORIENTATION_WRITE)
    orientation = _locked(actor, orientation_id)
    answer = Consent(consent)
    if orientation.state != State.PROPOSED:
        raise NotPossible("L’accord se note avant de transmettre.")
    today = in_paris(now).date()
    agreed = answer in (Consent.ORAL, Consent.WRITTEN)
    wanted = set(shared)
    orientation.consent = answer
    orientation.consent_on = None if answer is Consent.NOT_ASKED else today
    orientation.shared = [one.value for one in Shared if agreed and one.value in wanted]
    if answer is Consent.REFUSED:
        orientation.move_to(State.DECLINED_BY_PERSON)
        orientation.answered_on = today
    orientation.save(update_fields=["consent", "consent_on", "shared", "state", "answered_on"])
    _tell(actor, orientation, DEEDS.get(State(orientation.state), Deed.CONSENTED), now)
    return orientation


@transaction.atomic
def send(
    *,
    actor: Actor,
    orientation_id: UUID,
    how: str,
    now: datetime,
    expects_answer_on: date | None = None,
    appointment_at: datetime | None = None,
    reason: str = "",
) -> Orientation:
    """Say that it was handed over, and how. Impossible without her agreement for this service.

    If she agreed to nothing being told, only the service's details can be given to her.
    """
    actor.require(Can.ORIENTATION_WRITE)
    orientation = _locked(actor, orientation_id)
    way, today = Way(how), in_paris(now).date()
    if not orientation.is_agreed:
        raise NotPossible("Notez d’abord son accord pour ce service : sans lui, rien ne part.")
    if orientation.service_id is None:
        raise NotPossible("Choisissez d’abord un service.")
    if not orientation.shared and way not in SHE_CALLS:
        raise NotPossible(
            "Rien ne peut être dit d’elle à ce service : donnez-lui les coordonnées, ou notez"
            " ce qu’elle accepte de laisser dire."
        )
    if expects_answer_on is not None and expects_answer_on < today:
        raise NotPossible("La date de relance est passée : choisissez un jour à venir.")
    # Violence may have been recorded since it was proposed.
    orientation.reason = orientation.reason or reason
    _refuse_mediation(actor, orientation.case_id, orientation.kind, orientation.reason)
    orientation.move_to(State.SENT)
    orientation.sent_how, orientation.sent_on = way, today
    orientation.expects_answer_on = expects_answer_on
    orientation.appointment_at = appointment_at
    orientation.save(
        update_fields=[
            *("state", "sent_how", "sent_on", "expects_answer_on", "appointment_at"),
            "reason_sealed",
        ]
    )
    _tell(actor, orientation, Deed.SENT, now)
    return orientation


@transaction.atomic
def record_answer(
    *,
    actor: Actor,
    orientation_id: UUID,
    state: str,
    now: datetime,
    words: str = "",
) -> Orientation:
    """Write what came of it: accepted, declined, no place, kept, missed, already followed…

    « No place » needs no agreement, since nothing about her was told; kind and day stay as the
    trace of an unmet need.
    """
    actor.require(Can.ORIENTATION_WRITE)
    orientation = _locked(actor, orientation_id)
    target = State(state)
    if target in (State.SENT, State.PROPOSED):
        raise NotPossible("Choisissez une réponse dans la liste.")
    orientation.move_to(target)
    orientation.answered_on = in_paris(now).date()
    orientation.expects_answer_on = None
    if target is State.DECLINED_BY_PERSON and orientation.sent_on is None:
        orientation.consent, orientation.shared = Consent.REFUSED, []
        orientation.consent_on = orientation.answered_on
    if words:
        orientation.answer = "\n".join(filter(None, (orientation.answer, words)))
    orientation.save(
        update_fields=[
            *("state", "answered_on", "expects_answer_on", "answer_sealed"),
            *("consent", "consent_on", "shared"),
        ]
    )
    _tell(actor, orientation, DEEDS[target], now)
    return orientation


@transaction.atomic
def propose_again(*, actor: Actor, orientation_id: UUID, now: datetime) -> Orientation:
    """She had said no and now wants it: her agreement is asked afresh, and no day stands."""
    actor.require(Can.ORIENTATION_WRITE)
    orientation = _locked(actor, orientation_id)
    orientation.move_to(State.PROPOSED)
    orientation.consent, orientation.consent_on, orientation.shared = Consent.NOT_ASKED, None, []
    orientation.sent_how, orientation.sent_on, orientation.answered_on = "", None, None
    orientation.appointment_at = orientation.expects_answer_on = None
    orientation.save(
        update_fields=[
            *("state", "consent", "consent_on", "shared"),
            *("sent_how", "sent_on", "answered_on", "appointment_at", "expects_answer_on"),
        ]
    )
    _tell(actor, orientation, Deed.PROPOSED, now)
    return orientation


@transaction.atomic
def remind_on(*, actor: Actor, orientation_id: UUID, day: date, now: datetime) -> Orientation:
    """Ask again later: the service was called and has not answered."""
    actor.require(Can.ORIENTATION_WRITE)
    orientation = _locked(actor, orientation_id)
    if orientation.state != State.SENT:
        raise NotPossible("Cette orientation n’attend pas de réponse.")
    if day < in_paris(now).date():
        raise NotPossible("La date de relance est passée : choisissez un jour à venir.")
    orientation.expects_answer_on = day
    orientation.save(update_fields=["expects_answer_on"])
    journal.record(
        actor,
        Event.ORIENTATION_CHANGED,
        at=now,
        case_id=orientation.case_id,
        subject_id=orientation.pk,
        reason="reminder",
    )
    return orientation


def _refuse_mediation(actor: Actor, case_id: UUID, kind: str, reason: str) -> None:
    """Without a written reason, where conjugal violence is recorded by now."""
    warned = queries.mediation_warned(actor=actor, case_id=case_id, kind=kind)
    if warned and not reason.strip():
        raise NotPossible(
            "Des violences conjugales sont notées : la médiation familiale est à écarter"
            " (code civil, article 373-2-10). Écrivez pourquoi vous la proposez quand même."
        )


def _locked(actor: Actor, orientation_id: UUID) -> Orientation:
    orientation = (
        Orientation.objects.visible_to(actor)
        .select_related("service__partner")
        .select_for_update(of=("self",))
        .get(pk=orientation_id)
    )
    keyring.load([orientation.case_id])
    return orientation


def _tell(actor: Actor, orientation: Orientation, deed: Deed, now: datetime) -> None:
    """One line for whoever takes over, and one for the journal."""
    what = orientation.service.title if orientation.service else orientation.get_kind_display()
    how = f" : {orientation.get_sent_how_display()}" if deed == Deed.SENT else ""
    append(
        actor=actor,
        case_id=orientation.case_id,
        at=now,
        kind=deed,
        text=f"{what}{how}",
        subject_id=orientation.pk,
    )
    journal.record(
        actor,
        Event.ORIENTATION_CHANGED,
        at=now,
        case_id=orientation.case_id,
        subject_id=orientation.pk,
        reason=orientation.state,
    )

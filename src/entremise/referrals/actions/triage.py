"""What a worker does with a referral of her queue: each deed is one key."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.cases import actions as cases
from entremise.cases.models import Case
from entremise.organisation.queries import protocol_for
from entremise.people.models import NameCard
from entremise.referrals.actions.forgetting import wipe
from entremise.referrals.actions.handing_over import (
    case_to_join,
    danger_said,
    hand_over,
    tell_officers,
)
from entremise.referrals.actions.informants import lines_of
from entremise.referrals.actions.partnering import tell_links_taken
from entremise.referrals.models import (
    Answer,
    Approach,
    CardLot,
    DeclineReason,
    Referral,
    Tier,
    TimelineKind,
    due_at,
    reasons,
    tier,
)
from entremise.referrals.queries import SpeakerLine
from entremise.referrals.queries.reaching import every_channel, reaching_lines

State = Referral.State

DECIDE_FIRST = (
    "Décidez d’abord si une prise de contact est possible sans danger : son souhait n’est pas "
    "connu."
)
TOO_DANGEROUS = (
    "La prise de contact a été jugée trop dangereuse. Changez d’abord cette décision si la "
    "situation a évolué."
)
NOT_HIS = (
    "Cette situation n’est pas celle d’une personne mise en cause : ne l’y rattachez pas, il lui "
    "faut sa propre fiche."
)
HIS_ONLY = (
    "Cette situation est celle d’une personne mise en cause : rien de ce qui concerne une victime "
    "ne doit y entrer. Si c’est bien de la personne mise en cause que parle la saisine, "
    "choisissez « mise en cause »."
)
ALREADY_DONE = "Cette saisine a déjà été traitée. Ouvrez-la pour voir ce qui a été fait."


def waiting(actor: Actor, referral_id: UUID) -> Referral:
    """A referral within reach that still waits, locked; two takers never both pass."""
    actor.require(Can.REFERRAL_TRIAGE)
    referral = (
        Referral.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=referral_id)
    )
    if referral.state != State.RECEIVED:
        raise NotPossible(ALREADY_DONE)
    return referral


@dataclass(frozen=True, kw_only=True)
class OpenReferral:
    """A referral as a worker reads it: everything but the number, which the case's rule guards."""

    referral: Referral
    card: NameCard
    # When the first attempt is due, by the protocol of the place.
    due_at: datetime
    channels: list[dict[str, Any]]
    speakers: list[SpeakerLine]
    # The lot of the card that she was given, if the worker's employer made it.
    lot: CardLot | None
    seen: str
    said: str
    ground: str
    approach: str

    @property
    def has_number(self) -> bool:
        """Whether a number came with it; its value is not here."""
        return bool(self.channels)

    @property
    def reaching(self) -> list[tuple[str, str]]:
        """When and how she said that she can be reached; never the number."""
        return [line for channel in self.channels for line in reaching_lines(channel)]

    @property
    def danger(self) -> str:
        """The facts of danger that were said, in words."""
        return danger_said(self.referral)

    @property
    def tier(self) -> Tier:
        """How soon the first attempt is due."""
        return tier(self.referral)

    @property
    def reasons(self) -> list[str]:
        """What the tier rests on, in words."""
        return reasons(self.referral)


@transaction.atomic
def open_referral(*, actor: Actor, referral_id: UUID, now: datetime) -> OpenReferral:
    """Read who she is and what was said: a deed that the journal keeps.

    The number stays shut: it opens in her case, behind the rule of safe contact.
    """
    actor.require(Can.REFERRAL_TRIAGE)
    referral = (
        Referral.objects.visible_to(actor)
        .select_related(
            "unit", "commune", "queue", "identity", "text", "case", "partner", "employer"
        )
        .get(pk=referral_id)
    )
    keyring.load([referral.pk])
    journal.record(
        actor,
        Event.REFERRAL_READ,
        at=now,
        case_id=referral.case_id,
        subject_id=referral.pk,
    )
    identity, text = referral.identity, referral.text
    channels = every_channel(identity.channel)
    for channel in channels:
        del channel["value"]
    return OpenReferral(
        referral=referral,
        card=NameCard.from_text(identity.card),
        due_at=_due_at(actor, referral),
        channels=channels,
        speakers=lines_of(referral),
        lot=_lot(actor, referral),
        seen=text.seen,
        said=text.said,
        ground=text.ground,
        approach=text.approach,
    )


def _due_at(actor: Actor, referral: Referral) -> datetime:
    assert referral.employer is not None  # noqa: S101  # whoever opens it reads a queue, which has one
    place = referral.employer.departement_id
    return due_at(referral, protocol_for(actor=actor, departement=place))


def _lot(actor: Actor, referral: Referral) -> CardLot | None:
    """The lot whose code came with a referral, within the actor's reach."""
    if referral.card_lot_id is None:
        return None
    known = CardLot.objects.visible_to(actor).select_related("unit")
    return known.filter(pk=referral.card_lot_id).first()


@transaction.atomic
def take(
    *,
    actor: Actor,
    referral_id: UUID,
    post_id: UUID,
    now: datetime,
    person_id: UUID | None = None,
    case_id: UUID | None = None,
    card: NameCard | None = None,
    position: Case.Position = Case.Position.VICTIM,
    restricted: bool = False,
) -> Case:
    """Take a referral: it opens a case, or joins one that the worker already reads.

    What was sealed with the referral is sealed again with the person and the case, then wiped
    here. The officer's receipt says « taken up », unless the case is restricted: then it goes.
    `card` corrects the name as the worker understood it; `person_id` is somebody already known.
    `position` is what the person is in the matter; a case that is joined keeps its own, and opens
    again if it was closed.
    """
    referral = waiting(actor, referral_id)
    if post_id not in actor.post_ids:
        raise NotAllowed(post_id)
    refuse_contact(referral)
    keyring.load([referral.pk])
    restricted = restricted or referral.restricted
    if case_id is not None:
        case = case_to_join(actor=actor, case_id=case_id, restricted=restricted, now=now)
        _refuse_the_other_side(case, position)
    else:
        case = cases.open_case(
            actor=actor,
            post_id=post_id,
            now=now,
            card=card or NameCard.from_text(referral.identity.card),
            person_id=person_id,
            position=position,
            problem=referral.problem,
            restricted=restricted,
            commune_id=referral.commune_id,
            **_spoken(referral),
        )
    kind = TimelineKind.JOINED if case_id else TimelineKind.TAKEN
    hand_over(actor=actor, referral=referral, case=case, kind=kind, now=now)
    _accept(referral, case, post_id, now)
    journal.record(actor, Event.REFERRAL_ACCEPTED, at=now, case_id=case.pk, subject_id=referral.pk)
    return case


def _refuse_the_other_side(case: Case, position: Case.Position) -> None:
    """What is told of one side of the wall of the alleged author never goes to the other."""
    alleged = Case.Position.ALLEGED
    if position == alleged != case.position:
        raise NotPossible(NOT_HIS)
    if case.position == alleged != position:
        raise NotPossible(HIS_ONLY)


def refuse_contact(referral: Referral) -> None:
    """Why nobody may call her yet, or at all."""
    if referral.approach == Approach.TO_DECIDE:
        raise NotPossible(DECIDE_FIRST)
    if referral.approach == Approach.UNSAFE:
        raise NotPossible(TOO_DANGEROUS)


def _accept(referral: Referral, case: Case, post_id: UUID, now: datetime) -> None:
    """It is that case's from now on, and who asked learns it, unless the case is restricted."""
    referral.move_to(State.ACCEPTED)
    referral.case = case
    referral.post_id = post_id
    referral.restricted = case.restricted
    referral.answered_at = now
    referral.save(update_fields=["state", "case", "post", "restricted", "answered_at"])
    tell_officers(referral, case, now)
    tell_links_taken(referral, case, now)


def _spoken(referral: Referral) -> dict[str, Any]:
    """The language in which she asked, and whether she wants an interpreter, for her record."""
    wanted = {Answer.YES: "needed", Answer.NO: "not_needed"}
    return {
        "language": referral.get_language_display(),
        "interpreter": wanted.get(Answer(referral.interpreter), "not_asked"),
    }


@transaction.atomic
def plan(*, actor: Actor, referral_id: UUID, on: date, now: datetime) -> None:
    """Note the day on which she will be tried; the clock of the referral goes on."""
    referral = waiting(actor, referral_id)
    if on < in_paris(now).date():
        raise NotPossible("Choisissez aujourd’hui ou un jour à venir.")
    referral.planned_on = on
    referral.save(update_fields=["planned_on"])
    journal.record(actor, Event.REFERRAL_PLANNED, at=now, subject_id=referral.pk)


@transaction.atomic
def decline(*, actor: Actor, referral_id: UUID, reason: DeclineReason, now: datetime) -> None:
    """End a referral without a case. If she declined herself, nothing of hers stays."""
    referral = waiting(actor, referral_id)
    referral.move_to(State.DECLINED)
    referral.decline_reason = reason
    referral.answered_at = now
    referral.save(update_fields=["state", "decline_reason", "answered_at"])
    if reason is DeclineReason.DECLINED:
        wipe(referral)
    journal.record(actor, Event.REFERRAL_DECLINED, at=now, subject_id=referral.pk, reason=reason)

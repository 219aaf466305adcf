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
from entremise.base.french import in_paris, short_day
from entremise.cases import actions as cases
from entremise.cases.models import Case
from entremise.people import actions as people
from entremise.people.models import NameCard, SafeChannel
from entremise.people.windows import Window
from entremise.referrals.actions.forgetting import wipe
from entremise.referrals.actions.informants import lines_of
from entremise.referrals.actions.partnering import tell_links_taken
from entremise.referrals.models import (
    Answer,
    Approach,
    CardLot,
    DeclineReason,
    Form,
    Informant,
    Receipt,
    Referral,
    Source,
    Tier,
    TimelineKind,
    said_yes,
    tier,
)
from entremise.referrals.queries import SpeakerLine
from entremise.referrals.queries.reaching import reaching_lines

State = Referral.State

# Of these, the worker has just spoken with the person who asks.
SPOKEN_WITH = {Form.PHONE, Form.WALK_IN, Form.CARD}
DECIDE_FIRST = (
    "Décidez d’abord si une prise de contact est possible sans danger : son souhait n’est pas "
    "connu."
)
TOO_DANGEROUS = (
    "La prise de contact a été jugée trop dangereuse. Changez d’abord cette décision si la "
    "situation a évolué."
)
NOT_HIS = (
    "Cette situation n’est pas celle d’une personne mise en cause : ne l’y joignez pas, il lui "
    "faut sa propre fiche."
)
ALREADY_TAKEN = "Cette saisine a déjà été traitée par quelqu’un d’autre."


def waiting(actor: Actor, referral_id: UUID) -> Referral:
    """A referral within reach that still waits, locked; two takers never both pass."""
    actor.require(Can.REFERRAL_TRIAGE)
    referral = (
        Referral.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=referral_id)
    )
    if referral.state != State.RECEIVED:
        raise NotPossible(ALREADY_TAKEN)
    return referral


@dataclass(frozen=True, kw_only=True)
class OpenReferral:
    """A referral as a worker reads it: everything but the number, which the case's rule guards."""

    referral: Referral
    card: NameCard
    channel: dict[str, Any]
    has_number: bool
    speakers: list[SpeakerLine]
    # The lot of the card that she was given, if the worker's employer made it.
    lot: CardLot | None
    seen: str
    said: str
    ground: str
    approach: str

    @property
    def reaching(self) -> list[tuple[str, str]]:
        """When and how she said that she can be reached; never the number."""
        return reaching_lines(self.channel) if self.has_number else []

    @property
    def danger(self) -> str:
        """The facts of danger that were said, in words."""
        return _danger(self.referral)

    @property
    def tier(self) -> Tier:
        """How soon the first attempt is due."""
        return tier(self.referral)


@transaction.atomic
def open_referral(*, actor: Actor, referral_id: UUID, now: datetime) -> OpenReferral:
    """Read who she is and what was said: a deed that the journal keeps.

    The number stays shut: it opens in her case, behind the rule of safe contact.
    """
    actor.require(Can.REFERRAL_TRIAGE)
    referral = (
        Referral.objects.visible_to(actor)
        .select_related("unit", "commune", "queue", "identity", "text", "case", "partner")
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
    channel = identity.channel
    number = channel.pop("value", "")
    return OpenReferral(
        referral=referral,
        card=NameCard.from_text(identity.card),
        channel=channel,
        has_number=bool(number),
        speakers=lines_of(referral),
        lot=_lot(actor, referral),
        seen=text.seen,
        said=text.said,
        ground=text.ground,
        approach=text.approach,
    )


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
    `position` is what the person is in the matter; a case that is joined keeps its own.
    """
    referral = waiting(actor, referral_id)
    if post_id not in actor.post_ids:
        raise NotAllowed(post_id)
    if referral.approach == Approach.TO_DECIDE:
        raise NotPossible(DECIDE_FIRST)
    if referral.approach == Approach.UNSAFE:
        raise NotPossible(TOO_DANGEROUS)
    keyring.load([referral.pk])
    if case_id is not None:
        case = Case.objects.visible_to(actor).get(pk=case_id)
        if position is Case.Position.ALLEGED and case.position != position:
            raise NotPossible(NOT_HIS)
    else:
        case = cases.open_case(
            actor=actor,
            post_id=post_id,
            now=now,
            card=card or NameCard.from_text(referral.identity.card),
            person_id=person_id,
            position=position,
            problem=referral.problem,
            restricted=restricted or referral.restricted,
            commune_id=referral.commune_id,
            **_spoken(referral),
        )
    kind = TimelineKind.JOINED if case_id else TimelineKind.TAKEN
    _hand_over(actor, referral, case, kind, now)
    referral.move_to(State.ACCEPTED)
    referral.case = case
    referral.post_id = post_id
    referral.restricted = case.restricted
    referral.answered_at = now
    referral.save(update_fields=["state", "case", "post", "restricted", "answered_at"])
    _tell_officers(referral, case, now)
    tell_links_taken(referral, case, now)
    journal.record(actor, Event.REFERRAL_ACCEPTED, at=now, case_id=case.pk, subject_id=referral.pk)
    return case


def _spoken(referral: Referral) -> dict[str, Any]:
    """The language in which she asked, and whether she wants an interpreter, for her record."""
    wanted = {Answer.YES: "needed", Answer.NO: "not_needed"}
    return {
        "language": referral.get_language_display(),
        "interpreter": wanted.get(Answer(referral.interpreter), "not_asked"),
    }


def _hand_over(
    actor: Actor, referral: Referral, case: Case, kind: TimelineKind, now: datetime
) -> None:
    """Seal again in the case what the referral held, then wipe it here."""
    cases.append(
        actor=actor,
        case_id=case.pk,
        at=referral.received_at,
        kind=kind,
        text=story(referral),
        subject_id=referral.pk,
    )
    if referral.source == Source.SELF and referral.form in SPOKEN_WITH:
        cases.note_contact(actor=actor, case_id=case.pk, at=referral.received_at)
    channel = referral.identity.channel
    if channel.get("value"):
        keyring.load([case.person_id])
        people.add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind(channel.get("kind", SafeChannel.Kind.PHONE)),
            value=channel["value"],
            now=now,
            words=_words(channel, referral, now),
            checked=_said_today(channel, referral, now),
            case_id=case.pk,
        )
    wipe(referral, informants=False)


def _said_today(channel: dict[str, Any], referral: Referral, now: datetime) -> bool:
    """Whether she said herself, on this very day, that this channel is safe."""
    by_her = channel.get("origin") == SafeChannel.Origin.HERSELF
    return by_her and in_paris(referral.received_at).date() == in_paris(now).date()


def _words(channel: dict[str, Any], referral: Referral, now: datetime) -> people.ChannelWords:
    """What was noted about the channel; « safe » holds only if she said so today."""
    safe = SafeChannel.Safe(channel.get("safe", "unknown"))
    instructions = dict(channel.get("rule", {}))
    if safe is SafeChannel.Safe.YES and not _said_today(channel, referral, now):
        safe = SafeChannel.Safe.UNKNOWN
        # Said beside the channel until she was asked herself; never among what may be told her.
        instructions["given"] = f"le {short_day(referral.received_at)}, à vérifier avec elle"
    return people.ChannelWords(
        safe=safe,
        message=SafeChannel.Message(channel.get("message", "never")),
        origin=SafeChannel.Origin(channel.get("origin", "unknown")),
        owner=SafeChannel.Owner(channel.get("owner", "unknown")),
        window=Window.of(channel.get("window")),
        instructions=instructions,
    )


def _danger(referral: Referral) -> str:
    return ", ".join(str(fact.label) for fact in said_yes(referral))


def story(referral: Referral) -> str:
    """What the referral says, in the words it was written in, for the timeline of the case."""
    parts = (
        ("Danger dit à la saisine", _danger(referral)),
        ("Ce que l’unité a vu", referral.text.seen),
        ("Ce qui a été dit", referral.text.said),
        ("Motif du danger", referral.text.ground),
        ("Décision de prise de contact", referral.text.approach),
        *(("Qui a parlé pour elle", _spoke(line)) for line in lines_of(referral)),
    )
    return "\n".join(f"{label} : {words}" for label, words in parts if words)


def _spoke(line: SpeakerLine) -> str:
    """What crosses into the case of somebody who spoke: his name only if he accepts it."""
    return (
        f"{line.said}. Elle ne le sait peut-être pas." if line.person_may_not_know else line.said
    )


def _tell_officers(referral: Referral, case: Case, now: datetime) -> None:
    """« Taken up » on the receipts of this referral and of its doubles; none if restricted."""
    doubles = Referral.objects.filter(duplicate_of_id=referral.pk)
    known = [referral.receipt_id, *doubles.values_list("receipt_id", flat=True)]
    receipts = Receipt.objects.filter(pk__in=[pk for pk in known if pk is not None])
    if case.restricted:
        receipts.delete()
    else:
        receipts.update(state=Receipt.State.TAKEN_UP, taken_up_on=in_paris(now).date())


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


@transaction.atomic
def mark_duplicate(*, actor: Actor, referral_id: UUID, of: UUID, now: datetime) -> None:
    """Say that a referral repeats another one: what it tells is added there, and wiped here.

    A number that it brings is kept where the other has none.
    """
    if referral_id == of:
        raise NotPossible("Une saisine ne peut pas être le double d’elle-même.")
    # Both rows in one order: two workers who name each other's must not wait for one another.
    for pk in sorted((referral_id, of)):
        Referral.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=pk)
    referral = waiting(actor, referral_id)
    original = Referral.objects.visible_to(actor).get(pk=of)
    if original.state not in (State.RECEIVED, State.ACCEPTED):
        raise NotPossible("L’autre saisine n’est plus en cours : traitez celle-ci.")
    keyring.load([referral.pk, original.pk])
    case = None
    if original.case_id is not None:
        case = Case.objects.visible_to(actor).filter(pk=original.case_id).first()
    if original.case_id is not None and case is None:
        raise NotPossible(
            "L’autre saisine est suivie par un autre poste : redirigez plutôt celle-ci."
        )
    if case is not None:
        _hand_over(actor, referral, case, TimelineKind.JOINED, now)
        Informant.objects.filter(referral=referral).update(referral=original)
    else:
        _merge(referral, original)
        wipe(referral)
    referral.move_to(State.DUPLICATE)
    referral.duplicate_of = original
    referral.answered_at = now
    referral.save(update_fields=["state", "duplicate_of", "answered_at"])
    if case is not None:
        _tell_officers(referral, case, now)
        tell_links_taken(referral, case, now)
    journal.record(
        actor,
        Event.REFERRAL_DECLINED,
        at=now,
        subject_id=referral.pk,
        case_id=original.case_id,
        reason="duplicate",
    )


def _merge(referral: Referral, original: Referral) -> None:
    """Add the words of the double to the original; its facts can only raise the urgency."""
    told = story(referral)
    if told:
        day = short_day(referral.received_at)
        original.text.said = f"{original.text.said}\n\nReçu aussi le {day}.\n{told}".strip()
        original.text.save(update_fields=["said_sealed"])
    theirs, ours = referral.identity, original.identity
    if theirs.channel.get("value") and not ours.channel.get("value"):
        ours.channel = theirs.channel
    if theirs.card and not ours.card:
        ours.card = theirs.card
    ours.save(update_fields=["channel_sealed", "card_sealed"])
    Informant.objects.filter(referral=referral).update(referral=original)
    for fact, answer in referral.facts.items():
        if answer == "yes" or fact not in original.facts:
            original.facts[fact] = answer
    original.save(update_fields=["facts"])

"""Two referrals say the same: one is kept, and holds what both told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.french import short_day
from entremise.cases.models import Case
from entremise.referrals.actions.forgetting import wipe
from entremise.referrals.actions.handing_over import case_to_join, hand_over, story, tell_officers
from entremise.referrals.actions.partnering import tell_links_taken
from entremise.referrals.actions.triage import refuse_contact, waiting
from entremise.referrals.actions.urgency import raise_tier, refuse_lowering
from entremise.referrals.models import (
    Answer,
    Approach,
    Informant,
    Referral,
    Tier,
    TimelineKind,
    tier,
)
from entremise.referrals.queries.reaching import every_channel

State = Referral.State
FOLLOWED_ELSEWHERE = "L’autre saisine est suivie par un autre poste : redirigez plutôt celle-ci."
TAKE_THE_OTHER_FIRST = (
    "Cette saisine est à accès restreint, l’autre ne l’est pas. Prenez l’autre en accès "
    "restreint, puis joignez celle-ci à sa situation."
)


@transaction.atomic
def mark_duplicate(*, actor: Actor, referral_id: UUID, of: UUID, now: datetime) -> None:
    """Say that a referral repeats another one: what it tells is added there, and wiped here.

    A number that it brings is kept where the other has none; a case that was closed opens again.
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
    case = _case_of(actor, original, restricted=referral.restricted, now=now)
    if case is not None:
        refuse_contact(referral)
        joined = TimelineKind.JOINED
        hand_over(actor=actor, referral=referral, case=case, kind=joined, now=now)
        Informant.objects.filter(referral=referral).update(referral=original)
    else:
        soonest = min(tier(referral), tier(original))
        _merge(referral, original)
        _approach_of_both(referral, original)
        _judge_again(actor, original, soonest, now)
        wipe(referral)
    referral.move_to(State.DUPLICATE)
    referral.duplicate_of = original
    referral.answered_at = now
    referral.save(update_fields=["state", "duplicate_of", "answered_at"])
    if case is not None:
        tell_officers(referral, case, now)
        tell_links_taken(referral, case, now)
    # Its own doubles follow, or nobody would answer who made them.
    Referral.objects.filter(duplicate_of=referral).update(duplicate_of=original)
    journal.record(
        actor,
        Event.REFERRAL_DECLINED,
        at=now,
        subject_id=referral.pk,
        case_id=original.case_id,
        reason="duplicate",
    )


def _case_of(actor: Actor, original: Referral, *, restricted: bool, now: datetime) -> Case | None:
    """The case that the original opened or joined, where the double goes too.

    What was told under restricted access is added to no referral that a whole queue reads.
    """
    if original.case_id is None:
        if restricted and not original.restricted:
            raise NotPossible(TAKE_THE_OTHER_FIRST)
        return None
    try:
        return case_to_join(actor=actor, case_id=original.case_id, restricted=restricted, now=now)
    except Case.DoesNotExist:
        raise NotPossible(FOLLOWED_ELSEWHERE) from None


def _merge(referral: Referral, original: Referral) -> None:
    """Add the words of the double to the original; its clock counts from the earlier."""
    told = story(referral)
    if told:
        day = short_day(referral.received_at)
        original.text.said = f"{original.text.said}\n\nReçu aussi le {day}.\n{told}".strip()
        original.text.save(update_fields=["said_sealed"])
    theirs, ours = referral.identity, original.identity
    # Twice the same number is kept twice: the more careful of both words then wins.
    first, *others = [*every_channel(ours.channel), *every_channel(theirs.channel)] or [{}]
    ours.channel = {**first, "others": others} if others else first
    if theirs.card and not ours.card:
        ours.card = theirs.card
    ours.save(update_fields=["channel_sealed", "card_sealed"])
    Informant.objects.filter(referral=referral).update(referral=original)
    for fact, answer in referral.facts.items():
        if answer == "yes" or fact not in original.facts:
            original.facts[fact] = answer
    if referral.minor == Answer.YES or original.minor == Answer.NOT_ASKED:
        original.minor = referral.minor
    if original.interpreter == Answer.NOT_ASKED:
        original.interpreter = referral.interpreter
    original.language = original.language or referral.language
    original.received_at = min(original.received_at, referral.received_at)
    original.save(update_fields=["facts", "minor", "interpreter", "language", "received_at"])


def _approach_of_both(referral: Referral, original: Referral) -> None:
    """Found too dangerous once, she is called by neither: the more careful decision stays."""
    if referral.approach == Approach.UNSAFE != original.approach:
        original.approach = Approach.UNSAFE
        original.text.approach = referral.text.approach
        original.text.save(update_fields=["approach_sealed"])
        original.save(update_fields=["approach"])


def _judge_again(actor: Actor, original: Referral, soonest: Tier, now: datetime) -> None:
    """A double can only raise the urgency, whatever its own rested on: facts, wish, judgement."""
    refuse_lowering(actor=actor, referral=original, now=now)
    if soonest < tier(original):
        raise_tier(actor=actor, referral_id=original.pk, to=soonest, now=now)

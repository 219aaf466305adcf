"""Judging how soon: anybody may raise; lowering the first tier takes two."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.referrals.actions.triage import waiting
from entremise.referrals.models import Approach, Referral, Tier, TierChange, tier

State = TierChange.State


@transaction.atomic
def raise_tier(*, actor: Actor, referral_id: UUID, to: Tier, now: datetime) -> None:
    """Make a referral more urgent: freely, with no reason to give."""
    referral = waiting(actor, referral_id)
    if to >= tier(referral):
        raise NotPossible("Cette urgence n’est pas plus forte que l’urgence actuelle.")
    _write(actor, referral, to, now, state=State.DONE)
    refuse_lowering(actor=actor, referral=referral, now=now)
    _set(referral, to)


def refuse_lowering(*, actor: Actor, referral: Referral, now: datetime) -> None:
    """A lowering that waits was judged before what is known now: it no longer makes sense."""
    referral.tier_changes.filter(state=State.PROPOSED).update(
        state=State.REFUSED, second_by=actor.id, second_at=now
    )


@transaction.atomic
def lower_tier(
    *, actor: Actor, referral_id: UUID, to: Tier, reason: str, now: datetime
) -> TierChange:
    """Make a referral less urgent, with a written reason.

    From the first tier it is only a proposal: another worker reads it again and confirms.
    """
    referral = waiting(actor, referral_id)
    now_at = tier(referral)
    if to <= now_at:
        raise NotPossible("Cette urgence n’est pas plus faible que l’urgence actuelle.")
    if not reason.strip():
        raise NotPossible("Écrivez pourquoi l’urgence baisse.")
    if referral.tier_changes.filter(state=State.PROPOSED).exists():
        raise NotPossible("Une baisse d’urgence attend déjà d’être relue.")
    alone = now_at is not Tier.FIRST
    state = State.DONE if alone else State.PROPOSED
    change = _write(actor, referral, to, now, state=state, reason=reason)
    if alone:
        _set(referral, to)
    return change


@transaction.atomic
def second_lowering(*, actor: Actor, change_id: UUID, agree: bool, now: datetime) -> None:
    """Confirm or refuse a lowering that another worker proposed: the second pair of eyes."""
    actor.require(Can.REFERRAL_TRIAGE)
    # The referral is locked first, as everywhere: raising it meanwhile must not wait for this.
    referral_id = TierChange.objects.values_list("referral_id", flat=True).get(pk=change_id)
    referral = waiting(actor, referral_id)
    change = TierChange.objects.select_for_update(of=("self",)).get(pk=change_id)
    if change.by == actor.id:
        raise NotPossible("Une autre personne que vous doit relire cette baisse d’urgence.")
    change.move_to(State.DONE if agree else State.REFUSED)
    change.second_by = actor.id
    change.second_at = now
    change.save(update_fields=["state", "second_by", "second_at"])
    if agree:
        _set(referral, Tier(change.to_tier))
    journal.record(
        actor,
        Event.REFERRAL_TIER_CHANGED,
        at=now,
        subject_id=referral.pk,
        reason="confirmed" if agree else "refused",
    )


def _write(
    actor: Actor,
    referral: Referral,
    to: Tier,
    now: datetime,
    *,
    state: TierChange.State,
    reason: str = "",
) -> TierChange:
    keyring.load([referral.pk])
    change = TierChange(
        referral=referral, at=now, from_tier=tier(referral), to_tier=to, by=actor.id, state=state
    )
    change.reason = reason.strip()
    change.save(force_insert=True)
    journal.record(
        actor,
        Event.REFERRAL_TIER_CHANGED,
        at=now,
        subject_id=referral.pk,
        reason=f"{change.from_tier}>{change.to_tier}:{state}",
    )
    return change


def _set(referral: Referral, to: Tier) -> None:
    referral.set_tier = to
    referral.save(update_fields=["set_tier"])


@transaction.atomic
def decide_approach(
    *, actor: Actor, referral_id: UUID, safe: bool, reason: str, now: datetime
) -> None:
    """Decide, with a reason, whether she may be approached when her wish is not known."""
    referral = waiting(actor, referral_id)
    if referral.approach == Approach.NOT_NEEDED:
        raise NotPossible("Son souhait est connu : il n’y a rien à décider.")
    if not reason.strip():
        raise NotPossible("Écrivez pourquoi une prise de contact est possible, ou ne l’est pas.")
    keyring.load([referral.pk])
    referral.text.approach = reason.strip()
    referral.text.save(update_fields=["approach_sealed"])
    referral.approach = Approach.SAFE if safe else Approach.UNSAFE
    referral.save(update_fields=["approach"])
    journal.record(
        actor,
        Event.REFERRAL_APPROACH_DECIDED,
        at=now,
        subject_id=referral.pk,
        reason=referral.approach,
    )

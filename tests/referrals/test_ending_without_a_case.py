"""A referral ends without a case: what she refused goes at once, the rest a month later."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.base.errors import NotAllowed, NotPossible
from entremise.people.models import NameCard
from entremise.referrals import actions, queries
from entremise.referrals.models import (
    DeclineReason,
    ReferralIdentity,
    ReferralText,
    Tier,
    TierChange,
    Wish,
)
from referring import refer

pytestmark = pytest.mark.django_db
WEDNESDAY = TUESDAY_TEN + dt.timedelta(days=1)
NOTHING_SAID = {"card": NameCard(), "channel": {}, "seen": "", "said": ""}


def waiting(world):
    with acting_as(world.actor(world.worker)) as actor:
        return queries.queue(actor=actor, now=TUESDAY_TEN)


def forgotten(days):
    with acting_as(Actor(kind=Kind.JOB)) as job:
        return actions.forget_ended(actor=job, now=TUESDAY_TEN + dt.timedelta(days=days))


class TestDecline:
    def test_wipes_at_once_when_she_declined_herself(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            decline(actor, referral_id, DeclineReason.DECLINED)
            assert not bytes(ReferralIdentity.objects.get().card_sealed)
        assert waiting(world) == []

    def test_is_final(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            decline(actor, referral_id, DeclineReason.OUT_OF_SCOPE)
            with pytest.raises(NotPossible):
                decline(actor, referral_id, DeclineReason.OUT_OF_SCOPE)

    def test_wipes_the_rest_after_a_month(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            decline(actor, referral_id, DeclineReason.OUT_OF_SCOPE)
        for days, wiped in ((29, 0), (31, 1), (32, 0)):
            with acting_as(Actor(kind=Kind.JOB)) as job:
                later = TUESDAY_TEN + dt.timedelta(days=days)
                assert actions.forget_ended(actor=job, now=later) == wiped
        with acting_as(world.actor(world.worker)) as actor:
            identity = ReferralIdentity.objects.get()
            with pytest.raises(NotAllowed):
                actions.forget_ended(actor=actor, now=WEDNESDAY)
        assert (bytes(identity.card_sealed), bytes(identity.channel_sealed)) == (b"", b"")


def decline(actor, referral_id, reason):
    actions.decline(actor=actor, referral_id=referral_id, reason=reason, now=TUESDAY_TEN)


class TestHoldingOnlyAReason:
    """No name, no number, no story: the reasons alone may say who she is."""

    def test_the_ground_of_a_danger_is_wiped(self, world):
        refer(world, **NOTHING_SAID, wish=Wish.DANGER, ground="Canarimotif")
        assert self.ended_and_forgotten(world) == 1
        assert self.held(world, ReferralText, "ground_sealed") == b""

    def test_the_reason_of_an_approach_is_wiped(self, world):
        referral_id = refer(world, **NOTHING_SAID, wish=Wish.COULD_NOT_ASK)
        with acting_as(world.actor(world.worker)) as actor:
            actions.decide_approach(
                actor=actor,
                referral_id=referral_id,
                safe=False,
                reason="Canariraison",
                now=TUESDAY_TEN,
            )
        assert self.ended_and_forgotten(world) == 1
        assert self.held(world, ReferralText, "approach_sealed") == b""

    def test_the_reason_of_a_lowering_is_wiped(self, world):
        referral_id = refer(world, **NOTHING_SAID, facts={"firearm": "yes"})
        with acting_as(world.actor(world.worker)) as actor:
            actions.lower_tier(
                actor=actor,
                referral_id=referral_id,
                to=Tier.SECOND,
                reason="Canaribaisse",
                now=TUESDAY_TEN,
            )
        assert self.ended_and_forgotten(world) == 1
        assert self.held(world, TierChange, "reason_sealed") == b""

    def ended_and_forgotten(self, world):
        (row,) = waiting(world)
        with acting_as(world.actor(world.worker)) as actor:
            decline(actor, row.id, DeclineReason.UNSAFE)
        wiped = forgotten(days=31)
        assert forgotten(days=32) == 0
        return wiped

    def held(self, world, model, cell):
        with acting_as(world.actor(world.worker)):
            return bytes(getattr(model.objects.get(), cell))


class TestPage:
    @pytest.mark.parametrize("reason", DeclineReason)
    def test_says_what_is_gone_and_what_goes_later(self, world, reason):
        page = reverse("referrals:decline", args=[refer(world)])
        answer = logged_in_client(world.worker).post(page, {"reason": reason}, follow=True)
        (told,) = [str(message) for message in answer.context["messages"]]
        with acting_as(world.actor(world.worker)):
            gone = not bytes(ReferralIdentity.objects.get().card_sealed)
        assert gone == (reason is DeclineReason.DECLINED)
        assert ("a été effacé" in told) == gone
        assert ("sera effacé dans 30 jours" in told.replace("\u00a0", " ")) != gone

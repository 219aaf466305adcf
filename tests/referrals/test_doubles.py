"""Two referrals say the same: the one that stays is as urgent, and as old, as either."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.base.french import pairs
from entremise.people.models import NameCard, SafeChannel
from entremise.people.queries import channels_of
from entremise.people.safety import Code
from entremise.referrals import actions, queries
from entremise.referrals.models import Tier, Wish
from referring import CHANNEL, refer, sister, take
from visiting import Visitor

pytestmark = pytest.mark.django_db
WEDNESDAY = TUESDAY_TEN + dt.timedelta(days=1)


def double(world, referral_id, of):
    with acting_as(world.actor(world.worker)) as actor:
        actions.mark_duplicate(actor=actor, referral_id=referral_id, of=of, now=WEDNESDAY)


def waiting(world):
    with acting_as(world.actor(world.worker)) as actor:
        return queries.queue(actor=actor, now=WEDNESDAY)


def lower(world, referral_id, to):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.lower_tier(
            actor=actor, referral_id=referral_id, to=to, reason="Canarimotif", now=TUESDAY_TEN
        )


def taken_up_on(world, user):
    with acting_as(world.actor(user)) as actor:
        (line,) = queries.receipts(actor=actor)
    return line.taken_up_on


class TestDuplicate:
    def test_adds_its_words_and_its_facts_to_the_other(self, world):
        first = refer(world, channel={}, facts={"firearm": "no"})
        second = refer(world, said="Canarisuite : il a menacé.", facts={"firearm": "yes"})
        with acting_as(world.actor(world.worker)) as actor:
            actions.mark_duplicate(actor=actor, referral_id=second, of=first, now=WEDNESDAY)
            opened = actions.open_referral(actor=actor, referral_id=first, now=WEDNESDAY)
        assert "Canaridit" in opened.said
        assert "Canarisuite" in opened.said
        assert opened.has_number
        (row,) = waiting(world)
        assert (row.id, row.tier) == (first, Tier.FIRST)

    def test_keeps_the_ways_to_reach_her_of_both(self, world):
        first = refer(world, channel=CHANNEL)
        second = refer(world, channel={**CHANNEL, "value": "06 39 98 55 66", "message": "neutral"})
        double(world, second, first)
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=first, now=WEDNESDAY)
        assert [label for label, _words in opened.reaching].count("Moyen") == 2
        assert "06" not in repr(opened.channels)
        case = take(world, first)
        with acting_as(world.actor(world.worker)):
            assert SafeChannel.objects.filter(person_id=case.person_id).count() == 2

    def test_that_says_a_number_is_dangerous_shuts_it_for_the_other(self, world):
        first = refer(world, channel=CHANNEL)
        double(world, refer(world, channel={**CHANNEL, "safe": "no"}), first)
        case = take(world, first)
        with acting_as(world.actor(world.worker)) as actor:
            lines = channels_of(actor=actor, person_id=case.person_id, now=WEDNESDAY)
        assert [line.call.code for line in lines] == [Code.UNSAFE, Code.UNSAFE]

    def test_found_too_dangerous_to_call_makes_the_other_so(self, world):
        first, second = refer(world), refer(world, wish=Wish.COULD_NOT_ASK)
        with acting_as(world.actor(world.worker)) as actor:
            actions.decide_approach(
                actor=actor, referral_id=second, safe=False, reason="Canarirentre", now=WEDNESDAY
            )
        double(world, second, first)
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=first, now=WEDNESDAY)
        assert opened.approach == "Canarirentre"
        with pytest.raises(NotPossible, match="trop dangereuse"):
            take(world, first)

    def test_of_a_minor_makes_the_other_hers(self, world):
        first = refer(world)
        Visitor().ask(where={"who": "minor", "place": "Roanne"})
        (second,) = (row.id for row in waiting(world) if row.minor)
        double(world, second, first)
        (row,) = waiting(world)
        assert (row.id, row.minor) == (first, True)

    def test_that_nobody_decided_goes_to_no_case(self, world):
        first = refer(world)
        second = refer(world, wish=Wish.COULD_NOT_ASK)
        take(world, first)
        with pytest.raises(NotPossible, match="Décidez d’abord"):
            double(world, second, first)

    def test_both_receipts_say_taken_up(self, world):
        first = refer(world)
        second = refer(world, world.chief)
        with acting_as(world.actor(world.worker)) as actor:
            actions.mark_duplicate(actor=actor, referral_id=second, of=first, now=TUESDAY_TEN)
        take(world, first)
        for user in (world.officer, world.chief):
            with acting_as(world.actor(user)) as actor:
                (line,) = queries.receipts(actor=actor)
            assert line.taken_up_on == TUESDAY_TEN.date()

    def test_is_not_its_own_double(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotPossible):
            actions.mark_duplicate(
                actor=actor, referral_id=referral_id, of=referral_id, now=WEDNESDAY
            )


class TestChoosingTheOther:
    def offered(self, world, referral_id):
        address = reverse("referrals:duplicate", args=[referral_id])
        form = logged_in_client(world.worker).get(address).context["form"]
        return dict(form.fields["of"].choices)

    def test_shows_of_each_what_the_queue_shows(self, world):
        this = refer(world)
        earlier = refer(world, now=TUESDAY_TEN - dt.timedelta(minutes=7))
        urgent = refer(world, facts={"firearm": "yes"})
        offered = self.offered(world, this)
        assert "reçue le 10\xa0mars 2026 à 9\xa0h\xa053" in offered[str(earlier)]
        assert world.station.name in offered[str(earlier)]
        assert "aujourd’hui" in offered[str(urgent)]
        assert "arme à feu" in offered[str(urgent)]
        assert len(set(offered.values())) == 2

    def test_shows_the_reference_that_was_given_online(self, world):
        this = refer(world)
        Visitor().ask(where={"who": "self", "place": "Roanne"})
        (online,) = (row for row in waiting(world) if row.reference)
        offered = self.offered(world, this)
        assert f"référence {pairs(online.reference)}" in offered[str(online.id)]

    def test_shows_no_name_beside_the_others(self, world):
        this = refer(world, card=NameCard(last_name="Vauquelain"))
        refer(world, card=NameCard(last_name="Canarinom"))
        address = reverse("referrals:duplicate", args=[this])
        page = logged_in_client(world.worker).get(address).content.decode()
        assert "VAUQUELAIN" in page
        assert "CANARINOM" not in page.upper()

    def test_alone_in_the_queue_is_said(self, world):
        address = reverse("referrals:duplicate", args=[refer(world)])
        page = logged_in_client(world.worker).get(address).content.decode()
        assert "Aucune autre saisine n’attend dans vos files." in page


class TestUrgencyOfTwo:
    @pytest.mark.parametrize(
        "urgent",
        [
            {"wish": Wish.DANGER, "ground": "Il l’attend dehors."},
            {"asked_tier": Tier.FIRST},
            {"facts": {"firearm": "yes"}},
        ],
    )
    def test_is_that_of_the_more_urgent(self, world, urgent):
        first, second = refer(world), refer(world, **urgent)
        double(world, second, of=first)
        assert waiting(world)[0].tier is Tier.FIRST

    def test_keeps_what_a_worker_raised(self, world):
        first, second = refer(world), refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.raise_tier(actor=actor, referral_id=second, to=Tier.SECOND, now=TUESDAY_TEN)
        double(world, second, of=first)
        assert waiting(world)[0].tier is Tier.SECOND

    def test_new_facts_count_on_one_that_was_lowered(self, world):
        first = refer(world, facts={"separation": "yes"})
        lower(world, first, Tier.THIRD)
        double(world, refer(world, facts={"firearm": "yes"}), of=first)
        assert waiting(world)[0].tier is Tier.FIRST

    def test_is_not_lowered_by_a_quieter_double(self, world):
        first, second = refer(world, facts={"firearm": "yes"}), refer(world)
        double(world, second, of=first)
        assert waiting(world)[0].tier is Tier.FIRST

    def test_stays_as_it_was_judged_where_the_double_says_nothing_more(self, world):
        first, second = refer(world, facts={"separation": "yes"}), refer(world)
        lower(world, first, Tier.THIRD)
        double(world, second, of=first)
        assert waiting(world)[0].tier is Tier.THIRD

    def test_a_lowering_that_waited_is_refused(self, world):
        first = refer(world, facts={"firearm": "yes"})
        other = sister(world)
        change = lower(world, first, Tier.SECOND)
        double(world, refer(world, facts={"strangulation": "yes"}), of=first)
        with acting_as(world.actor(other)) as actor, pytest.raises(NotPossible):
            actions.second_lowering(actor=actor, change_id=change.pk, agree=True, now=WEDNESDAY)
        (row,) = waiting(world)
        assert (row.tier, row.lowering) == (Tier.FIRST, None)


class TestClockOfTwo:
    @pytest.mark.parametrize("turned", [False, True])
    def test_counts_from_the_earlier(self, world, turned):
        early, late = refer(world), refer(world, now=TUESDAY_TEN + dt.timedelta(hours=5))
        kept, gone = (late, early) if turned else (early, late)
        double(world, gone, of=kept)
        (row,) = waiting(world)
        assert (row.id, row.received_at) == (kept, TUESDAY_TEN)


class TestDoublesOfADouble:
    def test_all_officers_learn_that_it_is_taken_up(self, world):
        one, two = refer(world), refer(world, world.chief)
        three = refer(world, world.worker)
        double(world, one, of=two)
        double(world, two, of=three)
        take(world, three)
        for user in (world.officer, world.chief):
            assert taken_up_on(world, user) == TUESDAY_TEN.date()

    def test_all_officers_learn_it_where_the_last_one_is_taken_already(self, world):
        one, two = refer(world), refer(world, world.chief)
        three = refer(world, world.worker)
        take(world, three)
        double(world, one, of=two)
        double(world, two, of=three)
        for user in (world.officer, world.chief):
            assert taken_up_on(world, user) == WEDNESDAY.date()

    def test_one_whose_double_waits_for_an_answer_is_not_sent_on(self, world):
        one, two = refer(world), refer(world, world.chief)
        double(world, one, of=two)
        with pytest.raises(NotPossible, match="Prenez celle-ci, puis transférez la situation"):
            send_on(world, two, world.other_post)
        with pytest.raises(NotPossible, match="prenez celle-ci, puis orientez la personne"):
            send_on(world, two, world.far_post)

    def test_one_whose_double_is_answered_to_nobody_is_sent_on(self, world):
        one, two = refer(world, world.worker), refer(world, world.chief)
        double(world, one, of=two)
        assert send_on(world, two, world.far_post)


def send_on(world, referral_id, post):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.redirect(
            actor=actor,
            referral_id=referral_id,
            queue_id=post.queue_id,
            reason="",
            now=WEDNESDAY,
        )

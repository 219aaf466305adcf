"""The order in which to try: by named rules, real hours first, then least slack."""

import datetime as dt
import json
from itertools import product
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.referrals import queries
from entremise.referrals.models import (
    FIRST_TIER_FACTS,
    SECOND_TIER_FACTS,
    Answer,
    Fact,
    Form,
    Referral,
    Tier,
    Wish,
    not_asked,
    reasons,
    tier,
)
from referring import refer

FRIDAY_FIVE = dt.datetime(2026, 3, 13, 17, 0, tzinfo=TUESDAY_TEN.tzinfo)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
answers = st.dictionaries(st.sampled_from([*Fact]), st.sampled_from([*Answer]))


def referral(**fields):
    return Referral(**{"wish": Wish.AGREES, "facts": {}, **fields})


class TestTier:
    @pytest.mark.parametrize("fact", FIRST_TIER_FACTS)
    def test_is_the_first_for_each_fact_of_the_first_rule(self, fact):
        assert tier(referral(facts={fact: "yes"})) is Tier.FIRST

    @pytest.mark.parametrize("fact", SECOND_TIER_FACTS)
    def test_is_the_second_for_each_fact_of_the_second_rule(self, fact):
        assert tier(referral(facts={fact: "yes"})) is Tier.SECOND

    def test_is_the_third_otherwise_and_says_what_was_not_asked(self):
        one = referral(facts={"firearm": "no"})
        assert tier(one) is Tier.THIRD
        assert Fact.FIREARM not in not_asked(one)
        assert len(not_asked(one)) == len(Fact) - 1

    @given(facts=answers, asked=st.sampled_from([None, *Tier]))
    def test_a_referrer_can_only_raise(self, facts, asked):
        assert tier(referral(facts=facts, asked_tier=asked)) <= tier(referral(facts=facts))

    @given(facts=answers)
    def test_her_own_fear_can_only_raise(self, facts):
        afraid = {**facts, Fact.FEARS_FOR_LIFE: "yes"}
        assert tier(referral(facts=afraid)) <= tier(referral(facts=facts))

    @given(facts=answers)
    def test_each_reason_is_a_fact_and_never_a_figure(self, facts):
        words = reasons(referral(facts=facts))
        assert words == [fact.label for fact in Fact if facts.get(fact) == "yes"]

    @pytest.mark.parametrize(
        ("fields", "asking"),
        [
            ({"form": Form.OFFICER}, "l’unité"),
            ({"form": Form.REVIEW}, "l’unité"),
            ({"form": Form.SELF_INITIATED}, "la liste du matin"),
            ({"form": Form.OFFICER, "redirected_from_id": uuid4()}, "le poste qui l’a redirigée"),
        ],
    )
    def test_says_who_asked_for_an_answer_so_soon(self, fields, asking):
        soon = referral(asked_tier=Tier.FIRST, **fields)
        assert reasons(soon) == [f"{asking} demande une réponse aujourd’hui"]

    @pytest.mark.django_db
    def test_is_the_same_in_the_database(self):
        wishes, decided, asked = [Wish.AGREES, Wish.DANGER], [None, Tier.SECOND], [None, *Tier]
        with connection.cursor() as cursor:
            for fact, wish, set_to, wanted in product([None, *Fact], wishes, decided, asked):
                facts = {fact.value: "yes"} if fact else {}
                one = referral(wish=wish, asked_tier=wanted, set_tier=set_to, facts=facts)
                cursor.execute(
                    "SELECT wall.tier_of(%s::jsonb, %s, %s, %s)",
                    [json.dumps(facts), wish, wanted, set_to],
                )
                assert cursor.fetchone() == (tier(one),)


@pytest.mark.django_db
class TestOneReferral:
    @pytest.mark.parametrize("page", ["referral", "take", "urgency"])
    def test_says_how_soon_why_and_until_when_where_it_is_judged(self, world, page):
        referral_id = refer(world, facts={Fact.FIREARM: "yes"})
        address = reverse(f"referrals:{page}", args=[referral_id])
        shown = logged_in_client(world.worker).get(address).content.decode()
        assert "Première tentative avant le 11\u00a0mars 2026 à 10\u00a0h" in shown
        assert f"aujourd’hui</span>\n {Fact.FIREARM.label}" in shown


@pytest.mark.django_db
class TestQueue:
    def rows(self, world, now):
        with acting_as(world.actor(world.worker)) as actor:
            return queries.queue(actor=actor, now=now)

    def test_puts_the_first_tier_first_then_least_slack(self, world):
        old_third = refer(world, now=FRIDAY_FIVE - 10 * DAY)
        fresh_second = refer(world, now=FRIDAY_FIVE, facts={"escalation": "yes"})
        old_second = refer(world, now=FRIDAY_FIVE - 3 * DAY, facts={"escalation": "yes"})
        first = refer(world, now=FRIDAY_FIVE + HOUR, facts={"strangulation": "yes"})
        order = [row.id for row in self.rows(world, FRIDAY_FIVE + 2 * HOUR)]
        assert order == [first, old_second, old_third, fresh_second]
        due = [row.due_at for row in self.rows(world, FRIDAY_FIVE)][1:]
        assert due == sorted(due)

    def test_the_first_tier_runs_through_the_week_end_and_the_others_do_not(self, world):
        refer(world, now=FRIDAY_FIVE, facts={"strangulation": "yes"})
        refer(world, now=FRIDAY_FIVE, facts={"escalation": "yes"})
        first, second = self.rows(world, FRIDAY_FIVE)
        assert first.due_at == FRIDAY_FIVE + 24 * HOUR
        assert second.due_at == FRIDAY_FIVE + 5 * DAY  # Wednesday: three working days
        late = self.rows(world, FRIDAY_FIVE + 25 * HOUR)
        assert [row.late for row in late] == [True, False]

    def test_shows_no_name_and_no_text(self, world):
        refer(world, facts={"firearm": "yes"})
        (row,) = self.rows(world, FRIDAY_FIVE)
        assert row.reasons == ["arme à feu"]
        assert "anari" not in repr(row).lower()

    @pytest.mark.parametrize("count", [1, 12])
    def test_takes_three_reads_whatever_its_length(self, world, count, django_assert_num_queries):
        for _ in range(count):
            refer(world)
        with acting_as(world.actor(world.worker)) as actor, django_assert_num_queries(3):
            assert len(queries.queue(actor=actor, now=FRIDAY_FIVE)) == count

"""What an officer says of her wish, of what he saw and of himself, and what follows from each."""

import pytest
from django.db import connection
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.cases import actions as cases
from entremise.cases import queries as case_queries
from entremise.referrals import actions, queries
from entremise.referrals.models import Approach, Referral, RefusalCount
from referring import take

pytestmark = pytest.mark.django_db
SEEN, SAID, REFERENCE = "Canarivu, la porte", "Canaridit, elle part", "PV 2026/4417"
ADDRESS = "referrals:refer"


def sends(world, **fields):
    return logged_in_client(world.officer).post(reverse(ADDRESS), fields, follow=True)


def opened(world):
    with acting_as(world.actor(world.worker)) as actor:
        (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
        return actions.open_referral(actor=actor, referral_id=row.id, now=TUESDAY_TEN)


class TestHerWish:
    @pytest.mark.parametrize(
        ("wish", "approach"), [("agrees", "not_needed"), ("could_not_ask", "to_decide")]
    )
    def test_that_nobody_could_ask_leaves_the_decision_to_the_worker(self, world, wish, approach):
        sends(world, wish=wish)
        with acting_as(world.actor(world.worker)):
            assert Referral.objects.get().approach == Approach(approach)

    @pytest.mark.parametrize("card", ["yes", "no", "not_asked"])
    def test_to_be_left_alone_is_counted_with_the_card(self, world, card):
        sends(world, wish="refuses", card_offered=card, said=SAID)
        with acting_as(world.actor(world.worker)):
            count = RefusalCount.objects.get()
            assert (count.unit_id, count.card_offered) == (world.station.pk, card)
            assert list(Referral.objects.all()) == []

    def test_gives_way_to_a_danger_with_a_written_ground_alone(self, world):
        sends(world, wish="danger", ground="  ")
        with acting_as(world.actor(world.worker)):
            assert list(Referral.objects.all()) == []
        sends(world, wish="danger", ground="Il l’attend dehors")
        assert opened(world).ground == "Il l’attend dehors"

    def test_is_the_only_answer_owed_and_the_first_question(self, world):
        page = logged_in_client(world.officer).get(reverse(ADDRESS)).content.decode()
        assert page.count(" data-first") == 1
        assert page.index(" data-first") < page.index('name="phone_safe"')
        assert sends(world, seen=SEEN).context["form"].errors.keys() == {"wish"}

    def test_has_its_consequences_beside_it_and_not_in_a_fold(self, world):
        page = logged_in_client(world.officer).get(reverse(ADDRESS)).content.decode()
        fold = page.index("Danger, motif et autres")
        assert page.index('name="ground"') < fold
        assert page.index('name="card_offered"') < fold


class TestWhatHeSaw:
    def test_is_kept_apart_from_what_she_said(self, world):
        sends(world, wish="agrees", seen=SEEN, said=SAID)
        referral = opened(world)
        assert (referral.seen, referral.said) == (SEEN, SAID)

    def test_is_asked_in_his_own_words(self, world):
        page = logged_in_client(world.officer).get(reverse(ADDRESS)).content.decode()
        assert "Ce que vous avez vu" in page
        assert "Ce qu’elle a dit" in page


class TestWhatWasEstablished:
    def test_is_read_with_the_referral_and_goes_into_the_case(self, world):
        sends(world, wish="agrees", procedure="log_entry")
        assert "main courante" in self.page(world)
        assert "Ce qui a été établi : main courante" in self.told(world)

    def test_is_not_mentioned_where_nobody_asked(self, world):
        sends(world, wish="agrees", said=SAID)
        assert "Ce qui a été établi" not in self.page(world)
        assert "Ce qui a été établi" not in self.told(world)

    def page(self, world):
        address = reverse("referrals:referral", args=[opened(world).referral.pk])
        return logged_in_client(world.worker).get(address).content.decode()

    def told(self, world):
        case = take(world, opened(world).referral.pk)
        with acting_as(world.actor(world.worker)) as actor:
            cases.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
            (line,) = case_queries.timeline(actor=actor, case_id=case.pk)
            return line.text


class TestHisReference:
    def test_comes_back_to_him_and_to_nobody_else(self, world):
        sends(world, wish="agrees", reference=REFERENCE)
        receipts = reverse("referrals:receipts")
        assert REFERENCE in logged_in_client(world.officer).get(receipts).content.decode()
        assert REFERENCE not in logged_in_client(world.chief).get(receipts).content.decode()
        assert REFERENCE not in repr(opened(world))

    def test_is_in_no_figure(self, world):
        sends(world, wish="agrees", reference=REFERENCE)
        for role in ("worker", "coordinator", "steering"):
            client = logged_in_client(getattr(world, role))
            assert REFERENCE not in client.get(reverse("statistics:figures")).content.decode()

    def test_is_out_of_reach_of_whatever_counts(self, world):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('entremise_stat', 'referrals_receipt', 'SELECT'),"
                " has_table_privilege('entremise_stat', 'referrals_referral', 'SELECT')"
            )
            assert cursor.fetchone() == (False, True)

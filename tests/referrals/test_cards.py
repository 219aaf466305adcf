"""Lots of cards: made, counted out, and found again by the code that a caller reads."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed, NotPossible
from entremise.referrals import actions, queries
from entremise.referrals.models import CardLot, Form, Referral, Source, Wish
from entremise.statistics import queries as figures
from referring import refer, sister

pytestmark = pytest.mark.django_db
TODAY = TUESDAY_TEN.date()
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
REFUSED = ["officer", "chief", "dpo", "steering", "admin"]


def make(world, user=None, **changes):
    with acting_as(world.actor(user or world.worker)) as actor:
        return actions.make_lot(
            actor=actor,
            **{
                "post_id": world.post.pk,
                "unit_id": world.station.pk,
                "count": 50,
                "starts_on": TODAY,
                "ends_on": TODAY + dt.timedelta(days=90),
                "now": TUESDAY_TEN,
                **changes,
            },
        )


def hand(world, lot, on=TODAY, count=20, user=None, now=TUESDAY_TEN):
    with acting_as(world.actor(user or world.worker)) as actor:
        return actions.hand_lot(actor=actor, lot_id=lot.pk, on=on, count=count, now=now)


def look_up(world, text, user=None):
    with acting_as(world.actor(user or world.worker)) as actor:
        return actions.look_up_code(actor=actor, text=text, now=TUESDAY_TEN)


def call(world, lot, days, user=None):
    """Somebody calls with her card so many days after the lot was handed."""
    now = TUESDAY_TEN + dt.timedelta(days=days)
    return refer(
        world,
        user or world.worker,
        now=now,
        form=Form.PHONE,
        source=Source.SELF,
        unit_id=None,
        card_lot_id=lot.pk,
    )


class TestMaking:
    def test_gives_each_lot_a_code_of_its_own(self, world):
        lots = [make(world) for _ in range(5)]
        assert len({lot.code for lot in lots}) == 5

    def test_is_for_the_coordinator_too(self, world):
        lot = make(world, world.coordinator)
        assert lot.employer_id == world.employer.pk

    def test_is_in_the_journal_without_a_word(self, world):
        lot = make(world)
        hand(world, lot)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=lot.pk).order_by("created_at")
            assert list(lines.values_list("event", "reason")) == [
                ("cards:made", ""),
                ("cards:handed", ""),
            ]

    @pytest.mark.parametrize("role", REFUSED)
    def test_is_refused_to_the_others(self, world, role):
        with pytest.raises(NotAllowed):
            make(world, getattr(world, role))

    def test_is_refused_for_the_post_of_somebody_else(self, world):
        with pytest.raises(NotAllowed):
            make(world, world.far_worker)

    def test_is_refused_for_a_unit_that_the_post_does_not_cover(self, world):
        with pytest.raises(world.brigade.DoesNotExist):
            make(world, unit_id=world.brigade.pk)

    def test_the_wall_refuses_another_employer_too(self, world):
        stray = CardLot(
            employer=world.association,
            post=world.far_post,
            unit=world.brigade,
            code="balotifo",
            count=10,
            starts_on=TODAY,
            ends_on=TODAY,
            made_by=world.worker.pk,
        )
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            stray.save(force_insert=True)


class TestHanding:
    def test_counts_the_cards_out_on_a_day(self, world):
        lot = hand(world, make(world))
        assert (lot.state, lot.handed_on, lot.handed_count) == ("handed", TODAY, 20)

    @pytest.mark.parametrize("count", [0, 51])
    def test_never_more_than_the_lot_holds(self, world, count):
        with pytest.raises(NotPossible):
            hand(world, make(world), count=count)

    def test_never_tomorrow(self, world):
        with pytest.raises(NotPossible):
            hand(world, make(world), on=TODAY + dt.timedelta(days=1))

    def test_once(self, world):
        lot = hand(world, make(world))
        with pytest.raises(NotPossible):
            hand(world, lot)

    def test_of_another_employer_does_not_exist(self, world):
        with pytest.raises(CardLot.DoesNotExist):
            hand(world, make(world), user=world.far_worker)


class TestReach:
    @pytest.mark.parametrize("role", ["worker", "other_worker", "coordinator"])
    def test_the_service_sees_its_lots(self, world, role):
        lot = make(world)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert [one.pk for one in queries.lots(actor=actor)] == [lot.pk]

    @pytest.mark.parametrize("role", [*REFUSED, "far_worker"])
    def test_others_see_none_even_without_the_python_wall(self, world, role):
        make(world)
        with acting_as(world.actor(getattr(world, role))):
            assert list(CardLot.objects.all()) == []

    @pytest.mark.parametrize("role", [*REFUSED, "far_worker"])
    def test_the_python_wall_alone_hides_them_too(self, world, role):
        make(world)
        with acting_as(world.actor(world.worker)):
            actor = world.actor(getattr(world, role))
            assert list(CardLot.objects.visible_to(actor)) == []


class TestACode:
    def test_leads_to_the_unit_and_the_period(self, world):
        lot = make(world)
        found = look_up(world, lot.said.upper())
        assert (found.lot.pk, found.lot.unit_id) == (lot.pk, world.station.pk)

    def test_proposes_the_earlier_referrals_of_that_unit_and_period(self, world):
        lot = make(world)
        hers = refer(world)
        refer(world, now=TUESDAY_TEN - dt.timedelta(days=40))
        refer(world, world.far_officer, unit_id=world.brigade.pk, source=Source.GENDARMERIE)
        assert [row.id for row in look_up(world, lot.code).earlier] == [hers]

    def test_proposes_only_those_that_the_worker_may_read(self, world):
        lot = make(world)
        refer(world)
        refer(world, world.worker, restricted=True, form=Form.PHONE, source=Source.SELF)
        assert len(look_up(world, lot.code).earlier) == 2
        assert len(look_up(world, lot.code, sister(world)).earlier) == 1
        assert look_up(world, lot.code, world.other_worker).earlier == []

    def test_tells_on_which_days_somebody_said_no(self, world):
        lot = make(world)
        refer(world, wish=Wish.REFUSES)
        refer(world, wish=Wish.REFUSES)
        assert [(day.on, day.n) for day in look_up(world, lot.code).refusals] == [(TODAY, 2)]

    def test_misheard_leads_to_the_nearest(self, world):
        lot = make(world)
        wrong = lot.code[:-1] + {"a": "i", "i": "o", "o": "a"}[lot.code[-1]]
        found = look_up(world, wrong)
        assert found.lot is None
        assert [one.pk for one in found.nearest] == [lot.pk]

    def test_is_enough_to_write_a_referral_down(self, world, django_assert_num_queries):
        lot = make(world)
        with acting_as(world.actor(world.worker)) as actor, django_assert_num_queries(1):
            assert queries.card_heard(actor=actor, text=lot.said).lot == lot

    def test_of_another_employer_is_unknown(self, world):
        found = look_up(world, make(world).code, world.far_worker)
        assert (found.lot, found.nearest, found.earlier) == (None, [], [])

    @pytest.mark.parametrize("role", [*REFUSED, "coordinator"])
    def test_is_looked_up_by_workers_alone(self, world, role):
        lot = make(world)
        with pytest.raises(NotAllowed):
            look_up(world, lot.code, getattr(world, role))

    def test_looked_up_is_in_the_journal_without_the_code(self, world):
        lot = make(world)
        look_up(world, lot.code)
        look_up(world, "rien")
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(event="cards:looked_up")
            found = set(lines.values_list("subject_id", "reason"))
        assert found == {(lot.pk, "code_known"), (None, "code_unknown")}

    def test_is_kept_with_the_referral_and_travels_with_it(self, world):
        lot = make(world)
        referral_id = call(world, lot, 0)
        with acting_as(world.actor(world.worker)) as actor:
            kept = Referral.objects.get(pk=referral_id)
            new_id = actions.redirect(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.other_post.queue_id,
                reason="",
                now=TUESDAY_TEN,
            )
        with acting_as(world.actor(world.other_worker)):
            moved = Referral.objects.get(pk=new_id)
        assert kept.card_lot_id == moved.card_lot_id == lot.pk


class TestPages:
    def test_a_worker_makes_counts_out_and_prints(self, world):
        client = logged_in_client(world.worker)
        made = client.post(
            reverse("referrals:cards"),
            {
                "unit": world.station.pk,
                "post": world.post.pk,
                "count": 30,
                "starts_on": "2026-01-01",
                "ends_on": "2026-03-31",
            },
            follow=True,
        )
        with acting_as(world.actor(world.worker)):
            lot = CardLot.objects.get()
        assert lot.said in made.content.decode()
        client.post(
            reverse("referrals:hand_cards", args=[lot.pk]), {"on": "2026-01-05", "count": 30}
        )
        shown = client.post(reverse("referrals:card_sheet", args=[lot.pk])).content.decode()
        cards = shown[shown.index('class="en-cards"') :]
        assert cards.count(lot.said) == 10
        assert "04" in cards
        for word in ("violence", "police", "gendarm", "commissariat", "Roanne", "victime"):
            assert word not in cards.split("</main>")[0].lower().replace("roanne", "Roanne")

    def test_a_wrong_code_names_the_nearest_beside_the_field(self, world):
        lot = make(world)
        client = logged_in_client(world.worker)
        wrong = lot.code[:-1] + {"a": "i", "i": "o", "o": "a"}[lot.code[-1]]
        sent = {"source": "self", "wish": "agrees", "card_code": wrong}
        refused = client.post(reverse("referrals:record", args=["carte"]), sent)
        assert lot.said in refused.content.decode()
        done = client.post(
            reverse("referrals:record", args=["carte"]), {**sent, "card_code": lot.said}
        )
        assert done.status_code == 302
        with acting_as(world.actor(world.worker)):
            assert Referral.objects.get().card_lot_id == lot.pk

    @pytest.mark.parametrize("year", ["1026", "9999"])
    def test_a_year_that_is_not_ours_is_said_beside_its_day(self, world, year):
        sent = {"unit": world.station.pk, "post": world.post.pk, "count": 30}
        days = {"starts_on": "1026-01-01", "ends_on": f"{year}-03-31"}
        client = logged_in_client(world.worker)
        refused = client.post(reverse("referrals:cards"), {**sent, **days})
        assert set(refused.context["form"].errors) == {"starts_on", "ends_on"}

    def test_a_referral_with_a_code_proposes_the_others_of_that_unit(self, world):
        lot = make(world)
        referral_id = call(world, lot, 0)
        client = logged_in_client(world.worker)
        page = client.get(reverse("referrals:referral", args=[referral_id])).content.decode()
        assert lot.said in page
        assert world.station.name in page
        assert "Voir les saisines de cette unité à cette période" in page

    def test_a_code_can_be_typed_during_a_call(self, world):
        client = logged_in_client(world.worker)
        page = client.get(reverse("contact:incoming")).content.decode()
        assert f'action="{reverse("referrals:card_found")}"' in page

    def test_a_lot_of_another_employer_is_not_told_to_who_received_the_referral(self, world):
        referral_id = call(world, make(world), 0)
        with acting_as(world.actor(world.worker)) as actor:
            new_id = actions.redirect(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.far_post.queue_id,
                reason="",
                now=TUESDAY_TEN,
            )
        with acting_as(world.actor(world.far_worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=new_id, now=TUESDAY_TEN)
        assert opened.lot is None

    def test_the_code_travels_in_the_body(self, world):
        lot = make(world)
        client = logged_in_client(world.worker)
        found = client.post(reverse("referrals:card_found"), {"code": lot.said})
        assert world.station.name in found.content.decode()

    def test_a_coordinator_makes_lots_and_looks_no_code_up(self, world):
        client = logged_in_client(world.coordinator)
        assert client.get(reverse("referrals:cards")).status_code == 200
        assert client.get(reverse("referrals:card_found")).status_code == 404

    @pytest.mark.parametrize("role", REFUSED)
    def test_others_find_no_page(self, world, role):
        client = logged_in_client(getattr(world, role))
        assert client.get(reverse("referrals:cards")).status_code == 404


class TestDelays:
    def delays(self, world, role="worker"):
        with acting_as(world.actor(getattr(world, role))) as actor:
            return figures.card_delays(actor=actor, first=FIRST, last=LAST)

    def test_run_from_the_handing_to_the_call_with_their_long_tail(self, world):
        lot = hand(world, make(world))
        for days in (0, 3, 20, 60, 200):
            call(world, lot, days)
        (row,) = self.delays(world)
        assert (row.unit, row.n, row.median) == (world.station.name, 5, 20)
        tail = (row.within_week, row.within_month, row.within_quarter, row.within_year, row.beyond)
        assert tail == (2, 1, 1, 1, 0)
        assert row.p90 > 100

    def test_leave_out_a_lot_that_nobody_counted_out(self, world):
        call(world, make(world), 3)
        assert self.delays(world) == []

    def test_count_for_a_coordinator_the_calls_of_her_employer(self, world):
        call(world, hand(world, make(world)), 3)
        assert [row.n for row in self.delays(world, "coordinator")] == [1]
        assert self.delays(world, "far_worker") == []

    def test_hide_small_counts_from_the_committee(self, world):
        lot = hand(world, make(world))
        for days in (1, 2, 3):
            call(world, lot, days)
        (row,) = self.delays(world, "steering")
        assert (row.n, row.median, row.p90, row.within_week) == (None, None, None, None)

    def test_hide_every_class_where_one_is_small(self, world):
        lot = hand(world, make(world))
        for days in (1, 1, 2, 2, 3, 200):
            call(world, lot, days)
        (row,) = self.delays(world, "steering")
        assert (row.n, row.median, row.within_week, row.within_year) == (6, None, None, None)

    @pytest.mark.parametrize("role", ["officer", "chief", "dpo", "admin"])
    def test_are_refused_to_the_others(self, world, role):
        with pytest.raises(NotAllowed):
            self.delays(world, role)


class TestTheVisitor:
    def test_a_code_is_resolved_for_what_is_sent_and_said_to_nobody(self, world):
        lot = make(world)
        with acting_as(world.actor(world.officer)) as actor:
            assert queries.lot_of_code(actor=actor, text=lot.said) == lot.pk
            assert queries.lot_of_code(actor=actor, text="") is None
            assert list(CardLot.objects.all()) == []

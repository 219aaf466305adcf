"""A referral goes in; units never read it again, and others only what their work needs."""

import pytest
from django.db import ProgrammingError, connection, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.access.roles import Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases import actions as cases
from entremise.referrals import actions, queries
from entremise.referrals.models import (
    Form,
    Receipt,
    Referral,
    ReferralIdentity,
    ReferralText,
    RefusalCount,
    Source,
    TierChange,
    Wish,
)
from entremise.referrals.models.routing import AssignReason
from referring import content, refer, sister, take

pytestmark = pytest.mark.django_db
OTHERS = ["other_worker", "far_worker", "officer", "chief", "dpo", "steering", "admin"]


class TestReceiving:
    def test_puts_it_in_the_queue_that_covers_the_unit(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
            opened = actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)
        assert (row.id, row.queue_id) == (referral_id, world.post.queue_id)
        assert opened.card.display == "Zélie CANARINOM"
        assert opened.said.startswith("Canaridit")

    def test_shows_the_number_to_nobody_before_it_is_in_a_case(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)
        assert opened.has_number
        assert "06 99" not in repr(opened)

    def test_the_reading_is_in_the_journal(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=referral_id)
            assert set(lines.values_list("event", flat=True)) == {
                "referral:received",
                "referral:read",
            }

    def test_seals_what_is_personal(self, world):
        refer(world)
        with acting_as(world.actor(world.worker)):
            identity, text = ReferralIdentity.objects.get(), ReferralText.objects.get()
        cells = (identity.card_sealed, identity.channel_sealed, text.seen_sealed, text.said_sealed)
        assert all(cells)
        assert not any(b"Canari" in bytes(cell) for cell in cells)

    def test_refuses_an_officer_for_another_unit(self, world):
        with acting_as(world.actor(world.officer)) as actor, pytest.raises(NotAllowed):
            actions.receive(
                actor=actor, content=content(world, unit_id=world.brigade.pk), now=TUESDAY_TEN
            )

    def test_the_wall_refuses_it_too(self, world):
        stray = Referral(
            unit=world.brigade,
            source=Source.POLICE,
            form=Form.OFFICER,
            wish=Wish.AGREES,
            received_at=TUESDAY_TEN,
            referrer_id=world.officer.pk,
        )
        with (
            acting_as(world.actor(world.officer)),
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            stray.save(force_insert=True)

    @pytest.mark.parametrize("role", ["coordinator", "dpo", "steering", "admin"])
    def test_refuses_those_who_refer_nobody(self, world, role):
        with acting_as(world.actor(getattr(world, role))) as actor, pytest.raises(NotAllowed):
            actions.receive(actor=actor, content=content(world), now=TUESDAY_TEN)


class TestReach:
    @pytest.mark.parametrize("role", [*OTHERS, "coordinator"])
    def test_others_see_nothing_even_without_the_python_wall(self, world, role):
        refer(world)
        with acting_as(world.actor(getattr(world, role))):
            for model in (Referral, ReferralIdentity, ReferralText, TierChange):
                assert list(model.objects.all()) == []

    @pytest.mark.parametrize("role", OTHERS)
    def test_the_python_wall_alone_hides_it_too(self, world, role):
        refer(world)
        user = getattr(world, role)
        with acting_as(world.actor(world.worker)):
            assert list(Referral.objects.visible_to(world.actor(user))) == []

    def test_a_sister_post_shares_the_queue(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(sister(world))) as actor:
            assert [row.id for row in queries.queue(actor=actor, now=TUESDAY_TEN)] == [referral_id]

    def test_a_restricted_one_is_read_by_who_wrote_it_down_alone(self, world):
        other = sister(world)
        referral_id = refer(
            world, world.worker, restricted=True, form=Form.PHONE, source=Source.SELF
        )
        with acting_as(world.actor(world.worker)) as actor:
            assert [row.id for row in queries.queue(actor=actor, now=TUESDAY_TEN)] == [referral_id]
        with acting_as(world.actor(other)) as actor:
            assert list(Referral.objects.all()) == []
            with pytest.raises(Referral.DoesNotExist):
                actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)

    def test_which_cases_are_restricted_is_told_to_who_leaves_them_out_alone(self, world):
        case = take(world, refer(world), restricted=True)
        told = {}
        for name in ("worker", "other_worker", "far_worker", "coordinator", "officer"):
            with acting_as(world.actor(getattr(world, name))), connection.cursor() as cursor:
                cursor.execute("SELECT wall.restricted_case_ids()")
                (told[name],) = cursor.fetchone()
        assert told.pop("worker") == [case.pk]
        assert set(map(tuple, told.values())) == {()}

    def test_an_officer_adds_nothing_to_what_another_wrote(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.chief)), connection.cursor() as cursor:
            cursor.execute("SELECT wall.writes_referral(%s)", [referral_id])
            assert cursor.fetchone() == (False,)


class TestRefusal:
    def test_leaves_a_count_and_nothing_personal(self, world):
        with acting_as(world.actor(world.officer)) as actor:
            outcome = actions.receive(
                actor=actor,
                content=content(world, wish=Wish.REFUSES, card_offered="yes"),
                now=TUESDAY_TEN,
            )
            assert list(Receipt.objects.all()) == []
        assert outcome.counted_only
        with acting_as(world.actor(world.worker)):
            (count,) = RefusalCount.objects.all()
            assert (count.unit_id, count.card_offered) == (world.station.pk, "yes")
            for model in (Referral, ReferralIdentity, ReferralText):
                assert list(model.objects.all()) == []

    def test_gives_way_to_a_danger_only_with_a_written_ground(self, world):
        without = content(world, wish=Wish.DANGER)
        with (
            acting_as(world.actor(world.officer)) as actor,
            pytest.raises(NotPossible, match="pourquoi le danger"),
        ):
            actions.receive(actor=actor, content=without, now=TUESDAY_TEN)
        refer(world, wish=Wish.DANGER, ground="Canarimotif : il a une arme.")
        with acting_as(world.actor(world.worker)) as actor:
            (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
        assert row.tier == 1

    def test_the_table_itself_refuses_to_keep_one(self, world):
        names = {constraint.name for constraint in Referral._meta.constraints}
        assert "referral_never_keeps_a_refusal" in names


class TestUncoveredPlace:
    def test_waits_for_the_coordinators_of_the_departement_by_hour_and_place_only(self, world):
        unit = lonely_unit(world)
        referral_id = refer(world, unit_officer(world, unit), unit_id=unit.pk)
        with acting_as(world.actor(world.coordinator)) as actor:
            (waiting,) = queries.waiting_unread(actor=actor)
            assert (waiting.id, waiting.unit, waiting.queue) == (referral_id, unit.name, "")
            assert list(Referral.objects.all()) == []

    def test_a_coordinator_gives_it_to_a_queue_without_reading_it(self, world):
        unit = lonely_unit(world)
        referral_id = refer(world, unit_officer(world, unit), unit_id=unit.pk)
        with acting_as(world.actor(world.coordinator)) as actor:
            actions.assign(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.post.queue_id,
                reason=AssignReason.CLOSEST,
                now=TUESDAY_TEN,
            )
            assert queries.waiting_unread(actor=actor) == []
        with acting_as(world.actor(world.worker)) as actor:
            opened = actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)
        assert opened.card.last_name == "Canarinom"

    def test_a_coordinator_does_not_move_what_a_worker_reads(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.coordinator)) as actor, pytest.raises(NotAllowed):
            actions.assign(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.other_post.queue_id,
                reason=AssignReason.CLOSEST,
                now=TUESDAY_TEN,
            )

    def test_the_officer_is_told(self, world):
        unit = lonely_unit(world)
        with acting_as(world.actor(unit_officer(world, unit))) as actor:
            reading = queries.reading_of(actor=actor, unit_id=unit.pk, now=TUESDAY_TEN)
        assert not reading.covered
        assert reading.readers == []


class TestReceipt:
    def test_says_received_then_taken_up_to_its_officer_alone(self, world):
        referral_id = refer(world, reference="PV 2026/1234")
        with acting_as(world.actor(world.worker)) as actor:
            actions.take(
                actor=actor, referral_id=referral_id, post_id=world.post.pk, now=TUESDAY_TEN
            )
        with acting_as(world.actor(world.officer)) as actor:
            (line,) = queries.receipts(actor=actor)
        assert line.reference == "PV 2026/1234"
        assert line.taken_up_on == TUESDAY_TEN.date()
        with acting_as(world.actor(world.chief)) as actor:
            assert queries.receipts(actor=actor) == []
            assert list(Receipt.objects.all()) == []

    def test_is_withdrawn_when_the_case_is_restricted(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.take(
                actor=actor,
                referral_id=referral_id,
                post_id=world.post.pk,
                now=TUESDAY_TEN,
                restricted=True,
            )
        with acting_as(world.actor(world.officer)):
            assert list(Receipt.objects.all()) == []

    def test_is_withdrawn_when_the_case_is_restricted_later(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            case = actions.take(
                actor=actor, referral_id=referral_id, post_id=world.post.pk, now=TUESDAY_TEN
            )
            cases.restrict(actor=actor, case_id=case.pk, reader_ids=[], now=TUESDAY_TEN)
        with acting_as(world.actor(world.officer)):
            assert list(Receipt.objects.all()) == []

    def test_never_says_more_than_received_when_it_ends_without_a_case(self, world):
        referral_id = refer(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.decline(
                actor=actor, referral_id=referral_id, reason="declined", now=TUESDAY_TEN
            )
        with acting_as(world.actor(world.officer)) as actor:
            (line,) = queries.receipts(actor=actor)
        assert line.taken_up_on is None


def lonely_unit(world):
    """A unit of the Loire that no post covers."""
    with acting_as(world.actor(world.admin)):
        return world.add_unit("Brigade de Saint-Chamond", "gendarmerie", "42207")


def unit_officer(world, unit):
    with acting_as(world.actor(world.admin)):
        return world.add_member(Role.OFFICER, unit=unit)

"""What is said back to a partner: received; more only if she agrees; to an official, never."""

import pytest
from django.db import IntegrityError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotPossible
from entremise.referrals import actions, queries
from entremise.referrals.models import DeclineReason, Due, PartnerReceipt, Referral, Source
from entremise.referrals.queries.links import actor_of_link
from partnering import content, open_access, refer, said_to, take

pytestmark = pytest.mark.django_db


class TestWhatIsSaidBack:
    def test_is_received_then_taken_up_if_she_agrees(self, world):
        link, _key = open_access(world)
        outcome = refer(link)
        assert said_to(link) == ["reçue"]
        take(world, outcome.referral_id)
        assert said_to(link) == ["prise en charge"]

    def test_is_received_only_without_her_agreement(self, world):
        link, _key = open_access(world)
        outcome = refer(link, due=Due.RECEIVED)
        take(world, outcome.referral_id)
        assert said_to(link) == ["reçue"]

    def test_is_received_only_to_an_elected_official_whatever_was_agreed(self, world):
        link, _key = open_access(world, source=Source.ELECTED)
        outcome = refer(link, due=Due.ANSWER)
        with acting_as(world.actor(world.worker)) as actor:
            actions.decide_approach(
                actor=actor,
                referral_id=outcome.referral_id,
                safe=True,
                reason="Elle appelle d’elle-même.",
                now=TUESDAY_TEN,
            )
        take(world, outcome.referral_id)
        assert said_to(link) == ["reçue"]

    def test_the_database_itself_tells_an_elected_official_no_more(self, world):
        link, _key = open_access(world, source=Source.ELECTED)
        refer(link)
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            PartnerReceipt.objects.update(state="taken_up", due="answer")

    def test_is_withdrawn_of_a_restricted_case(self, world):
        link, _key = open_access(world)
        outcome = refer(link)
        take(world, outcome.referral_id, restricted=True)
        assert said_to(link) == []

    def test_may_be_that_she_could_not_be_reached(self, world):
        link, _key = open_access(world)
        refer(link)
        with acting_as(world.actor(world.worker)) as actor:
            (owed,) = queries.owed_answers(actor=actor)
            actions.tell_partner(
                actor=actor,
                receipt_id=owed.id,
                said=PartnerReceipt.State.NOT_REACHED,
                now=TUESDAY_TEN,
            )
            assert queries.owed_answers(actor=actor) == []
        assert said_to(link) == ["la personne n’a pas pu être jointe"]

    def test_is_read_by_its_own_access_alone(self, world):
        link, _key = open_access(world)
        partner = link.partner
        refer(link)
        other, _other_key = open_access(world, partner=partner)
        assert said_to(other) == []

    def test_holds_the_reference_of_the_partner_and_nothing_of_the_referral(self, world):
        link, _key = open_access(world)
        refer(link)
        with acting_as(actor_of_link(link.pk)) as actor:
            (line,) = queries.own_receipts(actor=actor)
        assert line.reference == "Canariref 7"
        assert not hasattr(line, "id")


class TestByTelephone:
    def ring(self, world, **changes):
        with acting_as(world.actor(world.worker)) as actor:
            return actions.receive(
                actor=actor, content=content(**{"source": Source.PMI, **changes}), now=TUESDAY_TEN
            )

    def owed(self, world, user=None):
        with acting_as(world.actor(user or world.worker)) as actor:
            return queries.owed_answers(actor=actor)

    def test_an_answer_is_owed_until_it_is_ticked(self, world):
        outcome = self.ring(world)
        (owed,) = self.owed(world)
        assert owed.contact == "Mme Canarisociale, poste 12"
        assert not owed.only_received
        take(world, outcome.referral_id)
        with acting_as(world.actor(world.worker)) as actor:
            actions.tell_partner(
                actor=actor,
                receipt_id=owed.id,
                said=PartnerReceipt.State.TAKEN_UP,
                now=TUESDAY_TEN,
            )
            lines = JournalEntry.objects.filter(subject_id=owed.id)
        with acting_as(world.actor(world.dpo)):
            assert list(lines.values_list("event", "reason")) == [("partner:answered", "taken_up")]
        assert self.owed(world) == []

    def test_nothing_is_owed_where_nothing_was_asked(self, world):
        self.ring(world, due=Due.NOTHING)
        assert self.owed(world) == []

    def test_taken_up_is_not_said_before_it_is(self, world):
        self.ring(world)
        (owed,) = self.owed(world)
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotPossible):
            actions.tell_partner(
                actor=actor,
                receipt_id=owed.id,
                said=PartnerReceipt.State.TAKEN_UP,
                now=TUESDAY_TEN,
            )

    def tell(self, world, receipt_id, said):
        with acting_as(world.actor(world.worker)) as actor:
            return actions.tell_partner(
                actor=actor,
                receipt_id=receipt_id,
                said=PartnerReceipt.State(said),
                now=TUESDAY_TEN,
            )

    def test_received_does_not_settle_what_she_agreed_to(self, world):
        self.ring(world)
        (owed,) = self.owed(world)
        with pytest.raises(NotPossible):
            self.tell(world, owed.id, "received")
        assert [one.id for one in self.owed(world)] == [owed.id]

    def test_received_settles_it_once_it_ended_without_a_case(self, world):
        outcome = self.ring(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.decline(
                actor=actor,
                referral_id=outcome.referral_id,
                reason=DeclineReason.DECLINED,
                now=TUESDAY_TEN,
            )
        (owed,) = self.owed(world)
        assert owed.ended
        self.tell(world, owed.id, "received")
        assert self.owed(world) == []

    def test_the_double_of_one_that_is_taken_is_taken_up(self, world):
        first = self.ring(world, due=Due.NOTHING)
        take(world, first.referral_id)
        second = self.ring(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.mark_duplicate(
                actor=actor,
                referral_id=second.referral_id,
                of=first.referral_id,
                now=TUESDAY_TEN,
            )
        (owed,) = self.owed(world)
        assert owed.taken
        assert self.tell(world, owed.id, "taken_up").state == "taken_up"

    @pytest.mark.parametrize("said", ["taken_up", "not_reached"])
    def test_more_than_received_is_refused_without_her_agreement(self, world, said):
        self.ring(world, due=Due.RECEIVED)
        (owed,) = self.owed(world)
        assert owed.only_received
        with acting_as(world.actor(world.worker)) as actor:
            with pytest.raises(NotPossible):
                actions.tell_partner(
                    actor=actor,
                    receipt_id=owed.id,
                    said=PartnerReceipt.State(said),
                    now=TUESDAY_TEN,
                )
            actions.tell_partner(
                actor=actor,
                receipt_id=owed.id,
                said=PartnerReceipt.State.RECEIVED,
                now=TUESDAY_TEN,
            )
        assert self.owed(world) == []

    def test_an_elected_official_who_rings_is_owed_received_and_no_more(self, world):
        with pytest.raises(NotPossible):
            self.ring(world, source=Source.ELECTED)
        self.ring(world, source=Source.ELECTED, due=Due.RECEIVED)
        (owed,) = self.owed(world)
        assert owed.elected
        assert owed.only_received

    def test_another_post_owes_nothing_and_answers_nothing(self, world):
        self.ring(world)
        (owed,) = self.owed(world)
        assert self.owed(world, world.other_worker) == []
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(Referral.DoesNotExist),
        ):
            actions.tell_partner(
                actor=actor,
                receipt_id=owed.id,
                said=PartnerReceipt.State.RECEIVED,
                now=TUESDAY_TEN,
            )

    @pytest.mark.parametrize("role", ["officer", "coordinator", "dpo", "far_worker"])
    def test_nobody_else_reads_what_is_owed_even_without_the_python_wall(self, world, role):
        self.ring(world)
        with acting_as(world.actor(getattr(world, role))):
            assert list(PartnerReceipt.objects.all()) == []

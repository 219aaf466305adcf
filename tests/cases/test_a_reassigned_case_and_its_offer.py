"""A coordinator's decision settles an offer that waits: nobody takes the case after it."""

import pytest
from django.utils import timezone

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases import actions, queries
from entremise.cases.models import Case, Loan, Transfer
from lending import break_glass, sees

pytestmark = pytest.mark.django_db


@pytest.fixture
def third(world):
    """A post of the same employer, and who holds it."""
    with acting_as(world.actor(world.admin)):
        post = world.add_post("Feurs", world.employer, "42218")
        return world.add_holder(post)


@pytest.fixture
def offered(world):
    """A case of Roanne that Firminy was offered, and reads to answer."""
    case = world.case_of(world.worker)
    with acting_as(world.actor(world.worker)) as actor:
        transfer = actions.propose_transfer(
            actor=actor, case_id=case.pk, post_id=world.other_post.pk, reason="", now=TUESDAY_TEN
        )
    assert sees(world, world.other_worker, case)
    return transfer


def reassign(world, case, user):
    (post_id,) = world.actor(user).post_ids
    with acting_as(world.actor(world.coordinator)) as actor:
        actions.reassign(actor=actor, case_id=case.pk, post_id=post_id, now=TUESDAY_TEN)


class TestReassigning:
    def test_withdraws_the_offer_and_the_reading_that_it_gave(self, world, offered, third):
        reassign(world, offered.case, third)
        assert sees(world, third, offered.case)
        assert not sees(world, world.other_worker, offered.case)
        with acting_as(world.actor(third)):
            kept = Transfer.objects.get()
            assert (kept.state, kept.answered_at) == (Transfer.State.REFUSED, TUESDAY_TEN)

    def test_leaves_nothing_to_answer(self, world, offered, third):
        reassign(world, offered.case, third)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert queries.transfers_to_answer(actor=actor) == []
            with pytest.raises(Transfer.DoesNotExist):
                actions.accept_transfer(actor=actor, transfer_id=offered.pk, now=TUESDAY_TEN)

    def test_ends_no_other_reading(self, world, offered, third):
        with acting_as(world.actor(world.worker)) as actor:
            actions.share(
                actor=actor,
                case_id=offered.case_id,
                post_id=world.other_post.pk,
                until=None,
                now=TUESDAY_TEN,
            )
        reassign(world, offered.case, third)
        assert sees(world, world.other_worker, offered.case)

    def test_lets_a_coordinator_end_no_sharing_past_the_python_wall(self, world, offered):
        break_glass(world, world.other_worker, offered.case)
        with acting_as(world.actor(world.coordinator)):
            Loan.objects.exclude(ground=Loan.Ground.TRANSFER).delete()
        with acting_as(world.actor(world.worker)):
            assert Loan.objects.filter(ground=Loan.Ground.GLASS).exists()


class TestAnOfferOfAPostThatFollowsNoMore:
    def test_is_not_accepted(self, world, offered, third):
        with acting_as(world.actor(world.coordinator)):
            Case.objects.filter(pk=offered.case_id).update(post=min(world.actor(third).post_ids))
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(NotPossible, match="changé de poste"),
        ):
            actions.accept_transfer(actor=actor, transfer_id=offered.pk, now=timezone.now())
        assert sees(world, third, offered.case)

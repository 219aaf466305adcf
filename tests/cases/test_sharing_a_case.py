"""Another post follows the case too: once, until a day or until it is ended."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases import actions
from entremise.cases.models import Loan
from entremise.organisation.models import Post
from lending import sees

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


def share(world, case, *, post=None, until=None, now=TUESDAY_TEN):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.share(
            actor=actor,
            case_id=case.pk,
            post_id=(post or world.other_post).pk,
            until=until,
            now=now,
        )


def end(world, case, loan):
    with acting_as(world.actor(world.worker)) as actor:
        actions.end_share(actor=actor, case_id=case.pk, loan_id=loan.pk, now=TUESDAY_TEN)


def goes(world, case, by, giver, taker, post):
    """The case goes from one post to another, offered and accepted or given by the coordinator."""
    if by == "coordinator":
        with acting_as(world.actor(world.coordinator)) as actor:
            actions.reassign(actor=actor, case_id=case.pk, post_id=post.pk, now=TUESDAY_TEN)
        return
    with acting_as(world.actor(giver)) as actor:
        offer = actions.propose_transfer(
            actor=actor, case_id=case.pk, post_id=post.pk, reason="Congé", now=TUESDAY_TEN
        )
    with acting_as(world.actor(taker)) as actor:
        actions.accept_transfer(actor=actor, transfer_id=offer.pk, now=TUESDAY_TEN)


class TestSharing:
    def test_lets_the_other_post_read_until_it_ends(self, world, case):
        assert not sees(world, world.other_worker, case)
        loan = share(world, case)
        assert sees(world, world.other_worker, case)
        end(world, case, loan)
        assert not sees(world, world.other_worker, case)

    def test_opens_nothing_once_its_day_has_passed(self, world, case):
        share(world, case, until=TUESDAY_TEN - DAY, now=TUESDAY_TEN - 2 * DAY)
        assert not sees(world, world.other_worker, case)

    @pytest.mark.parametrize("by", ["transfer", "coordinator"])
    def test_ends_with_a_post_that_takes_the_case_over_and_gives_it_on(self, world, case, by):
        share(world, case)
        goes(world, case, by, world.worker, world.other_worker, world.other_post)
        goes(world, case, by, world.other_worker, world.worker, world.post)
        assert sees(world, world.worker, case)
        assert not sees(world, world.other_worker, case)

    @pytest.mark.parametrize("by", ["transfer", "coordinator"])
    def test_goes_on_with_another_post_than_the_one_that_takes_it(self, world, case, by):
        share(world, case)
        with acting_as(world.actor(world.admin)):
            third = world.add_post("Feurs", world.employer, "42218")
            holder = world.add_holder(third)
        goes(world, case, by, world.worker, holder, third)
        assert sees(world, world.other_worker, case)

    def test_never_crosses_to_another_employer(self, world, case):
        with pytest.raises(Post.DoesNotExist):
            share(world, case, post=world.far_post)


class TestSharingTwice:
    def test_is_refused_so_that_ending_it_ends_it(self, world, case):
        loan = share(world, case)
        with pytest.raises(NotPossible, match="déjà partagée avec ce poste"):
            share(world, case, until=TUESDAY_TEN + DAY)
        end(world, case, loan)
        assert not sees(world, world.other_worker, case)

    def test_is_refused_by_the_database_too(self, world, case):
        share(world, case)
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(IntegrityError, match="shared_once_with_a_post"),
            transaction.atomic(),
        ):
            Loan.objects.create(case=case, post=world.other_post, ground=Loan.Ground.SHARED)

    def test_is_possible_once_it_has_ended(self, world, case):
        end(world, case, share(world, case))
        share(world, case)
        assert sees(world, world.other_worker, case)

    def test_is_possible_once_its_day_has_passed(self, world, case):
        share(world, case, until=TUESDAY_TEN, now=TUESDAY_TEN - DAY)
        share(world, case)
        assert sees(world, world.other_worker, case)


class TestADayThatHasPassed:
    def test_is_refused(self, world, case):
        with pytest.raises(NotPossible, match="aujourd’hui ou un jour à venir"):
            share(world, case, until=TUESDAY_TEN - DAY)

    def test_is_said_on_the_page(self, world, case):
        answer = logged_in_client(world.worker).post(
            reverse("cases:lending", args=[case.pk]),
            {"post": str(world.other_post.pk), "until": "2020-03-02"},
        )
        assert answer.status_code == 200
        assert "un jour à venir" in answer.content.decode()


class TestPostsToChooseFrom:
    @pytest.mark.parametrize(
        ("name", "user"),
        [("lending", "worker"), ("transfer", "worker"), ("reassign", "coordinator")],
    )
    def test_leave_out_the_one_that_follows_the_case(self, world, case, name, user):
        client = logged_in_client(getattr(world, user))
        form = client.get(reverse(f"cases:{name}", args=[case.pk])).context["form"]
        offered = [label for _value, label in form.fields["post"].choices]
        assert world.other_post.name in offered
        assert world.post.name not in offered

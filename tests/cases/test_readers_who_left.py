"""What was lent to a person by name is read while she works for the employer, and no longer."""

import datetime as dt

import pytest
from django.utils import timezone

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.cases import actions, queries
from entremise.cases.models import Loan
from entremise.organisation.models import Holding
from lending import break_glass, replace, sees
from world import YEAR_START

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(world):
    """A restricted case that the other worker is named to read; who opened it is at work too."""
    case = world.case_of(world.worker)
    with acting_as(world.actor(world.worker)) as actor:
        actions.restrict(
            actor=actor, case_id=case.pk, reader_ids=[world.other_worker.pk], now=TUESDAY_TEN
        )
    return case


def leaves(world, user):
    with acting_as(world.actor(world.coordinator)):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Holding.objects.filter(user=user).update(ends_on=yesterday)


def unread(world):
    with acting_as(world.actor(world.coordinator)) as actor:
        return [case.id for case in queries.unread_cases(actor=actor)]


class TestWhoLeft:
    def test_reads_no_more_what_she_was_named_for(self, world, named):
        assert sees(world, world.other_worker, named)
        leaves(world, world.other_worker)
        assert not sees(world, world.other_worker, named)
        assert sees(world, world.worker, named)

    def test_reads_no_more_what_she_opened_with_a_reason(self, world):
        case = world.case_of(world.worker)
        break_glass(world, world.other_worker, case)
        leaves(world, world.other_worker)
        assert not sees(world, world.other_worker, case)

    def test_reads_again_as_a_replacement(self, world, named):
        leaves(world, world.other_worker)
        replace(world, world.other_worker, world.post)
        assert sees(world, world.other_worker, named)

    def test_takes_nothing_to_another_employer(self, world, named):
        leaves(world, world.other_worker)
        with acting_as(world.actor(world.coordinator)):
            Holding.objects.create(
                post=world.far_post, user=world.other_worker, starts_on=YEAR_START
            )
        assert not sees(world, world.other_worker, named)


class TestACaseThatNobodyReads:
    def test_is_told_to_the_coordinator_when_nobody_reads_it_indeed(self, world, named):
        leaves(world, world.worker)
        assert unread(world) == []
        leaves(world, world.other_worker)
        assert unread(world) == [named.pk]
        assert not any(sees(world, user, named) for user in (world.worker, world.other_worker))

    def test_is_told_although_its_reader_begins_another_day(self, world, named):
        for user in (world.worker, world.other_worker):
            leaves(world, user)
        with acting_as(world.actor(world.coordinator)):
            tomorrow = timezone.localdate() + dt.timedelta(days=1)
            Holding.objects.create(post=world.post, user=world.worker, starts_on=tomorrow)
        assert unread(world) == [named.pk]

    def test_is_read_again_by_whom_the_coordinator_names(self, world, named):
        for user in (world.worker, world.other_worker):
            leaves(world, user)
        with acting_as(world.actor(world.admin)):
            successor = world.add_holder(world.post)
        with acting_as(world.actor(world.coordinator)) as actor:
            actions.name_reader(
                actor=actor, case_id=named.pk, user_id=successor.pk, now=timezone.now()
            )
        assert sees(world, successor, named)
        with acting_as(world.actor(successor)):
            assert Loan.objects.filter(case=named).count() == 3

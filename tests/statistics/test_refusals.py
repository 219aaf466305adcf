"""Refusals are counted: by unit, and without a unit for the queue of who was told."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.organisation.models import Holding
from entremise.referrals import actions
from entremise.referrals.models import Form, RefusalCount, Source, Wish
from entremise.referrals.queries.links import actor_of_link
from entremise.statistics import queries
from partnering import open_access, refer

pytestmark = pytest.mark.django_db

YEAR = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)}


def hear_no(world, count=1):
    """Somebody rings, and wants no help: no unit sent her."""
    content = actions.NewReferral(wish=Wish.REFUSES, source=Source.SELF, form=Form.PHONE)
    with acting_as(world.actor(world.worker)) as actor:
        for _ in range(count):
            actions.receive(actor=actor, content=content, now=TUESDAY_TEN)


def refusals(world, user):
    with acting_as(world.actor(user)) as actor:
        cells = queries.refusals(actor=actor, **YEAR).cells
    return {cell.label: cell.n for cell in cells}


def count(actor, **options):
    with acting_as(actor), transaction.atomic():
        RefusalCount.objects.create(**{"on": TUESDAY_TEN.date(), "form": "phone", **options})


class TestOfAUnit:
    def test_are_counted_by_unit_and_hold_nothing_else(self, world):
        for _ in range(6):
            count(world.actor(world.officer), unit=world.station, form="officer")
        for user in (world.coordinator, world.steering):
            assert refusals(world, user) == {world.station.name: 6}
        assert refusals(world, world.far_worker) == {}


class TestWithoutAUnit:
    def test_are_counted_for_the_queue_of_the_worker_who_was_told(self, world):
        hear_no(world, 6)
        for user in (world.worker, world.coordinator, world.steering):
            assert refusals(world, user) == {"sans unité": 6}
        for user in (world.other_worker, world.far_worker):
            assert refusals(world, user) == {}

    def test_are_counted_for_the_queue_of_the_access_that_a_partner_has(self, world):
        link, _key = open_access(world)
        assert refer(link, wish=Wish.REFUSES).counted_only
        assert refusals(world, world.coordinator) == {"sans unité": 1}
        assert refusals(world, world.far_worker) == {}

    def test_are_in_the_doors_too(self, world):
        hear_no(world)
        with acting_as(world.actor(world.worker)) as actor:
            (row,) = queries.doors(actor=actor, by="form", **YEAR).rows
        assert (row.code, row.flagged, row.refused) == ("phone", 1, 1)

    def test_are_not_counted_by_a_worker_who_holds_no_post(self, world):
        with acting_as(world.actor(world.admin)):
            Holding.objects.filter(user=world.worker).update(ends_on=dt.date(2020, 12, 31))
        with pytest.raises(NotPossible, match="aucun poste"):
            hear_no(world)


class TestWall:
    def test_counts_for_no_queue_but_ones_own(self, world):
        link, _key = open_access(world)
        for actor, form in (
            (world.actor(world.worker), "phone"),
            (actor_of_link(link.pk), "partner"),
        ):
            for queue in (None, world.far_post.queue):
                with pytest.raises(DatabaseError, match="row-level security"):
                    count(actor, queue=queue, form=form)
            count(actor, queue=world.post.queue, form=form)

    def test_counts_nobody_twice(self, world):
        with pytest.raises(DatabaseError, match="refusal_counted_once"):
            count(world.actor(world.worker), unit=world.station, queue=world.post.queue)

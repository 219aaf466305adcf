"""A page asks the walls as often of many rows as of few: what it costs does not grow with them.

Counted by PostgreSQL itself in the transaction of the test: each call of a function of the walls.
"""

import pytest
from django.db import connection
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.cases import actions
from entremise.people.models import NameCard
from lending import break_glass
from referring import refer

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 8


def calls_of_the_walls():
    """How often each function of the walls was called since this test began."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT funcname, sum(calls)::integer FROM pg_stat_xact_user_functions"
            " WHERE schemaname = 'wall' GROUP BY funcname"
        )
        return dict(cursor.fetchall())


def asked_by(client, path, data=None):
    """How often a page calls each function of the walls, its first time left out."""

    def ask():
        return client.post(path, data) if data else client.get(path)

    assert ask().status_code == 200
    before = calls_of_the_walls()
    ask()
    after = calls_of_the_walls()
    asked = {name: calls - before.get(name, 0) for name, calls in after.items()}
    assert asked["context"] > 0  # else PostgreSQL counts nothing here
    return {name: calls for name, calls in asked.items() if calls}


def held_and_lent(world, count):
    """So many cases of her post, and so many lent to her by each of the ways there are."""
    for _each in range(count):
        world.case_of(world.worker, NameCard(last_name="Canarisien"))
        break_glass(world, world.worker, world.case_of(world.other_worker))
        shared, restricted = (world.case_of(world.other_worker) for _way in range(2))
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.share(
                actor=actor,
                case_id=shared.pk,
                post_id=world.post.pk,
                until=None,
                now=TUESDAY_TEN,
            )
            actions.restrict(
                actor=actor, case_id=restricted.pk, reader_ids=[world.worker.pk], now=TUESDAY_TEN
            )


class TestAWorker:
    @pytest.fixture
    def pages(self, world):
        hers = world.case_of(world.worker, NameCard(last_name="Canarisien"))
        refer(world)  # an empty table asks nothing
        return {
            reverse("desk:day"): None,
            reverse("desk:cases"): None,
            reverse("desk:case", args=[hers.pk]): None,
            reverse("referrals:queue"): None,
            reverse("desk:search"): {"text": "canarisien"},
        }

    def test_asks_no_more_where_more_was_lent_to_her(self, world, pages):
        client = logged_in_client(world.worker)
        held_and_lent(world, FEW)
        few = {path: asked_by(client, path, data) for path, data in pages.items()}
        held_and_lent(world, MANY - FEW)
        assert {path: asked_by(client, path, data) for path, data in pages.items()} == few

    def test_asks_no_more_where_more_waits_in_her_queue(self, world, pages):
        client = logged_in_client(world.worker)
        for _each in range(FEW):
            refer(world)
        few = {path: asked_by(client, path, data) for path, data in pages.items()}
        for _each in range(MANY - FEW):
            refer(world)
        assert {path: asked_by(client, path, data) for path, data in pages.items()} == few


class TestACoordinator:
    def test_asks_no_more_where_more_waits_without_a_reader(self, world):
        client = logged_in_client(world.coordinator)
        page = reverse("referrals:waiting")
        with acting_as(world.actor(world.admin)):
            type(world.worker).objects.filter(pk=world.worker.pk).update(is_active=False)
        for _each in range(FEW):
            refer(world)
            refer(world, world.far_officer, unit_id=world.brigade.pk)
        few = asked_by(client, page)
        for _each in range(MANY - FEW):
            refer(world)
            refer(world, world.far_officer, unit_id=world.brigade.pk)
        assert asked_by(client, page) == few

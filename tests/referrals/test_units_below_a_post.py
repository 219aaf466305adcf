"""A post that names a high unit answers for every unit below it, however far down."""

import datetime as dt
from itertools import pairwise

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.organisation import queries as organisation
from entremise.organisation.models import Unit
from entremise.referrals import actions, queries

pytestmark = pytest.mark.django_db
TODAY = TUESDAY_TEN.date()


@pytest.fixture
def brigade(world):
    """The lowest unit of four; the post of Roanne names the highest."""
    with acting_as(world.actor(world.admin)):
        levels = ("Groupement", "Compagnie", "Communauté de brigades", "Brigade")
        line = [world.add_unit(name, Unit.Kind.GENDARMERIE, "42207") for name in levels]
        for above, below in pairwise(line):
            below.parent = above
            below.save(update_fields=["parent"])
        world.post.units.add(line[0])
        return line[-1]


def opened(world, user, unit):
    with acting_as(world.actor(user)) as actor:
        return actions.open_list(actor=actor, unit_id=unit.pk, now=TUESDAY_TEN)


def make(world, user, unit):
    with acting_as(world.actor(user)) as actor:
        return actions.make_lot(
            actor=actor,
            post_id=min(actor.post_ids),
            unit_id=unit.pk,
            count=50,
            starts_on=TODAY,
            ends_on=TODAY + dt.timedelta(days=90),
            now=TUESDAY_TEN,
        )


class TestTheLowestUnit:
    def test_refers_to_the_worker_of_that_post(self, world, brigade):
        with acting_as(world.actor(world.worker)) as actor:
            queue = organisation.queue_for(actor=actor, unit_id=brigade.pk, on=TODAY)
        assert queue == world.post.queue

    def test_has_its_morning_list_held_by_her(self, world, brigade):
        assert opened(world, world.worker, brigade).unit == brigade
        with acting_as(world.actor(world.worker)) as actor:
            assert brigade in queries.units_of_actor(actor=actor)

    def test_has_its_cards_made_by_her(self, world, brigade):
        assert make(world, world.worker, brigade).unit == brigade
        with acting_as(world.actor(world.worker)) as actor:
            assert brigade in queries.units_of_cards(actor=actor)

    def test_does_not_exist_for_the_worker_of_another_post(self, world, brigade):
        for deed in (opened, make):
            with pytest.raises(Unit.DoesNotExist):
                deed(world, world.other_worker, brigade)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert brigade not in queries.units_of_actor(actor=actor)
            assert brigade not in queries.units_of_cards(actor=actor)

"""A line of this morning becomes a person met, helped and counted: all of it, by keyboard."""

import pytest

from chromium import needs_chromium
from entremise.access.acting import acting_as
from entremise.partners.actions import add_partner, add_service
from thread.story import Story

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("chromium"),
    needs_chromium,
]


@pytest.fixture
def shelter(world, clock):
    with acting_as(world.actor(world.worker)) as actor:
        partner = add_partner(actor=actor, name="Association du Pont", now=clock.now)
        return add_service(
            actor=actor,
            partner_id=partner.pk,
            name="Accueil du Pont",
            kind="shelter",
            phone="04 77 00 11 22",
            commune_id="42187",
            zones=["42"],
            now=clock.now,
        )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
class TestHerStory:
    def test_goes_from_the_morning_list_to_the_figures(
        self, arrives, world, clock, shelter, scripts
    ):
        Story(arrives, world, clock, java_script_enabled=scripts).runs()

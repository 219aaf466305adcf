"""A line of this morning becomes a person met, helped and counted: all of it, by keyboard."""

import datetime as dt

import pytest

from chromium import needs_chromium
from entremise.access.acting import acting_as
from entremise.cases.actions import close
from entremise.cases.models import ClosingReason, ReturnTold
from entremise.partners.actions import add_partner, add_service
from entremise.people.models import NameCard
from thread.story import Story

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
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


@pytest.fixture
def years_ago(world, clock):
    """Somebody of nearly the same name, whose case was closed long ago."""
    then = clock.now - dt.timedelta(days=900)
    card = NameCard(last_name="Canarivent", first_name="Alienor")
    case = world.case_of(world.worker, card, now=then)
    with acting_as(world.actor(world.worker)) as actor:
        close(
            actor=actor,
            case_id=case.pk,
            reason=ClosingReason.NEEDS_MET,
            changes=[],
            told_she_can_return=ReturnTold.YES,
            words="",
            now=then,
        )


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
class TestHerStory:
    def test_goes_from_the_morning_list_to_the_figures(
        self, arrives, world, clock, shelter, years_ago, scripts
    ):
        Story(arrives, world, clock, java_script_enabled=scripts).runs()

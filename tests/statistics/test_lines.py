"""The lines behind a figure: what they are, who opens them, and what is only counted."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed
from entremise.referrals.models import Referral, RefusalCount
from entremise.statistics import queries

pytestmark = pytest.mark.django_db

YEAR = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)}
PERIOD = {"first": "2026-01-01", "last": "2026-12-31"}


def receive(world, case=None, **options):
    """A referral of the queue, taken where there is a case."""
    with acting_as(world.actor(world.worker)) as actor:
        referral = Referral.objects.create(
            employer=world.employer,
            queue=world.post.queue,
            received_at=TUESDAY_TEN,
            referrer_id=actor.id,
            **{
                "source": "police",
                "form": "officer",
                "wish": "agrees",
                "unit": world.station,
                **options,
            },
        )
        if case:
            Referral.objects.filter(pk=referral.pk).update(
                case=case, state="accepted", post=world.post, answered_at=TUESDAY_TEN
            )


def lines(world, user, **asked):
    with acting_as(world.actor(user)) as actor:
        return queries.rows_behind(
            actor=actor, **{"by": "unit", "code": world.station.name, **asked}, **YEAR
        )


def colleague(world):
    """Somebody else who holds the same post."""
    with acting_as(world.actor(world.admin)):
        return world.add_holder(world.post)


BOTH_WAYS = pytest.mark.parametrize("step", ["", "flagged"])


class TestLines:
    def test_are_what_the_count_is_made_of(self, world):
        receive(world)
        receive(world, source="self")
        (line,) = lines(world, world.coordinator, by="source", code="self").shown
        assert (line.source, line.unit) == ("la personne elle-même", world.station.name)

    def test_do_not_open_for_the_steering_committee(self, world):
        receive(world)
        with pytest.raises(NotAllowed):
            lines(world, world.steering)

    @BOTH_WAYS
    def test_lead_to_the_case_only_for_who_opens_it(self, world, step):
        case = world.case_of(world.worker)
        receive(world, case)
        (line,) = lines(world, world.worker, step=step).shown
        assert (line.code, line.case_id) == (case.code, case.pk)
        (line,) = lines(world, world.coordinator, step=step).shown
        assert (line.code, line.case_id) == (case.code, None)


class TestOfARestrictedCase:
    @BOTH_WAYS
    def test_are_for_its_named_readers_alone(self, world, step):
        receive(world, world.case_of(world.worker, restricted=True))
        assert len(lines(world, world.worker, step=step).shown) == 1
        for user in (world.coordinator, colleague(world)):
            assert lines(world, user, step=step) == queries.Lines(shown=[], withheld=1)

    @BOTH_WAYS
    def test_are_for_the_worker_who_wrote_it_down_until_it_has_a_case(self, world, step):
        receive(world, restricted=True)
        assert len(lines(world, world.worker, step=step).shown) == 1
        for user in (world.coordinator, colleague(world)):
            assert lines(world, user, step=step) == queries.Lines(shown=[], withheld=1)

    def test_are_said_with_whatever_else_has_no_line(self, world):
        receive(world, world.case_of(world.worker, restricted=True), source="town_hall")
        receive(world)
        with acting_as(world.actor(world.officer)):
            RefusalCount.objects.create(unit=world.station, on=TUESDAY_TEN.date(), form="officer")
        address = reverse("statistics:rows", args=["unit"])
        asked = {**PERIOD, "code": world.station.name, "step": "offered"}
        page = logged_in_client(world.coordinator).get(address, asked).content.decode()
        assert "1 saisine du" in page
        assert "2 lignes non montrées" in page

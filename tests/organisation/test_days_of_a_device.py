"""The days of a shared computer are those of the wall clock, even just after midnight."""

import datetime as dt

import pytest

from conftest import PARIS
from entremise.organisation import actions, queries

pytestmark = pytest.mark.django_db

MIDSUMMER_NIGHT = dt.datetime(2026, 6, 21, 0, 30, tzinfo=PARIS)
WEEK = dt.timedelta(days=7)


def test_one_enrolled_or_removed_after_midnight_says_the_day_that_begins(world, asking):
    with asking("chief") as actor:
        device, _secret = actions.enrol_device(
            actor=actor, unit_id=world.station.pk, name="Hall", now=MIDSUMMER_NIGHT
        )
        actions.remove_device(actor=actor, device_id=device.pk, now=MIDSUMMER_NIGHT + WEEK)
        (line,) = queries.shared_devices(actor=actor, today=MIDSUMMER_NIGHT.date())
    assert line.enrolled_on == MIDSUMMER_NIGHT.date()
    assert line.revoked_on == MIDSUMMER_NIGHT.date() + WEEK

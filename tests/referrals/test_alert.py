"""« Elle est là »: the duty worker first, then her queue, then the coordinator."""

import datetime as dt

import pytest
from django.utils import timezone

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.roles import Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation.models import Cover, Holding
from entremise.referrals import actions, queries
from entremise.referrals.models import DutyAlert
from referring import duty, sister

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def alerted(world, user=None, unit=None):
    with acting_as(world.actor(user or world.officer)) as actor:
        return actions.raise_alert(
            actor=actor, unit_id=(unit or world.station).pk, now=TUESDAY_TEN
        )


def replacing(world, ends_on):
    """The worker of another queue replaces the holder of a post that shares that of Roanne.

    The wall opens a replacement by the day of its own clock, hence the days of today.
    """
    absent = sister(world)
    with acting_as(world.actor(world.admin)):
        Cover.objects.create(
            post=Holding.objects.get(user=absent).post,
            user=world.other_worker,
            starts_on=TUESDAY_TEN.date(),
            ends_on=ends_on,
        )


def seen_by(world, user, after):
    with acting_as(world.actor(user)) as actor:
        return queries.waiting_alerts(actor=actor, now=TUESDAY_TEN + after * MINUTE)


class TestRaise:
    def test_holds_an_hour_and_a_place(self, world):
        alerted(world)
        (alert,) = seen_by(world, world.worker, 0)
        assert (alert.raised_at, alert.unit) == (TUESDAY_TEN, world.station.name)

    def test_is_not_doubled(self, world):
        assert alerted(world) == alerted(world)

    def test_two_officers_alert_for_two_persons(self, world):
        with acting_as(world.actor(world.admin)):
            colleague = world.add_member(Role.OFFICER, unit=world.station)
        assert alerted(world) != alerted(world, colleague)
        assert len(seen_by(world, world.worker, 0)) == 2

    def test_is_refused_for_the_unit_of_somebody_else(self, world):
        with pytest.raises(NotAllowed):
            alerted(world, unit=world.brigade)
        with pytest.raises(NotAllowed):
            alerted(world, world.worker)


class TestEscalation:
    @pytest.mark.parametrize(
        ("after", "on_duty", "others", "coordinator"),
        [(0, 1, 0, 0), (14, 1, 0, 0), (15, 1, 1, 0), (29, 1, 1, 0), (30, 1, 1, 1)],
    )
    def test_follows_the_clock(self, world, after, on_duty, others, coordinator):
        other = sister(world)
        duty(world)
        alerted(world)
        assert len(seen_by(world, world.worker, after)) == on_duty
        assert len(seen_by(world, other, after)) == others
        assert len(seen_by(world, world.coordinator, after)) == coordinator

    @pytest.mark.parametrize(("after", "replacement"), [(0, 0), (14, 0), (15, 1)])
    def test_goes_to_who_replaces_at_another_post_of_the_queue(self, world, after, replacement):
        replacing(world, timezone.localdate())
        duty(world)
        alerted(world)
        assert len(seen_by(world, world.other_worker, after)) == replacement

    def test_does_not_go_to_who_replaced_until_yesterday(self, world):
        replacing(world, timezone.localdate() - DAY)
        duty(world)
        alerted(world)
        assert seen_by(world, world.other_worker, 29) == []

    def test_reaches_the_whole_queue_at_once_when_nobody_is_on_duty(self, world):
        alerted(world)
        assert len(seen_by(world, sister(world), 0)) == 1

    def test_shows_the_coordinator_the_hour_and_the_place_and_no_more(self, world):
        alerted(world)
        (alert,) = seen_by(world, world.coordinator, 30)
        assert (alert.id, alert.unit) == (None, world.station.name)
        with acting_as(world.actor(world.coordinator)):
            assert list(DutyAlert.objects.all()) == []

    @pytest.mark.parametrize("role", ["other_worker", "far_worker", "far_officer", "chief", "dpo"])
    def test_reaches_nobody_else(self, world, role):
        alerted(world)
        assert seen_by(world, getattr(world, role), 600) == []
        with acting_as(world.actor(getattr(world, role))):
            assert list(DutyAlert.objects.all()) == []


class TestAcknowledge:
    def test_takes_it_from_every_screen_and_tells_who_raised_it(self, world):
        alert = alerted(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.acknowledge(actor=actor, alert_id=alert.pk, now=TUESDAY_TEN + MINUTE)
        assert seen_by(world, world.worker, 20) == []
        with acting_as(world.actor(world.officer)) as actor:
            status = queries.alert_status(actor=actor, alert_id=alert.pk)
        assert status.acknowledged_at == TUESDAY_TEN + MINUTE

    def test_is_done_once(self, world):
        alert = alerted(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.acknowledge(actor=actor, alert_id=alert.pk, now=TUESDAY_TEN)
            with pytest.raises(NotPossible, match="déjà répondu"):
                actions.acknowledge(actor=actor, alert_id=alert.pk, now=TUESDAY_TEN)

    def test_is_refused_to_another_queue(self, world):
        alert = alerted(world)
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(DutyAlert.DoesNotExist),
        ):
            actions.acknowledge(actor=actor, alert_id=alert.pk, now=TUESDAY_TEN)

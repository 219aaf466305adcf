"""While somebody replaces a post, she sees its appointments; after that, nothing of them."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.contact import actions, queries
from entremise.contact.actions import Meeting
from entremise.contact.models import Appointment
from entremise.organisation.models import Cover

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def today(world):
    """The wall counts a replacement by the day of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.today()")
        return cursor.fetchone()[0]


@pytest.fixture
def noon(today):
    return timezone.make_aware(dt.datetime.combine(today, dt.time(12)))


def cover(world, starts_on, ends_on):
    with acting_as(world.actor(world.admin)):
        return Cover.objects.create(
            post=world.post, user=world.other_worker, starts_on=starts_on, ends_on=ends_on
        )


def booked(world, at):
    """An appointment of the holder of Roanne."""
    case = world.case_of(world.worker, now=at - DAY)
    with acting_as(world.actor(world.worker)) as actor:
        return actions.plan(
            actor=actor,
            case_id=case.pk,
            meeting=Meeting(place=Appointment.Place.PHONE, starts_at=at, ends_at=at + HOUR),
            now=at - DAY,
        )


def agenda(world, user, at):
    with acting_as(world.actor(user)) as actor:
        return queries.agenda(actor=actor, first=at - 6 * HOUR, last=at + 6 * HOUR)


class TestTheReplacement:
    def test_sees_the_appointments_of_the_post_and_whose_they_are(self, world, today, noon):
        row = booked(world, noon)
        assert agenda(world, world.other_worker, noon) == []
        cover(world, today, today)
        (slot,) = agenda(world, world.other_worker, noon)
        assert (slot.appointment_id, slot.replacing) == (row.pk, world.post.name)

    def test_sees_none_after_its_end(self, world, today, noon):
        booked(world, noon)
        cover(world, today - 3 * DAY, today - DAY)
        assert agenda(world, world.other_worker, noon) == []
        with acting_as(world.actor(world.other_worker)):
            assert not Appointment.objects.exists()

    def test_sees_none_of_the_days_after_its_last(self, world, today, noon):
        booked(world, noon + 2 * DAY)
        cover(world, today, today + DAY)
        assert agenda(world, world.other_worker, noon + 2 * DAY) == []

    def test_keeps_her_own_agenda_beside_it(self, world, today, noon):
        booked(world, noon)
        mine = world.case_of(world.other_worker, now=noon - DAY)
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.plan(
                actor=actor,
                case_id=mine.pk,
                meeting=Meeting(
                    place=Appointment.Place.PHONE, starts_at=noon, ends_at=noon + HOUR
                ),
                now=noon - DAY,
            )
        cover(world, today, today)
        slots = agenda(world, world.other_worker, noon)
        assert sorted(slot.replacing for slot in slots) == ["", world.post.name]

    def test_is_asked_whether_she_came(self, world, today, noon):
        row = booked(world, noon)
        cover(world, today, today)
        with acting_as(world.actor(world.other_worker)) as actor:
            rows = queries.appointments_to_settle(actor=actor, now=noon + 2 * HOUR)
            assert [one.pk for one in rows] == [row.pk]

    def test_changes_nothing_for_the_holder(self, world, today, noon):
        row = booked(world, noon)
        cover(world, today, today)
        (slot,) = agenda(world, world.worker, noon)
        assert (slot.appointment_id, slot.replacing) == (row.pk, "")

    def test_reads_on_the_page_whom_she_replaces(self, world, today, noon):
        row = booked(world, noon)
        cover(world, today, today)
        client = logged_in_client(world.other_worker)
        page = client.get(reverse("contact:day")).content.decode()
        assert f"en remplacement, {world.post.name}" in page
        address = reverse("contact:appointment", args=[row.case_id, row.pk])
        assert client.get(address).status_code == 200

    def test_finds_no_page_of_an_appointment_after_the_end(self, world, today, noon):
        row = booked(world, noon)
        cover(world, today - 3 * DAY, today - DAY)
        client = logged_in_client(world.other_worker)
        address = reverse("contact:appointment", args=[row.case_id, row.pk])
        assert client.get(address).status_code == 404

"""The private calendar: what a secret address gives, to whom, and all that it never says."""

import datetime as dt

import icalendar
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed, NotPossible
from entremise.contact import actions, queries
from entremise.contact.actions import Meeting
from entremise.contact.models import Appointment, CalendarFeed
from entremise.organisation import actions as organisation
from entremise.organisation.models import DutyHours, Holding
from entremise.people.models import NameCard

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.localtime().replace(microsecond=0)


@pytest.fixture
def tomorrow(now):
    return now.replace(hour=10, minute=0, second=0) + DAY


@pytest.fixture
def secret(world, now):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.open_calendar(actor=actor, now=now)


def booked(world, at, **agreed):
    card = NameCard(last_name="Canarivent", first_name="Aliénor")
    case = world.case_of(world.worker, card)
    usual = {"place": Appointment.Place.UNIT, "unit_id": world.station.pk, "where": "Canarilieu"}
    with acting_as(world.actor(world.worker)) as actor:
        return actions.plan(
            actor=actor,
            case_id=case.pk,
            meeting=Meeting(starts_at=at, ends_at=at + HOUR, **{**usual, **agreed}),
            now=at - 3 * DAY,
        )


def fetch(client, secret):
    return client.get(reverse("contact:calendar", args=[secret]))


def events(response):
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


class TestTheAddress:
    def test_gives_discreet_lines_without_login_nor_cookie(self, world, client, secret, tomorrow):
        booked(world, tomorrow)
        response = fetch(client, secret)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert not response.cookies
        assert response.headers["Cache-Control"] == "no-store"
        (event,) = events(response)
        assert (str(event["SUMMARY"]), event["STATUS"]) == ("Entretien", "CONFIRMED")
        assert event["DTSTART"].dt == tomorrow
        assert event["DTEND"].dt == tomorrow + HOUR

    def test_holds_nothing_that_points_at_her_or_at_a_police_station(
        self, world, client, secret, tomorrow
    ):
        row = booked(world, tomorrow, line=Appointment.Line.BUSY)
        text = fetch(client, secret).content.decode().replace("\r\n ", "")
        known = [
            "Canari", "Aliénor", str(row.pk), str(row.case_id), row.case.code, row.unit.name,
            "ommissariat", "rigade", "LOCATION", "URL", world.worker.name, world.worker.email,
            str(world.worker.pk), "ntremise",
        ]  # fmt: skip
        assert [word for word in known if word in text] == []
        assert {str(event["SUMMARY"]) for event in events(fetch(client, secret))} == {"Occupé"}

    def test_says_a_cancelled_one_is_and_keeps_its_identifier_when_it_moves(
        self, world, client, secret, tomorrow, now
    ):
        row = booked(world, tomorrow)
        (before,) = events(fetch(client, secret))
        with acting_as(world.actor(world.worker)) as actor:
            moved = Meeting(
                place=Appointment.Place.PHONE,
                starts_at=tomorrow + 2 * HOUR,
                ends_at=tomorrow + 3 * HOUR,
            )
            actions.move(actor=actor, appointment_id=row.pk, version=1, meeting=moved, now=now)
            actions.cancel(actor=actor, appointment_id=row.pk, now=now)
        (after,) = events(fetch(client, secret))
        assert after["UID"] == before["UID"]
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["STATUS"] == "CANCELLED"
        assert after["DTSTART"].dt == tomorrow + 2 * HOUR

    def test_reminds_with_the_same_words(self, world, client, secret, tomorrow):
        booked(world, tomorrow)
        (event,) = events(fetch(client, secret))
        (alarm,) = event.walk("VALARM")
        assert (alarm["ACTION"], str(alarm["DESCRIPTION"])) == ("DISPLAY", "Entretien")
        assert alarm["TRIGGER"].dt == -dt.timedelta(minutes=15)

    def test_gives_absences_and_hours_of_duty_as_busy_and_free(self, world, client, secret, now):
        for weekday in range(7):
            DutyHours.objects.create(
                post=world.post, weekday=weekday, starts_at=dt.time(9), ends_at=dt.time(12)
            )
        midnight = now.replace(hour=0, minute=0, second=0) + 3 * DAY
        with acting_as(world.actor(world.worker)) as actor:
            organisation.note_absence(
                actor=actor,
                user_id=actor.id,
                starts_at=midnight,
                ends_at=midnight + DAY,
                now=now,
            )
        response = fetch(client, secret)
        (event,) = events(response)
        assert (str(event["SUMMARY"]), event.walk("VALARM")) == ("Occupé", [])
        (sheet,) = icalendar.Calendar.from_ical(response.content).walk("VFREEBUSY")
        kinds = [period.params["FBTYPE"] for period in sheet["FREEBUSY"]]
        assert kinds.count("BUSY-UNAVAILABLE") == 1
        assert kinds.count("FREE") > 20
        assert "bsence" not in response.content.decode()
        assert "ermanence" not in response.content.decode()

    def test_does_not_give_the_agenda_of_a_colleague(self, world, client, secret, tomorrow):
        case = world.case_of(world.other_worker)
        with acting_as(world.actor(world.other_worker)) as actor:
            meeting = Meeting(
                place=Appointment.Place.PHONE, starts_at=tomorrow, ends_at=tomorrow + HOUR
            )
            actions.plan(actor=actor, case_id=case.pk, meeting=meeting, now=tomorrow - DAY)
        assert events(fetch(client, secret)) == []


class TestWhatOpensNothing:
    def shape(self, response):
        return response.status_code, response.content

    def test_is_the_same_missing_page_wrong_closed_renewed_or_left(
        self, world, client, secret, now
    ):
        missing = self.shape(fetch(client, "x" * 43))
        assert missing[0] == 404
        with acting_as(world.actor(world.worker)) as actor:
            renewed = actions.open_calendar(actor=actor, now=now)
        assert self.shape(fetch(client, secret)) == missing
        assert fetch(client, renewed).status_code == 200
        with acting_as(world.actor(world.worker)) as actor:
            actions.close_calendar(actor=actor, now=now)
        assert self.shape(fetch(client, renewed)) == missing

    @pytest.mark.parametrize("left", ["account closed", "post left"])
    def test_is_the_calendar_of_somebody_who_left(self, world, client, secret, left):
        assert fetch(client, secret).status_code == 200
        with acting_as(world.actor(world.admin)):
            if left == "post left":
                Holding.objects.filter(user=world.worker).update(ends_on=dt.date(2021, 1, 1))
            else:
                type(world.worker).objects.filter(pk=world.worker.pk).update(is_active=False)
        assert fetch(client, secret).status_code == 404

    def test_is_asked_too_often(self, client, secret):
        answers = [fetch(client, secret).status_code for _ in range(61)]
        assert answers == [200] * 60 + [429]

    def test_counts_the_wrong_ones_in_the_same_way(self, client):
        answers = [fetch(client, "x" * 43).status_code for _ in range(61)]
        assert answers == [404] * 60 + [429]

    def test_is_what_the_public_could_read_beside_it(self, world, secret, tomorrow):
        booked(world, tomorrow)
        with acting_as(PUBLIC), connection.cursor() as cursor:
            assert not CalendarFeed.objects.exists()
            assert not Appointment.objects.exists()
            cursor.execute("SAVEPOINT before")
            with pytest.raises(Exception, match="permission denied"):
                cursor.execute("SELECT * FROM wall.calendar_of('x')")
            cursor.execute("ROLLBACK TO SAVEPOINT before")


class TestTheOwner:
    def test_sees_the_address_once_and_when_it_was_read(self, world, client):
        browser = logged_in_client(world.worker)
        page = reverse("contact:own_calendar")
        assert browser.post(page, {"deed": "open"}).status_code == 302
        body = browser.get(page).content.decode()
        assert "L’adresse, une seule fois" in body
        secret = body.split("/agenda/flux/")[1].split(".ics")[0]
        assert len(secret) == 43
        again = browser.get(page).content.decode()
        assert secret not in again
        assert "jamais" in again
        assert fetch(client, secret).status_code == 200
        assert "jamais" not in browser.get(page).content.decode()

    def test_is_the_only_one_who_knows_it(self, world, secret):
        with acting_as(world.actor(world.worker)):
            row = CalendarFeed.objects.get()
            assert secret not in (row.token_hash, str(row.pk))
        for role in ("other_worker", "coordinator", "admin", "dpo", "chief"):
            with acting_as(world.actor(getattr(world, role))):
                assert not CalendarFeed.objects.exists()

    def test_closes_it_once(self, world, secret, now):
        with acting_as(world.actor(world.worker)) as actor:
            actions.close_calendar(actor=actor, now=now)
            with pytest.raises(NotPossible, match="Aucune adresse"):
                actions.close_calendar(actor=actor, now=now)

    def test_keeps_the_identifiers_of_the_lines_when_she_renews_it(
        self, world, client, secret, now, tomorrow
    ):
        booked(world, tomorrow)
        (before,) = events(fetch(client, secret))
        with acting_as(world.actor(world.worker)) as actor:
            renewed = actions.open_calendar(actor=actor, now=now)
        (after,) = events(fetch(client, renewed))
        assert before["UID"] == after["UID"]

    def test_tells_the_journal(self, world, secret, now):
        with acting_as(world.actor(world.worker)) as actor:
            actions.open_calendar(actor=actor, now=now)
            actions.close_calendar(actor=actor, now=now)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(event__startswith="calendar:")
            said = sorted(lines.values_list("event", flat=True))
        assert said == ["calendar:closed"] * 2 + ["calendar:opened"] * 2

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "steering", "dpo", "admin"]
    )
    def test_is_a_worker(self, world, role, now):
        user = getattr(world, role)
        with acting_as(world.actor(user)) as actor, pytest.raises(NotAllowed):
            actions.open_calendar(actor=actor, now=now)
        assert logged_in_client(user).get(reverse("contact:own_calendar")).status_code == 404
        with acting_as(world.actor(user)) as actor, pytest.raises(NotAllowed):
            queries.own_feed(actor=actor)

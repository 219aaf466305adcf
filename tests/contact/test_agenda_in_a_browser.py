"""The agenda in Chromium: a table where it fits, a list where it does not, and its keys."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import needs_chromium, too_wide, violations
from entremise.access.acting import acting_as
from entremise.contact import actions
from entremise.contact.actions import Meeting
from entremise.contact.models import Appointment
from entremise.organisation import actions as organisation
from entremise.organisation.actions import RoomFacts
from entremise.organisation.models import DutyHours
from world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def monday():
    now = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return now + (7 - now.weekday()) * DAY


@pytest.fixture
def world(monday):
    """A week with duty, a meeting, an absence, and a room that is lent every day."""
    world = World()
    now = timezone.now()
    for weekday in range(5):
        DutyHours.objects.create(
            post=world.post, weekday=weekday, starts_at=dt.time(9), ends_at=dt.time(12)
        )
    world.case = world.case_of(world.worker, now=now)
    with acting_as(world.actor(world.worker)) as actor:
        start = monday + 10 * HOUR
        meeting = Meeting(
            place=Appointment.Place.PHONE, starts_at=start, ends_at=start + 1.5 * HOUR
        )
        actions.plan(actor=actor, case_id=world.case.pk, meeting=meeting, now=now)
        organisation.note_absence(
            actor=actor,
            user_id=actor.id,
            starts_at=monday + 2 * DAY,
            ends_at=monday + 3 * DAY,
            now=now,
        )
        room = organisation.add_room(
            actor=actor, unit_id=world.station.pk, facts=RoomFacts(name="Bureau bleu"), now=now
        )
        organisation.add_room_hours(
            actor=actor,
            room_id=room.pk,
            weekdays=list(range(7)),
            starts_at=dt.time(14),
            ends_at=dt.time(16),
            valid_from=now.date(),
            valid_until=None,
            now=now,
        )
    return world


def sound(page):
    assert too_wide(page) == []
    assert violations(page) == []


def test_the_week_is_a_table_or_a_list_and_its_keys_lead_through_it(world, page_of, monday):
    page = page_of(world.worker, viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page.goto(reverse("contact:week"))
    page.keyboard.press("s")
    page.wait_for_url(f"**?jour={monday.date().isoformat()}")
    table = page.get_by_role("table", name="Semaine")
    assert table.is_visible()
    assert table.get_by_role("link", name="10 h – 11 h 30 Entretien").is_visible()
    assert not page.locator(".en-week-list").is_visible()
    sound(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert not table.is_visible()
    assert page.locator(".en-week-list").get_by_text("10 h – 11 h 30 Entretien").is_visible()
    sound(page)
    page.keyboard.press("d")
    page.wait_for_url("**/agenda/?jour=*")
    assert page.get_by_text("Permanence : vous").is_visible()
    sound(page)
    page.keyboard.press("a")
    page.wait_for_url(f"**?jour={timezone.localdate().isoformat()}")


def test_a_free_hour_is_chosen_by_keyboard_and_the_meeting_fixed(world, page_of):
    page = page_of(world.worker, viewport={"width": 360, "height": 740})
    page.goto(reverse("contact:plan", args=[world.case.pk]) + f"?unite={world.station.pk}")
    sound(page)
    page.get_by_role("link", name="14 h 30").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**heure=14:30*")
    button = page.get_by_role("button", name="Fixer le rendez-vous")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/rendez-vous/*-*/*")
    assert page.get_by_text("Bureau bleu").is_visible()
    assert page.get_by_text("En dehors des heures").count() == 0
    sound(page)


def test_a_calendar_address_is_opened_and_closed_by_keyboard(world, page_of):
    page = page_of(world.worker, viewport={"width": 360, "height": 740}, color_scheme="dark")
    page.goto(reverse("contact:own_calendar"))
    page.get_by_role("button", name="Créer l’adresse").focus()
    page.keyboard.press("Enter")
    page.get_by_text("L’adresse, une seule fois").wait_for()
    sound(page)
    page.get_by_role("button", name="Fermer l’adresse").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Aucune adresse n’est ouverte").wait_for()

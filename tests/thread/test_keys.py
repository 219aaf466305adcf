"""Keys as they are sent: a call, its triage, a note; the mouse is never there."""

import pytest
from django.urls import reverse

from chromium import needs_chromium
from entremise.access.acting import acting_as
from entremise.cases.queries import Filter, listed
from entremise.referrals.actions import open_referral
from entremise.referrals.queries import queue
from referring import duty, refer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
NOTE = "Il a frappé hier soir, elle veut un endroit pour ce week-end"
DEEDS = {
    "o": "Saisine",
    "a": "Rattacher à une situation",
    "p": "Planifier",
    "r": "Rediriger",
    "s": "Sans suite",
}


class Counted:
    """The keyboard of a person, with a counter on it."""

    def __init__(self, person):
        self.keyboard, self.page, self.count = person.page.keyboard, person.page, 0

    def press(self, *keys):
        for key in keys:
            self.keyboard.press(key)
            self.count += len(key.split("+"))

    def type(self, text):
        self.keyboard.type(text)
        self.count += len(text)

    def turn(self, *keys):
        """Keys of which the last one opens another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])
        self.page.wait_for_load_state()


@pytest.fixture
def keys(arrives, world):
    return Counted(arrives(world.worker))


def cases_of(world, user):
    with acting_as(world.actor(user)) as actor:
        return list(listed(actor=actor, wanted=Filter()))


class TestACall:
    def test_is_written_down_in_a_hundred_keys_from_the_home_page(self, keys):
        assert len(NOTE) == 60
        keys.turn("n")
        keys.press("Tab", "Space")  # she asks herself, and agrees
        keys.press("Tab", "o", "Tab", "Tab", "l", "Tab")  # safe, at any hour, her own telephone
        keys.type("0699001122")
        keys.press("Tab")
        keys.type("Zélie")
        keys.press("Tab", "Tab")
        keys.type(NOTE)
        keys.turn("Control+Enter")
        assert "La saisine est dans votre file." in keys.page.content()
        assert keys.count <= 100


class TestAnOfficersReferral:
    def test_is_sent_from_his_home_page_in_less_than_a_hundred_keys(self, arrives, world, clock):
        duty(world)
        keys = Counted(arrives(world.officer))
        assert keys.page.url.endswith(reverse("referrals:refer"))
        keys.press("Space", "Tab", "o", "Tab", "Tab", "Tab")  # she agrees; safe, at any hour
        keys.type("0699001122")
        keys.press("Tab")
        keys.type("Zélie")
        keys.press("Tab")
        keys.type("Canarinom")
        keys.press("Tab")
        keys.type(NOTE)
        keys.turn("Control+Enter")
        assert "La saisine est transmise." in keys.page.content()
        assert keys.count <= 100
        with acting_as(world.actor(world.worker)) as actor:
            (row,) = queue(actor=actor, now=clock.now)
            opened = open_referral(actor=actor, referral_id=row.id, now=clock.now)
        assert (row.wish, opened.card.last_name) == ("agrees", "Canarinom")
        assert (opened.seen, opened.said) == (NOTE, "")


class TestTheQueue:
    def test_is_sorted_by_one_key_a_referral_and_one_to_confirm(self, keys, world, clock):
        for _ in range(3):
            refer(world, now=clock.now)
        keys.page.goto(reverse("referrals:queue"))
        for taken in range(3):
            assert keys.page.locator("[data-row]").count() == 3 - taken
            before = keys.count
            keys.turn("t")
            keys.turn("Control+Enter")
            assert keys.count - before <= 3
            keys.page.goto(reverse("referrals:queue"))
        assert len(cases_of(world, world.worker)) == 3

    def test_has_one_letter_for_each_deed(self, keys, world, clock):
        refer(world, now=clock.now)
        for key, heading in DEEDS.items():
            keys.page.goto(reverse("referrals:queue"))
            keys.turn(key)
            assert keys.page.locator("h1").inner_text() == heading


class TestANote:
    def test_is_begun_by_one_letter_on_the_page_of_a_case(self, keys, world):
        case = world.case_of(world.worker)
        keys.page.goto(reverse("desk:case", args=[case.pk]))
        keys.turn("n")
        keys.type("Elle rappelle jeudi.")
        keys.turn("Control+Enter")
        assert "La note est dans la chronologie." in keys.page.content()

"""The entrances and the morning list in Chromium: sound everywhere, and by few keys."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.referrals import queries

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
NIGHT = """Date;Nature;Commune;Personnes;Téléphone;Observations
21/11;VIF;Roanne;Mme DURAND Zoé;06 99 00 11 22;Cris entendus par un voisin
hier;différend;Nulleparville;;;Dispute, séparés
32/13;VIF;Roanne;M. PETIT;06;"""
NOTE = "Il a frappé hier soir, elle veut un endroit pour ce week-end"


class Keys:
    """Presses keys, and counts them."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.count += key.count("+") + 1 if len(key) > 1 else 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.count += len(text)


def waiting(world):
    with acting_as(world.actor(world.worker)) as actor:
        return queries.queue(actor=actor, now=timezone.now())


class TestAPaperSheet:
    def test_is_typed_in_by_a_hundred_keys_at_most_with_its_own_hour(self, world, page_of):
        page = page_of(world.worker)
        page.goto(reverse("referrals:record", args=["papier"]))
        keys = Keys(page)
        keys.type("hier 18h")
        keys.press("Tab")
        keys.type(world.station.name[:3])
        keys.press("Tab", "Space", "Tab", "o", "Tab", "Tab", "l", "Tab")
        keys.type("0699001122")
        keys.press("Tab")
        keys.type("Zoé")
        keys.press("Tab", "Tab")
        keys.type(NOTE)
        with page.expect_navigation():
            keys.press("Control+Enter")
        (row,) = waiting(world)
        local = timezone.localtime(row.received_at)
        assert (local.date() < timezone.localdate(), local.hour) == (True, 18)
        assert keys.count <= 100


class TestACall:
    def test_takes_a_hundred_keys_at_most_no_mouse_and_one_screen(self, world, page_of):
        page = page_of(world.worker)
        page.goto(reverse("referrals:record", args=["appel"]))
        keys = Keys(page)
        keys.press("Tab", "Space")  # she asks herself: the wish, « oui »
        keys.press("Tab", "o")  # can be called
        keys.press("Tab", "Tab", "l")  # any hour; her own telephone
        keys.press("Tab")
        keys.type("0699001122")
        keys.press("Tab")
        keys.type("Zélie")
        keys.press("Tab", "Tab")
        keys.type(NOTE)
        with page.expect_navigation():
            keys.press("Control+Enter")
        assert len(NOTE) == 60
        assert keys.count <= 100
        (row,) = waiting(world)
        assert row.wish == "agrees"

    def test_dictated_finds_the_unit_by_three_letters(self, world, page_of):
        page = page_of(world.worker)
        page.goto(reverse("referrals:record", args=["dictee"]))
        keys = Keys(page)
        keys.type("roa")
        keys.press("Tab", "Space", "Tab", "Tab", "Tab", "Tab")
        keys.type("0699001122")
        keys.press("Tab", "Tab", "Tab")
        keys.type(NOTE)
        with page.expect_navigation():
            keys.press("Control+Enter")
        assert keys.count <= 100
        assert waiting(world)[0].unit == world.station.name


class TestMorningList:
    def test_is_decided_by_three_keys_a_line_at_most(self, world, page_of):
        page = page_of(world.chief)
        page.goto(reverse("referrals:lists"))
        page.keyboard.press("o")
        page.wait_for_url("**/liste-du-matin/*-*/")
        page.locator("[name=table]").fill(NIGHT)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        assert page.locator("[data-row]").count() == 3
        for left, keys in ((2, "1i"), (1, "x"), (0, "r")):
            assert len(keys) <= 3
            with page.expect_navigation():
                for key in keys:
                    page.keyboard.press(key)
            assert page.locator("[data-row]").count() == left
        assert [row.tier for row in waiting(world)] == [1]

    def test_goes_on_with_the_next_line_and_ends_at_the_closing(self, world, page_of):
        page = on_the_list(page_of(world.chief))
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert focused(page) == "ligne-2"
        for key, place in (("x", "ligne-3"), ("m", "ligne-3"), ("x", "ligne-1"), ("x", "cloture")):
            with page.expect_navigation():
                page.keyboard.press(key)
            assert focused(page) == place
        with page.expect_navigation():
            page.keyboard.press("z")
        assert page.locator("h1").inner_text() == "Liste du matin"

    def test_lets_a_cell_that_is_not_understood_be_written_again_in_its_place(
        self, world, page_of
    ):
        page = on_the_list(page_of(world.chief))
        for _ in range(3):
            page.keyboard.press("j")
        page.keyboard.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.type("hier")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert focused(page) == "ligne-3"
        line = page.locator("#ligne-3")
        assert line.get_by_label("Téléphone").is_visible()
        assert line.get_by_label("Date").count() == 0
        assert "hier" in line.inner_text()

    def test_is_decided_without_javascript_by_its_buttons(self, world, page_of):
        page = page_of(world.chief, java_script_enabled=False)
        page.goto(reverse("referrals:lists"))
        page.get_by_role("button", name="Ouvrir la liste").click()
        page.locator("[name=table]").fill(NIGHT)
        page.get_by_role("button", name="Ajouter le tableau").click()
        page.locator("#ligne-3 [name=date]").fill("hier")
        page.locator("#ligne-3").get_by_role("button", name="Corriger").click()
        assert page.locator("#ligne-3 [name=date]").count() == 0
        page.locator("#ligne-1 [value=agrees]").click()
        assert page.url.endswith("#ligne-2")
        page.locator("#ligne-2 [value=aside]").click()
        assert page.locator("[data-row]").count() == 1
        assert len(waiting(world)) == 1


def on_the_list(page):
    """A list of three lines, just pasted."""
    page.goto(reverse("referrals:lists"))
    page.keyboard.press("o")
    page.wait_for_url("**/liste-du-matin/*-*/")
    page.locator("[name=table]").fill(NIGHT)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    return page


def focused(page):
    return page.evaluate("document.activeElement.id")


class TestEveryPage:
    @pytest.mark.long
    def test_is_sound_at_each_width_and_in_each_theme(self, world, page_of):
        officer, chief = page_of(world.officer), page_of(world.chief)
        worker, coordinator = page_of(world.worker), page_of(world.coordinator)
        chief.goto(reverse("referrals:lists"))
        sound(chief, "lists")
        chief.keyboard.press("o")
        chief.wait_for_url("**/liste-du-matin/*-*/")
        chief.locator("[name=table]").fill(NIGHT)
        chief.locator("button[name=pasted]").click()
        sound(chief, "list")
        chief.locator("button[value=danger]").first.click()
        sound(chief, "danger")
        officer.goto(reverse("referrals:refer"))
        sound(officer, "refer")
        officer.get_by_role("button", name="Elle est là maintenant").click()
        sound(officer, "alert")
        officer.goto(reverse("referrals:receipts"))
        sound(officer, "receipts")
        worker.goto(reverse("referrals:alerts"))
        sound(worker, "alerts")
        worker.goto(reverse("referrals:record", args=["dictee"]))
        worker.locator("summary").first.click()
        sound(worker, "record")
        worker.get_by_role("button", name="Enregistrer").first.click()
        sound(worker, "refused")
        coordinator.goto(reverse("referrals:waiting"))
        sound(coordinator, "waiting")


def sound(page, name):
    assert faults(page, name) == [], name

"""« Elle est là maintenant »: an officer and a worker at two desks, and the minutes that pass."""

import pytest

from chromium import needs_chromium
from entremise.access.acting import acting_as
from entremise.access.roles import Role
from entremise.base import french
from referring import duty, sister
from thread.keyboard import plain

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
ALERT = "Elle est là maintenant"
NAMES = ("officer", "worker")


@pytest.fixture
def officer(arrives, world):
    duty(world)
    return arrives(world.officer)


def waits(person, seconds):
    """Sit before the page without touching it."""
    person.page.clock.run_for(seconds * 1000)


def sits_still(person):
    """From now on the minutes of this browser pass when the test says so."""
    person.page.clock.install()
    person.page.reload()


def hears(person, words):
    """The page itself comes to say so: nobody presses anything."""
    shown = person.page.get_by_role("main")
    for _ in range(6):
        waits(person, 5)
        person.page.wait_for_timeout(200)
        if words in plain(shown.inner_text()):
            return
    raise AssertionError(f"« {words} » never came to {person.page.url}")


class TestAnAlert:
    def test_shows_the_number_to_call_and_comes_back_as_an_answer(self, officer, arrives, world):
        officer.presses(ALERT)
        officer.reads("Appelez", "04 65 71 00 00", "Personne n’a encore répondu")
        worker = arrives(world.worker)
        worker.reads(ALERT, world.station.name)
        worker.follows("Répondre à l’alerte")
        worker.presses("Je réponds")
        worker.reads("vous répondez")
        officer.follows("Actualiser")
        officer.reads("Quelqu’un répond")
        officer.follows("Remplir la saisine")
        officer.reads("Nouvelle saisine", world.station.name)

    @pytest.mark.long
    def test_reaches_two_open_pages_by_itself_there_and_back(self, officer, arrives, world):
        worker = arrives(world.worker)
        sits_still(worker)
        worker.reads_nothing_of(ALERT)
        officer.presses(ALERT)
        sits_still(officer)
        hears(worker, ALERT)
        worker.reads(world.station.name)
        worker.reads_nothing_of(world.officer.name)
        officer.reads("Personne n’a encore répondu")
        worker.follows("Répondre à l’alerte")
        worker.presses("Je réponds")
        hears(officer, "Quelqu’un répond")
        officer.reads_nothing_of("Personne n’a encore répondu")

    @pytest.mark.long
    def test_goes_to_the_others_then_to_the_coordination(self, officer, arrives, world, clock):
        replacement = sister(world)
        officer.presses(ALERT)
        raised = french.hour(clock.now)
        other, coordinator = arrives(replacement), arrives(world.coordinator)
        assert ALERT not in other.text()
        clock.move(minutes=16)
        other.turns_to("Ma journée")
        other.reads(ALERT, world.station.name)
        officer.follows("Actualiser")
        officer.reads("chez toute l’équipe")
        coordinator.turns_to("Ce qui attend")
        assert "Quelqu’un attend" not in coordinator.text()
        clock.move(minutes=16)
        coordinator.turns_to("Ce qui attend")
        coordinator.reads("Quelqu’un attend", f"{world.station.name}, depuis {plain(raised)}")
        coordinator.reads_nothing_of(world.officer.name, "Je réponds")

    @pytest.mark.long
    def test_is_answered_by_the_replacement_and_leaves_every_other_screen(
        self, officer, arrives, world, clock
    ):
        replacement = sister(world)
        officer.presses(ALERT)
        worker, other = arrives(world.worker), arrives(replacement)
        clock.move(minutes=16)
        other.turns_to("Ma journée")
        other.follows("Répondre à l’alerte")
        other.presses("Je réponds")
        worker.turns_to("Ma journée")
        assert ALERT not in worker.text()
        officer.follows("Actualiser")
        officer.reads("Quelqu’un répond")


class TestAtNight:
    @pytest.mark.long
    def test_the_protocol_is_given_and_what_was_done_is_asked(self, arrives, world, clock):
        duty(world)
        clock.move(hours=13)
        officer = arrives(world.officer)
        officer.presses(ALERT)
        officer.reads("Personne ne lira tout de suite", "17", "115", "Parquet de permanence")
        officer.follows("Remplir la saisine")
        officer.reads("Qu’avez-vous fait en attendant")
        officer.chooses("Oui, elle est d’accord")
        officer.ticks("le 115 a été appelé")
        officer.presses("Transmettre")
        officer.reads("La saisine est transmise.")
        worker = arrives(world.worker)
        worker.turns_to("À joindre")
        worker.follows("Ouvrir")
        worker.reads("le 115 a été appelé")

    @pytest.mark.long
    def test_a_unit_that_no_post_covers_rings_the_coordination_at_once(
        self, arrives, world, clock
    ):
        with acting_as(world.actor(world.admin)):
            unit = world.add_unit("Brigade de Saint-Chamond", "gendarmerie", "42207")
            alone = world.add_member(Role.OFFICER, unit=unit)
        officer = arrives(alone)
        officer.presses(ALERT)
        officer.reads("Aucun poste ne couvre cette unité")
        coordinator = arrives(world.coordinator)
        coordinator.turns_to("Ce qui attend")
        coordinator.reads("Quelqu’un attend", "Brigade de Saint-Chamond")


class TestWithoutJavaScript:
    def test_the_page_asks_again_by_itself_for_half_an_hour(self, arrives, world, clock):
        duty(world)
        officer = arrives(world.officer, java_script_enabled=False)
        officer.page.get_by_role("button", name=ALERT).click()
        again = officer.page.locator("meta[http-equiv=refresh]")
        assert again.get_attribute("content") == "20"
        clock.move(minutes=31)
        officer.page.reload()
        assert again.count() == 0
        assert officer.page.get_by_role("link", name="Actualiser").is_visible()

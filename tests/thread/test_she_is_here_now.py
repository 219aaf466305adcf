"""« Elle est là maintenant »: an officer and a worker at two desks, then the minutes that pass."""

import pytest

from chromium import needs_chromium
from referring import duty, sister

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
ALERT = "Elle est là maintenant"


@pytest.fixture
def officer(arrives, world):
    duty(world)
    return arrives(world.officer)


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

    def test_goes_to_the_others_then_to_the_coordination(self, officer, arrives, world, clock):
        replacement = sister(world)
        officer.presses(ALERT)
        other, coordinator = arrives(replacement), arrives(world.coordinator)
        assert ALERT not in other.text()
        clock.move(minutes=16)
        other.turns_to("Ma journée")
        other.reads(ALERT, world.station.name)
        coordinator.turns_to("Ce qui attend")
        assert "Quelqu’un attend" not in coordinator.text()
        clock.move(minutes=16)
        coordinator.turns_to("Ce qui attend")
        coordinator.reads("Quelqu’un attend", world.station.name)

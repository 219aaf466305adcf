"""An alleged author asks for help at one post; she is received at another: no thread between."""

import re

import pytest

from chromium import needs_chromium
from entremise.access.acting import acting_as
from entremise.partners.actions import add_partner, add_service

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
HERS, HIS = "CANARIVENT", "CANARIMARI"
MEDIATION, COURSE = "Médiation du Roannais", "Stage du Pont"
HIS_NUMBER = "06 39 98 71 71"
TAKEN = "Créneau indisponible. Choisissez une autre heure."


@pytest.fixture
def station(world):
    """Both posts receive at the station of Roanne."""
    world.other_post.units.add(world.station)
    return world.station


@pytest.fixture
def mediation(world, clock):
    with acting_as(world.actor(world.worker)) as actor:
        partner = add_partner(actor=actor, name="Association familiale", now=clock.now)
        for name, kind in (
            (MEDIATION, "mediation"),
            (COURSE, "cpca"),
        ):
            add_service(
                actor=actor,
                partner_id=partner.pk,
                name=name,
                kind=kind,
                phone="04 77 00 22 33",
                commune_id="42187",
                zones=["42"],
                now=clock.now,
            )


class TestAnAllegedAuthorWhoAsksForHelp:
    def test_is_received_and_nothing_on_either_side_shows_the_other(
        self, arrives, world, clock, station, mediation
    ):
        her_worker, his_worker = arrives(world.worker), arrives(world.other_worker)
        the_room_is_noted(her_worker, world)
        hers = comes(her_worker, "Aliénor", HERS, said="Canaridit : il frappe le soir.")
        his = comes(
            his_worker,
            "Paul",
            HIS,
            said="Canaridit : il veut arrêter.",
            number=HIS_NUMBER,
            position="mise en cause",
        )
        each_names_the_other(her_worker, "La personne mise en cause", f"Paul {HIS}")
        each_names_the_other(his_worker, "L’autre personne", f"Aliénor {HERS}")
        both_ask_for_the_room(her_worker, his_worker, station)
        he_is_received_another_hour(his_worker)
        mediation_warns(his_worker, his)
        sides = (her_worker, hers, "Paul Canarimari"), (his_worker, his, "Canarivent")
        for (worker, case, other_name), other in zip(sides, (his, hers), strict=True):
            nothing_shows_the_other(worker, case, other, other_name)
        the_figures_and_the_journal_name_nobody(arrives, world, hers, his)


def the_room_is_noted(worker, world):
    worker.turns_to("Organisation")
    worker.opens(f"/organisation/unites/{world.station.pk}/salles/")
    worker.types("Nom de la salle", "bureau bleu")
    worker.presses("Ajouter la salle")
    worker.reads("Bureau bleu")
    worker.ticks("mercredi")
    worker.ticks("jeudi")
    worker.gives_hour("De", "09:00")
    worker.gives_hour("À", "12:00")
    worker.presses("Ajouter ces heures")
    worker.reads("de 9 h à 12 h")


def comes(worker, first, last, *, said, number="", position=""):
    """Somebody pushes the door of the office."""
    worker.turns_to("Nouvelle saisine")
    worker.follows("Venue sur place")
    worker.chooses("Oui, elle est d’accord")
    if number:
        worker.picks("Peut-on l’appeler sans danger ?", "Oui")
        worker.types("Téléphone", number)
    worker.types("Prénom", first)
    worker.types("Nom", last.capitalize())
    worker.types("Ce qu’elle a dit", said)
    worker.goes_to(worker.page.locator("summary", has_text="Danger, motif"))
    worker.page.keyboard.press("Enter")
    worker.picks("Motif", "violences conjugales")
    worker.presses("Enregistrer")
    worker.reads("La saisine est dans votre file.")
    worker.follows("Prendre")
    worker.reads_nothing_of("Peut-être")
    if position:
        worker.picks("Dans cette affaire, la personne est", position)
    worker.presses("Prendre")
    worker.reads(f"{first} {last}", position or "victime")
    return re.search(r"/situations/([0-9a-f-]{36})/", worker.page.url)[1]


def each_names_the_other(worker, whom, name):
    """On his own record, she is not the one accused."""
    worker.follows("Noter")
    worker.types(whom, name)
    worker.presses("Enregistrer")
    worker.reads(name)


def both_ask_for_the_room(her_worker, his_worker, station):
    """The same free hour is shown to both; the second is told what anybody would be told."""
    for worker in (her_worker, his_worker):
        worker.follows("Fixer un rendez-vous")
        worker.picks("Unité", station.name)
        worker.presses("Voir les créneaux")
        worker.reads("Bureau bleu")
        worker.follows("9 h")
    for worker in (her_worker, his_worker):
        worker.presses("Fixer le rendez-vous")
    her_worker.reads("Le rendez-vous est fixé", "Bureau bleu")
    his_worker.reads(TAKEN)
    his_worker.reads_nothing_of(HERS, "Poste de Roanne")


def he_is_received_another_hour(worker):
    worker.follows("11 h")
    worker.presses("Fixer le rendez-vous")
    worker.reads("Le rendez-vous est fixé", "11 h", "Bureau bleu")


def mediation_warns(worker, case):
    """What the judge may not propose is not proposed by a click; what stops violence is."""
    worker.opens(f"/situations/{case}/")
    worker.follows("Orienter")
    worker.follows("enfants")
    worker.chooses(MEDIATION)
    worker.chooses("oui, de vive voix")
    worker.presses("Enregistrer")
    worker.reads("le juge ne peut pas la proposer", "Il y a un problème")
    worker.opens(f"/situations/{case}/")
    worker.follows("Orienter")
    worker.follows("arrêt des violences")
    worker.reads_nothing_of("le juge ne peut pas")
    worker.chooses(COURSE)
    worker.chooses("oui, de vive voix")
    worker.presses("Enregistrer")
    worker.reads(COURSE, "oui, de vive voix")


def nothing_shows_the_other(worker, case, other, name):
    """Her list, her agenda, a search of the name she was told, and a guess at the address."""
    worker.turns_to("Situations")
    worker.reads("1 situation")
    worker.reads_nothing_of(other)
    worker.turns_to("Ma journée")
    worker.reads_nothing_of(other)
    worker.turns_to("Agenda")
    worker.follows("Semaine")
    worker.reads("Entretien")
    worker.reads_nothing_of(other)
    worker.turns_to("Chercher")
    worker.types("Nom, prénom", name)
    worker.presses("Chercher")
    worker.reads("Aucune personne ne correspond dans vos situations")
    worker.reads_nothing_of(other, "Peut-être connue d’un autre poste")
    worker.opens(f"/situations/{case}/meme-personne/")
    worker.reads_nothing_of(other, name)
    worker.opens_in_vain(f"/situations/{other}/")


def the_figures_and_the_journal_name_nobody(arrives, world, hers, his):
    coordinator = arrives(world.coordinator)
    coordinator.turns_to("Chiffres")
    coordinator.reads_nothing_of(HERS, HIS, "Canari", hers, his)
    officer = arrives(world.dpo)
    officer.turns_to("Journal")
    officer.reads("Aucun nom de personne aidée")
    officer.reads_nothing_of("anari", hers, his)

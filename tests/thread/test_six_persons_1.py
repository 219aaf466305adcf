"""A woman of 27, five months pregnant: the man who hits her reads her telephone.

She can be called from nine to eleven on working days, nothing is ever written to her, and no
paper is on her.
"""

import datetime as dt
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
NUMBER = ("06 39 98 41 07", "0639984107")
SAID = "Canaridit : il lit ses messages, elle est enceinte de cinq mois."
MIDWIFE = "Sage-femme du Coteau"
HOURS = "du lundi au vendredi, de 9 h à 11 h"


@pytest.fixture
def services(world, clock):
    """The midwife of the PMI, and a shelter."""
    with acting_as(world.actor(world.worker)) as actor:
        partner = add_partner(actor=actor, name="Département", now=clock.now)
        for name, kind in ((MIDWIFE, "pmi_midwife"), ("Accueil du Pont", "shelter")):
            add_service(
                actor=actor,
                partner_id=partner.pk,
                name=name,
                kind=kind,
                phone="04 77 00 11 22",
                commune_id="42187",
                zones=["42"],
                now=clock.now,
            )


class Pregnant:
    """What the worker does for her, step by step."""

    def __init__(self, arrives, world, clock) -> None:
        self.arrives, self.world, self.clock = arrives, world, clock

    def runs(self) -> None:
        self.worker = self.arrives(self.world.worker)
        self.the_unit_dictates()
        self.the_number_is_shut_out_of_her_hours()
        self.the_number_opens_in_her_hours()
        self.nothing_is_on_her()
        self.they_meet()
        self.her_pregnancy_rises()
        self.the_midwife_is_told_her_name_alone()
        self.her_rights_are_spoken_of()
        self.she_reads_on_the_screen()
        self.it_is_closed()

    def the_unit_dictates(self) -> None:
        worker = self.worker
        worker.page.keyboard.press("n")
        worker.page.wait_for_url("**/saisines/noter/**")
        worker.follows("Dictée par l’unité")
        worker.picks("Unité", self.world.station.name)
        worker.chooses("Oui, elle est d’accord")
        worker.picks("Peut-on l’appeler sans danger ?", "Oui")
        worker.types("Quand ?", "lundi au vendredi, 9h-11h")
        worker.picks("À qui est ce téléphone ?", "le sien")
        worker.types("Téléphone", NUMBER[0])
        worker.types("Prénom", "Aliénor")
        worker.types("Nom", "Canarivent")
        worker.types("Ce qu’elle a dit", SAID)
        worker.goes_to(worker.page.locator("summary", has_text="Danger, motif"))
        worker.page.keyboard.press("Enter")
        worker.picks("Violences pendant une grossesse", "Oui")
        worker.picks("Peut-on laisser un message ?", "jamais")
        worker.presses("Enregistrer")
        worker.reads("aujourd’hui", "violences pendant une grossesse")
        worker.reads_nothing_of(*NUMBER)
        worker.follows("Prendre")
        worker.presses("Prendre")
        worker.reads("Aliénor CANARIVENT", SAID, "violences pendant une grossesse", HOURS)
        self.case = re.search(r"/situations/[0-9a-f-]{36}/", worker.page.url)[0]

    def the_number_is_shut_out_of_her_hours(self) -> None:
        worker = self.worker
        worker.follows("La joindre")
        call = worker.page.get_by_role("link", name="Appel", exact=True)
        address = call.get_attribute("href")
        self.clock.move(hours=1)
        for here in (f"{self.case}contact/", address):
            worker.opens(here)
            worker.reads("Fermé à cette heure", HOURS, "à 9 h")
            assert call.count() == 0
            assert worker.page.get_by_role("button", name="Afficher").count() == 0
            worker.reads_nothing_of(*NUMBER)

    def the_number_opens_in_her_hours(self) -> None:
        self.clock.move(hours=22, minutes=15)
        worker = self.worker = self.arrives(self.world.worker)
        worker.opens(f"{self.case}contact/")
        worker.follows("Appel")
        worker.reads("Un premier appel seulement", "Ne laissez aucun message")
        worker.reads_nothing_of(*NUMBER)
        worker.presses("Afficher le numéro")
        worker.reads(NUMBER[0], "#31#")
        worker.chooses("jointe")
        worker.chooses("sûr")
        worker.types("Ce qui a été dit", "Canaridit : elle vient demain, il travaille.")
        worker.presses("Enregistrer l’issue")
        worker.reads("L’issue est notée", "Sûr", "jamais de message")
        worker.reads_nothing_of(*NUMBER, "à vérifier avec elle")
        for written in ("SMS", "Courriel", "Courrier"):
            assert worker.page.get_by_role("link", name=written, exact=True).count() == 0

    def nothing_is_on_her(self) -> None:
        worker = self.worker
        worker.follows("Modifier ce qui est convenu")
        worker.reads_nothing_of("Effacer la phrase convenue")
        worker.chooses("jamais", "Un papier sur elle")
        worker.presses("Enregistrer")
        worker.reads("Ce qui est convenu avec elle est enregistré.")

    def they_meet(self) -> None:
        worker = self.worker
        worker.follows("Fixer un rendez-vous")
        worker.gives_day("Jour", self.clock.now + dt.timedelta(days=1))
        worker.gives_hour("Heure", "09:30")
        worker.chooses("ailleurs")
        worker.types("Précisions sur le lieu", "La maternité, entrée B.")
        worker.presses("Fixer le rendez-vous")
        self.clock.move(days=1, hours=1, minutes=30)
        worker = self.worker = self.arrives(self.world.worker)
        worker.reads("Est-elle venue ?")
        worker.follows("9 h 30 – 10 h 30 Entretien")
        worker.follows("Elle est venue : écrire l’entretien")

    def her_pregnancy_rises(self) -> None:
        """Words, then letters: Escape leaves her words, a figure goes to a part, o says yes."""
        worker = self.worker
        worker.types("Ce qu’elle dit", SAID)
        worker.picks("Enceinte", "oui")
        for key in ("Escape", "2", "o", "3", "o"):
            worker.page.keyboard.press(key)
        worker.picks("La personne mise en cause est pour elle", "conjoint")
        worker.presses("Enregistrer et signer")
        worker.reads("L’entretien est enregistré et l’évaluation est signée.", "en présence")
        worker.follows("Retour à la situation")
        worker.reads("À savoir avant tout", "Enceinte, dit le", "grossesse", HOURS)

    def the_midwife_is_told_her_name_alone(self) -> None:
        worker = self.worker
        worker.follows("Orienter")
        worker.follows("grossesse")
        worker.reads("La sage-femme de PMI est proposée d’abord", MIDWIFE)
        worker.reads_nothing_of("Accueil du Pont")
        worker.chooses(MIDWIFE)
        worker.chooses("oui, de vive voix")
        worker.picks("Comment", "rendez-vous pris")
        worker.presses("Enregistrer")
        worker.reads("Il y a un problème", "donnez-lui les coordonnées")
        worker.ticks("son nom")
        worker.presses("Enregistrer")
        worker.reads("L’orientation est enregistrée.", "Peut être dit au service\nson nom\n")
        worker.reads_nothing_of(*NUMBER, "Canaridit")

    def her_rights_are_spoken_of(self) -> None:
        worker = self.worker
        worker.follows("Orientations de la situation")
        worker.follows("Droits")
        worker.follows("Ordonnance de protection")
        worker.chooses("Elle y réfléchit")
        worker.presses("Enregistrer sa réponse")
        worker.follows("Noter une étape")
        worker.types("L’étape, en quelques mots", "Voir la sage-femme")
        worker.chooses("Oui, elle veut le faire")
        worker.presses("Enregistrer sa réponse")
        worker.reads("en réflexion", "Voir la sage-femme")

    def she_reads_on_the_screen(self) -> None:
        worker = self.worker
        worker.follows("Ce qu’elle voit ou emporte")
        worker.reads("Pas de papier sur elle")
        worker.reads_nothing_of(
            "Faire le papier", "à plier en quatre", "le papier n’est pas gardé"
        )
        worker.ticks("Voir la sage-femme")
        worker.ticks(MIDWIFE)
        worker.presses("Montrer à l’écran")
        worker.reads("Voir la sage-femme", MIDWIFE, "04 77 00 11 22")
        worker.reads_nothing_of("CANARIVENT", "Canarivent", "Aliénor", *NUMBER, "violence")
        worker.follows("Fermer")

    def it_is_closed(self) -> None:
        worker = self.worker
        worker.opens(self.case)
        worker.follows("Clore")
        worker.chooses("relais pris par un service")
        worker.chooses("oui", "Sait-elle qu’elle peut revenir")
        worker.presses("Clore la situation")
        worker.reads("La situation est close", "Enceinte, dit le", "Rouvrir")


class TestAPregnantWomanWhosePhoneIsRead:
    def test_is_called_in_her_hours_and_carries_nothing_away(
        self, arrives, world, clock, services
    ):
        Pregnant(arrives, world, clock).runs()

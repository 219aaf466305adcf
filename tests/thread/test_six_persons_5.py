"""The fifth person: a woman without papers who speaks Tamil only, and fears the police."""

import datetime as dt
import re

import pytest

from chromium import needs_chromium

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
NAME = "CANARIMALAR"
# « Find a room », as she would read it.
IN_TAMIL = "அறை தேடு"
# What nobody has to show to be helped.
NEVER_ASKED = ("passeport", "titre de séjour", "pièce d’identité", "nationalité", "sans papiers")


class Story:
    """What an association and the worker do in turn."""

    def __init__(self, arrives, world, clock):
        self.world, self.clock = world, clock
        self.worker = arrives(world.worker)

    def runs(self):
        self.an_association_calls_for_her()
        self.nothing_asks_for_a_document()
        self.an_interpreter_is_asked_for_without_a_name()
        self.no_interpreter_came_the_first_time()
        self.rights_of_foreigners_are_proposed()
        self.she_is_shown_what_no_printer_writes()
        self.a_paper_is_agreed_then_refused_letter_by_letter()

    def an_association_calls_for_her(self):
        worker = self.worker
        worker.turns_to("Nouvelle saisine")
        worker.follows("Partenaire")
        worker.chooses("Oui, elle est d’accord")
        worker.picks("Peut-on l’appeler sans danger ?", "Oui")
        worker.types("Téléphone", "06 39 98 70 07")
        worker.types("Prénom", "Selvi")
        worker.types("Nom", NAME)
        worker.types("Ce qu’elle a dit", "Elle a peur de la police, elle n’a pas de papiers.")
        worker.presses("Enregistrer")
        worker.turns_to("À joindre")
        worker.follows("Prendre")
        worker.presses("Prendre")
        self.case = re.search(r"/situations/([0-9a-f-]{36})/", worker.page.url)[1]

    def nothing_asks_for_a_document(self):
        worker = self.worker
        worker.follows("Identité")
        worker.reads_nothing_of(*NEVER_ASKED)
        worker.presses("Enregistrer")

    def an_interpreter_is_asked_for_without_a_name(self):
        worker = self.worker
        worker.opens(f"/situations/{self.case}/contact/")
        worker.follows("Fixer un rendez-vous")
        worker.gives_day("Jour", (self.clock.now + dt.timedelta(days=1)).date())
        worker.gives_hour("Heure", "10:00")
        worker.chooses("ailleurs")
        worker.presses("Fixer le rendez-vous")
        worker.follows("Demander un interprète")
        worker.types("Langue", "tamoul")
        worker.chooses("par téléphone")
        worker.presses("Voir ce qui peut être dit")
        worker.reads("Ce que vous dites au service, et rien d’autre", "tamoul", "un entretien")
        worker.reads_nothing_of(NAME, "Canarimalar", "Selvi", "06 39 98 70 07")
        worker.chooses("obtenu")
        worker.types("Quel service", "ISM")
        worker.presses("Enregistrer la réponse")
        worker.reads("Seul un ou une interprète de métier peut être noté")
        worker.ticks("C’est un service d’interprètes de métier")
        worker.presses("Enregistrer la réponse")
        worker.reads("La réponse du service d’interprètes est notée")

    def no_interpreter_came_the_first_time(self):
        worker = self.worker
        worker.opens(f"/situations/{self.case}/ecoute/")
        worker.types("Ce que vous constatez", "Elle tremble quand la porte s’ouvre.")
        worker.chooses("oui", "Papiers et séjour")
        worker.chooses("oui", "Sécurité")
        worker.chooses("en présence")
        worker.chooses("nécessaire, pas obtenu")
        assert worker.field("Langue parlée").input_value() == "tamoul"
        worker.presses("Enregistrer et signer l’évaluation")
        worker.reads("nécessaire, pas obtenu")
        worker.opens(f"/situations/{self.case}/")
        worker.reads("Interprète nécessaire")

    def rights_of_foreigners_are_proposed(self):
        worker = self.worker
        worker.follows("Droits")
        worker.reads("papiers et séjour", "Carte de séjour avec une ordonnance de protection")
        worker.follows("Carte de séjour")
        worker.reads("Modèle non validé", "La copie de l’ordonnance de protection.")
        worker.chooses("Elle y réfléchit")
        worker.presses("Enregistrer sa réponse")

    def she_is_shown_what_no_printer_writes(self):
        worker = self.worker
        worker.follows("Noter une étape")
        worker.types("L’étape, en quelques mots", IN_TAMIL)
        worker.chooses("Oui, elle veut le faire")
        worker.presses("Enregistrer sa réponse")
        worker.follows("Ce qu’elle voit ou emporte")
        worker.reads("Pas de papier sur elle", "Langue notée : tamoul")
        assert worker.page.get_by_role("button", name="Faire le papier").count() == 0
        worker.ticks(IN_TAMIL)
        worker.picks("Langue", "English")
        worker.presses("Montrer à l’écran")
        worker.reads("To do", IN_TAMIL)
        worker.reads_nothing_of(NAME, "Canarimalar", "Selvi", "Commissariat")
        worker.follows("Fermer")

    def a_paper_is_agreed_then_refused_letter_by_letter(self):
        """She says that a paper is safe: no font here draws Tamil, and no box stands for it."""
        worker = self.worker
        worker.follows("Ce qui est convenu avec elle")
        worker.follows("Modifier ce qui est convenu")
        worker.chooses("oui, discret")
        worker.presses("Enregistrer")
        worker.follows("Droits")
        worker.follows("Ce qu’elle voit ou emporte")
        worker.ticks(IN_TAMIL)
        worker.presses("Faire le papier")
        worker.reads("Ces lettres ne peuvent pas être imprimées ici")
        worker.ticks(IN_TAMIL)
        worker.ticks("115")
        worker.picks("Langue", "English")
        paper = worker.prints("Faire le papier")
        assert "115" in paper
        assert NAME not in paper.upper()


class TestTheWomanWhoSpeaksTamil:
    def test_is_helped_by_keyboard_alone(self, arrives, world, clock):
        Story(arrives, world, clock).runs()

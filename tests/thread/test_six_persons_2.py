"""A man of 70, hit by his son who lives with him: he does not want his son punished.

He comes in by himself. The landline is that of the house: the son may answer.
"""

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
NUMBER = ("04 77 99 12 08", "0477991208")
SAID = "Canaridit : mon fils m’a frappé, je ne veux pas qu’il soit puni."
# What a judge decides between those who are or were a couple.
FOR_COUPLES = ("Ordonnance de protection", "Bracelet anti-rapprochement", "protection immédiate")


class Father:
    """What the worker does for him, step by step."""

    def __init__(self, arrives, world, clock) -> None:
        self.arrives, self.world, self.clock = arrives, world, clock

    def runs(self) -> None:
        self.worker = self.arrives(self.world.worker)
        self.he_walks_in()
        self.somebody_else_answers()
        self.the_line_stays_shut()
        self.they_meet()
        self.what_he_lives_is_within_the_family()
        self.he_wants_no_complaint()
        self.a_complaint_is_prepared_for_the_day_he_would()
        self.he_chooses_what_he_sees()
        self.a_note_is_four_keys_away()
        self.it_is_closed()

    def he_walks_in(self) -> None:
        worker = self.worker
        worker.page.keyboard.press("n")
        worker.page.wait_for_url("**/saisines/noter/**")
        worker.follows("Venue sur place")
        worker.chooses("Oui, elle est d’accord")
        worker.picks("Peut-on l’appeler sans danger ?", "Oui")
        worker.picks("À qui est ce téléphone ?", "partag")
        worker.types("Téléphone", NUMBER[0])
        worker.types("Prénom", "Anselme")
        worker.types("Nom", "Canarivieux")
        worker.types("Ce qu’elle a dit", SAID)
        worker.presses("Enregistrer")
        worker.follows("Prendre")
        worker.presses("Prendre")
        worker.reads("Anselme CANARIVIEUX", SAID, "sûr, jours et heures non précisés")
        self.case = re.search(r"/situations/[0-9a-f-]{36}/", worker.page.url)[0]
        worker.follows("Identité")
        worker.picks("Sexe", "homme")
        worker.picks("Âge", "60")
        worker.presses("Enregistrer")
        worker.reads("60 à 74 ans")

    def somebody_else_answers(self) -> None:
        """The son picks up the telephone: what he heard is owed before anything is kept."""
        worker = self.worker
        for key in ("c", "a", "a"):
            worker.reads_nothing_of(*NUMBER)
            with worker.page.expect_navigation():
                worker.page.keyboard.press(key)
        worker.reads(NUMBER[0], "Quelqu’un d’autre répond")
        heard = worker.page.get_by_text("Qu’a entendu cette personne ?")
        assert heard.is_hidden()
        worker.chooses("quelqu’un d’autre a répondu")
        assert heard.is_visible()
        worker.chooses("dangereux")
        worker.presses("Enregistrer l’issue")
        worker.reads("Dites ce que la personne qui a répondu a entendu")
        worker.chooses("« faux numéro »")
        worker.presses("Enregistrer l’issue")
        worker.reads("L’issue est notée.", "a entendu : « faux numéro »")

    def the_line_stays_shut(self) -> None:
        worker = self.worker
        worker.reads("Dangereux", "Ce moyen est dangereux pour elle : il reste fermé.")
        assert worker.page.get_by_role("link", name="Appel", exact=True).count() == 0
        worker.reads_nothing_of(*NUMBER)
        self.clock.move(hours=2)
        worker.opens(f"{self.case}contact/")
        worker.reads("il reste fermé")

    def they_meet(self) -> None:
        """He comes back when he can: it is he who calls."""
        worker = self.worker
        worker.follows("Modifier ce qui est convenu")
        worker.ticks("C’est elle qui appelle")
        worker.chooses("oui", "Un papier sur elle")
        worker.presses("Enregistrer")
        worker.reads("Ne la joignez pas")
        worker.follows("Fixer un rendez-vous")
        worker.gives_day("Jour", self.clock.now + dt.timedelta(days=1))
        worker.gives_hour("Heure", "14:00")
        worker.chooses("ailleurs")
        worker.presses("Fixer le rendez-vous")
        self.clock.move(days=1, hours=3)
        worker = self.worker = self.arrives(self.world.worker)
        worker.follows("14 h – 15 h Entretien")
        worker.follows("Elle est venue : écrire l’entretien")

    def what_he_lives_is_within_the_family(self) -> None:
        worker = self.worker
        worker.types("Ce qu’elle dit", SAID)
        for key in ("Escape", "2", "o"):
            worker.page.keyboard.press(key)
        worker.picks("La personne mise en cause est pour elle", "fils")
        for key in ("Escape", "3", "o"):
            worker.page.keyboard.press(key)
        worker.chooses("oui", "Droits et justice")
        worker.presses("Enregistrer et signer")
        worker.follows("Retour à la situation")
        worker.follows("Évaluations")
        worker.follows(str(self.clock.now.day))
        worker.reads("Violences conjugales\nnon", "Violences intrafamiliales\noui")
        worker.reads("sexuelle ; morale ou psychologique")

    def he_wants_no_complaint(self) -> None:
        worker = self.worker
        worker.opens(f"{self.case}droits/")
        worker.reads("Certificat médical")
        worker.reads_nothing_of(*FOR_COUPLES)
        worker.follows("Plainte")
        worker.reads_nothing_of("être accompagnée")
        worker.chooses("Non, elle ne le souhaite pas")
        worker.presses("Enregistrer sa réponse")
        worker.reads("Plainte", "pas souhaitée")
        proposed = worker.page.get_by_role("main").get_by_role("list").last
        assert "Plainte" not in proposed.inner_text()

    def a_complaint_is_prepared_for_the_day_he_would(self) -> None:
        worker = self.worker
        worker.follows("Démarches")
        worker.reads("Tout s’accompagne aussi sans procédure.")
        worker.follows("La préparer avec elle")
        worker.reads("Tout s’accompagne aussi sans plainte.", "Reste au bureau")
        worker.follows("Noter où elle en est")
        worker.chooses("rien")
        worker.presses("Enregistrer")
        worker.reads("L’état de la plainte est noté.")

    def he_chooses_what_he_sees(self) -> None:
        """A paper may be on him; his refusal is not one of its lines."""
        worker = self.worker
        worker.opens(f"{self.case}papier/")
        worker.reads("Avant de donner un papier")
        assert worker.page.get_by_role("button", name="Faire le papier").is_visible()
        worker.ticks("116 006")
        worker.presses("Montrer à l’écran")
        worker.reads("116 006")
        worker.reads_nothing_of("Plainte", "Anselme", "CANARIVIEUX", *NUMBER)

    def a_note_is_four_keys_away(self) -> None:
        """From anywhere: m leads home, a figure opens the note of a case, its day filled in."""
        worker = self.worker
        worker.opens("/repertoire/")
        for key in ("m", "1"):
            with worker.page.expect_navigation():
                worker.page.keyboard.press(key)
        worker.reads("Ajouter une note")
        worker.page.keyboard.insert_text("Canarinote : il rappelle lundi.")
        with worker.page.expect_navigation():
            worker.page.keyboard.press("Control+Enter")
        worker.reads("Anselme CANARIVIEUX", "Canarinote : il rappelle lundi.")

    def it_is_closed(self) -> None:
        worker = self.worker
        worker.reads("Plainte : pas souhaitée.", "quelqu’un d’autre a répondu")
        worker.reads("Téléphone : dangereux. Ce moyen est dangereux")
        worker.follows("Clore")
        worker.chooses("à sa demande")
        worker.chooses("oui", "Sait-elle qu’elle peut revenir")
        worker.presses("Clore la situation")
        worker.reads("La situation est close", "Rouvrir")
        worker.opens(f"{self.case}contact/")
        worker.reads("il reste fermé")


class TestAManHitByHisSon:
    def test_is_heard_without_a_complaint_and_never_called_at_home(self, arrives, world, clock):
        Father(arrives, world, clock).runs()

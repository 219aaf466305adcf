"""A student of 20 followed by a former partner, who kept a neutral card for five months."""

import datetime as dt
import re

import pytest

from chromium import needs_chromium
from entremise.access.acting import acting_as
from entremise.people.models import NameCard
from entremise.referrals.models import Answer, Wish
from referring import refer

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
NAME, NUMBER = "CANARILYS", "06 39 98 20 20"
PHRASE = "les tulipes de Renaison"
SECRETS = (NAME, "Canarilys", NUMBER, "0639982020", "Canaridit", "tulipes")


@pytest.fixture
def brigade(world):
    """The brigade of the small town where her parents live, and where everybody knows her."""
    with acting_as(world.actor(world.admin)):
        return world.add_unit("Brigade de Renaison", "gendarmerie", "42182")


@pytest.fixture
def namesake(world, clock):
    """Somebody of nearly the same name, followed by the same worker, with no phrase agreed."""
    return world.case_of(
        world.worker,
        NameCard(last_name="Canarilis", first_name="Léonie", born="1961"),
        now=clock.now - dt.timedelta(days=400),
    )


class TestAStudentFollowedByAFormerPartner:
    def test_is_known_by_her_card_then_by_her_phrase_alone(
        self, arrives, world, clock, brigade, namesake
    ):
        code = cards_are_handed_over(arrives(world.worker), world)
        # She said no that night, took the card, and left no name.
        refer(world, now=clock.now, wish=Wish.REFUSES, card_offered=Answer.YES)
        clock.move(days=153)
        worker = arrives(world.worker)
        she_reads_her_code(worker, world, code)
        she_asks(worker, code)
        case = she_is_somebody_new(worker)
        they_agree_on_a_phrase(worker)
        she_is_heard(worker)
        they_meet_away_from_home(worker, clock)
        program_reads_hours_alone(worker)
        she_calls_again(worker, case)
        she_agrees_to_a_step(worker)
        she_leaves_and_comes_back(worker)
        clock.move(days=60)
        worker = arrives(world.worker)
        it_opens_again(worker)
        the_others_count(arrives(world.coordinator), case)


def cards_are_handed_over(worker, world):
    """A lot of neutral cards for the station; nothing of who will get one."""
    worker.turns_to("À joindre")
    worker.follows("Cartes")
    worker.picks("Unité", world.station.name)
    worker.presses("Faire le lot")
    code = re.search(r"Le lot « (\w{4}-\w{4}) » est fait", worker.text())[1]
    worker.reads("À remettre", world.station.name)
    worker.follows("Noter la remise")
    worker.presses("Enregistrer")
    worker.reads(f"La remise du lot « {code} » est notée.", "Remis")
    return code


def she_reads_her_code(worker, world, code):
    worker.turns_to("Appel entrant")
    worker.reads("Dites seulement", "Je ne peux dire à personne")
    worker.types("Elle lit un code sur une carte", code.upper().replace("-", " "))
    worker.presses("Chercher ce code")
    worker.reads("Ce code est connu", world.station.name, "1 refus")
    worker.reads("Aucune saisine de cette unité à cette période")


def she_asks(worker, code):
    worker.follows("Noter une saisine avec ce code")
    assert worker.field("Code lu sur la carte").input_value() == code.replace("-", "")
    worker.chooses("Oui, elle est d’accord")
    worker.picks("Peut-on l’appeler sans danger ?", "Oui")
    worker.picks("À qui est ce téléphone ?", "le sien")
    worker.types("Téléphone", NUMBER)
    worker.types("Prénom", "Léonie")
    worker.types("Nom", "Canarilys")
    worker.types("Ce qu’elle a dit", "Canaridit : il l’attend chaque soir devant la fac.")
    worker.presses("Enregistrer")
    worker.reads("La saisine est dans votre file.")


def she_is_somebody_new(worker):
    worker.follows("Prendre")
    worker.reads("Peut-être déjà connue", "Léonie CANARILIS", "il l’attend chaque soir")
    worker.chooses("Une personne que nous ne connaissons pas")
    worker.presses("Prendre")
    worker.reads("La saisine est prise", NAME, "victime")
    worker.reads_nothing_of("L’agent voit", "pas encore")  # she has just been spoken with
    return re.search(r"/situations/([0-9a-f-]{36})/", worker.page.url)[1]


def they_agree_on_a_phrase(worker):
    worker.follows("Voir comment la joindre")
    worker.reads("Aucune tentative", "vous pouvez l’appeler")
    worker.reads_nothing_of(NUMBER, "0639982020")
    worker.follows("Modifier ce qui est convenu")
    worker.reads("Aucune phrase n’est convenue")
    worker.chooses("jamais", "Un papier sur elle")
    worker.types("Phrase convenue", PHRASE)
    worker.presses("Enregistrer")
    worker.reads("Phrase convenue")
    worker.reads_nothing_of("tulipes")
    worker.follows("Retour à la situation")


def she_is_heard(worker):
    """Followed by somebody she left: what she says, then the facts, on one page."""
    worker.follows("Écrire un entretien")
    worker.types("Ce qu’elle dit", "Canaridit : il sait à quelle heure elle sort.")
    worker.chooses("oui", "séparation en cours, annoncée ou récente")
    worker.chooses("oui", "faits répétés, plus fréquents")
    worker.picks("La personne mise en cause est pour elle", "ancien conjoint")
    worker.presses("Enregistrer et signer")
    worker.follows("Retour à la situation")
    worker.reads("À savoir avant tout", "Séparation")


def they_meet_away_from_home(worker, clock):
    """Not at the brigade of her own village; a place where nobody knows her."""
    worker.follows("Identité")
    worker.types("Commune où elle habite", "Renaison")
    worker.presses("Enregistrer")
    worker.reads("L’identité est corrigée", "Renaison")
    worker.follows("Fixer un rendez-vous")
    worker.picks("Unité", "Brigade de Renaison")
    worker.presses("Voir les créneaux")
    worker.reads("Dans un village, tout se voit")
    worker.picks("Unité", "Commissariat")
    worker.presses("Voir les créneaux")
    worker.reads_nothing_of("Dans un village")
    worker.gives_day("Jour", clock.now + dt.timedelta(days=2))
    worker.gives_hour("Heure", "14:00")
    worker.chooses("ailleurs")
    worker.types("Précisions sur le lieu", "Maison de quartier, entrée du parc")
    worker.presses("Fixer le rendez-vous")
    worker.reads("Le rendez-vous est fixé", "ailleurs", "Maison de quartier")


def program_reads_hours_alone(worker):
    """What her telephone shows of the day of somebody else: an hour and a word."""
    worker.turns_to("Agenda")
    worker.follows("Agenda sur mon téléphone")
    worker.presses("Créer l’adresse")
    address = worker.page.locator(".en-address").inner_text()
    fetched = worker.page.request.get(address)
    assert fetched.ok
    lines = fetched.text()
    assert "SUMMARY:Entretien" in lines
    for word in (*SECRETS, "Léonie", "Renaison", "Maison", "Roanne"):
        assert word not in lines
    assert worker.page.request.get(address.replace(".ics", "x.ics")).status == 404
    worker.page.reload()
    worker.reads_nothing_of(address)


def she_calls_again(worker, case):
    """Her name with another phrase says nothing, nor her phrase under another name."""
    for name, said in (("Canarilys", "les lilas"), ("Serin", PHRASE)):
        worker.turns_to("Appel entrant")
        worker.types("Nom que la personne donne", name)
        worker.types("Phrase qu’elle dit", said)
        worker.presses("Vérifier")
        worker.reads("Rien ne permet de lui répondre")
        worker.reads_nothing_of("Ouvrir la situation", "Léonie", case)
    worker.types("Nom que la personne donne", "canarilis leonie")
    worker.types("Phrase qu’elle dit", "Les tulipes, de Renaison !")
    worker.presses("Vérifier")
    worker.reads("Phrase reconnue", NAME)
    worker.presses("Noter son appel")
    worker.reads("Son appel est noté", "Elle a appelé")


def she_agrees_to_a_step(worker):
    worker.follows("Droits")
    worker.follows("Noter une étape")
    worker.types("L’étape, en quelques mots", "garder les messages reçus")
    worker.chooses("Oui, elle veut le faire")
    worker.presses("Enregistrer sa réponse")
    worker.reads("garder les messages reçus", "convenue")


def she_leaves_and_comes_back(worker):
    worker.follows("Retour à la situation")
    worker.follows("Clore")
    worker.chooses("à sa demande")
    worker.presses("Clore la situation")
    worker.reads("Sait-elle qu’elle peut revenir")  # the one answer that is owed
    worker.chooses("oui", "Sait-elle qu’elle peut revenir")
    worker.presses("Clore la situation")
    worker.reads("La situation est close", "Un rendez-vous est encore prévu")
    worker.follows("Annulez-le")
    worker.follows("mercredi")
    worker.presses("Annuler ce rendez-vous")
    worker.follows("Retour au contact")
    worker.follows("Retour à la situation")
    worker.reads("Close", "aucun")
    worker.reads_nothing_of("Un rendez-vous est encore prévu")


def it_opens_again(worker):
    worker.turns_to("Appel entrant")
    worker.types("Nom que la personne donne", "Canarilys")
    worker.types("Phrase qu’elle dit", PHRASE)
    worker.presses("Vérifier")
    worker.reads("close")
    worker.follows("Ouvrir la situation")
    worker.follows("Rouvrir")
    worker.presses("Rouvrir la situation")
    worker.reads("La situation est rouverte", "Rouverte", "Séparation")


def the_others_count(coordinator, case):
    coordinator.turns_to("Chiffres")
    coordinator.reads("De la carte à l’appel")
    coordinator.reads_nothing_of(*SECRETS)
    coordinator.opens_in_vain(f"/situations/{case}/")

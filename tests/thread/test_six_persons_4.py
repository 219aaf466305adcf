"""The fourth person: a mother of three, whose husband keeps a hunting weapon at home."""

import datetime as dt
import re

import pytest

from chromium import needs_chromium
from entremise.base.french import short_day
from thread.keyboard import plain

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
NUMBER = "06 39 98 44 10"


class Story:
    """What the officer and the worker do in turn."""

    def __init__(self, arrives, world, clock):
        self.arrives, self.world, self.clock = arrives, world, clock
        self.today = clock.now.date()

    def runs(self):
        self.the_officer_writes_the_danger_down()
        self.worker = self.arrives(self.world.worker)
        self.the_worker_calls_first()
        self.she_talks()
        self.what_is_known_stands_at_the_top()
        self.she_prepares_her_complaint()
        self.the_unit_refuses_the_presence()
        self.the_children_are_told_of()
        self.the_weapon_has_its_own_text()
        self.the_peril_is_one_key_away()
        self.the_judge_protects_her()

    def the_officer_writes_the_danger_down(self):
        officer = self.arrives(self.world.officer)
        officer.chooses("Oui, elle est d’accord")
        officer.picks("Peut-on l’appeler sans danger ?", "Oui")
        officer.types("Quand ?", "mardi et jeudi, 9h-12h")
        officer.types("Téléphone", NUMBER)
        officer.types("Prénom", "Maud")
        officer.types("Nom", "CANARIVAL")
        officer.types("Ce que vous avez vu", "Trois enfants dans la cuisine, elle tremblait.")
        officer.unfolds("Danger, motif")
        officer.picks("Arme à feu", "Oui")
        officer.picks("Enfants présents", "Oui")
        officer.picks("Séparation récente", "Oui")
        officer.presses("Transmettre")
        officer.reads("La saisine est transmise")

    def the_worker_calls_first(self):
        worker = self.worker
        worker.reads("arme à feu", "enfants présents", "séparation récente ou annoncée")
        worker.follows("Ouvrir la file")
        assert worker.page.locator("tbody .en-badge--danger").first.inner_text() == "aujourd’hui"
        worker.follows("Prendre")
        worker.reads("Trois enfants dans la cuisine")
        worker.reads("arme à feu, séparation récente ou annoncée, enfants présents")
        worker.presses("Prendre")
        self.case = re.search(r"/situations/([0-9a-f-]{36})/", worker.page.url)[1]
        self.code = re.search(r"\b[A-Z0-9]{6}\b", worker.text().split("CANARIVAL")[1])[0]
        worker.follows("La joindre")
        worker.follows("Appel")
        worker.presses("Afficher le numéro")
        worker.reads(NUMBER)
        worker.chooses("jointe")
        worker.chooses("sûr")
        worker.types("Ce qui a été dit", "Elle vient tout de suite.")
        worker.presses("Enregistrer l’issue")

    def she_talks(self):
        worker = self.worker
        worker.opens(f"/situations/{self.case}/ecoute/")
        worker.types("Ce qu’elle dit", "« Il dort avec le fusil à côté du lit. Je veux partir. »")
        worker.types("Ce que vous constatez", "La plus petite ne lâche pas sa main.")
        worker.chooses("oui", "arme à feu ou autre arme à portée")
        worker.chooses("oui", "séparation en cours")
        worker.chooses("oui", "menaces sur les enfants")
        worker.picks("La personne mise en cause est pour elle", "conjoint")
        worker.chooses("oui", "Sécurité")
        worker.chooses("oui", "Des enfants")
        worker.types("Combien", "3")
        worker.chooses("en présence")
        worker.presses("Enregistrer et signer l’évaluation")
        worker.reads("Je veux partir")

    def what_is_known_stands_at_the_top(self):
        worker = self.worker
        worker.opens(f"/situations/{self.case}/")
        worker.reads("À savoir avant tout", "Arme", "Séparation")
        worker.reads("Menaces ou violences sur les enfants")
        page = worker.text()
        assert page.index("À savoir avant tout") < page.index("Ce qui compte maintenant")

    def she_prepares_her_complaint(self):
        worker = self.worker
        worker.follows("Démarches")
        worker.follows("La préparer avec elle")
        for moment, fact in (
            ("mars 2025", "Il tire en l’air dans le jardin."),
            ("Noël 2023", "Il casse la porte de la chambre des enfants."),
        ):
            worker.follows("Ajouter un fait")
            worker.types("Quand", moment)
            worker.types("Ce qui s’est passé", fact)
            worker.presses("Enregistrer")
        page = worker.text()
        assert page.index("Noël 2023") < page.index("mars 2025")
        paper = worker.prints("Imprimer pour le bureau")
        assert "À garder au bureau. Ne pas remettre." in paper
        assert paper.index("Noël 2023") < paper.index("mars 2025")
        worker.unfolds("Lui remettre le papier")
        worker.reads("On ne sait pas si un papier sur elle est sans danger")
        assert worker.page.get_by_role("button", name="Imprimer pour elle").count() == 0

    def the_unit_refuses_the_presence(self):
        worker = self.worker
        worker.follows("Démarches de la situation")
        worker.follows("Noter une audition")
        worker.chooses("dépôt de plainte")
        worker.gives_day("Jour", self.today + dt.timedelta(days=2))
        worker.gives_hour("Heure", "14:00")
        worker.picks("Unité", self.world.station.name[:18])
        worker.picks("Votre présence", "demand")
        worker.presses("Enregistrer")
        worker.reads("dépôt de plainte", "demandée, sans réponse")
        worker.follows(plain(short_day(self.today + dt.timedelta(days=2))))
        worker.picks("Votre présence", "refus")
        worker.presses("Enregistrer")
        worker.reads("Dites qui a refusé votre présence.")
        worker.picks("Si elle est refusée, par qui", "l’unité")
        worker.presses("Enregistrer")
        worker.reads("refusée, par l’unité")

    def the_children_are_told_of(self):
        worker = self.worker
        worker.follows("Décider, écrire")
        worker.follows("Information préoccupante")
        worker.reads_nothing_of("226-14, 3°")
        worker.chooses("CASF, article L. 226-2-1")
        worker.chooses("j’écris")
        worker.presses("Noter ma décision")
        worker.goes_to(worker.field("Qui le dit"))
        worker.saves()
        worker.reads("Avant de signer", "parents sont informés")
        assert worker.page.get_by_role("button", name="Signer").count() == 0
        worker.follows("Écrire")
        worker.types("Prénom", "Lou")
        worker.types("Nom", "CANARIVAL")
        worker.types("Ou son âge", "7 ans")
        worker.presses("Enregistrer et ajouter un enfant")
        worker.page.keyboard.insert_text("CANARIVAL")
        worker.page.keyboard.press("Tab")
        worker.page.keyboard.insert_text("Zélie")
        worker.goes_to(worker.field("Ou son âge", within="Enfant 2"))
        worker.page.keyboard.insert_text("2 ans")
        worker.types("Parents", "Maud CANARIVAL et Rémi CANARIVAL, autorité conjointe")
        worker.picks("Les parents sont-ils informés", "non")
        worker.types("S’ils ne sont pas informés", "Le père en serait averti : il les menace.")
        worker.types("Ce que vous avez constaté", "La plus petite ne lâche pas sa main.")
        worker.types("Ce qui vous a été dit", "« Il dort avec le fusil à côté du lit. »")
        worker.types("Qui le dit", "leur mère, en entretien")
        worker.saves()
        worker.presses("Signer")
        worker.reads("Signé par")
        letter = worker.prints("Imprimer la lettre")
        assert "ne sont pas informés, parce que : Le père en serait averti" in plain(letter)
        assert "CRIP" in letter
        assert "fondement de : CASF, article L. 226-2-1." in plain(letter)
        assert NUMBER not in letter
        worker.chooses("messagerie sécurisée")
        worker.presses("Noter l’envoi")
        worker.reads("Réponse de la CRIP attendue")
        worker.presses("Noter la réception")
        worker.reads("Réception confirmée le")

    def the_weapon_has_its_own_text(self):
        """The letter speaks of whom she receives: his weapon goes to the judge and to the 17."""
        worker = self.worker
        worker.follows("Enfants, signalements, arme")
        worker.reads("Code pénal, article 226-14, 3° Pas pour vous")
        worker.follows("Lettre au préfet")
        worker.reads("226-14, 4°", "Il ne dit rien de l’arme de quelqu’un que vous ne recevez pas")
        worker.reads_nothing_of("226-14, 3°")
        worker.chooses("je n’écris pas")
        worker.presses("Noter ma décision")
        worker.reads("Dites pourquoi vous décidez de ne pas écrire.")
        worker.types("Pourquoi", "Le fusil est à lui, et je ne le reçois pas.")
        worker.presses("Noter ma décision")
        worker.reads("décidé : pas d’écrit", "code pénal, article 226-14, 4°")
        assert worker.page.get_by_role("button", name="Imprimer la lettre").count() == 0

    def the_peril_is_one_key_away(self):
        worker = self.worker
        worker.opens(f"/situations/{self.case}/")
        with worker.page.expect_navigation():
            worker.page.keyboard.press("u")
        worker._look()
        worker.reads("Appelez d’abord, notez ensuite.", "Aucun accord n’est nécessaire")
        worker.types("Ce qui a été fait", "Il est devant la porte. Patrouille envoyée.")
        worker.presses("Noter l’appel")
        worker.reads("Péril imminent", "Patrouille envoyée")

    def the_judge_protects_her(self):
        worker = self.worker
        worker.follows("Noter une démarche")
        worker.follows("Ordonnance de protection")
        worker.chooses("demandée")
        worker.gives_day("Jour où le juge a fixé l’audience", self.today)
        worker.presses("Enregistrer")
        worker.reads("convocation remise à l’autre partie", "décision du juge")
        worker.opens(f"/situations/{self.case}/")
        served = plain(short_day(self.today + dt.timedelta(days=2)))
        worker.reads(f"{served} : convocation remise à l’autre partie")
        self.clock.move(days=1)
        worker = self.worker = self.arrives(self.world.worker)
        worker.reads("Échéances", "convocation remise à l’autre partie")
        worker.follows(self.code)
        worker.follows("Ordonnance de protection")
        worker.chooses("accordée")
        worker.gives_day("Notifiée le", self.clock.now.date())
        worker.presses("Enregistrer")
        worker.reads("Donnez la date de la décision.")
        worker.gives_day("Accordée le", self.clock.now.date())
        worker.presses("Enregistrer")
        worker.reads("fin du délai d’appel", "fin de l’ordonnance")
        worker.reads_nothing_of("convocation remise", "décision du juge")


class TestTheMotherOfThree:
    def test_is_helped_by_keyboard_alone(self, arrives, world, clock):
        Story(arrives, world, clock).runs()

"""One person, from a line of the night to a figure, by the keyboards of those who help her.

Each step is what somebody does at a desk; the steps go on from one another.
"""

import datetime as dt
import re

from world import World

NIGHT = """Date\tNature\tCommune\tPersonnes\tTéléphone\tConstatations
hier\tVIF\tRoanne\tMme CANARIVENT Aliénor\t06 39 98 12 34\tElle pleurait, la porte était cassée
hier\tDifférend de voisinage\tRoanne\tM. PETIT\t\tBruit, séparés
hier\tVIF\tRoanne\tMme LEGRAND\t06 39 98 55 66\tCris entendus par un voisin"""
NAME = "CANARIVENT"
NUMBER = "06 39 98 12 34"
SECRET_WORDS = (NAME, "Canarivent", NUMBER, "0639981234", "Canaridit")


class Story:
    """Who sits where, and what they do in turn."""

    def __init__(self, arrives, world: World, clock, **browser: object) -> None:
        self.world, self.clock = world, clock
        self.arrives = lambda user: arrives(user, **browser)
        self.case, self.year = "", clock.now.year

    def runs(self) -> None:
        self.chief = self.arrives(self.world.chief)
        self.the_chief_holds_his_list()
        self.worker = self.arrives(self.world.worker)
        self.the_worker_takes_it()
        self.the_number_opens_for_one_call()
        self.they_meet()
        self.the_needs_are_written_and_signed()
        self.a_service_takes_over()
        self.two_tabs_write_the_same_text()
        self.it_is_closed_and_opened_again()
        self.another_post_takes_it_on()
        self.the_unit_learns_nothing()
        self.the_others_count()

    # A morning at the station

    def the_chief_holds_his_list(self) -> None:
        chief = self.chief
        chief.reads("Liste du matin")
        chief.presses("Ouvrir la liste")
        chief.types("Tableau", NIGHT)
        chief.presses("Ajouter le tableau")
        chief.reads("3 lignes ajoutées", "À décider (3)", "Mme CANARIVENT Aliénor")
        chief.chooses("aujourd’hui")
        chief.picks("Motif", "violences conjugales")
        chief.presses("Elle est d’accord")
        chief.reads("À décider (2)")
        chief.presses("Écarter")
        chief.reads("À décider (1)")
        chief.presses("Clore la liste")
        chief.reads("La liste est close")
        chief.turns_to("Mes saisines")
        chief.reads("Reçue")
        chief.reads_nothing_of(*SECRET_WORDS)

    # The worker

    def the_worker_takes_it(self) -> None:
        worker = self.worker
        worker.reads("Ma journée", "Aujourd’hui", self.world.station.name)
        worker.turns_to("À joindre")
        worker.reads("1 saisine en attente", self.world.station.name, "Première tentative avant")
        worker.reads_nothing_of(NUMBER, "0639981234")
        worker.follows("Ouvrir")
        worker.reads("Elle pleurait, la porte était cassée", "elle est d’accord")
        worker.reads_nothing_of(NUMBER, "0639981234")
        worker.follows("Prendre")
        worker.reads("Prendre la saisine", "Peut-être déjà connue", "Alienor CANARIVENT")
        worker.presses("Prendre")
        worker.reads("La saisine est prise", NAME)
        self.case = re.search(r"/situations/([0-9a-f-]{36})/", worker.page.url)[1]

    def the_number_opens_for_one_call(self) -> None:
        worker = self.worker
        worker.reads_nothing_of(NUMBER, "0639981234")
        worker.follows("Voir comment la joindre")
        worker.reads("Pas encore vérifié")
        worker.follows("Appel")
        worker.reads("Donné par", "Ce que vous pouvez dire")
        worker.reads_nothing_of(NUMBER, "0639981234")
        worker.presses("Afficher le numéro")
        worker.reads(NUMBER, "#31#")
        worker.chooses("jointe")
        worker.chooses("sûr")
        worker.goes_to(worker.page.locator("summary", has_text="Jours, heures"))
        worker.page.keyboard.press("Enter")
        for day in ("mardi", "jeudi"):
            worker.ticks(day)
        worker.gives_hour("À partir de", "09:00")
        worker.gives_hour("Jusqu’à", "12:00")
        worker.chooses("message neutre")
        worker.types("Ce qui a été dit", "Canaridit : elle peut venir demain.")
        worker.presses("Enregistrer l’issue")
        worker.reads("Sûr", "mardi", "jeudi")

    def they_meet(self) -> None:
        worker = self.worker
        tomorrow = self.clock.now + dt.timedelta(days=1)
        for attempt in range(2):
            worker.follows("Fixer un rendez-vous")
            worker.gives_day("Jour", tomorrow)
            worker.gives_hour("Heure", "10:00")
            worker.chooses("ailleurs")
            worker.presses("Fixer le rendez-vous")
            if attempt == 0:
                worker.reads("Rendez-vous", "Entretien", "10 h")
                worker.follows("Retour au contact")
        worker.reads("Créneau indisponible")
        self.clock.move(days=1, hours=1, minutes=5)
        worker = self.worker = self.arrives(self.world.worker)
        worker.reads("Est-elle venue ?")
        worker.follows("10 h – 11 h Entretien")
        worker.follows("Elle est venue : écrire l’entretien")
        worker.chooses("en présence")
        worker.types("Ce qu’elle dit", "Canaridit : il garde ses papiers.")
        worker.presses("Enregistrer")
        worker.reads("Entretien en présence", "il garde ses papiers")

    def the_needs_are_written_and_signed(self) -> None:
        worker = self.worker
        worker.follows("Retour au contact")
        worker.follows("Retour à la situation")
        worker.follows("Évaluer")
        worker.types("Ce qu’elle dit", "Canaridit : elle a peur de rentrer.")
        worker.chooses("oui", "étranglement")
        worker.chooses("oui", "hébergement ou logement")
        worker.presses("Enregistrer et signer")
        worker.reads("Signée le", "elle a peur de rentrer", "Ce qui compte d’abord")

    def a_service_takes_over(self) -> None:
        worker = self.worker
        worker.follows("hébergement ou logement")
        worker.chooses("Accueil du Pont")
        worker.chooses("oui, de vive voix")
        worker.presses("Enregistrer")
        worker.reads("Accueil du Pont", "oui, de vive voix")
        worker.picks("Comment", "appel avec elle")
        worker.presses("Noter la transmission")
        worker.reads("Rien ne peut être dit d’elle à ce service")
        worker.ticks("son nom")
        worker.presses("Enregistrer sa réponse")
        worker.picks("Comment", "appel avec elle")
        worker.presses("Noter la transmission")
        worker.chooses("acceptée par le service")
        worker.presses("Enregistrer la réponse")
        worker.reads("La réponse est notée")
        worker.follows("Orientations de la situation")
        worker.reads("Accueil du Pont", "acceptée")

    def two_tabs_write_the_same_text(self) -> None:
        worker = self.worker
        worker.follows("Retour à la situation")
        other = worker.second_tab()
        for tab in (worker, other):
            tab.follows("Écrire ce qui compte")
        worker.types("Ce qui compte maintenant", "Un hébergement dès jeudi.")
        worker.presses("Enregistrer")
        worker.reads("Un hébergement dès jeudi.")
        other.types("Ce qui compte maintenant", "La plainte est prête.")
        other.presses("Enregistrer")
        other.reads("Un hébergement dès jeudi.", "La plainte est prête.")
        other.page.close()

    def it_is_closed_and_opened_again(self) -> None:
        worker = self.worker
        worker.follows("Clore")
        worker.chooses("relais pris par un service")
        worker.chooses("oui", "Sait-elle qu’elle peut revenir")
        worker.ticks("elle se sent plus en sécurité")
        worker.types("Avec ses mots", "Canaridit : je dors à nouveau.")
        worker.presses("Clore la situation")
        worker.reads("La situation est close", "Close")
        self.clock.move(days=40)
        worker = self.worker = self.arrives(self.world.worker)
        worker.turns_to("Situations")
        worker.follows("Closes")
        worker.follows("Aliénor CANARIVENT")
        worker.follows("Rouvrir")
        worker.chooses("elle est revenue d’elle-même")
        worker.presses("Rouvrir la situation")
        worker.reads("La situation est rouverte", "Rouverte")

    def another_post_takes_it_on(self) -> None:
        worker = self.worker
        worker.follows("Accès")
        worker.follows("Proposer un transfert")
        worker.picks("Poste", self.world.other_post.name)
        worker.presses("Proposer le transfert")
        worker.reads("Le transfert est proposé")
        other = self.arrives(self.world.other_worker)
        other.reads("Situations qu’on vous propose")
        other.presses("Accepter")
        other.reads(NAME, "Un hébergement dès jeudi.", self.world.other_post.name)
        worker.turns_to("Situations")
        worker.reads("Aucune situation ici.")

    # What the others see

    def the_unit_learns_nothing(self) -> None:
        chief = self.arrives(self.world.chief)
        chief.turns_to("Mes saisines")
        chief.reads("Prise en charge")
        chief.reads_nothing_of(*SECRET_WORDS, self.case)
        chief.opens_in_vain(f"/situations/{self.case}/")

    def the_others_count(self) -> None:
        coordinator = self.arrives(self.world.coordinator)
        coordinator.reads("Situations", "sans nom", self.world.other_post.name)
        coordinator.reads_nothing_of(*SECRET_WORDS)
        coordinator.turns_to("Chiffres")
        coordinator.reads("Délais depuis la saisine")
        coordinator.reads_nothing_of(*SECRET_WORDS)
        coordinator.opens_in_vain(f"/situations/{self.case}/")
        self.clock.move(days=100)
        steering = self.arrives(self.world.steering)
        steering.picks("Année", str(self.year))
        steering.presses("Afficher")
        steering.reads("Les petits effectifs sont masqués", "masqué")
        steering.reads_nothing_of(*SECRET_WORDS)
        steering.opens_in_vain("/situations/")

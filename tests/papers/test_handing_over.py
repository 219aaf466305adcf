"""What she takes with her: only what was agreed, only if a paper is safe, and nothing of her."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.assessment.actions import save as save_assessment
from entremise.base import keyring
from entremise.base.french import when
from entremise.base.languages import LANGUAGES
from entremise.cases.queries import timeline
from entremise.orientations.actions import orient, propose, record_consent
from entremise.partners.actions import add_partner, add_service
from entremise.people.actions import correct_identity
from entremise.people.models import CallerCheck, NameCard
from entremise.rights.actions import note_answer
from papers import read_paper

pytestmark = pytest.mark.django_db
PAPER = CallerCheck.Paper
A4 = (210, 297)


def page(case):
    return reverse("papers:handout", args=[case.pk])


def chosen(**more):
    return {"language": "fr", "shape": "sheet", "numbers": ["3919"], "go": "paper", **more}


def lines(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        keyring.load([case.pk])
        found = timeline(actor=actor, case_id=case.pk)
        return [one.text for one in found if one.kind == "papers:handed"]


class TestChoosing:
    def test_offers_what_she_agreed_to_and_ticks_nothing(self, client, case, step, service):
        shown = client.get(page(case)).text
        assert "Ouvrir un compte à son nom" in shown
        assert "Accueil du pont" in shown
        assert " checked" not in shown.partition("Langue")[0]

    def test_offers_no_paper_before_she_was_asked(self, client, case):
        shown = client.get(page(case)).text
        assert "Demandez-lui d’abord si un papier" in shown
        assert "Faire le papier" not in shown
        assert "Montrer à l’écran" in shown

    def test_wants_one_thing_at_least(self, client, case, says):
        says(PAPER.YES)
        assert "au moins une chose" in client.post(page(case), chosen(numbers=[])).text

    @pytest.mark.parametrize(
        "wrong", [{"numbers": ["3615"]}, {"language": "xx"}, {"shape": "roll"}, {"steps": ["x"]}]
    )
    def test_asks_again_what_it_does_not_know(self, client, case, says, step, wrong):
        says(PAPER.YES)
        answer = client.post(page(case), chosen(**wrong))
        assert (answer.status_code, answer["Content-Type"][:9]) == (200, "text/html")

    def test_says_which_services_she_agreed_to(self, client, case, town_hall):
        assert "Accueil du quai (Ville) (elle est d’accord)" in client.get(page(case)).text

    @pytest.mark.parametrize("state", ["declined_by_her", "declined", "unavailable"])
    def test_offers_no_service_that_came_to_nothing(
        self, client, case, town_hall, answered, state
    ):
        answered(town_hall, state)
        assert "Accueil du quai" not in client.get(page(case)).text

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            (("oral", "refused"), False),
            (("refused", "oral"), True),
            (("oral", "not_asked"), True),
        ],
    )
    def test_offers_a_service_by_her_last_word(self, world, client, case, words, offered):
        """Proposed twice, answered twice: what she said last counts, whichever was proposed."""
        at = timezone.now() - dt.timedelta(days=9)
        with acting_as(world.actor(world.worker)) as actor:
            partner = add_partner(actor=actor, name="Ville", now=at)
            made = add_service(
                actor=actor, partner_id=partner.pk, name="Accueil du quai", kind="ccas", now=at
            )
            asked = {"actor": actor, "case_id": case.pk, "need": "housing"}
            rows = [propose(**asked, service_id=made.pk, now=at) for _ in words]
            # The one that was proposed last is answered first.
            for number, (row, consent) in enumerate(zip(reversed(rows), words, strict=True)):
                now = at + dt.timedelta(days=number + 1)
                record_consent(actor=actor, orientation_id=row.pk, consent=consent, now=now)
        assert ("Accueil du quai" in client.get(page(case)).text) is offered

    def test_calls_near_her_no_service_that_she_refused(self, world, client, case, answered):
        with acting_as(world.actor(world.worker)) as actor:
            partner = add_partner(actor=actor, name="Ville", now=timezone.now())
            for name, consent in (("Aide du pont", "refused"), ("Aide du quai", "oral")):
                made = add_service(
                    actor=actor,
                    partner_id=partner.pk,
                    name=name,
                    kind="ccas",
                    zones=["42187"],
                    now=timezone.now(),
                )
                orient(
                    actor=actor,
                    case_id=case.pk,
                    need="housing",
                    service_id=made.pk,
                    consent=consent,
                    now=timezone.now(),
                )
            correct_identity(
                actor=actor,
                person_id=case.person_id,
                card=NameCard(),
                now=timezone.now(),
                commune_id="42187",
            )
        shown = client.get(page(case)).text
        assert "Aide du pont" not in shown
        assert "Aide du quai" in shown

    @pytest.mark.parametrize(("days", "said"), [(2, True), (-2, False)])
    def test_says_an_appointment_there_until_it_is_past(
        self, client, case, town_hall, answered, days, said
    ):
        at = timezone.now() + dt.timedelta(days=days)
        answered(town_hall, "accepted", appointment_at=at)
        shown = client.get(page(case)).text.replace("\xa0", " ")
        assert "Accueil du quai (Ville) (elle est d’accord" in shown
        assert ("rendez-vous le" in shown) is said

    @pytest.mark.parametrize("needs", [{}, {"money": "yes"}])
    def test_adds_those_of_her_territory_once_her_town_is_known(self, world, client, case, needs):
        with acting_as(world.actor(world.worker)) as actor:
            partner = add_partner(actor=actor, name="Ville", now=timezone.now())
            for name, zone in (("Aide de Roanne", "42187"), ("Aide de Mâcon", "71270")):
                add_service(
                    actor=actor,
                    partner_id=partner.pk,
                    name=name,
                    kind="ccas",
                    zones=[zone],
                    now=timezone.now(),
                )
            save_assessment(
                actor=actor, case_id=case.pk, answers={"needs": needs}, now=timezone.now()
            )
        assert "Aide de Roanne" not in client.get(page(case)).text
        with acting_as(world.actor(world.worker)) as actor:
            correct_identity(
                actor=actor,
                person_id=case.person_id,
                card=NameCard(),
                now=timezone.now(),
                commune_id="42187",
            )
        shown = client.get(page(case)).text
        assert "Aide de Roanne (Ville) (près de chez elle)" in shown
        assert "Aide de Mâcon" not in shown


class TestPaper:
    def test_is_made_when_she_said_that_one_is_safe(self, client, case, says):
        says(PAPER.YES)
        answer = client.post(page(case), chosen())
        assert answer["Content-Type"] == "application/pdf"
        paper = read_paper(answer.content)
        assert (paper.pages, paper.sizes, paper.about["Title"]) == (1, [A4], "Notes")
        assert "3919" in paper.text

    @pytest.mark.parametrize("word", [PAPER.NEVER, PAPER.NOT_ASKED])
    def test_is_refused_otherwise_whatever_is_posted(self, world, client, case, says, word):
        says(word)
        answer = client.post(page(case), chosen())
        assert answer["Content-Type"].startswith("text/html")
        assert "papier sur elle" in answer.text
        assert lines(world, case) == []
        with acting_as(world.actor(world.dpo)):
            assert JournalEntry.objects.filter(event="paper:refused").count() == 1

    def test_says_nothing_of_her_nor_of_where_it_comes_from(
        self, world, client, case, says, step, service, appointment
    ):
        says(PAPER.YES)
        sent = chosen(
            steps=[str(step.pk)],
            places=[str(service.pk)],
            moment="on",
            with_addresses="on",
            numbers=["17"],
        )
        answer = client.post(page(case), sent)
        paper = read_paper(answer.content)
        whole = paper.text + str(paper.about) + str(answer.headers)
        hidden = ("Canari", "Aliénor", case.code, str(case.pk), world.station.name, "Commissariat")
        for leak in (*hidden, "Entremise", "violence", world.post.name, "http"):
            assert leak.casefold() not in whole.casefold()
        assert when(appointment.starts_at).replace("\xa0", " ") in paper.text
        assert "Accueil du pont" in paper.text
        assert "04 77 00 00 01" in paper.text

    def test_holds_an_address_only_if_she_wants_it(self, client, case, says, town_hall):
        says(PAPER.YES)
        sent = chosen(places=[str(town_hall.pk)])
        assert "quai du Bassin" not in read_paper(client.post(page(case), sent).content).text
        agreed = client.post(page(case), {**sent, "with_addresses": "on"})
        assert "quai du Bassin" in read_paper(agreed.content).text

    def test_refuses_a_text_that_nobody_has_read(self, world, client, case, says, fiche):
        says(PAPER.YES)
        answer = client.post(page(case), chosen(steps=[str(fiche.pk)]))
        assert "non validé : Ordonnance de protection" in answer.text.replace("\xa0", " ")
        assert lines(world, case) == []

    def test_holds_a_text_that_was_read_with_who_read_it(
        self, client, case, says, fiche, read_by_a_jurist
    ):
        says(PAPER.YES)
        answer = client.post(page(case), chosen(steps=[str(fiche.pk)]))
        text = read_paper(answer.content).text
        assert "Demande au juge" in text
        assert "Me Ysoline Vaucanard" in text

    def test_is_a_line_of_the_timeline_and_is_kept_nowhere(self, world, client, case, says, step):
        says(PAPER.YES)
        client.post(page(case), chosen(steps=[str(step.pk)], language="tr"))
        (line,) = lines(world, case)
        assert line.replace("\xa0", " ").splitlines() == [
            "Feuille A4 à plier en quatre, langue : Türkçe.",
            "Ouvrir un compte à son nom",
            "Violences Femmes Info (3919)",
        ]
        shown = client.get(reverse("desk:case", args=[case.pk])).text
        assert "Papier remis" in shown
        assert ">Étape</p>" in shown

    def test_made_twice_in_a_row_was_handed_once(self, world, client, case, says):
        says(PAPER.YES)
        for numbers in (["17"], ["17"], ["3919"]):
            client.post(page(case), chosen(numbers=numbers))
        assert len(lines(world, case)) == 2

    def test_in_a_small_shape_holds_numbers_without_their_names(self, client, case, says, step):
        says(PAPER.YES)
        answer = client.post(page(case), chosen(shape="card", steps=[str(step.pk)]))
        paper = read_paper(answer.content)
        assert "3919" in paper.text
        assert "Femmes" not in paper.text

    def test_that_would_not_fit_is_refused_and_not_noted(
        self, world, client, case, says, fiche, read_by_a_jurist
    ):
        says(PAPER.YES)
        with acting_as(world.actor(world.worker)) as actor:
            made = [
                note_answer(
                    actor=actor,
                    case_id=case.pk,
                    answer="agreed",
                    label=f"Une étape assez longue pour tenir deux lignes, numéro {number}",
                    now=timezone.now(),
                )
                for number in range(20)
            ]
        every = [str(one.pk) for one in made]
        answer = client.post(page(case), chosen(shape="card", steps=every))
        assert "trop long pour un papier" in answer.text
        assert lines(world, case) == []

    @pytest.mark.parametrize("one", LANGUAGES, ids=lambda one: one.code)
    def test_is_written_in_her_language(self, client, case, says, one, appointment):
        says(PAPER.YES)
        for shape in ("sheet", "card"):
            sent = chosen(language=one.code, shape=shape, moment="on", numbers=["17", "116 006"])
            content = client.post(page(case), sent).content
            assert f"/Lang({one.code})".encode() in content
            words = {"fr": "Numéros utiles", "en": "Useful numbers", "es": "Números útiles"}
            assert words.get(one.code, "") in read_paper(content).text


class TestScreen:
    def test_shows_without_a_paper_and_without_a_trace_of_her(
        self, world, client, case, says, fiche, appointment
    ):
        says(PAPER.NEVER)
        sent = chosen(go="screen", steps=[str(fiche.pk)], moment="on", language="ar")
        answer = client.post(page(case), sent)
        assert 'lang="ar" dir="rtl"' in answer.text
        assert "Modèle non validé" in answer.text
        for leak in ("Canari", case.code, world.station.name):
            assert leak not in answer.text
        assert lines(world, case) == []

    def test_does_not_print(self, client, case):
        body = client.post(page(case), chosen(go="screen")).text.partition("<main")[2]
        main = body.partition(">")[2].partition("</main>")[0]
        assert main.strip().startswith('<div class="en-screen-only')


class TestOthers:
    @pytest.mark.parametrize(
        "role",
        [
            *("other_worker", "far_worker", "coordinator", "officer"),
            *("chief", "dpo", "steering", "admin"),
        ],
    )
    def test_find_no_such_page(self, world, case, role):
        other = logged_in_client(getattr(world, role))
        assert other.get(page(case)).status_code == 404
        assert other.post(page(case), chosen()).status_code == 404

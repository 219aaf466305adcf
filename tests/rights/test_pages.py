"""The library, the steps, and what the day shows of them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.assessment.actions import save as save_assessment
from entremise.base.inputs import DOUBTFUL
from entremise.rights import actions, queries
from entremise.rights.models import FICHES

pytestmark = pytest.mark.django_db
OTHERS = ("other_worker", "far_worker", "coordinator", "officer", "chief", "dpo", "steering")


@pytest.fixture
def client(world, case):
    return logged_in_client(world.worker)


def rights_of(case):
    return reverse("desk:rights", args=[case.pk])


class TestLibrary:
    def test_says_that_a_model_is_not_validated_with_its_source(self, client):
        assert client.get(reverse("rights:library")).text.count("Modèle non validé") == len(FICHES)
        page = client.get(reverse("rights:fiche", args=["order"])).text
        assert "Modèle non validé" in page
        assert "code civil, articles 515-9" in page
        assert "Noter la validation" not in page

    def test_lets_the_coordinator_write_who_read_it(self, world):
        page = reverse("rights:fiche", args=["order"])
        coordinator = logged_in_client(world.coordinator)
        assert "Noter la validation" in coordinator.get(page).text
        sent = {
            "reader": "Me Canari",
            "body": "Barreau",
            "read_on": timezone.localdate().isoformat(),
            "mark": FICHES["order"].mark,
        }
        assert "Il y a un problème" in coordinator.post(page, {**sent, "reader": ""}).text
        assert "a changé" in coordinator.post(page, {**sent, "mark": "x"}).text
        assert DOUBTFUL in coordinator.post(page, {**sent, "read_on": "0026-01-12"}).text
        assert coordinator.post(page, sent).status_code == 302
        assert "Texte validé par Me Canari" in logged_in_client(world.worker).get(page).text
        taken_back = reverse("rights:withdraw", args=["order"])
        assert coordinator.post(taken_back).status_code == 302
        assert "la validation a été retirée" in coordinator.get(page).text

    def test_lets_a_worker_validate_nothing(self, client):
        page = reverse("rights:fiche", args=["order"])
        assert client.post(page, {"reader": "Moi", "body": "Moi"}).status_code == 404
        assert client.post(reverse("rights:withdraw", args=["order"])).status_code == 404

    @pytest.mark.parametrize("role", ["officer", "chief", "dpo", "steering", "admin"])
    def test_is_no_page_for_others(self, world, role):
        other = logged_in_client(getattr(world, role))
        assert other.get(reverse("rights:library")).status_code == 404
        assert other.get(reverse("rights:fiche", args=["order"])).status_code == 404


class TestSteps:
    def test_are_proposed_by_her_needs_then_noted_with_her_answer(self, world, case, client):
        assert "pas encore évalués" in client.get(rights_of(case)).text
        with acting_as(world.actor(world.worker)) as actor:
            answers = {"needs": {"papers": "yes"}}
            save_assessment(actor=actor, case_id=case.pk, answers=answers, now=timezone.now())
        assert "Carte de séjour avec une ordonnance" in client.get(rights_of(case)).text
        page = reverse("rights:answer_fiche", args=[case.pk, "card"])
        assert "Modèle non validé" in client.get(page).text
        assert "Il y a un problème" in client.post(page, {"note": ""}).text
        today = timezone.localdate().isoformat()
        sent = {"answer": "agreed", "due_on": today, "note": "Canarinote"}
        assert client.post(page, sent).status_code == 302
        shown = client.get(rights_of(case)).text
        assert "convenue," in shown
        assert "Canarinote" in shown
        assert "Étapes convenues" in client.get(reverse("desk:day")).text
        assert "Tout ce que ses besoins appellent" in shown

    def test_are_ticked(self, world, case, client):
        page = reverse("rights:answer", args=[case.pk])
        assert (
            client.post(page, {"label": "Ouvrir un compte", "answer": "agreed"}).status_code == 302
        )
        with acting_as(world.actor(world.worker)) as actor:
            (line,) = queries.steps_of(actor=actor, case_id=case.pk, today=timezone.localdate())
        one = reverse("rights:step", args=[case.pk, line.step.pk])
        assert "Ouvrir un compte" in client.get(one).text
        assert client.post(one, {"state": "inconnu", "version": 1}).status_code == 200
        assert client.post(one, {"state": "done", "version": 1}).status_code == 302
        assert "faite" in client.get(rights_of(case)).text

    def test_show_both_notes_when_two_people_wrote(self, world, case, client):
        with acting_as(world.actor(world.worker)) as actor:
            step = actions.note_answer(
                actor=actor, case_id=case.pk, answer="agreed", fiche="order", now=timezone.now()
            )
        page = reverse("rights:step", args=[case.pk, step.pk])
        assert 'name="version" value="1"' in client.get(page).text
        sent = {"state": "agreed", "version": 1}
        assert client.post(page, {**sent, "note": "La première"}).status_code == 302
        clash = client.post(page, {**sent, "note": "La seconde"})
        assert clash.status_code == 409
        assert "La première" in clash.text
        assert "La seconde" in clash.text
        assert client.post(page, {**sent, "version": 2, "note": "Les deux"}).status_code == 302
        assert "Les deux" in client.get(page).text

    def test_lead_to_the_measure_whose_days_are_counted(self, world, case, client):
        with acting_as(world.actor(world.worker)) as actor:
            step = actions.note_answer(
                actor=actor, case_id=case.pk, answer="agreed", fiche="order", now=timezone.now()
            )
        page = client.get(reverse("rights:step", args=[case.pk, step.pk])).text
        measure = reverse("proceedings:new_measure", args=[case.pk]) + "?mesure=order"
        assert measure in page
        assert client.get(measure).status_code == 200

    @pytest.mark.parametrize("role", OTHERS)
    def test_are_no_page_for_others(self, world, case, role):
        other = logged_in_client(getattr(world, role))
        assert other.get(rights_of(case)).status_code == 404
        assert other.get(reverse("rights:answer", args=[case.pk])).status_code == 404

    @pytest.mark.parametrize("wrong", ["31/02/2026", "\0", "😀"])
    def test_a_strange_day_breaks_nothing(self, case, client, wrong):
        page = reverse("rights:answer_fiche", args=[case.pk, "card"])
        assert client.post(page, {"answer": "agreed", "due_on": wrong}).status_code == 200

    @pytest.mark.parametrize("mistyped", ["0026-12-01", "0206-12-01"])
    def test_a_day_of_another_century_is_asked_again(self, world, case, client, mistyped):
        with acting_as(world.actor(world.worker)) as actor:
            step = actions.note_answer(
                actor=actor, case_id=case.pk, answer="agreed", fiche="order", now=timezone.now()
            )
        answer = reverse("rights:answer_fiche", args=[case.pk, "card"])
        ticked = reverse("rights:step", args=[case.pk, step.pk])
        assert DOUBTFUL in client.post(answer, {"answer": "agreed", "due_on": mistyped}).text
        sent = {"state": "agreed", "version": 1, "due_on": mistyped}
        assert DOUBTFUL in client.post(ticked, sent).text
        assert client.post(ticked, {**sent, "due_on": "2026-12-01"}).status_code == 302

    def test_an_unknown_fiche_is_no_page(self, case, client):
        page = reverse("rights:answer_fiche", args=[case.pk, "bague"])
        assert client.get(page).status_code == 404

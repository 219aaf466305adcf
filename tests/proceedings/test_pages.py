"""The pages of measures and hearings: what they show, who opens them, what they keep."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.people.actions import agree
from entremise.people.models import CallerCheck
from entremise.proceedings import queries
from papers import read_paper

pytestmark = pytest.mark.django_db
OTHERS = ("other_worker", "far_worker", "coordinator", "officer", "chief", "dpo", "steering")


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def client(world, case):
    return logged_in_client(world.worker)


def page(case, name="of_case", *more):
    return reverse(f"proceedings:{name}", args=[case.pk, *more])


def body(answer):
    return answer.content.decode()


def ago(**span):
    return (timezone.localdate() - dt.timedelta(**span)).isoformat()


class TestMeasurePages:
    def noted(self, client, case, **answers):
        sent = {"state": "granted", "granted_on": ago(days=2), "notified_on": ago(days=1)}
        return client.post(page(case, "new_measure") + "?mesure=order", {**sent, **answers})

    @pytest.mark.parametrize(
        ("kind", "days", "badges"),
        [
            ("order", {"state": "asked", "fixed_on": 3}, 1),
            # The day of an appeal is history where there is an order.
            ("order", {"state": "granted", "granted_on": 21, "notified_on": 20}, 0),
            ("phone", {"state": "granted", "granted_on": 300}, 1),
            # The first day on which something may be asked is no deadline.
            ("recovery", {"state": "thought", "judged_on": 100}, 0),
            ("recovery", {"state": "thought", "judged_on": 400}, 1),
        ],
    )
    def test_call_late_what_still_asks_for_an_answer(self, client, case, kind, days, badges):
        said = {name: ago(days=n) if isinstance(n, int) else n for name, n in days.items()}
        answer = client.post(page(case, "new_measure") + f"?mesure={kind}", said)
        assert body(client.get(answer.url)).count("Passé") == badges

    def test_one_is_chosen_noted_shown_and_changed(self, world, client, case):
        assert "Téléphone grave danger" in body(client.get(page(case, "new_measure")))
        assert self.noted(client, case, note="Canarinote").status_code == 302
        shown = body(client.get(page(case)))
        assert "Ordonnance de protection" in shown
        assert "code civil, article 515-12" in shown
        assert "Délais non validés" in shown
        assert "Canarinote" in shown
        with acting_as(world.actor(world.worker)) as actor:
            (measure,) = queries.measures_of(actor=actor, case_id=case.pk)
        one = page(case, "measure", measure.pk)
        assert "Canarinote" in body(client.get(one))
        ended = {"state": "ended", "granted_on": ago(days=2), "version": 1}
        assert client.post(one, ended).status_code == 302
        assert "terminée" in body(client.get(page(case)))

    def test_both_notes_are_shown_when_two_people_wrote(self, world, client, case):
        self.noted(client, case)
        with acting_as(world.actor(world.worker)) as actor:
            (measure,) = queries.measures_of(actor=actor, case_id=case.pk)
        one = page(case, "measure", measure.pk)
        assert 'name="version" value="1"' in body(client.get(one))
        sent = {"state": "granted", "granted_on": ago(days=2), "version": 1}
        assert client.post(one, {**sent, "note": "Canaripremière"}).status_code == 302
        clash = client.post(one, {**sent, "note": "Canariseconde"})
        assert clash.status_code == 409
        assert "Canaripremière" in body(clash)
        assert "Canariseconde" in body(clash)
        both = {**sent, "version": 2, "note": "Canarideux"}
        assert client.post(one, both).status_code == 302
        assert "Canarideux" in body(client.get(one))

    def test_a_day_that_cannot_be_is_said_and_nothing_is_lost(self, client, case):
        refused = self.noted(client, case, ends_on=ago(days=9), note="Canarinote")
        assert "La fin ne peut pas précéder la décision" in body(refused)
        assert "Canarinote" in body(refused)

    @pytest.mark.parametrize("wrong", ["31/02/2026", "0001-01-01", "9999-12-31", "\0", "😀"])
    def test_a_strange_day_breaks_nothing(self, client, case, wrong):
        assert self.noted(client, case, granted_on=wrong).status_code == 200

    def test_a_strange_kind_is_asked_again(self, client, case):
        answer = client.get(page(case, "new_measure") + "?mesure=bague")
        assert "Quelle démarche" in body(answer)

    def test_the_day_shows_what_is_near(self, client, case):
        self.noted(client, case, ends_on=(timezone.localdate()).isoformat())
        day = body(client.get(reverse("desk:day")))
        assert "Échéances" in day
        assert "fin de l’ordonnance" in day


class TestHearingPages:
    SENT = {"kind": "hearing", "at_0": "2099-01-05", "at_1": "10:00", "presence": "asked"}

    def test_one_is_planned_shown_and_settled(self, world, client, case):
        sent = {**self.SENT, "unit": str(world.station.pk), "place": "Canarisalle"}
        assert client.post(page(case, "new_hearing"), sent).status_code == 302
        assert "Canarisalle" in body(client.get(page(case)))
        with acting_as(world.actor(world.worker)) as actor:
            (hearing,) = queries.hearings_of(actor=actor, case_id=case.pk)
        one = page(case, "hearing", hearing.pk)
        assert "ne se note nulle part" in body(client.get(one))
        refused = client.post(one, {"state": "planned", "presence": "refused", "version": 1})
        assert "Dites qui a refusé" in body(refused)
        told = {"state": "cancelled", "presence": "agreed", "version": 1}
        assert client.post(one, told).status_code == 302
        assert "annulée" in body(client.get(page(case)))

    def test_what_another_noted_meanwhile_is_said_and_can_be_replaced(self, world, client, case):
        client.post(page(case, "new_hearing"), self.SENT)
        with acting_as(world.actor(world.worker)) as actor:
            (hearing,) = queries.hearings_of(actor=actor, case_id=case.pk)
        one = page(case, "hearing", hearing.pk)
        told = {"state": "planned", "presence": "agreed", "version": 1}
        assert client.post(one, told).status_code == 302
        mine = {**told, "presence": "not_wished"}
        clash = body(client.post(one, mine)).replace("\xa0", " ")
        assert "Ce qui est noté : prévue ; présence : acceptée." in clash
        assert 'name="version" value="2"' in clash
        assert client.post(one, {**mine, "version": 2}).status_code == 302
        assert "elle ne la souhaite pas" in body(client.get(page(case)))

    def test_one_of_an_earlier_day_is_noted_as_held_or_not_at_all(self, client, case):
        past = {**self.SENT, "at_0": "2026-01-05"}
        answer = client.post(page(case, "new_hearing"), past)
        assert "Cette date est passée" in body(answer)
        assert client.post(page(case, "new_hearing"), {**past, "held": "on"}).status_code == 302
        assert "a eu lieu" in body(client.get(page(case)))

    @pytest.mark.parametrize("wrong", [{"at_0": "hier"}, {"at_1": "25:00"}, {"unit": "x"}])
    def test_a_strange_answer_is_asked_again(self, client, case, wrong):
        answer = client.post(page(case, "new_hearing"), {**self.SENT, **wrong})
        assert answer.status_code == 200
        assert "Erreur" in body(answer)


class TestComplaintPages:
    def test_a_fact_is_added_shown_changed_and_taken_back(self, world, client, case):
        sent = {"moment": "vers mars 2024", "text": "\uf0b7 Canarifait"}
        assert client.post(page(case, "new_fact"), sent).status_code == 302
        shown = body(client.get(page(case, "complaint")))
        assert "• Canarifait" in shown
        assert "papier le plus dangereux" in shown
        with acting_as(world.actor(world.worker)) as actor:
            (fact,) = queries.preparation(actor=actor, case_id=case.pk).facts
        one = page(case, "fact", fact.pk)
        changed = {"moment": "2023", "text": "Canariautre", "version": 1}
        assert client.post(one, changed).status_code == 302
        clash = client.post(one, {**changed, "text": "Canaritiers"})
        assert clash.status_code == 409
        assert "Canariautre" in body(clash)
        assert "Canaritiers" in body(clash)
        client.post(page(case, "remove_fact", fact.pk))
        assert "Canariautre" not in body(client.get(page(case, "complaint")))

    def test_a_part_is_written(self, client, case):
        sent = {"text": "Canaritémoin", "version": 0}
        assert client.post(page(case, "part", "witnesses"), sent).status_code == 302
        assert "Canaritémoin" in body(client.get(page(case, "complaint")))
        assert client.get(page(case, "part", "opinion")).status_code == 404

    def test_a_day_to_come_is_said_beside_the_field(self, client, case):
        answer = client.post(page(case, "new_fact"), {"moment": "2099", "text": "Canarifait"})
        assert "cette date est dans l’avenir" in body(answer).replace("\xa0", " ")
        assert "Canarifait" in body(answer)

    def test_the_number_is_on_its_page_and_on_no_paper(self, client, case):
        client.post(page(case, "new_fact"), {"moment": "", "text": "Canarifait"})
        sent = {"moment": "during", "status": "complaint", "number": "Canarinuméro"}
        assert client.post(page(case, "note_complaint"), sent).status_code == 302
        assert "Canarinuméro" in body(client.get(page(case, "complaint")))
        assert "Canarinuméro" not in body(client.get(page(case)))
        paper = read_paper(client.post(page(case, "print_complaint")).content)
        assert "Canarifait" in paper.text
        assert "Canarinuméro" not in paper.text

    def test_the_paper_for_the_office_has_no_name_and_a_neutral_title(self, client, case):
        client.post(page(case, "new_fact"), {"moment": "Noël 2023", "text": "Canarifait"})
        paper = read_paper(client.post(page(case, "print_complaint")).content)
        assert paper.about["Title"] == "Notes"
        assert "À garder au bureau" in paper.text
        assert "Canarivent" not in paper.text
        assert case.code not in paper.text

    def test_no_paper_leaves_with_her_before_she_said_that_it_is_safe(self, client, case):
        client.post(page(case, "new_fact"), {"moment": "", "text": "Canarifait"})
        shown = body(client.get(page(case, "complaint")))
        assert page(case, "hand_complaint") not in shown
        refused = client.post(page(case, "hand_complaint"), {"sure": "on"})
        assert refused.status_code == 409
        assert "%PDF" not in body(refused)

    def test_one_leaves_with_her_where_she_asked_for_it_and_it_is_safe(self, world, client, case):
        client.post(page(case, "new_fact"), {"moment": "", "text": "Canarifait"})
        with acting_as(world.actor(world.worker)) as actor:
            agree(
                actor=actor,
                person_id=case.person_id,
                version=0,
                she_calls_us=False,
                paper=CallerCheck.Paper.YES,
                now=timezone.now(),
                code_phrase="",
            )
        unsure = client.post(page(case, "hand_complaint"))
        assert (unsure.status_code, "cochez cette case" in body(unsure)) == (409, True)
        paper = read_paper(client.post(page(case, "hand_complaint"), {"sure": "on"}).content)
        assert "Canarifait" in paper.text
        assert "bureau" not in paper.text

    def test_an_empty_preparation_is_not_printed(self, client, case):
        answer = client.post(page(case, "print_complaint"))
        assert answer.status_code == 409
        assert "rien à imprimer" in body(answer)


class TestOthers:
    @pytest.mark.parametrize("role", OTHERS)
    @pytest.mark.parametrize(
        "name", ["of_case", "new_measure", "new_hearing", "complaint", "new_fact"]
    )
    def test_find_no_such_page(self, world, case, role, name):
        stranger = logged_in_client(getattr(world, role))
        assert stranger.get(page(case, name)).status_code == 404

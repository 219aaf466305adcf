"""The pages of writings to an authority and of an imminent peril."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.proceedings import queries
from entremise.proceedings.models import StatutoryReport
from papers import read_paper

pytestmark = pytest.mark.django_db
OTHERS = ("other_worker", "far_worker", "coordinator", "officer", "chief", "dpo", "steering")
DECISION = {
    "about": "minor",
    "ground": "casf_226_2_1",
    "departement": "42",
    "write": "yes",
    "because": "",
}
LETTER = {
    "child_0_last_name": "Canarineau",
    "child_0_first_name": "Lou",
    "child_0_born": "2019-05-02",
    "departement": "71",
    "informed": "no",
    "not_informed": "Canarimotif",
    "seen": "Canarivu",
    "told": "Canaridit",
    "told_by": "sa mère",
    "version": 1,
}


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def client(world, case):
    return logged_in_client(world.worker)


def page(case, name="reports", *more):
    return reverse(f"proceedings:{name}", args=[case.pk, *more])


def body(answer):
    return answer.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def decided(client, case, kind="child_concern", **said):
    return client.post(page(case, "new_report", kind), {**DECISION, **said})


def written(world, client, case, **said):
    decided(client, case)
    with acting_as(world.actor(world.worker)) as actor:
        (found,) = queries.reports_of(actor=actor, case_id=case.pk)
    sent = {**LETTER, **said}
    return found.pk, client.post(page(case, "edit_report", found.pk), sent)


class TestGroundsPage:
    def test_says_what_is_hers_and_what_is_not(self, client, case):
        shown = body(client.get(page(case)))
        assert "Pas pour vous" in shown
        assert "226-14, 3°" in shown
        assert "Textes non relus par un juriste" in shown

    def test_says_to_an_association_that_article_40_is_for_public_agents(self, world):
        far = world.case_of(world.far_worker)
        shown = body(logged_in_client(world.far_worker).get(page(far)))
        assert "Votre employeur est une association" in shown

    def test_offers_no_health_ground_in_the_decision(self, client, case):
        shown = body(client.get(page(case, "new_report", "prosecutor")))
        assert 'value="cpp_40"' in shown
        assert "cp_226_14_3" not in shown
        refused = decided(client, case, "prosecutor", about="unable", ground="cp_226_14_3")
        assert refused.status_code == 200


class TestDecisionPage:
    def test_keeps_a_decision_not_to_write_with_its_reason(self, client, case):
        refused = decided(client, case, write="no")
        assert "Dites pourquoi vous décidez" in body(refused)
        assert decided(client, case, write="no", because="Canarisans").status_code == 302
        assert "décidé : pas d’écrit" in body(client.get(page(case)))

    def test_there_is_none_for_a_strange_writing(self, client, case):
        assert client.get(page(case, "new_report", "tract")).status_code == 404

    def test_keeps_a_draft_for_each_writing(self, client, case):
        kept = {"because": "Canarisans"}
        where = f"{reverse('accounts:draft')}?path="
        client.post(where + page(case, "new_report", "child_concern"), kept)
        other = client.get(where + page(case, "new_report", "weapon")).json()
        same = client.get(where + page(case, "new_report", "child_concern")).json()
        assert (other["fields"], same["fields"]) == ({}, kept)

    def test_a_ground_that_does_not_fit_is_said(self, client, case):
        answer = decided(client, case, "prosecutor", about="offence", ground="cp_226_14_1")
        assert "ne permet pas cet écrit" in body(answer)


class TestLetterPage:
    def test_goes_from_a_draft_to_a_paper_that_says_what_was_signed(self, world, client, case):
        report_id, answer = written(world, client, case)
        assert answer.status_code == 302
        one = page(case, "report", report_id)
        assert "Canarineau".upper() in body(client.get(one))
        assert client.post(page(case, "letter", report_id)).status_code == 409
        assert client.post(page(case, "sign_report", report_id), {"version": 2}).url == one
        paper = read_paper(client.post(page(case, "letter", report_id)).content)
        for words in ("Lou CANARINEAU", "2 mai 2019", "Canarivu", "sa mère", "Canarimotif"):
            assert words in paper.text
        assert "CRIP), Saône-et-Loire" in paper.text
        assert "226-2-1" in paper.text
        assert paper.about["Title"] == "Courrier"
        assert case.code not in paper.text

    def test_a_child_has_an_age_or_a_day_of_birth(self, world, client, case):
        _id, answer = written(world, client, case, child_0_born="")
        assert "Donnez sa date de naissance, ou son âge" in body(answer)
        assert "Canarivu" in body(answer)

    def test_keeps_what_is_typed_before_it_is_said_whether_the_parents_know(
        self, world, client, case
    ):
        unsaid = {name: answer for name, answer in LETTER.items() if name != "informed"}
        report_id, _answer = written(world, client, case, informed="")
        again = page(case, "edit_report", report_id)
        answer = client.post(again, {**unsaid, "version": 2, "seen": "Canarisuite"})
        assert answer.status_code == 302
        shown = client.get(again).context["form"]
        assert (shown["seen"].value(), shown["informed"].value()) == ("Canarisuite", "not_said")

    @pytest.mark.parametrize("born", ["2099-01-01", "31/02/2019", "0001-01-01", "\0"])
    def test_a_strange_birth_is_refused_or_asked_again(self, world, client, case, born):
        report_id, _answer = written(world, client, case, child_0_born=born)
        client.post(page(case, "sign_report", report_id), {"version": 2})
        with acting_as(world.actor(world.worker)):
            assert StatutoryReport.objects.get(pk=report_id).state == "draft"

    def test_asks_for_one_more_child_as_long_as_there_are(self, world, client, case):
        report_id, answer = written(world, client, case, more="1")
        again = page(case, "edit_report", report_id)
        assert answer.url == f"{again}?enfant=1"
        assert "child_1_last_name" not in body(client.get(again))
        shown = body(client.get(answer.url))
        assert "child_1_last_name" in shown
        assert "child_2_last_name" not in shown

    def test_two_people_see_both_texts(self, world, client, case):
        report_id, _answer = written(world, client, case)
        clash = client.post(
            page(case, "edit_report", report_id), {**LETTER, "seen": "Canariautre"}
        )
        assert clash.status_code == 409
        assert "Canarivu" in body(clash)
        assert "Canariautre" in body(clash)

    def test_its_life_is_followed_to_the_receipt_and_to_a_correction(self, world, client, case):
        report_id, _answer = written(world, client, case)
        one, today = page(case, "report", report_id), timezone.localdate()
        client.post(page(case, "sign_report", report_id), {"version": 2})
        late = client.post(
            page(case, "send_report", report_id),
            {"on": (today + dt.timedelta(days=1)).isoformat(), "how": "post"},
        )
        assert "entre la signature et aujourd’hui" in body(late)
        client.post(page(case, "send_report", report_id), {"on": today, "how": "post"})
        client.post(page(case, "acknowledge_report", report_id), {"on": today})
        assert "reçu par l’autorité" in body(client.get(one))
        assert "information préoccupante" in body(client.get(page(case)))
        again = client.post(page(case, "correct_report", report_id))
        assert "Canarivu" in body(client.get(again.url))
        assert "Corrigé depuis" in body(client.get(one))

    def test_a_draft_may_be_given_up_with_a_reason(self, world, client, case):
        report_id, _answer = written(world, client, case)
        drop = page(case, "drop_report", report_id)
        assert client.post(drop, {"because": ""}).status_code == 409
        assert client.post(drop, {"because": "Canarisans"}).status_code == 302
        assert "Canarisans" in body(client.get(page(case, "report", report_id)))

    def test_what_was_typed_for_a_writing_that_changed_meanwhile_is_given_back(
        self, world, client, case
    ):
        report_id, _answer = written(world, client, case)
        drop, because = page(case, "drop_report", report_id), {"because": "Canarisans"}
        assert client.post(drop, because).status_code == 302
        answer = client.post(drop, {"because": "Canarifroid, elle a rappelé."})
        assert answer.status_code == 409
        assert "a changé entre-temps" in body(answer)
        assert "Canarifroid, elle a rappelé." in body(answer)


class TestPerilPage:
    NOW = {"called": "17", "done": "Canarifait", "told": "Canarichef"}

    def sent(self, at):
        return {**self.NOW, "at_0": f"{at:%Y-%m-%d}", "at_1": f"{at:%H:%M}"}

    def test_is_one_key_away_and_stands_at_the_top_afterwards(self, client, case):
        assert 'data-key="u"' in body(client.get(page(case, "of_case")))
        assert "Appelez d’abord" in body(client.get(page(case, "peril")))
        answer = client.post(page(case, "peril"), self.sent(timezone.localtime()))
        assert answer.url == page(case, "of_case")
        shown = body(client.get(answer.url))
        assert shown.index("Canarifait") < shown.index("<h2>Plainte")

    def test_asks_why_nobody_was_called_and_shows_that_nobody_was(self, client, case):
        assert "Si vous n’avez appelé personne, dites pourquoi" in body(
            client.get(page(case, "peril"))
        )
        sent = {**self.sent(timezone.localtime()), "called": "nobody"}
        refused = body(client.post(page(case, "peril"), {**sent, "done": ""}))
        assert "Personne n’a été appelé" in refused
        shown = body(client.get(client.post(page(case, "peril"), sent).url))
        assert "personne<br>Canarifait" in shown

    @pytest.mark.parametrize("hours", [25, 24 * 365 * 90])
    def test_is_not_to_come(self, client, case, hours):
        at = timezone.localtime() + dt.timedelta(hours=hours)
        answer = client.post(page(case, "peril"), self.sent(at))
        assert answer.status_code == 200
        assert "Canarifait" in body(answer)


class TestOthers:
    @pytest.mark.parametrize("role", OTHERS)
    @pytest.mark.parametrize("address", [["reports"], ["new_report", "weapon"], ["peril"]])
    def test_find_no_such_page(self, world, case, role, address):
        stranger = logged_in_client(getattr(world, role))
        assert stranger.get(page(case, *address)).status_code == 404

"""The sheet on the screen: nothing mandatory, nothing lost, nothing shown to others."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.accounts.actions import save_draft
from entremise.assessment import actions, queries
from entremise.people.models import NameCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return world.case_of(world.worker, NameCard(last_name="Canarinom"))


@pytest.fixture
def client(world):
    return logged_in_client(world.worker)


@pytest.fixture
def page(case):
    return reverse("assessment:sheet", args=[case.pk])


def kept(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        return queries.assessments_of(actor=actor, case_id=case.pk)


def signed(world, case, **answers):
    with acting_as(world.actor(world.worker)) as actor:
        now = timezone.now()
        draft = actions.save(actor=actor, case_id=case.pk, answers=answers, now=now)
        return actions.sign(actor=actor, case_id=case.pk, version=draft.version, now=now)


class TestSheet:
    def test_saves_an_empty_form(self, world, case, client, page):
        assert client.get(page).status_code == 200
        assert client.post(page, {}).status_code == 302
        assert [one.state for one in kept(world, case)] == ["draft"]

    def test_saves_what_was_answered_and_shows_it_again(self, world, case, client, page):
        sent = {
            "facts": "Canarifait",
            "need_housing": "yes",
            "acts_physical": ["strangulation"],
            "danger_weapon": "unknown",
            "relation": "partner",
            "children_count": "2",
            "child_bands": ["0-1", "6-11"],
            "language": "tamoul",
            "interpreter": "needed",
        }
        client.post(page, sent)
        (draft,) = kept(world, case)
        assert (draft.types, draft.conjugal) == (["physical"], "yes")
        assert draft.danger["weapon"] == "unknown"
        shown = client.get(page)
        assert shown.context["form"]["facts"].value() == "Canarifait"
        assert shown.context["form"]["child_bands"].value() == ["0-1", "6-11"]
        assert shown.context["form"]["language"].value() == "tamoul"

    def test_signs_and_then_reads(self, case, client, page):
        answer = client.post(page, {"sign": "1", "danger_weapon": "yes", "need_money": "yes"})
        read = client.get(answer.url)
        assert "Arme" in read.text
        assert reverse("orientations:propose", args=[case.pk]) + "?besoin=money" in read.text
        assert "Non demandé" in read.text

    def test_proposes_the_midwife_when_she_is_pregnant(self, client, page):
        read = client.get(client.post(page, {"sign": "1", "pregnancy": "yes"}).url)
        assert "sage-femme de PMI" in read.text

    def test_shows_both_texts_when_somebody_saved_meanwhile(self, world, case, client, page):
        client.post(page, {"facts": "le premier texte", "pregnancy": "yes"})
        clash = client.post(page, {"facts": "le second texte", "version": "0"})
        assert clash.status_code == 409
        assert "le premier texte" in clash.text
        assert "le second texte" in clash.text
        labels = [line.label for line in clash.context["differences"]]
        assert labels == ["Ce qu’elle dit", "Enceinte"]
        again = {"facts": "réunis", "version": clash.context["form"].data["version"]}
        assert client.post(page, again).status_code == 302
        assert client.get(page).context["form"]["facts"].value() == "réunis"

    def test_says_in_french_the_days_that_differ(self, client, page):
        client.post(page, {"complaint_on": "2026-03-01"})
        clash = client.post(page, {"complaint_on": "2026-02-03", "version": "0"})
        (line,) = [one for one in clash.context["differences"] if one.label == "Plainte du"]
        assert (line.theirs, line.mine) == ("1er\xa0mars 2026", "3\xa0février 2026")

    def test_takes_back_the_text_that_was_being_typed(self, world, case, client, page):
        signed(world, case, acts=["blows"], relation="ex")
        with acting_as(world.actor(world.worker)) as actor:
            fields = [("facts", "à moitié écrit"), ("acts_sexual", "rape"), ("version", "0")]
            save_draft(actor=actor, path=page, fields=fields, now=timezone.now())
        shown = client.get(page)
        form = shown.context["form"]
        assert form["facts"].value() == "à moitié écrit"
        assert "Repris de votre brouillon" in shown.text

    def test_carries_over_what_lasts_and_asks_danger_afresh(self, world, case, client, page):
        signed(world, case, relation="ex", children_count=2, danger={"weapon": "yes"})
        form = client.get(page).context["form"]
        assert form["relation"].value() == "ex"
        assert form["children_count"].value() == 2
        assert form["danger_weapon"].value() == "not_asked"

    def test_corrects_a_signed_one_by_a_new_one(self, world, case, client, page):
        wrong = signed(world, case, facts="Canariancien", danger={"weapon": "yes"})
        form = client.get(page, {"corrige": wrong.pk}).context["form"]
        assert form["danger_weapon"].value() == "yes"
        sent = {"corrects": str(wrong.pk), "danger_weapon": "no", "sign": "1", "version": "0"}
        read = client.get(client.post(page, sent).url)
        assert "avant&nbsp;: oui" in read.text
        latest, before = kept(world, case)
        assert (latest.corrects, latest.previous_id, before.pk) == (True, wrong.pk, wrong.pk)

    def test_asks_an_employer_without_basis_nothing_about_offences(self, world):
        case = world.case_of(world.far_worker)
        page = reverse("assessment:sheet", args=[case.pk])
        text = logged_in_client(world.far_worker).get(page).text
        assert "déjà condamné" not in text.lower()
        assert 'name="police_record"' not in text
        assert 'name="complaint"' in text

    @pytest.mark.parametrize(
        ("sent", "word"),
        [
            ({"on": "2999-01-01"}, "avenir"),
            ({"on": "hier"}, "date"),
            ({"complaint_on": "2999-12-31"}, "avenir"),
            ({"complaint": "no", "complaint_on": "2026-01-01"}, "non"),
            ({"children_count": "-1"}, "0"),
            ({"children_count": "douze"}, "nombre"),
            ({"need_housing": "peut-être"}, "de la liste"),
            ({"facts": "x" * 100_001}, "100"),
            ({"corrects": "pas un numéro"}, "pas lisible"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_text(self, world, case, client, page, sent, word):
        answer = client.post(page, {"observations": "Canaritexte"} | sent)
        assert answer.status_code == 200
        assert word in answer.text
        assert "Canaritexte" in answer.text
        assert kept(world, case) == []

    def test_throws_a_draft_away(self, world, case, client, page):
        client.post(page, {"facts": "erreur"})
        assert client.post(reverse("assessment:discard", args=[case.pk])).status_code == 302
        assert kept(world, case) == []

    def test_never_calls_a_danger_low(self, client, page):
        texts = client.get(page).text + client.get(client.post(page, {"sign": "1"}).url).text
        assert "faible" not in texts.lower()
        assert "score" not in texts.lower()


class TestHistory:
    def test_lists_drafts_and_signed_ones(self, world, case, client):
        signed(world, case)
        client.post(reverse("assessment:sheet", args=[case.pk]), {})
        text = client.get(reverse("assessment:history", args=[case.pk])).text
        assert "Brouillon" in text
        assert "Signée" in text


class TestWall:
    @pytest.mark.parametrize(
        "role",
        [
            *("other_worker", "far_worker", "coordinator", "officer", "chief"),
            *("dpo", "steering", "admin"),
        ],
    )
    def test_others_get_the_page_that_does_not_exist(self, world, case, role):
        done = signed(world, case, facts="Canarifait", observations="Canariobs")
        other = logged_in_client(getattr(world, role))
        answers = [
            other.get(reverse("assessment:sheet", args=[case.pk])),
            other.post(reverse("assessment:sheet", args=[case.pk]), {"facts": "x"}),
            other.post(reverse("assessment:discard", args=[case.pk])),
            other.get(reverse("assessment:history", args=[case.pk])),
            other.get(reverse("assessment:read", args=[case.pk, done.pk])),
        ]
        assert [answer.status_code for answer in answers] == [404] * 5
        assert not any("Canari" in answer.text for answer in answers)

    def test_an_assessment_is_not_read_through_another_case(self, world, case, client):
        done = signed(world, case)
        other = world.case_of(world.worker)
        wrong = reverse("assessment:read", args=[other.pk, done.pk])
        assert client.get(wrong).status_code == 404

    def test_no_name_stands_in_the_page_nor_in_its_title(self, client, page):
        assert "Canarinom" not in client.get(page).text


def test_dates_far_in_the_past_are_taken(client, page):
    old = dt.date(1950, 1, 1).isoformat()
    assert client.post(page, {"on": old}).status_code == 302

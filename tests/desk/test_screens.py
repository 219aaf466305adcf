"""The list of cases, one case, the search: what each role gets, and in how many statements."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.roles import Role
from entremise.base.french import in_paris
from entremise.cases import actions
from entremise.people.actions import correct_identity
from entremise.people.models import NameCard
from queries import counted
from world import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return world.case_of(world.worker, NameCard(last_name="Canarivent", first_name="Zoé"))


def page(user, name, *args, **data):
    client = logged_in_client(user)
    return client.get(reverse(name, args=args), data)


class TestListOfCases:
    def test_shows_names_to_the_worker_of_the_post(self, world, case):
        answer = page(world.worker, "desk:cases")
        assert "Zoé CANARIVENT" in answer.content.decode()

    def test_shows_a_coordinator_lines_without_name(self, world, case):
        body = page(world.coordinator, "desk:cases").content.decode()
        assert case.code in body
        assert "CANARIVENT" not in body.upper()

    def test_shows_another_worker_nothing(self, world, case):
        assert case.code not in page(world.other_worker, "desk:cases").content.decode()

    @pytest.mark.parametrize("role", ["officer", "chief", "steering", "dpo", "admin"])
    def test_does_not_exist_for_the_others(self, world, case, role):
        assert page(getattr(world, role), "desk:cases").status_code == 404

    def test_says_late_from_the_day_not_from_the_row(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            earlier = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
            actions.plan_next_step(
                actor=actor, case_id=case.pk, on=in_paris(earlier).date(), now=earlier
            )
        assert "En retard" in page(world.worker, "desk:cases").content.decode()

    def test_takes_at_most_twelve_statements_for_fifty_cases(self, world):
        for number in range(50):
            world.case_of(world.worker, NameCard(last_name=f"Nom{number}"))
        client = logged_in_client(world.worker)
        client.get(reverse("desk:cases"))
        with counted() as statements:
            answer = client.get(reverse("desk:cases"))
        assert answer.content.decode().count("data-row") == 50
        assert len(statements) <= 12, "\n".join(statements)


class TestCasePage:
    def test_opens_for_the_worker(self, world, case):
        assert page(world.worker, "desk:case", case.pk).status_code == 200

    @pytest.mark.parametrize(
        "role", ["other_worker", "far_worker", "coordinator", "officer", "chief", "dpo", "admin"]
    )
    def test_looks_missing_to_everybody_else(self, world, case, role):
        hidden = page(getattr(world, role), "desk:case", case.pk)
        missing = page(getattr(world, role), "desk:case", "11111111-1111-4111-8111-111111111111")
        assert hidden.status_code == missing.status_code == 404
        assert "CANARIVENT" not in hidden.content.decode().upper()

    def test_asks_a_visitor_to_log_in(self, case, client):
        answer = client.get(reverse("desk:case", args=[case.pk]))
        assert "CANARIVENT" not in answer.content.decode().upper()
        assert answer.status_code in (302, 404)

    def test_takes_at_most_ten_statements(self, world, case):
        client = logged_in_client(world.worker)
        client.get(reverse("desk:case", args=[case.pk]))
        with counted() as statements:
            client.get(reverse("desk:case", args=[case.pk]))
        assert len(statements) <= 10, "\n".join(statements)


class TestIdentity:
    def save(self, client, case, last_name, version):
        data = {"last_name": last_name, "first_name": "Zoé", "version": version}
        return client.post(reverse("cases:identity", args=[case.pk]), data)

    def test_is_corrected(self, world, case):
        client = logged_in_client(world.worker)
        assert self.save(client, case, "Canari", 1).status_code == 302
        assert "Zoé CANARI" in page(world.worker, "desk:case", case.pk).content.decode()

    def test_shows_both_names_when_somebody_wrote_meanwhile(self, world, case):
        client = logged_in_client(world.worker)
        self.save(client, case, "Canari", 1)
        body = self.save(client, case, "Serin", 1).content.decode()
        assert "Zoé CANARI" in body
        assert 'value="Serin"' in body
        assert 'name="version" value="2"' in body
        assert self.save(client, case, "Serin", 2).status_code == 302


class TestTheDay:
    NOTICE = "Vous ne tenez aucun poste aujourd’hui"

    def test_says_so_to_a_worker_without_a_post(self, world):
        assert self.NOTICE in page(account(Role.WORKER), "desk:day").content.decode()
        assert self.NOTICE not in page(world.worker, "desk:day").content.decode()


class TestSearchPage:
    def test_finds_by_post_and_leaves_no_word_in_the_address(self, world, case):
        client = logged_in_client(world.worker)
        answer = client.post(reverse("desk:search"), {"text": "zoe canarivan"})
        assert answer.status_code == 200
        assert "Zoé CANARIVENT" in answer.content.decode()

    def test_says_a_birth_day_as_it_is_said(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            card = NameCard(last_name="Canarivent", first_name="Zoé", born="1988-03-14")
            correct_identity(actor=actor, person_id=case.person_id, card=card, now=TUESDAY_TEN)
        client = logged_in_client(world.worker)
        found = client.post(reverse("desk:search"), {"text": "canarivent"}).content.decode()
        assert "14/03/1988" in found
        assert "1988-03-14" not in found

    def test_is_missing_for_an_officer(self, world, case):
        assert page(world.officer, "desk:search").status_code == 404


class TestDeeds:
    def test_says_so_when_what_is_sent_is_too_large(self, world, case):
        client = logged_in_client(world.worker)
        answer = client.post(reverse("cases:note", args=[case.pk]), {"text": "x" * 7_000_000})
        assert answer.status_code == 413
        assert "trop volumineux" in answer.content.decode()

    def test_gives_back_a_text_that_is_too_long(self, world, case):
        client = logged_in_client(world.worker)
        answer = client.post(reverse("cases:note", args=[case.pk]), {"text": "é" * 1_000_000})
        assert answer.status_code == 200
        assert "é" * 1_000_000 in answer.content.decode()

    def test_a_form_sent_twice_acts_once(self, world, case):
        client = logged_in_client(world.worker)
        url = reverse("cases:note", args=[case.pk])
        once = "5b0c2f0e-6f43-4c39-a9b1-0c7c3a6a2d11"
        first = client.post(url, {"text": "Elle a appelé.", "once": once})
        second = client.post(url, {"text": "Elle a appelé.", "once": once})
        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]
        body = client.get(reverse("desk:case", args=[case.pk])).content.decode()
        assert body.count("Elle a appelé.") == 1

    def test_a_refused_form_may_be_sent_again_with_the_same_key(self, world, case):
        client = logged_in_client(world.worker)
        url = reverse("cases:note", args=[case.pk])
        once = "5b0c2f0e-6f43-4c39-a9b1-0c7c3a6a2d12"
        assert client.post(url, {"text": "", "once": once}).status_code == 200
        assert client.post(url, {"text": "Bien.", "once": once}).status_code == 302

    def test_two_editors_of_one_text_see_both(self, world, case):
        client = logged_in_client(world.worker)
        url = reverse("cases:summary", args=[case.pk])
        client.post(url, {"text": "Premier texte", "version": 1})
        clash = client.post(url, {"text": "Second texte", "version": 1})
        assert clash.status_code == 409
        assert "Premier texte" in clash.content.decode()
        assert "Second texte" in clash.content.decode()

    def test_nothing_is_written_in_a_case_of_another_post(self, world, case):
        client = logged_in_client(world.other_worker)
        for name in ("note", "close", "transfer", "restrict", "identity", "summary"):
            url = reverse(f"cases:{name}", args=[case.pk])
            assert client.get(url).status_code == 404
            assert client.post(url, {"text": "x", "version": 1}).status_code in (404, 200)
        with acting_as(world.actor(world.worker)) as actor:
            assert (
                actions.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN).text.summary == ""
            )

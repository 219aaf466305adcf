"""The journal, as the officer for data protection reads it."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed
from entremise.cases import actions, queries
from entremise.organisation.actions import forget_second_factor
from entremise.people.models import NameCard
from entremise.referrals.actions import open_list, raise_alert
from queries import counted
from referring import refer

pytestmark = pytest.mark.django_db
REASON = "Elle est au poste de Firminy et demande de l’aide."


@pytest.fixture
def case(world):
    card = NameCard(last_name="Canarivent", first_name="Zoé", born="1988")
    case = world.case_of(world.worker, card)
    with acting_as(world.actor(world.worker)) as actor:
        actions.write_note(actor=actor, case_id=case.pk, text="Canari texte.", now=TUESDAY_TEN)
    return case


def seen(answer):
    return answer.content.decode()


class TestJournal:
    def test_says_who_and_what_and_never_whom(self, world, case):
        body = seen(logged_in_client(world.dpo).get(reverse("desk:journal")))
        assert world.worker.name in body
        assert "Situation modifiée" in body
        assert "canari" not in body.lower()

    def test_gives_the_reason_of_an_exceptional_access(self, world, case):
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.break_glass(
                actor=actor, case_id=case.pk, reason=REASON, now=dt.datetime.now(dt.UTC)
            )
        body = seen(logged_in_client(world.dpo).get(reverse("desk:journal")))
        assert REASON in body
        assert world.other_worker.name in body

    def test_names_a_case_by_the_code_of_its_page(self, world, case):
        with acting_as(world.actor(world.other_worker)) as actor:
            actions.break_glass(
                actor=actor, case_id=case.pk, reason=REASON, now=dt.datetime.now(dt.UTC)
            )
        body = seen(logged_in_client(world.dpo).get(reverse("desk:journal")))
        assert f"situation {case.code}. Motif" in body
        assert f'<td data-label="Situation">{case.code}</td>' in body
        assert str(case.pk)[:8] not in body

    def test_names_a_restricted_case_by_its_code_too(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            actions.restrict(actor=actor, case_id=case.pk, reader_ids=[], now=TUESDAY_TEN)
        assert case.code in seen(logged_in_client(world.dpo).get(reverse("desk:journal")))

    def test_costs_the_same_statements_whatever_the_lines(self, world, case):
        client = logged_in_client(world.dpo)
        client.get(reverse("desk:journal"))
        with counted() as few:
            client.get(reverse("desk:journal"))
        for _ in range(3):
            world.case_of(world.worker)
        with counted() as many:
            client.get(reverse("desk:journal"))
        assert len(few) == len(many), "\n".join(many)

    def test_shows_what_the_administration_does_to_accounts(self, world, case):
        with acting_as(world.actor(world.admin)) as actor:
            forget_second_factor(actor=actor, user_id=world.worker.pk, now=TUESDAY_TEN)
        body = seen(logged_in_client(world.dpo).get(reverse("desk:journal")))
        assert f"{world.worker.name}, intervenante sociale ou intervenant social" in body
        assert "seconde protection retirée" in body
        with acting_as(world.actor(world.worker)):
            assert not JournalEntry.objects.filter(event="account:changed").exists()

    def test_shows_what_the_police_sent_to_the_employer_and_who_sent_it(self, world):
        refer(world)
        with acting_as(world.actor(world.officer)) as actor:
            raise_alert(actor=actor, unit_id=world.station.pk, now=TUESDAY_TEN)
        body = seen(logged_in_client(world.dpo).get(reverse("desk:journal")))
        assert "Saisine reçue" in body
        assert "Alerte « elle est là »" in body
        assert world.officer.name in body

    def test_leaves_what_the_police_keeps_for_itself_out(self, world):
        with acting_as(world.actor(world.chief)) as actor:
            open_list(actor=actor, unit_id=world.station.pk, now=TUESDAY_TEN)
        with acting_as(world.actor(world.dpo)):
            assert not JournalEntry.objects.filter(event="review:opened").exists()

    @pytest.mark.parametrize("role", ["worker", "coordinator", "officer", "steering", "admin"])
    @pytest.mark.parametrize("page", ["desk:journal", "desk:whose_file"])
    def test_is_missing_for_the_others(self, world, case, role, page):
        assert logged_in_client(getattr(world, role)).get(reverse(page)).status_code == 404


class TestAnsweringAPerson:
    def ask(self, world, **fields):
        return logged_in_client(world.dpo).post(reverse("desk:whose_file"), fields)

    def test_shows_who_read_and_nothing_of_what_is_written(self, world, case):
        body = seen(self.ask(world, last_name="Canarivent", first_name="Zoé", born="1988"))
        assert world.worker.name in body
        assert "Situation ouverte" in body
        assert "canari texte" not in body.lower()

    def test_says_so_when_nobody_is_found(self, world, case):
        body = seen(self.ask(world, last_name="Autre", first_name="Zoé", born="1988"))
        assert "Aucune personne ne correspond" in body

    def test_asks_for_all_that_names_her(self, world, case):
        body = seen(self.ask(world, last_name="Canarivent"))
        assert "le nom, le prénom et la naissance" in body


class TestTheCodeOfACase:
    def codes(self, world, user, *cases):
        with acting_as(world.actor(user)) as actor:
            return queries.codes_in_journal(actor=actor, case_ids=[case.pk for case in cases])

    def test_is_given_to_the_officer_of_the_employer(self, world, case):
        assert self.codes(world, world.dpo, case) == {case.pk: case.code}

    def test_of_another_employer_is_not(self, world, case):
        far = world.case_of(world.far_worker)
        assert self.codes(world, world.dpo, case, far) == {case.pk: case.code}

    @pytest.mark.parametrize("role", ["worker", "coordinator", "officer", "steering", "admin"])
    def test_is_refused_to_the_others_by_both_walls(self, world, case, role):
        user = getattr(world, role)
        with pytest.raises(NotAllowed):
            self.codes(world, user, case)
        with acting_as(world.actor(user)), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM wall.codes_in_journal(%s)", [[case.pk]])
            assert cursor.fetchall() == []

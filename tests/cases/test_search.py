"""One box: who is found, who is only said to be elsewhere, and what is never said."""

import pytest
from django.db import connections

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed
from entremise.cases.queries import search
from entremise.people.models import NameCard

pytestmark = pytest.mark.django_db

AMINA = NameCard(last_name="Ben Salah", first_name="Amina", birth_name="Haddad", born="1988")


def ask(world, user, text):
    with acting_as(world.actor(user)) as actor:
        return search(actor=actor, text=text, today=TUESDAY_TEN.date(), now=TUESDAY_TEN)


class TestSearch:
    @pytest.mark.parametrize(
        "heard", ["Ben Salah Amina", "amina bensalah", "Aminah Haddad", "BENSALLAH", "haddad 1988"]
    )
    def test_finds_her_however_she_was_heard(self, world, heard):
        case = world.case_of(world.worker, AMINA)
        world.case_of(world.worker, NameCard(last_name="Fontanel", first_name="Claire"))
        answer = ask(world, world.worker, heard)
        assert answer.found[0].name == AMINA
        assert answer.found[0].cases == [case]

    def test_shows_all_its_statements_to_whoever_counts_them(self, world):
        world.case_of(world.worker, AMINA)
        seen = []

        def watch(execute, sql, *rest):
            seen.append(sql)
            return execute(sql, *rest)

        with (
            connections["default"].execute_wrapper(watch),
            connections["keys"].execute_wrapper(watch),
        ):
            assert ask(world, world.worker, "Amina").found
        assert any("wall.search_" in sql for sql in seen)
        assert any("uuid_send(subject_id)" in sql for sql in seen)

    def test_of_a_person_of_another_post_says_only_which_post_to_ask(self, world):
        case = world.case_of(world.other_worker, AMINA)
        answer = ask(world, world.worker, "Amina Ben Salah")
        assert answer.found == []
        assert [(row.post_name, row.case_id) for row in answer.elsewhere] == [
            ("Poste de Firminy", case.pk)
        ]

    def test_says_nothing_after_a_single_agreeing_attribute(self, world):
        world.case_of(world.other_worker, AMINA)
        assert ask(world, world.worker, "Amina").elsewhere == []

    def test_never_tells_of_a_restricted_case(self, world):
        world.case_of(world.other_worker, AMINA, restricted=True)
        answer = ask(world, world.worker, "Amina Ben Salah 1988")
        assert (answer.found, answer.elsewhere) == ([], [])

    def test_never_crosses_to_another_employer(self, world):
        world.case_of(world.far_worker, AMINA)
        answer = ask(world, world.worker, "Amina Ben Salah 1988")
        assert (answer.found, answer.elsewhere) == ([], [])

    def test_leaves_a_line_in_the_journal_without_a_word_of_the_question(self, world):
        world.case_of(world.worker, AMINA)
        ask(world, world.worker, "Amina")
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event="person:searched")
        assert (line.case_id, line.subject_id, line.reason) == (None, None, "")

    @pytest.mark.parametrize("role", ["coordinator", "officer", "chief", "steering", "dpo"])
    def test_is_refused_to_those_who_meet_nobody(self, world, role):
        with pytest.raises(NotAllowed):
            ask(world, getattr(world, role), "Amina")

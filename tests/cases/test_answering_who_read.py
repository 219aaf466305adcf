"""« Who read my file? »: the officer for data protection answers one person, and reads nothing."""

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed
from entremise.cases import actions, queries
from entremise.cases.models import Case
from entremise.people.models import Identity, NameCard

pytestmark = pytest.mark.django_db

ZOE = NameCard(last_name="Canarivent", first_name="Zoé", birth_name="Doré", born="1988-03-14")


def asked(world, *, user=None, **question):
    with acting_as(world.actor(user or world.dpo)) as actor:
        return queries.readings_of_person(actor=actor, now=TUESDAY_TEN, **question)


def named(last_name="Canarivent", first_name="Zoé", born="1988-03-14"):
    return {"last_name": last_name, "first_name": first_name, "born": born}


@pytest.fixture
def case(world):
    case = world.case_of(world.worker, ZOE)
    with acting_as(world.actor(world.worker)) as actor:
        actions.consult(actor=actor, case_id=case.pk, now=TUESDAY_TEN)
    return case


class TestFinding:
    @pytest.mark.parametrize(
        "question",
        [
            named(),
            named(last_name="CANARI-VENT"),
            named(last_name="Doré"),
            named(first_name="zoe", born="1988"),
        ],
    )
    def test_gives_the_readings_of_the_one_person_whom_all_agrees_with(
        self, world, case, question
    ):
        found = asked(world, **question)
        assert found.cases == 1
        assert {line.actor_id for line in found.lines} >= {world.worker.pk}
        assert "case:read" in {line.event for line in found.lines}

    @pytest.mark.parametrize(
        "question",
        [
            named(last_name="Canarivant"),
            named(first_name="Zohra"),
            named(born="1988-03-15"),
            named(born=""),
            named(first_name=""),
        ],
    )
    def test_says_nothing_of_somebody_who_only_resembles_her(self, world, case, question):
        assert asked(world, **question) is None

    def test_says_nothing_where_two_persons_have_that_name(self, world, case):
        world.case_of(world.other_worker, ZOE)
        assert asked(world, **named()) is None

    def test_takes_the_code_of_a_case_as_it_is_read_aloud(self, world, case):
        assert asked(world, code=case.code.lower()).cases == 1
        assert asked(world, code="222222") is None

    def test_finds_the_readings_of_a_restricted_case_too(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            actions.restrict(actor=actor, case_id=case.pk, reader_ids=[], now=TUESDAY_TEN)
        assert asked(world, **named()).cases == 1

    def test_never_crosses_to_another_employer(self, world):
        far = world.case_of(world.far_worker, ZOE)
        assert asked(world, **named()) is None
        assert asked(world, code=far.code) is None


class TestTheOfficer:
    def test_still_reads_no_case_and_no_name(self, world, case):
        asked(world, **named())
        with acting_as(world.actor(world.dpo)):
            assert not Case.objects.exists()
            assert not Identity.objects.exists()

    def test_leaves_a_line_each_time_without_a_word_of_the_question(self, world, case):
        asked(world, **named())
        asked(world, **named(last_name="Personne"))
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(event="person:answered").order_by("created_at")
            assert [line.subject_id for line in lines] == [case.person_id, None]

    @pytest.mark.parametrize("role", ["worker", "coordinator", "officer", "steering", "admin"])
    def test_is_alone_to_ask(self, world, case, role):
        with pytest.raises(NotAllowed):
            asked(world, user=getattr(world, role), **named())

"""Two deeds at once never put one record on both sides of the wall of the alleged author."""

import threading

import pytest
from django.db import connections

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import EntremiseError
from entremise.cases import actions
from entremise.cases.models import Case
from recognising import AMINA, AMINATA, join

pytestmark = pytest.mark.django_db(transaction=True)

ALLEGED = Case.Position.ALLEGED


def position(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        actions.set_position(actor=actor, case_id=case.pk, position=ALLEGED, now=TUESDAY_TEN)


def another(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        actions.open_case(
            actor=actor, post_id=case.post_id, person_id=case.person_id, now=TUESDAY_TEN
        )


def beside(deed, *about):
    """This deed in a connection of its own, and what it ended with."""
    answers = []

    def run():
        try:
            deed(*about)
            answers.append("done")
        except EntremiseError as refusal:
            answers.append(type(refusal).__name__)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, answers


class TestWhileSomebodySaysThatHeIsAlleged:
    def meanwhile(self, world, case, deed, *about):
        with acting_as(world.actor(world.worker)) as actor:
            actions.set_position(actor=actor, case_id=case.pk, position=ALLEGED, now=TUESDAY_TEN)
            thread, answers = beside(deed, *about)
            thread.join(timeout=1)
            assert answers == []
        thread.join(timeout=30)
        return answers

    def test_nobody_joins_the_record_with_that_of_a_victim(self, world):
        hers, other = (world.case_of(world.worker, card) for card in (AMINA, AMINATA))
        answers = self.meanwhile(world, other, join, world, world.worker, hers, other)
        assert answers == ["NotAllowed"]

    def test_nobody_opens_a_case_of_a_victim_on_the_record(self, world):
        case = world.case_of(world.worker, AMINA)
        assert self.meanwhile(world, case, another, world, case) == ["NotPossible"]

    def test_another_word_waits_and_is_done(self, world):
        hers, other = (world.case_of(world.worker, card) for card in (AMINA, AMINATA))
        assert self.meanwhile(world, hers, position, world, other) == ["done"]

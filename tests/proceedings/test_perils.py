"""The call when a life is in peril: noted afterwards, with what was told, and never changed."""

import datetime as dt

import pytest
from django.db import ProgrammingError

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases.models import Case
from entremise.cases.queries import timeline
from entremise.proceedings import actions, queries
from entremise.proceedings.models import Disclosure, PerilCall

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def call(actor, case, called="17", at=TUESDAY_TEN, done="Canarifait"):
    return actions.note_peril(
        actor=actor,
        case_id=case.pk,
        called=called,
        at=at,
        done=done,
        told="Canarichef",
        now=TUESDAY_TEN,
    )


class TestPeril:
    def test_is_in_the_timeline_and_in_what_was_told_to_authorities(self, worker, case):
        made = call(worker, case)
        assert b"Canari" not in bytes(made.done_sealed) + bytes(made.told_sealed)
        (row,) = queries.disclosures_of(actor=worker, case_id=case.pk)
        assert (row.to, row.ground) == ("emergency", "cp_223_6")
        kinds = {line.kind for line in timeline(actor=worker, case_id=case.pk)}
        assert {"proceeding:peril", "proceeding:disclosed"} <= kinds

    def test_is_told_to_the_emergency_services_when_they_were_called(self, worker, case):
        called_at = TUESDAY_TEN - dt.timedelta(days=2)
        call(worker, case, at=called_at)
        (row,) = queries.disclosures_of(actor=worker, case_id=case.pk)
        assert row.at == called_at

    def test_nobody_called_is_possible_and_says_why(self, worker, case):
        with pytest.raises(NotPossible, match="dites pourquoi"):
            call(worker, case, "nobody", done="")
        call(worker, case, "nobody")
        assert queries.disclosures_of(actor=worker, case_id=case.pk) == []

    def test_is_not_to_come(self, worker, case):
        with pytest.raises(NotPossible, match="pas possible"):
            call(worker, case, at=TUESDAY_TEN + dt.timedelta(minutes=1))

    def test_is_never_changed(self, worker, case):
        call(worker, case)
        with pytest.raises(ProgrammingError):
            PerilCall.objects.update(called="112")


class TestOthers:
    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "steering", "dpo", "admin"]
    )
    def test_read_and_note_nothing(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            call(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            for model in (PerilCall, Disclosure):
                assert not model.objects.exists()
            with pytest.raises(NotAllowed):
                call(actor, case)

    def test_of_another_post_are_told_that_there_is_no_such_case(self, world, case):
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(Case.DoesNotExist),
        ):
            call(actor, case)

"""The journal is only added to, by whoever acts, in the same transaction."""

import datetime as dt
import os

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, connections, transaction
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from conftest import TUESDAY_TEN
from entremise.access import journal
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC
from entremise.access.events import Event
from entremise.access.models import JournalEntry

pytestmark = pytest.mark.django_db


class TestRecording:
    def test_names_who_did_what_and_when(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)) as actor:
            journal.record(actor, Event.PRINTED, at=TUESDAY_TEN, case_id=case.pk)
            line = JournalEntry.objects.get(event=Event.PRINTED)
        assert (line.actor_id, line.case_id, line.at) == (world.worker.pk, case.pk, TUESDAY_TEN)

    def test_nobody_writes_in_the_name_of_another(self, world):
        forged = world.actor(world.other_worker)
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(ProgrammingError, match="row-level"),
            transaction.atomic(),
        ):
            journal.record(forged, Event.PRINTED, at=TUESDAY_TEN)

    def test_a_deed_whose_line_fails_is_undone(self, world, monkeypatch):
        monkeypatch.setattr(
            journal, "record", lambda *_args, **_rest: (_ for _ in ()).throw(DatabaseError("full"))
        )
        with pytest.raises(DatabaseError):
            world.case_of(world.worker)
        monkeypatch.undo()
        with acting_as(world.actor(world.coordinator)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_case")
            assert cursor.fetchone() == (0,)


class TestInsertOnly:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE access_journalentry SET reason = 'x'",
            "DELETE FROM access_journalentry",
            "TRUNCATE access_journalentry",
        ],
    )
    def test_the_app_may_not_change_remove_or_empty_it(self, world, statement):
        world.case_of(world.worker)
        with (
            acting_as(world.actor(world.worker)),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    @pytest.mark.django_db(databases="__all__")
    def test_the_owner_may_not_empty_it_either(self):
        with (
            pytest.raises(ProgrammingError, match="only added to"),
            transaction.atomic(using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute("TRUNCATE access_journalentry")


class TestReading:
    def test_is_for_the_officer_for_data_protection_of_the_employer(self, world):
        world.case_of(world.worker)
        world.case_of(world.far_worker)
        with acting_as(world.actor(world.dpo)):
            employers = set(JournalEntry.objects.values_list("employer_id", flat=True))
        assert employers == {world.employer.pk}

    @pytest.mark.parametrize("role", ["officer", "chief", "coordinator", "admin", "steering"])
    def test_shows_nothing_to_the_others(self, world, role):
        world.case_of(world.worker)
        with acting_as(world.actor(getattr(world, role))):
            assert not JournalEntry.objects.exists()

    def test_a_worker_reads_who_opened_the_cases_that_she_reads(self, world):
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)):
            assert JournalEntry.objects.filter(case_id=case.pk).exists()
        with acting_as(world.actor(world.other_worker)):
            assert not JournalEntry.objects.filter(case_id=case.pk).exists()


class TestPruning:
    """On rows that are really committed, through the pruner's own connection."""

    @pytest.fixture
    def address(self, transactional_db):
        address = conninfo_to_dict(os.environ["ENTREMISE_PRUNER_DATABASE_URL"])
        return make_conninfo(**{**address, "dbname": connection.settings_dict["NAME"]})

    def test_removes_what_is_older_than_a_year_and_nothing_younger(self, address):
        now = dt.datetime.now(dt.UTC)
        with acting_as(PUBLIC) as actor:
            for days in (400, 366, 300, 0):
                journal.record(actor, Event.PRINTED, at=now - dt.timedelta(days=days))
        assert journal.prune(address=address) == 2
        assert journal.prune(address=address) == 0

    def test_the_pruner_sees_nothing_younger_and_changes_nothing(self, address):
        with acting_as(PUBLIC) as actor:
            journal.record(actor, Event.PRINTED, at=dt.datetime.now(dt.UTC))
        with psycopg.connect(address) as pruner:
            assert pruner.execute("SELECT count(*) FROM access_journalentry").fetchone() == (0,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                pruner.execute("UPDATE access_journalentry SET reason = 'x'")

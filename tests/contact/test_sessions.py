"""Interviews: final, three texts that are three things, a contact each time."""

import datetime as dt

import pytest
from django.db import ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases.models import Case, Loan
from entremise.contact import actions, queries
from entremise.contact.actions import Account, Meeting
from entremise.contact.models import Appointment, PrivateNote, Session

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
LATER = TUESDAY_TEN + 24 * HOUR
READERS = ["other_worker", "far_worker"]
OTHERS = ["coordinator", "officer", "chief", "dpo", "steering", "admin"]


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def hold(actor, case, *, at=TUESDAY_TEN, now=LATER, **written):
    links = {
        name: written.pop(name) for name in ("appointment_id", "corrects_id") if name in written
    }
    account = Account(**{"kind": Session.Kind.PHONE, "at": at, "facts": "Canarifait", **written})
    return actions.hold(actor=actor, case_id=case.pk, account=account, now=now, **links)


class TestHolding:
    def test_is_a_contact(self, worker, case):
        hold(worker, case)
        case.refresh_from_db()
        assert case.last_contact_at == TUESDAY_TEN

    def test_seals_each_text_apart(self, worker, case):
        row = hold(worker, case, observed="Canariconstat", private="Canarinote")
        cells = (row.facts_sealed, row.observed_sealed, PrivateNote.objects.get().words_sealed)
        for cell, words in zip(
            cells, (b"Canarifait", b"Canariconstat", b"Canarinote"), strict=True
        ):
            assert cell
            assert words not in bytes(cell)

    def test_tells_the_timeline_and_the_journal(self, worker, case):
        row = hold(worker, case)
        assert case.timeline.get(kind="contact:session").subject_id == row.pk
        assert JournalEntry.objects.filter(case_id=case.pk, event="session:held").count() == 1

    def test_says_that_the_appointment_was_kept(self, worker, case):
        meeting = Meeting(place="phone", starts_at=LATER, ends_at=LATER + HOUR)
        planned = actions.plan(actor=worker, case_id=case.pk, meeting=meeting, now=TUESDAY_TEN)
        after = {"at": LATER, "now": LATER + HOUR, "appointment_id": planned.pk}
        hold(worker, case, **after)
        planned.refresh_from_db()
        assert planned.state == Appointment.State.KEPT
        with pytest.raises(NotPossible, match="déjà écrit"):
            hold(worker, case, **after)

    @pytest.mark.parametrize("deed", [actions.miss, actions.cancel])
    def test_is_not_of_an_appointment_that_did_not_take_place(self, worker, case, deed):
        meeting = Meeting(place="phone", starts_at=LATER, ends_at=LATER + HOUR)
        planned = actions.plan(actor=worker, case_id=case.pk, meeting=meeting, now=TUESDAY_TEN)
        deed(actor=worker, appointment_id=planned.pk, now=LATER + HOUR)
        with pytest.raises(NotPossible, match="Écrivez l’entretien sans lui"):
            hold(worker, case, at=LATER, now=LATER + HOUR, appointment_id=planned.pk)
        hold(worker, case, at=LATER, now=LATER + HOUR)

    def test_one_to_come_is_an_appointment(self, worker, case):
        with pytest.raises(NotPossible, match="rendez-vous"):
            hold(worker, case, at=LATER + HOUR)


class TestCorrecting:
    def test_leaves_the_first_text_and_counts_no_second_interview(self, worker, case):
        first = hold(worker, case)
        second = hold(worker, case, facts="Mieux dit", corrects_id=first.pk)
        first.refresh_from_db()
        assert (first.facts, second.facts, second.corrects) == ("Canarifait", "Mieux dit", first)
        assert [line.kind for line in case.timeline.filter(subject_id=second.pk)] == [
            "contact:correction"
        ]

    @pytest.mark.parametrize("right", [TUESDAY_TEN - 48 * HOUR, TUESDAY_TEN + 12 * HOUR])
    def test_moves_the_last_contact_to_the_right_day(self, worker, case, right):
        first = hold(worker, case)
        hold(worker, case, at=right, corrects_id=first.pk)
        case.refresh_from_db()
        assert case.last_contact_at == right

    def test_leaves_the_last_contact_to_what_came_since(self, worker, case):
        first = hold(worker, case)
        actions.note_her_call(actor=worker, case_id=case.pk, now=TUESDAY_TEN + HOUR)
        hold(worker, case, at=TUESDAY_TEN - 48 * HOUR, corrects_id=first.pk)
        case.refresh_from_db()
        assert case.last_contact_at == TUESDAY_TEN + HOUR

    def test_goes_back_to_the_contact_before_and_not_further(self, worker, case):
        actions.note_her_call(actor=worker, case_id=case.pk, now=TUESDAY_TEN - HOUR)
        hold(worker, case, at=TUESDAY_TEN - 24 * HOUR)
        wrong = hold(worker, case)
        hold(worker, case, at=TUESDAY_TEN - 48 * HOUR, corrects_id=wrong.pk)
        case.refresh_from_db()
        assert case.last_contact_at == TUESDAY_TEN - HOUR

    def test_stays_within_one_case(self, worker, case, world):
        first = hold(worker, case)
        from entremise.cases.actions import open_case
        from entremise.people.models import NameCard

        other = open_case(
            actor=worker, post_id=world.post.pk, card=NameCard(last_name="Autre"), now=TUESDAY_TEN
        )
        with pytest.raises(Session.DoesNotExist):
            hold(worker, other, corrects_id=first.pk)


class TestFinal:
    def test_nothing_changes_or_removes_an_interview(self, worker, case):
        row = hold(worker, case, private="Canarinote")
        for model in (Session, PrivateNote):
            rows = model.objects.filter(case=case)
            # Not `delete()`: Django would refuse by itself what the database must refuse.
            remove = lambda rows=rows: rows._raw_delete(rows.db)  # noqa: E731
            for deed in (lambda rows=rows: rows.update(author_id=row.pk), remove):
                with (
                    pytest.raises(ProgrammingError, match="permission denied"),
                    transaction.atomic(),
                ):
                    deed()

    def test_nobody_writes_in_the_name_of_somebody_else(self, worker, case, world):
        forged = Session(case=case, at=TUESDAY_TEN, kind="phone", author_id=world.other_worker.pk)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            forged.save(force_insert=True)


class TestReading:
    def test_a_colleague_who_reads_the_case_does_not_read_the_private_notes(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            row = hold(actor, case, private="Canarinote")
            Loan.objects.create(case=case, user_id=world.other_worker.pk, ground="shared")
            assert queries.private_note(actor=actor, session_id=row.pk) == "Canarinote"
        with acting_as(world.actor(world.other_worker)) as other:
            (read,) = queries.sessions_of(actor=other, case_id=case.pk)
            assert read.facts == "Canarifait"
            assert queries.private_note(actor=other, session_id=row.pk) == ""
            assert list(PrivateNote.objects.all()) == []

    @pytest.mark.parametrize("role", READERS)
    def test_a_worker_of_another_post_finds_nothing(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            hold(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(Session.objects.all()) == []
            with pytest.raises(Case.DoesNotExist):
                hold(actor, case)

    @pytest.mark.parametrize("role", OTHERS)
    def test_the_other_roles_may_not_even_without_the_python_wall(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            hold(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(Session.objects.all()) == []
            with pytest.raises(NotAllowed):
                hold(actor, case)

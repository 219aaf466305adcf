"""A measure: what was asked for her, what became of it, and who sees its days."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.cases.models import Case
from entremise.cases.queries import timeline
from entremise.proceedings import actions, queries
from entremise.proceedings.models import Measure

pytestmark = pytest.mark.django_db
TODAY = TUESDAY_TEN.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


def note(actor, case, *, kind="order", state="asked", words="", **days):
    return actions.note_measure(
        actor=actor,
        case_id=case.pk,
        kind=kind,
        state=state,
        days={"asked_on": TODAY, **days},
        note=words,
        now=TUESDAY_TEN,
    )


def change(actor, measure, state, *, version=None, words="", **days):
    return actions.change_measure(
        actor=actor,
        case_id=measure.case_id,
        measure_id=measure.pk,
        state=state,
        days={"asked_on": measure.asked_on, **days},
        note=words,
        version=version or measure.version,
        now=TUESDAY_TEN,
    )


class TestNoting:
    def test_is_in_the_timeline_and_in_the_journal_by_code(self, worker, case):
        measure = note(worker, case, words="Canarinote")
        line = timeline(actor=worker, case_id=case.pk)[0]
        assert "Ordonnance de protection, demandée" in line.text
        assert "Canarinote" not in line.text
        assert b"Canarinote" not in bytes(measure.note_sealed)
        (found,) = queries.measures_of(actor=worker, case_id=case.pk)
        assert found.note == "Canarinote"

    def test_goes_from_asked_to_granted_then_ended(self, worker, case):
        measure = note(worker, case)
        granted = change(worker, measure, "granted", granted_on=TODAY, notified_on=TODAY)
        assert granted.deadlines[-1].on == TODAY.replace(year=TODAY.year + 1)
        ended = change(worker, granted, "ended", granted_on=TODAY)
        assert ended.deadlines == []

    def test_refuses_what_its_life_does_not_know(self, worker, case):
        measure = note(worker, case, state="refused")
        with pytest.raises(NotPossible, match="plus possible"):
            change(worker, measure, "ended")

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [
            ({"granted_on": TODAY - DAY}, "La décision ne peut pas précéder"),
            ({"granted_on": TODAY, "notified_on": TODAY + DAY}, "n’est pas possible"),
            ({"granted_on": TODAY, "ends_on": TODAY - DAY}, "La fin ne peut pas précéder"),
            ({"facts_on": dt.date(1899, 1, 1)}, "n’est pas possible"),
            ({"facts_on": TODAY + DAY}, "n’est pas possible"),
        ],
    )
    def test_refuses_days_that_cannot_be(self, worker, case, days, sentence):
        with pytest.raises(NotPossible, match=sentence):
            note(worker, case, **days)

    def test_refuses_a_decision_without_its_day(self, worker, case):
        with pytest.raises(NotPossible, match="date de la décision"):
            note(worker, case, state="granted")

    def test_the_database_refuses_an_end_before_the_beginning(self, worker, case):
        measure = note(worker, case, state="granted", granted_on=TODAY)
        measure.ends_on = TODAY - DAY
        with pytest.raises(IntegrityError), transaction.atomic():
            measure.save(update_fields=["ends_on"])


class TestTwoPeople:
    def test_who_wrote_at_once_lose_no_note(self, worker, case):
        measure = note(worker, case)
        change(worker, measure, "asked", version=1, words="La première")
        with pytest.raises(Conflict) as clash:
            change(worker, measure, "asked", version=1, words="La seconde")
        assert (clash.value.theirs, clash.value.version) == ("La première", 2)
        kept = change(worker, measure, "asked", version=2, words="Les deux")
        assert (kept.note, kept.version) == ("Les deux", 3)

    def test_see_where_the_other_left_the_measure(self, worker, case):
        measure = note(worker, case)
        change(worker, measure, "granted", version=1, granted_on=TODAY, words="Reçue")
        with pytest.raises(Conflict) as clash:
            change(worker, measure, "refused", version=1, words="Rejetée")
        said = clash.value.theirs.splitlines()
        assert said[0] == "Ordonnance de protection, accordée."
        assert said[-2].startswith("Accordée le")
        assert said[-1] == "Reçue"

    def test_see_that_only_a_day_differs(self, worker, case):
        measure = note(worker, case)
        change(worker, measure, "asked", version=1, fixed_on=TODAY)
        with pytest.raises(Conflict) as clash:
            change(worker, measure, "asked", version=1, fixed_on=TODAY - DAY)
        assert "Jour où le juge a fixé l’audience" in clash.value.theirs


class TestDeadlines:
    def near(self, actor, today):
        return [
            (near.deadline.on, near.past)
            for near in queries.near_deadlines(actor=actor, today=today)
        ]

    def test_are_shown_when_near_and_when_passed_without_an_answer(self, worker, case):
        note(worker, case, kind="phone", state="granted", granted_on=TODAY)
        end = dt.date(2026, 9, 10)
        assert self.near(worker, end - 31 * DAY) == []
        assert self.near(worker, end - 30 * DAY) == [(end, False)]
        assert self.near(worker, end + DAY) == [(end, True)]

    def test_of_the_asking_are_history_once_it_is_granted(self, worker, case):
        measure = note(worker, case, fixed_on=TODAY)
        late = TODAY + 7 * DAY
        assert [past for _day, past in self.near(worker, late)] == [True, True]
        change(worker, measure, "granted", fixed_on=TODAY, granted_on=TODAY)
        assert self.near(worker, late) == []

    def test_are_no_day_from_which_something_may_be_asked(self, worker, case):
        note(worker, case, kind="recovery", judged_on=TODAY)
        opens, ends = dt.date(2026, 5, 10), dt.date(2027, 3, 10)
        assert self.near(worker, opens) == [(opens, False)]
        assert self.near(worker, opens + DAY) == []
        assert self.near(worker, ends + DAY) == [(ends, True)]

    @pytest.mark.parametrize("months", [0, 3])
    def test_of_a_case_begin_with_the_last_day_and_not_with_the_one_that_opens(
        self, worker, case, months
    ):
        note(worker, case, kind="recovery", judged_on=TODAY)
        columns = Case.objects.annotate(rows=queries.running(actor=worker)).get(pk=case.pk)
        today = TODAY + months * 31 * DAY
        near = queries.next_deadline(actor=worker, rows=columns.rows, today=today)
        assert (near.deadline.on, near.past) == (dt.date(2027, 3, 10), False)

    def test_of_another_post_are_not_shown(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            note(actor, case, kind="phone", state="granted", granted_on=TODAY)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert self.near(actor, dt.date(2026, 9, 9)) == []
            assert not Measure.objects.exists()


class TestOtherRoles:
    ROLES = ("coordinator", "officer", "chief", "steering", "dpo")

    @pytest.mark.parametrize("role", ROLES)
    def test_read_and_write_nothing(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            measure = note(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert not Measure.objects.filter(pk=measure.pk).exists()
            with pytest.raises(NotAllowed):
                note(actor, case)
            with pytest.raises(NotAllowed):
                queries.measures_of(actor=actor, case_id=case.pk)

    def test_another_post_is_told_that_there_is_no_such_case(self, world, case):
        with (
            acting_as(world.actor(world.other_worker)) as actor,
            pytest.raises(Case.DoesNotExist),
        ):
            note(actor, case)

    def test_the_database_alone_refuses_them_too(self, world, case):
        with acting_as(world.actor(world.other_worker)) as actor:
            row = Measure(case_id=case.pk, author_id=actor.id, kind="order")
            with pytest.raises(ProgrammingError):
                row.save(force_insert=True)

    def test_leave_a_line_without_a_word(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            measure = note(actor, case, words="Canarinote")
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event="proceeding:measure")
        assert (line.subject_id, line.reason) == (measure.pk, "asked")

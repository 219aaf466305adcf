"""Absences: noted without a reason, seen by who plans, named where nobody replaces."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import PARIS, TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import PUBLIC, Actor, Kind
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation import actions, queries
from entremise.organisation.models import Absence, Cover, DutyHours
from entremise.organisation.models.absences import span_in_words
from entremise.organisation.queries.presence import cut

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def at(day, hour=0, month=3):
    return dt.datetime(2026, month, day, hour, tzinfo=PARIS)


def note(world, user, starts_at, ends_at, whose=None, now=TUESDAY_TEN):
    with acting_as(world.actor(user)) as actor:
        return actions.note_absence(
            actor=actor,
            user_id=(whose or user).pk,
            starts_at=starts_at,
            ends_at=ends_at,
            now=now,
        )


@pytest.mark.django_db
class TestNoting:
    def test_is_for_oneself_and_tells_the_journal(self, world):
        note(world, world.worker, at(16), at(21))
        with acting_as(world.actor(world.worker)) as actor:
            (line,) = queries.absences(actor=actor, now=TUESDAY_TEN)
            assert (line.name, line.mine) == (world.worker.name, True)
            assert line.words == "du 16\u00a0mars 2026 au 20\u00a0mars 2026"
        with acting_as(world.actor(world.dpo)):
            (entry,) = JournalEntry.objects.filter(event="post:absence")
            assert (entry.actor_id, entry.subject_id) == (world.worker.pk, world.worker.pk)

    def test_is_for_those_of_her_service_for_a_coordinator(self, world):
        note(world, world.coordinator, at(16), at(17), whose=world.worker)
        with acting_as(world.actor(world.coordinator)) as actor:
            assert len(queries.absences(actor=actor, now=TUESDAY_TEN)) == 1
            with pytest.raises(NotPossible, match="aucun poste"):
                actions.note_absence(
                    actor=actor,
                    user_id=world.far_worker.pk,
                    starts_at=at(16),
                    ends_at=at(17),
                    now=TUESDAY_TEN,
                )

    def test_is_not_for_a_colleague(self, world):
        with pytest.raises(NotAllowed):
            note(world, world.worker, at(16), at(17), whose=world.other_worker)

    @pytest.mark.parametrize("role", ["officer", "chief", "steering", "dpo", "admin"])
    def test_is_for_no_other_role(self, world, role):
        with pytest.raises(NotAllowed):
            note(world, getattr(world, role), at(16), at(17))

    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [
            (at(16), at(16), "précéder"),
            (at(17), at(16), "précéder"),
            (at(2), at(3), "déjà passée"),
            (at(16), at(17) + 400 * DAY, "Plus d’un an"),
        ],
    )
    def test_that_makes_no_sense_is_refused_in_words(self, world, start, end, words):
        with pytest.raises(NotPossible, match=words):
            note(world, world.worker, start, end)

    def test_twice_at_the_same_time_is_refused(self, world):
        note(world, world.worker, at(16), at(18))
        with pytest.raises(NotPossible, match="déjà notée"):
            note(world, world.worker, at(17, 13), at(19))

    def test_may_be_taken_back_by_oneself_and_by_nobody_else(self, world):
        row = note(world, world.worker, at(16), at(18))
        other = world.actor(world.other_worker)
        with acting_as(other), pytest.raises(Absence.DoesNotExist):
            actions.take_back_absence(actor=other, absence_id=row.pk, now=TUESDAY_TEN)
        with acting_as(world.actor(world.worker)) as actor:
            actions.take_back_absence(actor=actor, absence_id=row.pk, now=TUESDAY_TEN)
            assert not Absence.objects.exists()


@pytest.mark.django_db
class TestReading:
    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            ("worker", 1),
            ("other_worker", 1),
            ("coordinator", 1),
            ("far_worker", 0),
            ("officer", 0),
            ("chief", 0),
            ("steering", 0),
            ("dpo", 0),
            ("admin", 0),
        ],
    )
    def test_is_for_the_service_even_without_the_python_wall(self, world, role, seen):
        note(world, world.worker, at(16), at(18))
        with acting_as(world.actor(getattr(world, role))):
            assert Absence.objects.count() == seen

    @pytest.mark.parametrize("role", ["other_worker", "officer", "far_worker"])
    def test_writing_for_others_is_refused_by_the_database_too(self, world, role):
        row = Absence(employer=world.employer, user=world.worker, starts_at=at(16), ends_at=at(17))
        other = acting_as(world.actor(getattr(world, role)))
        with other, pytest.raises(DatabaseError), transaction.atomic():
            row.save(force_insert=True)

    def hours_told(self, world, actor):
        note(world, world.worker, at(16), at(18))
        asked = [[world.worker.pk], at(1), at(28)]
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM wall.away(%s, %s, %s)", asked)
            return cursor.fetchone()[0]

    def test_a_visitor_learns_no_hour_of_it(self, world):
        assert self.hours_told(world, PUBLIC) == 0

    @pytest.mark.parametrize("role", ["worker", "coordinator", "officer", "chief"])
    def test_its_hours_are_told_to_the_service_and_to_the_units_it_answers(self, world, role):
        assert self.hours_told(world, world.actor(getattr(world, role))) == 1

    @pytest.mark.parametrize("role", ["far_officer", "steering", "dpo", "admin"])
    def test_its_hours_are_told_to_no_other_unit_nor_role(self, world, role):
        assert self.hours_told(world, world.actor(getattr(world, role))) == 0


@pytest.mark.django_db
class TestForgetting:
    def test_is_done_a_year_later_by_a_job_that_sees_nothing_else(self, world):
        now = timezone.now()
        old, recent = now - 366 * DAY, now - 364 * DAY
        for end in (old, recent):
            note(world, world.worker, end - DAY, end, now=end - 2 * DAY)
        job = Actor(kind=Kind.JOB)
        with acting_as(job):
            assert Absence.objects.count() == 1
            assert actions.forget_old_absences(actor=job, now=now) == 1
        with acting_as(world.actor(world.worker)):
            assert [row.ends_at for row in Absence.objects.all()] == [recent]

    def test_is_not_for_people(self, world):
        with acting_as(world.actor(world.coordinator)) as actor, pytest.raises(NotAllowed):
            actions.forget_old_absences(actor=actor, now=TUESDAY_TEN)


@pytest.mark.django_db
class TestWithoutCover:
    def test_is_counted_in_working_days_post_by_post(self, world):
        note(world, world.worker, at(20), at(25))
        with acting_as(world.actor(world.coordinator)) as actor:
            (line,) = queries.absences(actor=actor, now=TUESDAY_TEN)
        assert line.uncovered == (("Poste de Roanne", 3),)

    def test_is_less_by_the_days_of_a_replacement_which_is_named(self, world):
        note(world, world.worker, at(20), at(25))
        with acting_as(world.actor(world.admin)):
            Cover.objects.create(
                post=world.post,
                user=world.other_worker,
                starts_on=dt.date(2026, 3, 23),
                ends_on=dt.date(2026, 3, 24),
            )
        with acting_as(world.actor(world.coordinator)) as actor:
            (line,) = queries.absences(actor=actor, now=TUESDAY_TEN)
        assert line.uncovered == (("Poste de Roanne", 1),)
        assert line.replaced_by == (world.other_worker.name,)

    def test_is_said_on_the_page_of_the_coordinator(self, world):
        tomorrow = dt.datetime.combine(timezone.localdate() + DAY, dt.time(0), tzinfo=PARIS)
        note(world, world.worker, tomorrow, tomorrow + 7 * DAY, now=tomorrow - DAY)
        page = logged_in_client(world.coordinator).get(reverse("organisation:absences"))
        body = page.content.decode()
        assert "Sans remplacement" in body
        assert world.worker.name in body
        assert "Poste de Roanne" in body


@pytest.mark.django_db
class TestDuty:
    @pytest.fixture
    def duty(self, world):
        for weekday in range(5):
            DutyHours.objects.create(
                post=world.post, weekday=weekday, starts_at=dt.time(9), ends_at=dt.time(12)
            )

    def now(self, world, moment):
        with acting_as(world.actor(world.officer)) as actor:
            return queries.duty_now(actor=actor, queue_id=world.post.queue_id, at=moment)

    def next(self, world, moment):
        with acting_as(world.actor(world.officer)) as actor:
            return queries.next_duty(actor=actor, queue_id=world.post.queue_id, after=moment)

    def test_names_nobody_who_is_away(self, world, duty):
        assert self.now(world, TUESDAY_TEN).user_id == world.worker.pk
        note(world, world.worker, at(10), at(12))
        assert self.now(world, TUESDAY_TEN) is None
        assert self.next(world, TUESDAY_TEN) == at(12, 9)

    def test_ends_when_she_leaves(self, world, duty):
        note(world, world.worker, at(10, 11), at(12))
        assert self.now(world, TUESDAY_TEN).until == at(10, 11)

    def test_begins_again_when_she_is_back_in_the_midst_of_the_hours(self, world, duty):
        note(world, world.worker, at(10), at(11, 10))
        assert self.next(world, TUESDAY_TEN) == at(11, 10)

    def test_is_shown_without_anybody_in_the_agenda(self, world, duty):
        note(world, world.worker, at(10), at(10, 13))
        with acting_as(world.actor(world.worker)) as actor:
            shown = queries.presence(
                actor=actor, first=dt.date(2026, 3, 10), last=dt.date(2026, 3, 11)
            )
        assert [(one.name, one.mine) for one in shown.duties] == [
            ("", False),
            (world.worker.name, True),
        ]
        (away,) = shown.absences
        assert (away.mine, away.replaced_by) == (True, ())


class TestWords:
    @pytest.mark.parametrize(
        ("start", "end", "words"),
        [
            (at(3), at(4), "le 3 mars 2026"),
            (at(3), at(3, 13), "le 3 mars 2026, le matin"),
            (at(3, 13), at(4), "le 3 mars 2026, l’après-midi"),
            (at(3, 13), at(5), "du 3 mars 2026 après-midi au 4 mars 2026"),
            (at(3), at(5, 13), "du 3 mars 2026 au 5 mars 2026 à midi"),
        ],
    )
    def test_say_the_half_days(self, start, end, words):
        assert span_in_words(start, end).replace("\u00a0", " ") == words


class TestCutting:
    spans = st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 10)).map(
            lambda one: (at(3) + one[0] * HOUR, at(3) + (one[0] + one[1]) * HOUR)
        ),
        max_size=5,
    )

    @given(spans)
    def test_gives_parts_that_fill_the_hours_without_overlapping(self, gone):
        start, end = at(3, 8), at(3, 18)
        parts = cut(start, end, gone)
        assert parts[0][0] == start
        assert parts[-1][1] == end
        for one, other in pairwise(parts):
            assert one[1] == other[0]
            assert one[2] is not other[2]
        for since, until, there in parts:
            middle = since + (until - since) / 2
            assert there is not any(one <= middle < other for one, other in gone)

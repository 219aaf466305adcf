"""Appointments: their life, and the hour that two people cannot both take."""

import datetime as dt
import threading
import time
from uuid import UUID

import pytest
from django.db import connections

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.cases.models import Case, Loan
from entremise.contact import actions, queries
from entremise.contact.actions import Meeting
from entremise.contact.models import Appointment
from world import World, close

HOUR = dt.timedelta(hours=1)
WEDNESDAY = TUESDAY_TEN + dt.timedelta(days=1)
Place, State = Appointment.Place, Appointment.State


def meeting(start=WEDNESDAY, **agreed):
    usual = {"place": Place.PHONE, "starts_at": start, "ends_at": start + HOUR}
    return Meeting(**{**usual, **agreed})


def plan(actor, case, start=WEDNESDAY, **agreed):
    return actions.plan(
        actor=actor, case_id=case.pk, meeting=meeting(start, **agreed), now=TUESDAY_TEN
    )


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def worker(world, case):
    with acting_as(world.actor(world.worker)) as actor:
        yield actor


@pytest.mark.django_db
class TestPlanning:
    def test_tells_the_timeline_and_the_journal(self, worker, case):
        row = plan(worker, case)
        assert row.state == State.PLANNED
        events = JournalEntry.objects.filter(case_id=case.pk, event="appointment:planned")
        assert events.count() == 1
        assert case.timeline.get(kind="contact:planned").subject_id == row.pk

    def test_at_a_unit_names_an_open_one(self, worker, case, world):
        row = plan(worker, case, place=Place.UNIT, unit_id=world.station.pk)
        assert row.unit == world.station
        with pytest.raises(NotPossible, match="unité ouverte"):
            plan(worker, case, WEDNESDAY + 5 * HOUR, place=Place.UNIT)

    @pytest.mark.parametrize(
        "agreed",
        [
            {"starts_at": TUESDAY_TEN - HOUR, "ends_at": TUESDAY_TEN},
            {"ends_at": WEDNESDAY},
            {"ends_at": WEDNESDAY - HOUR},
            {"ends_at": WEDNESDAY + 13 * HOUR},
        ],
    )
    def test_refuses_hours_that_make_no_sense(self, worker, case, agreed):
        with pytest.raises(NotPossible):
            plan(worker, case, **agreed)

    def test_a_home_visit_is_made_in_pairs(self, worker, case, world):
        with pytest.raises(NotPossible, match="à deux"):
            plan(worker, case, place=Place.HOME)
        with pytest.raises(NotPossible, match="quelqu’un d’autre"):
            plan(worker, case, place=Place.HOME, second_id=worker.id)
        assert plan(worker, case, place=Place.HOME, with_partner=True).with_partner

    def test_only_readers_of_the_same_queue_come_along(self, worker, case, world):
        with pytest.raises(NotPossible, match="même file"):
            plan(worker, case, place=Place.HOME, second_id=world.far_worker.pk)


@pytest.mark.django_db
class TestLife:
    def test_missed_and_cancelled_ones_are_fixed_again_kept_ones_are_not(self, worker, case):
        row = plan(worker, case)
        after = WEDNESDAY + 2 * HOUR
        actions.miss(actor=worker, appointment_id=row.pk, now=after)
        again = actions.move(
            actor=worker,
            appointment_id=row.pk,
            version=2,
            meeting=meeting(after + 24 * HOUR),
            now=after,
        )
        assert again.state == State.PLANNED
        actions.cancel(actor=worker, appointment_id=row.pk, now=after)
        actions.move(
            actor=worker,
            appointment_id=row.pk,
            version=4,
            meeting=meeting(after + 48 * HOUR),
            now=after,
        )
        actions.keep(actor=worker, appointment_id=row.pk, now=after + 50 * HOUR)
        with pytest.raises(NotPossible, match="honoré"):
            actions.cancel(actor=worker, appointment_id=row.pk, now=after + 51 * HOUR)

    def test_none_is_planned_in_a_closed_case(self, worker, case):
        close(worker, case)
        with pytest.raises(NotPossible, match="close"):
            plan(worker, case)

    def test_none_is_moved_or_fixed_again_in_a_closed_case_but_may_be_called_off(
        self, worker, case
    ):
        row = plan(worker, case)
        move = {"actor": worker, "appointment_id": row.pk, "now": TUESDAY_TEN}
        close(worker, case)
        with pytest.raises(NotPossible, match="close"):
            actions.move(version=1, meeting=meeting(WEDNESDAY + HOUR), **move)
        actions.cancel(actor=worker, appointment_id=row.pk, now=TUESDAY_TEN)
        with pytest.raises(NotPossible, match="close"):
            actions.move(version=2, meeting=meeting(WEDNESDAY + HOUR), **move)

    @pytest.mark.parametrize("deed", [actions.keep, actions.miss])
    def test_nobody_came_or_missed_before_the_hour(self, worker, case, deed):
        row = plan(worker, case)
        with pytest.raises(NotPossible, match="pas encore"):
            deed(actor=worker, appointment_id=row.pk, now=TUESDAY_TEN)

    def test_two_people_who_move_it_are_told(self, worker, case):
        row = plan(worker, case, where="salle du fond")
        move = {"actor": worker, "appointment_id": row.pk, "now": TUESDAY_TEN}
        actions.move(version=1, meeting=meeting(WEDNESDAY + HOUR, where="accueil"), **move)
        with pytest.raises(Conflict):
            actions.move(version=1, meeting=meeting(WEDNESDAY + 2 * HOUR), **move)
        row.refresh_from_db()
        assert (row.starts_at, row.where) == (WEDNESDAY + HOUR, "accueil")

    def test_those_over_without_an_answer_are_listed(self, worker, case):
        row = plan(worker, case)
        assert list(queries.appointments_to_settle(actor=worker, now=WEDNESDAY)) == []
        late = WEDNESDAY + 2 * HOUR
        assert list(queries.appointments_to_settle(actor=worker, now=late)) == [row]
        actions.keep(actor=worker, appointment_id=row.pk, now=late)
        assert list(queries.appointments_to_settle(actor=worker, now=late)) == []


@pytest.mark.django_db
class TestDoubleBooking:
    @pytest.mark.parametrize("shift", [-30, 0, 30])
    def test_is_refused_in_words(self, worker, case, shift):
        plan(worker, case)
        with pytest.raises(NotPossible, match="Créneau indisponible"):
            plan(worker, case, WEDNESDAY + dt.timedelta(minutes=shift))

    @pytest.mark.parametrize("shift", [-60, 60])
    def test_one_after_the_other_is_fine(self, worker, case, shift):
        plan(worker, case)
        assert plan(worker, case, WEDNESDAY + dt.timedelta(minutes=shift))

    def test_a_cancelled_hour_is_free_again_until_taken(self, worker, case):
        row = plan(worker, case)
        actions.cancel(actor=worker, appointment_id=row.pk, now=TUESDAY_TEN)
        plan(worker, case)
        with pytest.raises(NotPossible, match="Créneau indisponible"):
            actions.move(
                actor=worker,
                appointment_id=row.pk,
                version=2,
                meeting=meeting(),
                now=TUESDAY_TEN,
            )

    def test_says_only_that_the_hour_is_taken_for_a_case_she_does_not_read(self, world, case):
        """She read it while it was lent to her; her appointment stays, the case is gone."""
        with acting_as(world.actor(world.worker)):
            Loan.objects.create(
                case=case, user_id=world.other_worker.pk, ground=Loan.Ground.SHARED
            )
        with acting_as(world.actor(world.other_worker)) as other:
            plan(other, case)
        with acting_as(world.actor(world.worker)):
            Loan.objects.filter(case=case).delete()
        mine = world.case_of(world.other_worker)
        with acting_as(world.actor(world.other_worker)) as other:
            with pytest.raises(NotPossible) as refusal:
                plan(other, mine)
            assert str(refusal.value) == "Créneau indisponible. Choisissez une autre heure."
            (slot,) = queries.agenda(actor=other, first=TUESDAY_TEN, last=WEDNESDAY + 9 * HOUR)
            assert (slot.starts_at, slot.line, slot.is_readable) == (WEDNESDAY, "Occupé", False)

    def test_an_agenda_shows_no_name_and_links_what_she_reads(self, worker, case):
        row = plan(worker, case)
        (slot,) = queries.agenda(actor=worker, first=TUESDAY_TEN, last=WEDNESDAY + 9 * HOUR)
        assert (slot.line, slot.appointment_id) == ("Entretien", row.pk)
        assert "Canarivent" not in repr(slot)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_of_two_who_take_the_same_hour_at_once_one_is_refused(self):
        world = World()
        # Of two cases: the lock on one case would already make the second deed wait.
        cases = [world.case_of(world.worker), world.case_of(world.worker)]
        actor = world.actor(world.worker)
        together = threading.Barrier(2)
        answers: list[UUID | str] = []

        def take(case: Case) -> None:
            try:
                with acting_as(actor):
                    together.wait(timeout=10)
                    answers.append(plan(actor, case).pk)
                    # Booked and not yet committed: the other one must wait for it, not miss it.
                    time.sleep(0.5)
            except NotPossible as refusal:
                answers.append(str(refusal))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=take, args=[case]) for case in cases]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert sorted(isinstance(answer, str) for answer in answers) == [False, True]
        with acting_as(actor):
            assert Appointment.objects.count() == 1


@pytest.mark.django_db
class TestReach:
    @pytest.mark.parametrize("role", ["other_worker", "far_worker"])
    def test_a_worker_of_another_post_finds_no_appointment(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            row = plan(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(Appointment.objects.all()) == []
            assert queries.agenda(actor=actor, first=TUESDAY_TEN, last=WEDNESDAY + HOUR) == []
            with pytest.raises(Appointment.DoesNotExist):
                actions.cancel(actor=actor, appointment_id=row.pk, now=TUESDAY_TEN)
            with pytest.raises(Case.DoesNotExist):
                plan(actor, case, WEDNESDAY + 3 * HOUR)

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_the_other_roles_may_not_even_without_the_python_wall(self, world, case, role):
        with acting_as(world.actor(world.worker)) as actor:
            row = plan(actor, case)
        with acting_as(world.actor(getattr(world, role))) as actor:
            assert list(Appointment.objects.all()) == []
            for deed in (
                lambda: plan(actor, case, WEDNESDAY + 3 * HOUR),
                lambda: actions.cancel(actor=actor, appointment_id=row.pk, now=TUESDAY_TEN),
                lambda: queries.agenda(actor=actor, first=TUESDAY_TEN, last=WEDNESDAY),
            ):
                with pytest.raises(NotAllowed):
                    deed()

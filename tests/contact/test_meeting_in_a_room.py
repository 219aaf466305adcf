"""Rooms and absences when a meeting is fixed: what is free, what is refused, in which words."""

import datetime as dt
import threading
import time

import pytest
from django.db import IntegrityError, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from conftest import PARIS, TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.cases.models import Case
from entremise.contact import actions, queries
from entremise.contact.actions import Meeting
from entremise.contact.actions.appointments import TAKEN
from entremise.contact.models import Appointment
from entremise.contact.queries.agenda import busy
from entremise.contact.queries.places import free_starts
from entremise.organisation import actions as organisation
from entremise.organisation import queries as queries_of_rooms
from entremise.organisation.actions import RoomFacts
from entremise.organisation.models import Commune, Cover, Post
from entremise.organisation.queries import Opening
from entremise.people.models import NameCard
from world import World

HOUR = dt.timedelta(hours=1)
WEDNESDAY = TUESDAY_TEN + dt.timedelta(days=1)


@pytest.fixture
def world(db):
    world = World()
    # Both posts answer for the police station, each with its own queue and its own cases.
    world.other_post.units.add(world.station)
    return world


def room_in(world, name="Bureau bleu", **facts):
    with acting_as(world.actor(world.worker)) as actor:
        room = organisation.add_room(
            actor=actor,
            unit_id=world.station.pk,
            facts=RoomFacts(name=name, **facts),
            now=TUESDAY_TEN,
        )
        organisation.add_room_hours(
            actor=actor,
            room_id=room.pk,
            weekdays=[2],
            starts_at=dt.time(9),
            ends_at=dt.time(12),
            valid_from=dt.date(2026, 1, 1),
            valid_until=None,
            now=TUESDAY_TEN,
        )
    return room


def meet(world, user, case, start=WEDNESDAY, **agreed):
    usual = {"place": Appointment.Place.UNIT, "unit_id": world.station.pk}
    meeting = Meeting(**{**usual, "starts_at": start, "ends_at": start + HOUR, **agreed})
    with acting_as(world.actor(user)) as actor:
        return actions.plan(actor=actor, case_id=case.pk, meeting=meeting, now=TUESDAY_TEN)


def refusal(world, user, case, start=WEDNESDAY, **agreed):
    with pytest.raises(NotPossible) as refused:
        meet(world, user, case, start, **agreed)
    return str(refused.value)


def free(world, user, room, minutes=60, whose=None):
    with acting_as(world.actor(user)) as actor:
        place_rooms = [room_of(actor, room)]
        (one,) = queries.free_rooms(
            actor=actor,
            worker_id=(whose or user).pk,
            rooms=place_rooms,
            minutes=minutes,
            first=TUESDAY_TEN.date(),
            now=TUESDAY_TEN,
        )
    return [start.astimezone(PARIS) for start in one.days[0].starts] if one.days else []


def room_of(actor, room):
    return queries_of_rooms.room(actor=actor, room_id=room.pk)


@pytest.mark.django_db
class TestAClashOfPlaceAndHour:
    """She is followed in Roanne; he, who is alleged to have hit her, asked for help in Firminy."""

    @pytest.fixture
    def hers(self, world):
        return world.case_of(world.worker, NameCard(last_name="Canarivent", first_name="Aliénor"))

    @pytest.fixture
    def his(self, world):
        card = NameCard(last_name="Canarivent", first_name="Gontran")
        return world.case_of(world.other_worker, card, position=Case.Position.ALLEGED)

    def test_shows_only_that_the_slot_is_not_free_from_either_side(self, world, hers, his):
        room = room_in(world)
        meet(world, world.worker, hers)
        from_his_side = refusal(world, world.other_worker, his)
        later = WEDNESDAY + dt.timedelta(days=7)
        meet(world, world.other_worker, his, later)
        from_her_side = refusal(world, world.worker, hers, later)
        # The words of any other clash: one with oneself.
        with_herself = refusal(world, world.worker, hers, place=Appointment.Place.PHONE)
        assert from_his_side == from_her_side == with_herself == TAKEN
        assert room.name not in TAKEN

    def test_nor_may_they_meet_at_the_door_whoever_they_are(self, world, hers, his):
        """The next slot is as taken as the same one; after the minutes between two it is free."""
        room_in(world, minutes_between=15)
        meet(world, world.worker, hers)
        for start in (WEDNESDAY + HOUR, WEDNESDAY - HOUR, WEDNESDAY + dt.timedelta(minutes=70)):
            assert refusal(world, world.other_worker, his, start) == TAKEN
        assert meet(world, world.other_worker, his, WEDNESDAY + dt.timedelta(minutes=75))

    def test_leaves_no_trace_on_the_other_side(self, world, hers, his):
        room = room_in(world)
        meet(world, world.worker, hers)
        refusal(world, world.other_worker, his)
        with acting_as(world.actor(world.other_worker)) as actor:
            assert not Appointment.objects.exists()
            span = {"first": TUESDAY_TEN, "last": TUESDAY_TEN + dt.timedelta(days=9)}
            assert queries.agenda(actor=actor, **span) == []
        # The hour is just not proposed, as it would not be for any other reason.
        proposed = free(world, world.other_worker, room)
        assert proposed[0].date() == WEDNESDAY.date() + dt.timedelta(days=7)

    def test_by_telephone_or_elsewhere_there_is_none(self, world, hers, his):
        room_in(world)
        meet(world, world.worker, hers)
        assert meet(world, world.other_worker, his, place=Appointment.Place.PHONE)

    def test_a_room_for_several_takes_several(self, world, hers, his):
        room_in(world, one_at_a_time=False)
        meet(world, world.worker, hers)
        assert meet(world, world.other_worker, his)

    def test_two_rooms_take_two(self, world, hers, his):
        blue, green = room_in(world), room_in(world, "Bureau vert")
        meet(world, world.worker, hers, room_id=blue.pk)
        assert refusal(world, world.other_worker, his, room_id=blue.pk) == TAKEN
        assert meet(world, world.other_worker, his, room_id=green.pk)
        assert "Choisissez la salle" in refusal(world, world.worker, hers, WEDNESDAY + 5 * HOUR)

    def test_a_cancelled_hour_is_free_again(self, world, hers, his):
        room_in(world)
        row = meet(world, world.worker, hers)
        with acting_as(world.actor(world.worker)) as actor:
            actions.cancel(actor=actor, appointment_id=row.pk, now=TUESDAY_TEN)
        assert meet(world, world.other_worker, his)


@pytest.mark.django_db
class TestTheRoom:
    @pytest.fixture
    def case(self, world):
        return world.case_of(world.worker)

    def test_is_taken_by_itself_where_the_unit_has_one(self, world, case):
        room = room_in(world)
        assert meet(world, world.worker, case).room == room

    def test_is_none_where_the_unit_has_none(self, world, case):
        assert meet(world, world.worker, case).room is None

    def test_outside_its_hours_is_possible_and_said(self, world, case):
        room_in(world)
        inside = meet(world, world.worker, case)
        outside = meet(world, world.worker, case, WEDNESDAY + 5 * HOUR)
        with acting_as(world.actor(world.worker)) as actor:
            said = [queries.outside_hours(actor=actor, row=row) for row in (inside, outside)]
        assert said == [False, True]

    def test_proposes_the_hours_when_both_are_free(self, world, case):
        room = room_in(world)
        start = WEDNESDAY.astimezone(PARIS).replace(hour=9, minute=0)
        halves = [start + number * HOUR / 2 for number in range(5)]
        assert free(world, world.worker, room) == halves
        meet(world, world.worker, case, start, place=Appointment.Place.PHONE)
        assert free(world, world.worker, room) == halves[2:]
        assert free(world, world.other_worker, room) == halves

    def test_proposes_the_hours_of_who_receives_her_not_of_who_asks(self, world, case):
        room = room_in(world)
        start = WEDNESDAY.astimezone(PARIS).replace(hour=9, minute=0)
        halves = [start + number * HOUR / 2 for number in range(5)]
        meet(world, world.worker, case, start, place=Appointment.Place.PHONE)
        assert free(world, world.other_worker, room, whose=world.worker) == halves[2:]
        away(world, WEDNESDAY - 10 * HOUR, WEDNESDAY + 14 * HOUR)
        (first, *_rest) = free(world, world.other_worker, room, whose=world.worker)
        assert first.date() == WEDNESDAY.date() + dt.timedelta(days=7)

    @pytest.mark.parametrize("role", ["far_worker", "coordinator", "officer", "admin"])
    def test_tells_nobody_else_when_a_worker_is_taken(self, world, case, role):
        meet(world, world.worker, case, place=Appointment.Place.PHONE)
        span = {"first": TUESDAY_TEN, "last": WEDNESDAY + HOUR}
        for user, hours in ((world.other_worker, 1), (getattr(world, role), 0)):
            with acting_as(world.actor(user)):
                assert len(busy(world.worker.pk, **span)) == hours

    def test_proposes_nothing_while_she_is_away(self, world, case):
        room = room_in(world)
        away(world, WEDNESDAY - 10 * HOUR, WEDNESDAY + 14 * HOUR)
        (first, *_rest) = free(world, world.worker, room)
        assert first.date() == WEDNESDAY.date() + dt.timedelta(days=7)


def away(world, start, end, whose=None):
    with acting_as(world.actor(world.coordinator)) as actor:
        organisation.note_absence(
            actor=actor,
            user_id=(whose or world.worker).pk,
            starts_at=start,
            ends_at=end,
            now=TUESDAY_TEN,
        )


@pytest.mark.django_db
class TestAnAbsence:
    @pytest.fixture
    def case(self, world):
        return world.case_of(world.worker)

    def by_phone(self, world, case, start=WEDNESDAY, **agreed):
        return meet(world, world.worker, case, start, place=Appointment.Place.PHONE, **agreed)

    def test_stops_planning_and_names_who_replaces(self, world, case):
        away(world, WEDNESDAY - HOUR, WEDNESDAY + HOUR)
        said = refusal(world, world.worker, case, place=Appointment.Place.PHONE)
        assert "Votre absence est notée" in said
        assert "Aucun remplacement n’est noté" in said
        with acting_as(world.actor(world.admin)):
            day = WEDNESDAY.date()
            Cover.objects.create(
                post=world.post, user=world.other_worker, starts_on=day, ends_on=day
            )
        said = refusal(world, world.worker, case, place=Appointment.Place.PHONE)
        assert f"Remplacement : {world.other_worker.name}." in said
        assert self.by_phone(world, case, WEDNESDAY + HOUR)

    def test_of_a_colleague_stops_a_meeting_with_her(self, world, case):
        with acting_as(world.actor(world.admin)):
            Post.objects.filter(pk=world.other_post.pk).update(queue=world.post.queue)
        away(world, WEDNESDAY - HOUR, WEDNESDAY + HOUR, whose=world.other_worker)
        second = {"second_id": world.other_worker.pk}
        said = refusal(world, world.worker, case, place=Appointment.Place.HOME, **second)
        assert f"L’absence de {world.other_worker.name} est notée" in said
        assert self.by_phone(world, case)

    def test_leaves_what_was_fixed_before_which_may_be_settled(self, world, case):
        row = self.by_phone(world, case)
        away(world, WEDNESDAY - HOUR, WEDNESDAY + 2 * HOUR)
        with acting_as(world.actor(world.worker)) as actor:
            kept = actions.keep(
                actor=actor, appointment_id=row.pk, now=WEDNESDAY + dt.timedelta(days=1)
            )
        assert kept.state == Appointment.State.KEPT

    def test_is_held_by_the_database_against_two_at_once(self, world, case):
        row = self.by_phone(world, case)
        away(world, WEDNESDAY + 24 * HOUR, WEDNESDAY + 48 * HOUR)
        with acting_as(world.actor(world.worker)), transaction.atomic():
            row.starts_at += dt.timedelta(days=1)
            row.ends_at += dt.timedelta(days=1)
            with pytest.raises(IntegrityError, match="away"), transaction.atomic():
                row.save()


@pytest.mark.django_db
class TestADate:
    @pytest.mark.parametrize(
        ("start", "words"),
        [
            (TUESDAY_TEN - HOUR, "Cette heure est passée"),
            (TUESDAY_TEN, "Cette heure est passée"),
            (TUESDAY_TEN + dt.timedelta(days=367), "plus d’un an"),
        ],
    )
    def test_in_the_past_or_too_far_is_refused_in_words(self, world, start, words):
        case = world.case_of(world.worker)
        assert words in refusal(world, world.worker, case, start, place=Appointment.Place.PHONE)


@pytest.mark.django_db
class TestAVillage:
    def place(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            return queries.place(
                actor=actor, case_id=case.pk, unit_id=world.station.pk, on=WEDNESDAY.date()
            )

    def live_in(self, world, case, code):
        with acting_as(world.actor(world.worker)):
            case.person.commune_id = code
            case.person.save(update_fields=["commune_id"])

    def test_is_said_when_its_unit_is_chosen_and_not_named(self, world):
        case = world.case_of(world.worker)
        assert not self.place(world, case).is_her_village
        village = Commune.objects.get(name="Chambles")
        self.live_in(world, case, village.pk)
        assert not self.place(world, case).is_her_village
        world.station.communes.add(village)
        assert self.place(world, case).is_her_village

    def test_is_not_a_town(self, world):
        case = world.case_of(world.worker)
        self.live_in(world, case, world.station.commune_id)
        assert not self.place(world, case).is_her_village

    def test_the_way_in_is_what_the_rooms_say_else_the_unit(self, world):
        case = world.case_of(world.worker)
        assert self.place(world, case).separate_entrance is None
        room_in(world, separate_entrance=True)
        assert self.place(world, case).separate_entrance is True
        room_in(world, "Bureau vert", separate_entrance=False)
        assert self.place(world, case).separate_entrance is False


MIDNIGHT = WEDNESDAY.astimezone(PARIS).replace(hour=0, minute=0)
MORNING = Opening(starts_at=MIDNIGHT + 9 * HOUR, ends_at=MIDNIGHT + 12 * HOUR)


def busy_span(third, length):
    start = MIDNIGHT + third * HOUR / 3
    return start, start + length * HOUR / 3


class TestFreeStarts:
    spans = st.lists(st.builds(busy_span, st.integers(0, 72), st.integers(1, 24)), max_size=6)

    @given(spans, st.sampled_from([30, 45, 60, 120]), st.integers(0, 24))
    def test_are_within_the_hours_to_come_and_touch_nothing(self, busy, minutes, hour):
        length, now = dt.timedelta(minutes=minutes), MIDNIGHT + hour * HOUR
        starts = free_starts([MORNING], busy, length, now)
        for start in starts:
            assert MORNING.holds(start, start + length)
            assert start > now
            assert not any(since < start + length and until > start for since, until in busy)
        if not busy and now < MORNING.starts_at:
            assert starts[0] == MORNING.starts_at


@pytest.mark.django_db(transaction=True)
class TestAtTheSameTime:
    def test_of_two_who_take_one_room_at_once_one_is_refused(self):
        """Two workers, two cases, two connections: only the lock on the room makes them wait."""
        world = World()
        world.other_post.units.add(world.station)
        room_in(world)
        users = [world.worker, world.other_worker]
        cases = [world.case_of(user) for user in users]
        together = threading.Barrier(2)
        answers = []

        def take(user, case):
            try:
                meeting = Meeting(
                    place=Appointment.Place.UNIT,
                    unit_id=world.station.pk,
                    starts_at=WEDNESDAY,
                    ends_at=WEDNESDAY + HOUR,
                )
                with acting_as(world.actor(user)) as actor:
                    together.wait(timeout=10)
                    row = actions.plan(
                        actor=actor, case_id=case.pk, meeting=meeting, now=TUESDAY_TEN
                    )
                    answers.append(row.pk)
                    # Booked and not yet committed: the other one must wait for it, not miss it.
                    time.sleep(0.5)
            except NotPossible as refused:
                answers.append(str(refused))
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=take, args=pair) for pair in zip(users, cases, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert TAKEN in answers
        assert len(answers) == 2
        assert len(set(answers)) == 2

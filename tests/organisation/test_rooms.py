"""Rooms of units: who notes them, when they are lent, what they say of the way in."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from clients import logged_in_client
from conftest import PARIS, TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation import actions, queries
from entremise.organisation.actions import RoomFacts
from entremise.organisation.models import Room, RoomHours
from entremise.organisation.queries import rooms

pytestmark = pytest.mark.django_db
TUESDAY = TUESDAY_TEN.date()


def add(world, user, unit=None, **facts):
    with acting_as(world.actor(user)) as actor:
        return actions.add_room(
            actor=actor,
            unit_id=(unit or world.station).pk,
            facts=RoomFacts(**{"name": "Bureau bleu", **facts}),
            now=TUESDAY_TEN,
        )


def lend(world, room, weekdays=(1,), start=9, end=12, **span):
    with acting_as(world.actor(world.worker)) as actor:
        actions.add_room_hours(
            actor=actor,
            room_id=room.pk,
            weekdays=list(weekdays),
            starts_at=dt.time(start),
            ends_at=dt.time(end),
            valid_from=span.get("valid_from", dt.date(2026, 1, 1)),
            valid_until=span.get("valid_until"),
            now=TUESDAY_TEN,
        )


def openings(world, room, day):
    with acting_as(world.actor(world.worker)) as actor:
        row = queries.room(actor=actor, room_id=room.pk)
        return [
            (one.starts_at.astimezone(PARIS).hour, one.ends_at.astimezone(PARIS).hour)
            for one in rooms.openings(row, day)
        ]


class TestKeeping:
    @pytest.mark.parametrize("role", ["worker", "coordinator", "admin"])
    def test_is_for_those_who_answer_for_the_unit(self, world, role):
        assert add(world, getattr(world, role)).unit_id == world.station.pk

    @pytest.mark.parametrize(
        "role", ["other_worker", "far_worker", "officer", "chief", "steering", "dpo"]
    )
    def test_is_for_nobody_else(self, world, role):
        with pytest.raises(NotAllowed):
            add(world, getattr(world, role))

    @pytest.mark.parametrize("role", ["other_worker", "chief", "dpo"])
    def test_is_held_by_the_database_too(self, world, role):
        other = acting_as(world.actor(getattr(world, role)))
        with other, pytest.raises(DatabaseError), transaction.atomic():
            Room(unit=world.station, name="Cagibi").save(force_insert=True)

    def test_a_name_stands_once_in_a_unit(self, world):
        add(world, world.worker)
        with pytest.raises(NotPossible, match="existe déjà"):
            add(world, world.worker)

    @pytest.mark.parametrize(
        ("start", "end", "until", "words"),
        [
            (12, 9, None, "finir après"),
            (9, 12, dt.date(2025, 1, 1), "précéder"),
        ],
    )
    def test_hours_that_make_no_sense_are_refused(self, world, start, end, until, words):
        room = add(world, world.worker)
        with pytest.raises(NotPossible, match=words):
            lend(world, room, start=start, end=end, valid_until=until)

    @pytest.mark.parametrize(("role", "seen"), [("other_worker", 1), ("dpo", 1), ("chief", 0)])
    def test_is_read_by_those_who_read_the_organisation(self, world, role, seen):
        lend(world, add(world, world.worker))
        with acting_as(world.actor(getattr(world, role))):
            assert (Room.objects.count(), RoomHours.objects.count()) == (seen, seen)


class TestHours:
    def test_are_those_of_the_weekday_joined_where_they_touch(self, world):
        room = add(world, world.worker)
        lend(world, room, start=9, end=11)
        lend(world, room, start=11, end=12)
        lend(world, room, start=14, end=17)
        assert openings(world, room, TUESDAY) == [(9, 12), (14, 17)]
        assert openings(world, room, TUESDAY + dt.timedelta(days=1)) == []

    def test_begin_and_end_with_their_days(self, world):
        room = add(world, world.worker)
        lend(world, room, valid_from=TUESDAY, valid_until=TUESDAY)
        week = dt.timedelta(days=7)
        days = (TUESDAY - week, TUESDAY, TUESDAY + week)
        assert [bool(openings(world, room, day)) for day in days] == [False, True, False]

    def test_are_none_on_a_public_holiday_nor_in_a_room_that_is_closed(self, world):
        room = add(world, world.worker)
        lend(world, room, weekdays=[0, 1])
        assert openings(world, room, dt.date(2026, 4, 6)) == []  # Monday of Easter
        with acting_as(world.actor(world.worker)) as actor:
            facts = RoomFacts(name="Bureau bleu", closed_on=TUESDAY)
            actions.change_room(
                actor=actor, room_id=room.pk, version=1, facts=facts, now=TUESDAY_TEN
            )
        assert openings(world, room, TUESDAY) != []
        assert openings(world, room, TUESDAY + dt.timedelta(days=7)) == []


class TestPages:
    def test_a_room_is_added_lent_corrected_and_taken_back(self, world):
        client = logged_in_client(world.worker)
        page = reverse("organisation:rooms", args=[world.station.pk])
        added = client.post(
            page,
            {"name": "Bureau bleu", "separate_entrance": "yes", "minutes_between": "15",
             "one_at_a_time": "on"},
        )  # fmt: skip
        assert added.status_code == 302
        hours = {"weekdays": ["1", "3"], "starts_at": "09:00", "ends_at": "12:00",
                 "valid_from": "2026-01-01"}  # fmt: skip
        assert client.post(f"{added.url}heures/", hours).status_code == 302
        body = client.get(page).content.decode()
        assert "Mardi, de 9\u00a0h à 12\u00a0h" in body
        assert "oui" in body
        with acting_as(world.actor(world.worker)):
            one = RoomHours.objects.filter(weekday=1).get()
        client.post(f"{added.url}heures/{one.pk}/retirer/")
        assert "Mardi" not in client.get(page).content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [{"weekdays": []}, {"starts_at": "13:00"}, {"valid_from": "0001-01-01"}, {"ends_at": ""}],
    )
    def test_hours_that_make_no_sense_are_asked_again(self, world, wrong):
        room = add(world, world.worker)
        page = reverse("organisation:add_room_hours", args=[room.pk])
        usual = {"weekdays": ["1"], "starts_at": "09:00", "ends_at": "12:00",
                 "valid_from": "2026-01-01"}  # fmt: skip
        response = logged_in_client(world.worker).post(page, {**usual, **wrong})
        assert response.status_code == 200
        assert "Erreur" in response.content.decode()

    def test_what_is_known_of_a_room_still_stands_beside_refused_hours(self, world):
        room = add(world, world.worker, separate_entrance=True, waiting_apart=False)
        page = reverse("organisation:add_room_hours", args=[room.pk])
        facts = logged_in_client(world.worker).post(page, {}).context["facts"]
        assert facts["separate_entrance"].value() == "yes"
        assert facts["waiting_apart"].value() == "no"

    def test_somebody_who_does_not_answer_for_the_unit_reads_and_writes_nothing(self, world):
        room = add(world, world.worker)
        client = logged_in_client(world.far_worker)
        page = reverse("organisation:room", args=[room.pk])
        assert "Ajouter ces heures" not in client.get(page).content.decode()
        assert client.post(page, {"name": "Autre", "minutes_between": "15"}).status_code == 404
        assert logged_in_client(world.chief).get(page).status_code == 404

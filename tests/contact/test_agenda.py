"""The agenda as a worker uses it: hours, duty, absences, replacements, and no name of hers."""

import datetime as dt
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import PARIS, TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.contact import actions
from entremise.contact.actions import Meeting
from entremise.contact.models import Appointment
from entremise.contact.queries import Slot, planner
from entremise.contact.queries.planner import hours_shown
from entremise.organisation import actions as organisation
from entremise.organisation.actions import RoomFacts
from entremise.organisation.models import Commune, DutyHours, Post
from entremise.organisation.queries import AwaySpan, DutySpan, Presence
from queries import counted
from world import World

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 3, 9)
ME, OTHER = "0" * 32, "1" * 32


def at(hour, minute=0, day=10):
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=PARIS)


def slot(start, end, **options):
    return Slot(starts_at=start, ends_at=end, line="Entretien", **options)


def duty(start, end, *, mine=True):
    return DutySpan(
        starts_at=start, ends_at=end, post_id=ME, post_name="Roanne", name="Une collègue",
        user_id=ME if mine else OTHER, covering=False, mine=mine,
    )  # fmt: skip


def away(start, end, *, mine=True):
    return AwaySpan(user_id=ME, name="Elle", starts_at=start, ends_at=end, mine=mine)


def presence(duties=(), absences=(), holidays=()):
    return Presence(duties=list(duties), absences=list(absences), holidays=frozenset(holidays))


def cells(day):
    return {cell.hour: cell for cell in day.cells}


class TestTheHoursOfADay:
    def test_are_those_of_work_and_those_that_something_needs(self):
        assert hours_shown([], []) == range(8, 19)
        assert hours_shown([slot(at(7, 30), at(8, 0))], []) == range(7, 19)
        assert hours_shown([], [duty(at(18), at(20))]) == range(8, 20)
        assert hours_shown([slot(at(23, 30), at(0, 30, day=11))], []) == range(8, 24)

    def test_hold_what_begins_then_and_what_goes_on(self):
        (day,) = planner.days(at(0).date(), 1, [slot(at(9, 30), at(11, 0))], presence())
        shown = cells(day)
        assert len(shown[9].begins) == len(shown[10].goes_on) == 1
        assert shown[11].is_free

    def test_show_ones_own_duty_and_absence_as_a_ground(self):
        spans = presence([duty(at(9), at(12)), duty(at(14), at(16), mine=False)],
                         [away(at(13), at(0, day=11))])  # fmt: skip
        (day,) = planner.days(at(0).date(), 1, [], spans)
        shown = cells(day)
        assert [hour for hour in shown if shown[hour].on_duty] == [9, 10, 11]
        assert [hour for hour in shown if shown[hour].is_away] == list(range(13, 19))
        assert len(shown[14].duties) == 1

    def test_a_cancelled_one_does_not_go_on(self):
        cancelled = slot(at(9), at(11), state=Appointment.State.CANCELLED)
        (day,) = planner.days(at(0).date(), 1, [cancelled], presence())
        assert cells(day)[10].goes_on == []

    @given(st.lists(st.tuples(st.integers(0, 22 * 4), st.integers(1, 6)), max_size=8))
    def test_lose_nothing_of_a_day(self, spans):
        quarter = HOUR / 4
        slots = [
            slot(at(0) + start * quarter, at(0) + (start + length) * quarter)
            for start, length in spans
        ]
        (day,) = planner.days(at(0).date(), 1, slots, presence())
        begun = [one for cell in day.cells for one in cell.begins]
        assert sorted(begun, key=repr) == sorted(slots, key=repr)

    def test_a_week_has_the_same_hours_each_day(self):
        shown = planner.days(MONDAY, 7, [slot(at(20), at(21))], presence())
        rows = planner.rows(shown)
        assert [row.hour for row in rows] == list(range(8, 21))
        assert {len(row.cells) for row in rows} == {7}

    def test_says_each_absence_of_a_week_once_ones_own_first(self):
        long = away(at(0, day=8), at(0, day=14), mine=False)
        short = away(at(0, day=11), at(13, day=11))
        shown = planner.days(MONDAY, 7, [], presence(absences=[long, short]))
        assert planner.absences(shown) == [short, long]

    def test_says_which_meetings_an_absence_leaves_to_move(self):
        readable = {"appointment_id": OTHER, "case_id": OTHER}
        inside = slot(at(9), at(10), **readable)
        replaced = slot(at(9), at(10), replacing="Firminy", **readable)
        outside = slot(at(15), at(16), **readable)
        spans = presence(absences=[away(at(0), at(13))])
        shown = planner.days(at(0).date(), 1, [inside, outside, replaced], spans)
        assert planner.to_move(shown) == [inside]


@pytest.fixture
def world(db):
    world = World()
    Post.objects.filter(pk=world.other_post.pk).update(queue=world.post.queue)
    for post, start in ((world.post, 9), (world.other_post, 14)):
        for weekday in range(7):
            DutyHours.objects.create(
                post=post, weekday=weekday, starts_at=dt.time(start), ends_at=dt.time(start + 3)
            )
    return world


def page(world, user, name="week", on=None):
    client = logged_in_client(user)
    wanted = {"jour": on.isoformat()} if on else {}
    return client.get(reverse(f"contact:{name}"), wanted).content.decode()


def meet(world, start, **agreed):
    case = world.case_of(world.worker, now=start - DAY)
    with acting_as(world.actor(world.worker)) as actor:
        meeting = Meeting(
            **{"place": Appointment.Place.PHONE, "starts_at": start, "ends_at": start + HOUR,
               **agreed}
        )  # fmt: skip
        row = actions.plan(actor=actor, case_id=case.pk, meeting=meeting, now=start - DAY)
    return case, row


@pytest.mark.django_db
class TestThePages:
    @pytest.mark.parametrize("name", ["day", "week"])
    def test_say_who_holds_duty_in_the_posts_of_the_queue(self, world, name):
        body = page(world, world.worker, name, TUESDAY_TEN.date())
        assert "Permanence&nbsp;: vous" in body
        assert f"{world.other_worker.name}, Poste de Firminy" in body
        assert world.far_worker.name not in body

    def test_hold_no_name_of_anybody_helped_nor_a_code(self, world):
        case, _row = meet(world, TUESDAY_TEN)
        for name in ("day", "week"):
            body = page(world, world.worker, name, TUESDAY_TEN.date())
            assert "Entretien" in body
            for word in ("Canarivent", "Aliénor", case.code):
                assert word not in body

    def test_lead_back_to_today_and_to_the_days_around(self, world):
        body = page(world, world.worker, "week", dt.date(2026, 3, 11))
        for day in ("2026-03-02", "2026-03-16", timezone.localdate().isoformat()):
            assert f"?jour={day}" in body
        for key in "pasdw":
            assert f'data-key="{key}"' in body

    def test_say_absence_replacement_and_what_is_to_move(self, world):
        tomorrow = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + DAY
        _case, row = meet(world, tomorrow)
        with acting_as(world.actor(world.worker)) as actor:
            organisation.note_absence(
                actor=actor,
                user_id=actor.id,
                starts_at=tomorrow - 2 * HOUR,
                ends_at=tomorrow + 2 * HOUR,
                now=tomorrow - DAY,
            )
        body = page(world, world.worker, "day", tomorrow.date())
        assert "Aucun remplacement n’est noté" in body
        assert reverse("contact:move", args=[row.case_id, row.pk]) in body
        with acting_as(world.actor(world.coordinator)) as actor:
            organisation.cover_post(
                actor=actor,
                post_id=world.post.pk,
                user_id=world.other_worker.pk,
                starts_on=tomorrow.date(),
                ends_on=tomorrow.date(),
                now=tomorrow - DAY,
            )
        body = page(world, world.worker, "day", tomorrow.date())
        assert f"Remplacement&nbsp;: {world.other_worker.name}" in body

    def test_a_public_holiday_has_no_duty(self, world):
        body = page(world, world.worker, "day", dt.date(2026, 5, 1))
        assert "Férié" in body
        assert "Permanence" not in body

    def test_cost_the_same_whatever_the_week_holds(self, world):
        client = logged_in_client(world.worker)
        address = reverse("contact:week"), {"jour": MONDAY.isoformat()}
        client.get(*address)
        with counted() as few:
            client.get(*address)
        for number in range(8):
            meet(world, TUESDAY_TEN + number * HOUR)
        with counted() as many:
            client.get(*address)
        assert len(many) == len(few) <= 15

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "steering", "dpo", "admin"]
    )
    def test_are_for_workers(self, world, role):
        client = logged_in_client(getattr(world, role))
        assert client.get(reverse("contact:week")).status_code == 404

    def test_of_the_day_remind_of_tomorrow(self, world):
        tomorrow = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + DAY
        meet(world, tomorrow)
        body = logged_in_client(world.worker).get(reverse("desk:day")).content.decode()
        assert "Demain" in body
        assert "Entretien" in body.split("Demain")[1]


@pytest.mark.django_db
class TestPlanningPage:
    @pytest.fixture
    def room(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            room = organisation.add_room(
                actor=actor,
                unit_id=world.station.pk,
                facts=RoomFacts(name="Bureau bleu", separate_entrance=True),
                now=TUESDAY_TEN,
            )
            organisation.add_room_hours(
                actor=actor,
                room_id=room.pk,
                weekdays=list(range(7)),
                starts_at=dt.time(9),
                ends_at=dt.time(12),
                valid_from=dt.date(2020, 1, 1),
                valid_until=None,
                now=TUESDAY_TEN,
            )
        return room

    def test_proposes_hours_that_fill_the_form(self, world, room):
        case = world.case_of(world.worker)
        client = logged_in_client(world.worker)
        address = reverse("contact:plan", args=[case.pk])
        body = client.get(address, {"unite": str(world.station.pk)}).content.decode()
        assert "Bureau bleu" in body
        assert "(entrée séparée)" in body
        link = body.split("#fixer")[0].rsplit('href="', 1)[1].replace("&amp;", "&")
        filled = client.get(f"{address}{link}").content.decode()
        start = parse_qs(link.removeprefix("?"))["heure"][0]
        for value in (start, str(room.pk), str(world.station.pk)):
            assert f'value="{value}"' in filled

    def test_takes_the_room_of_the_unit_and_says_outside_its_hours(self, world, room):
        case = world.case_of(world.worker)
        client = logged_in_client(world.worker)
        day = timezone.localdate() + dt.timedelta(days=20)
        sent = {"day": day.isoformat(), "start": "16:00", "minutes": "60", "place": "unit",
                "unit": str(world.station.pk)}  # fmt: skip
        fixed = client.post(reverse("contact:plan", args=[case.pk]), sent, follow=True)
        body = fixed.content.decode()
        assert "Bureau bleu" in body
        assert "En dehors des heures de la salle" in body

    def test_warns_of_a_village_without_saying_where_she_lives(self, world, room):
        case = world.case_of(world.worker)
        village = Commune.objects.get(name="Chambles")
        with acting_as(world.actor(world.worker)):
            case.person.commune = village
            case.person.save(update_fields=["commune"])
        world.station.communes.add(village)
        client = logged_in_client(world.worker)
        address = reverse("contact:plan", args=[case.pk])
        body = client.get(address, {"unite": str(world.station.pk)}).content.decode()
        assert "Dans un village, tout se voit" in body
        assert "Chambles" not in body
        elsewhere = client.get(address, {"unite": str(world.brigade.pk)}).content.decode()
        assert "Dans un village" not in elsewhere

    @pytest.mark.parametrize(
        "asked",
        [
            {"unite": "inconnue"},
            {"unite": "00000000-0000-0000-0000-000000000000"},
            {"duree": "-5"},
            {"jour": "0001-01-01"},
            {"jour": "demain"},
            {"jour": "2099-12-31"},
            {"heure": "25:00", "salle": "x"},
        ],
    )
    def test_a_question_that_makes_no_sense_is_no_error(self, world, room, asked):
        case = world.case_of(world.worker)
        client = logged_in_client(world.worker)
        address = reverse("contact:plan", args=[case.pk])
        answer = client.get(address, {"unite": str(world.station.pk), **asked})
        assert answer.status_code == 200

"""Each door measured: flagged, offered, tried, reached, met; and what stays hidden."""

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotAllowed
from entremise.contact.models import ContactAttempt, Session
from entremise.referrals.models import Referral, RefusalCount
from entremise.statistics import queries

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
HOUR = dt.timedelta(hours=1)
FORMS = ("officer", "review", "phone", "online")
FATES = ("waiting", "not_asked", "declined", "taken", "not_made", "tried", "reached", "met")


def flag(world, fate, form="officer", unit="station"):
    """Somebody flagged, and how far she got."""
    with acting_as(world.actor(world.worker)) as actor:
        referral = Referral.objects.create(
            employer=world.employer,
            queue=world.post.queue,
            source="police",
            form=form,
            wish="could_not_ask" if fate == "not_asked" else "agrees",
            unit=getattr(world, unit) if unit else None,
            received_at=TUESDAY_TEN,
            referrer_id=actor.id,
        )
        if fate == "declined":
            Referral.objects.filter(pk=referral.pk).update(
                state="declined", decline_reason="declined", answered_at=TUESDAY_TEN
            )
    if fate in ("waiting", "not_asked", "declined"):
        return
    case = world.case_of(world.worker)
    with acting_as(world.actor(world.worker)) as actor:
        Referral.objects.filter(pk=referral.pk).update(
            case=case, state="accepted", post=world.post, answered_at=TUESDAY_TEN
        )
        outcome = {"not_made": "not_made", "tried": "no_answer", "reached": "reached"}.get(fate)
        if outcome:
            ContactAttempt.objects.create(
                case=case,
                at=TUESDAY_TEN + HOUR,
                kind="call",
                outcome=outcome,
                author_id=actor.id,
            )
        if fate == "met":
            Session.objects.create(
                case=case, at=TUESDAY_TEN + HOUR, kind="in_person", author_id=actor.id
            )


def refuse(world, count=1, form="officer"):
    with acting_as(world.actor(world.officer)):
        for _ in range(count):
            RefusalCount.objects.create(unit=world.station, on=TUESDAY_TEN.date(), form=form)


def doors(world, user, by="unit", first=FIRST, last=LAST):
    with acting_as(world.actor(user)) as actor:
        return queries.doors(actor=actor, by=by, first=first, last=last)


class TestSteps:
    def test_say_how_far_each_one_got(self, world):
        for fate in FATES:
            flag(world, fate)
        refuse(world)
        (row,) = doors(world, world.worker).rows
        assert row.label == world.station.name
        assert dict(row.steps) == {
            "flagged": 9,
            "not_asked": 1,
            "offered": 8,
            "refused": 2,
            "tried": 3,
            "reached": 2,
            "met": 1,
        }
        assert row.share("reached") == 22

    def test_offer_to_whoever_is_taken_though_she_could_not_be_asked(self, world):
        flag(world, "not_asked")
        with acting_as(world.actor(world.worker)):
            referral = Referral.objects.get()
        case = world.case_of(world.worker)
        with acting_as(world.actor(world.worker)):
            Referral.objects.filter(pk=referral.pk).update(
                case=case, state="accepted", post=world.post, answered_at=TUESDAY_TEN
            )
        (row,) = doors(world, world.worker).rows
        assert (row.not_asked, row.offered) == (1, 1)

    def test_count_by_the_way_people_came(self, world):
        flag(world, "met", form="online")
        flag(world, "waiting", form="review")
        refuse(world, form="review")
        rows = {
            row.code: (row.flagged, row.refused, row.met)
            for row in doors(world, world.worker, "form").rows
        }
        assert rows == {"online": (1, 0, 1), "review": (2, 1, 0)}

    def test_do_not_count_a_meeting_that_was_put_back_before_she_was_flagged(self, world):
        flag(world, "met")
        with acting_as(world.actor(world.worker)) as actor:
            wrong = Session.objects.get()
            Session.objects.create(
                case_id=wrong.case_id,
                at=TUESDAY_TEN - HOUR,
                kind="in_person",
                author_id=actor.id,
                corrects=wrong,
            )
        (row,) = doors(world, world.worker).rows
        assert (row.tried, row.met) == (0, 0)

    def test_leave_out_other_days(self, world):
        flag(world, "met")
        refuse(world)
        assert doors(world, world.worker, last=dt.date(2026, 3, 9)).rows == []

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        deadline=None,
        max_examples=15,
    )
    @given(
        people=st.lists(
            st.tuples(
                st.sampled_from(FATES),
                st.sampled_from(FORMS),
                st.sampled_from(["station", "brigade", None]),
            ),
            max_size=6,
        ),
        refusals=st.lists(st.sampled_from(FORMS), max_size=3),
    )
    def test_are_each_part_of_the_one_before_and_add_up_to_the_same(self, world, people, refusals):
        """People of the examples before stay: what holds for all of them holds."""
        for fate, form, unit in people:
            flag(world, fate, form, unit)
        for form in refusals:
            refuse(world, form=form)
        by_unit, by_form = doors(world, world.worker), doors(world, world.worker, "form")
        for row in (*by_unit.rows, *by_form.rows):
            steps = [getattr(row, step) for step in queries.FUNNEL]
            assert steps == sorted(steps, reverse=True)
            assert row.not_asked + row.refused <= row.flagged
            assert row.refused <= row.offered
        assert (by_unit.total is None) == (by_unit.rows == [])
        if by_unit.total:
            assert by_unit.total.steps == by_form.total.steps
            with acting_as(world.actor(world.worker)):
                kept = Referral.objects.count() + RefusalCount.objects.count()
            assert by_unit.total.flagged == kept


class TestSmallCounts:
    def test_hide_whatever_counts_few_refusals_from_the_steering_committee(self, world):
        for _ in range(9):
            flag(world, "waiting")
        refuse(world, 2)
        table = doors(world, world.steering)
        for line in (*table.rows, table.total):
            assert (line.flagged, line.offered, line.refused, line.tried) == (None, None, None, 0)
        (row,) = doors(world, world.coordinator).rows
        assert (row.flagged, row.refused) == (11, 2)

    def test_hide_a_second_line_since_the_other_table_gives_the_total(self, world):
        for form in ("officer", "review", "phone"):
            for _ in range(8):
                flag(world, "waiting", form=form)
        flag(world, "waiting", form="online")
        shown = {row.code: row.flagged for row in doors(world, world.steering, "form").rows}
        assert sorted(shown) == ["officer", "online", "phone", "review"]
        assert sum(n is None for n in shown.values()) == 2
        (unit,) = doors(world, world.steering).rows
        assert unit.flagged == 25

    def test_show_what_is_large_everywhere(self, world):
        for fate in ("waiting", "met"):
            for _ in range(6):
                flag(world, fate)
        (row,) = doors(world, world.steering).rows
        assert (row.flagged, row.tried, row.met) == (12, 6, 6)


class TestWall:
    @pytest.mark.parametrize("role", ["officer", "chief", "dpo", "admin"])
    def test_refuses_the_others_in_python_and_in_the_database(self, world, role):
        flag(world, "met")
        with pytest.raises(NotAllowed):
            doors(world, getattr(world, role))
        with acting_as(world.actor(getattr(world, role))), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM wall.figure_doors('unit', %s, %s)", [FIRST, LAST])
            assert cursor.fetchall() == []

    def test_never_gives_the_lines_to_the_app(self, world):
        with (
            acting_as(world.actor(world.steering)),
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM wall.counted_doors(%s, %s)", [FIRST, LAST])

    def test_counts_nothing_of_another_employer(self, world):
        flag(world, "met")
        assert doors(world, world.far_worker).rows == []


class TestPage:
    def test_opens_the_lines_of_a_step_to_who_may_see_lines(self, world):
        flag(world, "met")
        flag(world, "waiting")
        client = logged_in_client(world.coordinator)
        period = {"first": "2026-01-01", "last": "2026-12-31"}
        page = client.get(reverse("statistics:figures"), period).content.decode()
        assert "step=met" in page
        assert "<svg" in page
        address = reverse("statistics:rows", args=["unit"])
        for step, count in (("flagged", 2), ("met", 1), ("reached", 1)):
            rows = client.get(
                address, {**period, "code": world.station.name, "step": step}
            ).content.decode()
            assert f"{count} saisine" in rows

    def test_opens_nothing_to_the_steering_committee(self, world):
        for _ in range(9):
            flag(world, "waiting")
        client = logged_in_client(world.steering)
        assert "step=" not in client.get(reverse("statistics:figures")).content.decode()
        address = reverse("statistics:rows", args=["unit"])
        assert client.get(address, {"step": "met"}).status_code == 404

    def test_has_no_step_that_does_not_exist(self, world):
        client = logged_in_client(world.coordinator)
        address = reverse("statistics:rows", args=["unit"])
        assert client.get(address, {"step": "toto"}).status_code == 404
        source = reverse("statistics:rows", args=["source"])
        assert client.get(source, {"step": "met"}).status_code == 404

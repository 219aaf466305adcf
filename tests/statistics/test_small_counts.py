"""What is hidden as a small count cannot be had from what is shown, in one table or in two."""

import datetime as dt
from collections import Counter
from itertools import count, permutations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.contact.models import ContactAttempt, Session
from entremise.referrals.models import Referral, RefusalCount
from entremise.statistics import queries

pytestmark = pytest.mark.django_db

_days = count(1)
LEAST = 5
HOUR = dt.timedelta(hours=1)
# How far she got, said by the steps of the doors that count her.
OFFERED = {"flagged", "offered"}
TAKEN = OFFERED | {"taken"}
FATES = {
    "refused": OFFERED | {"refused"},
    "waits": OFFERED,
    "declined": OFFERED | {"refused"},
    "taken": TAKEN,
    "tried": TAKEN | {"tried"},
    "reached": TAKEN | {"tried", "reached"},
    "met": TAKEN | {"tried", "reached", "met"},
}
WISHES = ("agrees", "could_not_ask", "danger")
FORMS = ("officer", "phone", "review")
EVERYBODY = tuple(product(FATES, WISHES, FORMS, (True, False)))


@pytest.fixture
def cases(world):
    """One case for each fate after the taking: many referrals join it."""
    taken = {fate: world.case_of(world.worker) for fate in ("taken", "tried", "reached", "met")}
    with acting_as(world.actor(world.worker)) as actor:
        for fate, outcome in (("tried", "no_answer"), ("reached", "reached")):
            ContactAttempt.objects.create(
                case=taken[fate],
                at=TUESDAY_TEN + HOUR,
                kind="call",
                outcome=outcome,
                author_id=actor.id,
            )
        Session.objects.create(
            case=taken["met"], at=TUESDAY_TEN + HOUR, kind="in_person", author_id=actor.id
        )
    return taken


def flag(world, cases, groups):
    """So many people of each group – her fate, her wish, the form, whether there is a unit –,
    on a day of their own, which is given back."""
    at = TUESDAY_TEN - next(_days) * dt.timedelta(days=1)
    refusals, referrals = [], []
    for (fate, wish, form, unit), people in groups.items():
        for _ in range(people):
            place = world.station if unit else None
            if fate == "refused":
                line = None if unit else world.post.queue
                refusals.append(RefusalCount(unit=place, queue=line, on=at.date(), form=form))
            else:
                referrals.append((fate, a_referral(world, wish, form, place, at)))
    with acting_as(world.actor(world.worker)):
        RefusalCount.objects.bulk_create(refusals)
        Referral.objects.bulk_create(one for _fate, one in referrals)
        for fate in FATES:
            mine = Referral.objects.filter(
                pk__in=[one.pk for said, one in referrals if said == fate]
            )
            if fate in cases:
                mine.update(
                    case=cases[fate], state="accepted", post=world.post, answered_at=TUESDAY_TEN
                )
            elif fate == "declined":
                mine.update(state="declined", decline_reason="declined", answered_at=TUESDAY_TEN)
    return {"first": at.date(), "last": at.date()}


def a_referral(world, wish, form, unit, at):
    return Referral(
        employer=world.employer,
        queue=world.post.queue,
        source="police",
        form=form,
        wish=wish,
        unit=unit,
        received_at=at,
        referrer_id=world.worker.pk,
    )


def asked(world, user, what, **options):
    with acting_as(world.actor(user)) as actor:
        return what(actor=actor, **options)


def numbers_shown(world, user, days):
    """Each number that the page shows, and what all the shown ones of a table add up to.

    A number is named by those whom it counts: a step, and a value of one dimension or none.
    """
    shown = []
    for by in ("unit", "form"):
        table = asked(world, user, queries.doors, by=by, **days)
        for step in queries.DOOR_STEPS:
            cells = {row.code: getattr(row, step) for row in table.rows}
            shown += counted(world, step, by, cells)
            if table.total:
                shown.append(((step, "", ()), getattr(table.total, step)))
    for by in ("unit", "form", "wish", "state"):
        cells = {
            cell.code: cell.n
            for cell in asked(world, user, queries.referrals, by=by, **days).cells
        }
        shown += counted(world, "referral", by, cells)
    cells = {cell.code: cell.n for cell in asked(world, user, queries.refusals, **days).cells}
    shown += counted(world, "refusal", "unit", cells)
    for step, delay in zip(
        queries.STEPS, asked(world, user, queries.delays, **days), strict=False
    ):
        shown += [((step, "", ()), delay.n), (("taken", "", ()), delay.of)]
    return [(whom, n) for whom, n in shown if n is not None]


def counted(world, step, by, cells):
    """The counts of a table that are not hidden, each, and their sum; no line is none."""
    values = {
        "unit": (world.station.name, ""),
        "form": FORMS,
        "wish": WISHES,
        "state": ("received", "accepted", "declined"),
    }[by]
    seen = {code: n for code in values if (n := cells.get(code, 0)) is not None}
    return [((step, by, (code,)), n) for code, n in seen.items()] + [
        ((step, by, tuple(seen)), sum(seen.values()))
    ]


def people_of(world, whom):
    """Those of everybody whom a number is about, whether they came or not."""
    step, by, codes = whom

    def is_counted(group):
        fate, wish, form, unit = group
        refused = fate == "refused"
        said = {
            "referral": not refused,
            "refusal": refused,
            "flagged": True,
            "not_asked": not refused and wish != "agrees",
            "offered": fate != "waits" or wish == "agrees",
        }.get(step, step in FATES[fate])
        values = {
            "unit": world.station.name if unit else "",
            "form": form,
            "wish": wish,
            "state": {"declined": "declined", "waits": "received"}.get(fate, "accepted"),
        }
        return said and (not by or values[by] in codes)

    return frozenset(group for group in EVERYBODY if is_counted(group))


def told(world, user, groups, days):
    """The counts that the numbers shown tell, by themselves or by a subtraction of two."""
    known = {people_of(world, whom): n for whom, n in numbers_shown(world, user, days)}
    for whom, n in known.items():
        assert n == sum(groups[group] for group in whom), "the test counts as the page does"
    known[frozenset()] = 0
    return {
        known[larger] - known[smaller]
        for larger, smaller in permutations(known, 2)
        if smaller <= larger
    }


class TestSubtraction:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(
        groups=st.dictionaries(
            st.sampled_from(EVERYBODY), st.sampled_from([1, 2, 5, 6, 9]), max_size=7
        )
    )
    def test_gives_no_small_count_back(self, world, cases, groups):
        days = flag(world, cases, groups)
        small = set(range(1, LEAST))
        assert not small & set(told(world, world.steering, Counter(groups), days))

    def test_would_where_nothing_is_hidden(self, world, cases):
        groups = Counter(
            {("met", "agrees", "officer", True): 9, ("taken", "agrees", "officer", True): 2}
        )
        days = flag(world, cases, groups)
        assert 2 in told(world, world.coordinator, groups, days)
        assert 2 not in told(world, world.steering, groups, days)


class TestDelays:
    def test_hide_only_the_step_that_would_tell_how_few_were_lost(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("met", "agrees", "officer", True): 29,
                ("tried", "agrees", "officer", True): 9,
                ("taken", "agrees", "officer", True): 2,
            },
        )
        steps = asked(world, world.steering, queries.delays, **days)
        assert [(step.n, step.of) for step in steps] == [(None, 40), (29, 40), (29, 40)]
        assert all(step.median and step.p90 for step in steps)
        steps = asked(world, world.coordinator, queries.delays, **days)
        assert [(step.n, step.of) for step in steps] == [(38, 40), (29, 40), (29, 40)]

    def test_say_no_delay_of_too_few(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("tried", "agrees", "officer", True): 9,
                ("met", "agrees", "officer", True): 4,
            },
        )
        steps = asked(world, world.steering, queries.delays, **days)
        assert [step.median is None for step in steps] == [False, True, True]
        steps = asked(world, world.coordinator, queries.delays, **days)
        assert [step.median is None for step in steps] == [False, False, False]

    def test_hide_those_taken_where_the_table_by_state_does(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("met", "agrees", "officer", True): 8,
                ("waits", "agrees", "officer", True): 2,
                ("declined", "agrees", "officer", True): 20,
            },
        )
        steps = asked(world, world.steering, queries.delays, **days)
        assert {step.of for step in steps} == {None}

    def test_show_a_step_that_nobody_got_to(self, world, cases):
        days = flag(world, cases, {("tried", "agrees", "officer", True): 9})
        steps = asked(world, world.steering, queries.delays, **days)
        assert [(step.n, step.of) for step in steps] == [(9, 9), (0, 9), (0, 9)]


class TestTables:
    def test_hide_three_where_two_small_ones_would_add_up_to_a_small_one(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("waits", "agrees", "officer", True): 20,
                ("waits", "agrees", "review", True): 9,
                ("waits", "agrees", "phone", True): 1,
                ("waits", "agrees", "online", True): 1,
            },
        )
        cells = asked(world, world.steering, queries.referrals, by="form", **days).cells
        assert {cell.code: cell.n for cell in cells} == {
            "officer": 20,
            "review": None,
            "phone": None,
            "online": None,
        }

    def test_hide_the_refusals_of_a_unit_where_the_doors_hide_who_was_flagged(self, world, cases):
        groups = {
            ("refused", "agrees", "officer", True): 6,
            ("met", "agrees", "officer", True): 9,
        }
        (cell,) = asked(
            world, world.steering, queries.refusals, **flag(world, cases, groups)
        ).cells
        assert cell.n == 6
        groups["refused", "agrees", "officer", True] = 4
        (cell,) = asked(
            world, world.steering, queries.refusals, **flag(world, cases, groups)
        ).cells
        assert cell.n is None

    def test_hide_both_halves_of_those_not_asked(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("waits", "agrees", "officer", True): 7,
                ("waits", "could_not_ask", "officer", True): 10,
                ("waits", "danger", "officer", True): 2,
            },
        )
        cells = asked(world, world.steering, queries.referrals, by="wish", **days).cells
        assert {cell.n for cell in cells} == {None}


class TestLinesOfTheDoors:
    def test_say_how_many_were_flagged_where_their_steps_are_hidden(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("met", "agrees", "officer", True): 40,
                ("reached", "agrees", "officer", True): 3,
                ("met", "agrees", "phone", True): 20,
                ("reached", "agrees", "phone", True): 6,
                ("met", "agrees", "review", True): 30,
                ("reached", "agrees", "review", True): 9,
            },
        )
        table = asked(world, world.steering, queries.doors, by="form", **days)
        assert {row.code: (row.flagged, row.met) for row in table.rows} == {
            "officer": (43, None),
            "phone": (26, None),
            "review": (39, 30),
        }
        assert (table.total.flagged, table.total.met) == (108, 90)

    def test_hide_who_was_flagged_where_the_refusals_are_few(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("met", "agrees", "officer", True): 40,
                ("tried", "agrees", "officer", True): 10,
                ("refused", "agrees", "officer", True): 2,
            },
        )
        total = asked(world, world.steering, queries.doors, by="unit", **days).total
        assert (total.flagged, total.offered, total.tried, total.met) == (None, None, 50, 40)
        total = asked(world, world.coordinator, queries.doors, by="unit", **days).total
        assert (total.flagged, total.offered, total.tried, total.met) == (52, 52, 50, 40)


class TestOrder:
    def test_tells_nothing_of_what_is_hidden(self, world, cases):
        days = flag(
            world,
            cases,
            {
                ("waits", "agrees", "officer", True): 9,
                ("waits", "agrees", "review", True): 4,
                ("waits", "agrees", "phone", True): 1,
            },
        )
        cells = asked(world, world.steering, queries.referrals, by="form", **days).cells
        assert [cell.n for cell in cells] == [9, None, None]
        hidden = [cell.label for cell in cells[1:]]
        assert hidden == sorted(hidden)

"""The legal clocks: which day, from which date, by which text; and when they are shown."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.proceedings.models import CLOCKS, Measure, MeasureKind, Start, clocks_of, starts_of

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))


def days_of(kind, state="asked", **days):
    measure = Measure(kind=kind, state=state, **days)
    return [(deadline.on, deadline.clock.says) for deadline in measure.deadlines]


class TestOrder:
    def test_the_judge_answers_within_six_days_and_the_other_is_told_within_two(self):
        found = days_of(MeasureKind.ORDER, fixed_on=dt.date(2026, 3, 10))
        assert [day for day, _says in found] == [dt.date(2026, 3, 12), dt.date(2026, 3, 16)]

    def test_lasts_a_year_from_its_notification_and_is_appealed_within_fifteen_days(self):
        found = days_of(
            MeasureKind.ORDER,
            "granted",
            granted_on=dt.date(2026, 3, 16),
            notified_on=dt.date(2026, 3, 18),
        )
        assert [day for day, _says in found] == [dt.date(2026, 4, 2), dt.date(2027, 3, 18)]

    def test_waits_for_no_judge_once_it_is_granted(self):
        asked = {"fixed_on": dt.date(2026, 3, 10)}
        assert days_of(MeasureKind.ORDER, "asked", **asked) != []
        granted = {**asked, "granted_on": dt.date(2026, 3, 11)}
        assert days_of(MeasureKind.ORDER, "granted", **granted) == []

    def test_ends_on_the_day_that_the_judge_wrote(self):
        (only,) = days_of(
            MeasureKind.ORDER,
            "granted",
            granted_on=dt.date(2026, 3, 16),
            ends_on=dt.date(2026, 9, 16),
        )
        assert only[0] == dt.date(2026, 9, 16)


class TestOthers:
    @pytest.mark.parametrize(
        ("kind", "days", "expected"),
        [
            (MeasureKind.IMMEDIATE, {"asked_on": dt.date(2026, 3, 10)}, dt.date(2026, 3, 11)),
            (MeasureKind.PHONE, {"granted_on": dt.date(2026, 8, 31)}, dt.date(2027, 2, 28)),
            (MeasureKind.BRACELET, {"granted_on": dt.date(2026, 3, 10)}, dt.date(2026, 9, 10)),
            (MeasureKind.AID, {"proof_on": dt.date(2026, 3, 10)}, dt.date(2027, 3, 10)),
            (MeasureKind.COMPENSATION, {"facts_on": dt.date(2024, 2, 29)}, dt.date(2027, 2, 28)),
            (MeasureKind.CARD, {"granted_on": dt.date(2026, 3, 10)}, dt.date(2027, 3, 10)),
        ],
    )
    def test_count_from_their_own_date(self, kind, days, expected):
        assert [day for day, _says in days_of(kind, **days)] == [expected]

    def test_say_nothing_before_their_date_is_known(self):
        assert [days_of(kind) for kind in MeasureKind] == [[]] * len(MeasureKind)

    @pytest.mark.parametrize("state", ["refused", "dropped", "ended"])
    def test_stop_when_it_is_over(self, state):
        assert days_of(MeasureKind.ORDER, state, notified_on=dt.date(2026, 3, 18)) == []


class TestEveryClock:
    def test_names_the_text_it_comes_from(self):
        assert all(clock.source.startswith(("code ", "loi ")) and clock.says for clock in CLOCKS)

    def test_belongs_to_a_kind_that_asks_for_its_date(self):
        assert {clock.kind for clock in CLOCKS} == set(MeasureKind)
        for kind in MeasureKind:
            assert {clock.start for clock in clocks_of(kind)} <= set(starts_of(kind))

    @pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: f"{clock.kind} {clock.says}")
    @given(start=DAYS)
    def test_is_shown_in_time_and_never_before_its_start(self, clock, start):
        measure = Measure(kind=clock.kind, state="asked", **{clock.start: start})
        (found,) = [one for one in measure.deadlines if one.clock is clock]
        assert start < found.on
        assert found.near_from <= found.on
        assert found.is_near(found.on)
        assert found.is_overdue(found.on + dt.timedelta(days=1)) is not clock.opens
        assert not found.is_near(found.near_from - dt.timedelta(days=1))

    def test_starts_from_a_column_of_the_measure(self):
        assert {start.value for start in Start} <= {
            field.name for field in Measure._meta.get_fields()
        }

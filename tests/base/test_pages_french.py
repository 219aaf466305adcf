"""French typography: dates, durations, numbers, telephones, spaces that hold."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.base import french

UTC = dt.UTC
MARCH_THIRD = dt.datetime(2026, 3, 3, 13, 5, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


class TestDates:
    def test_are_said_in_full_at_the_hour_of_paris(self):
        assert plain(french.when(MARCH_THIRD)) == "mardi 3 mars 2026 à 14 h 05"
        assert plain(french.short_when(MARCH_THIRD)) == "3 mars 2026 à 14 h 05"

    def test_follow_summer_time_and_midnight(self):
        assert plain(french.when(dt.datetime(2026, 7, 31, 22, 0, tzinfo=UTC))) == (
            "samedi 1er août 2026 à 0 h"
        )

    def test_do_not_depend_on_the_zone_they_are_written_in(self):
        tokyo = MARCH_THIRD.astimezone(ZoneInfo("Asia/Tokyo"))
        assert french.when(tokyo) == french.when(MARCH_THIRD)

    def test_without_an_hour_have_none(self):
        assert plain(french.when(dt.date(2026, 3, 1))) == "dimanche 1er mars 2026"

    def test_keep_their_day_beside_its_month(self):
        assert "3\u00a0mars" in french.long_day(MARCH_THIRD)

    @given(st.datetimes(timezones=st.just(UTC)))
    def test_always_have_words(self, moment):
        assert str(french.in_paris(moment).year) in french.when(moment)


class TestDurations:
    @pytest.mark.parametrize(
        ("length", "words"),
        [
            ({"days": 2}, "2 jours"),
            ({"days": 1, "hours": 23}, "1 jour"),
            ({"hours": 23, "minutes": 59}, "23 h"),
            ({"hours": 3}, "3 h"),
            ({"minutes": 59, "seconds": 59}, "59 min"),
            ({"seconds": 59}, "moins d’une minute"),
            ({}, "moins d’une minute"),
            ({"hours": -3}, "3 h"),
        ],
    )
    def test_say_their_largest_unit(self, length, words):
        assert plain(french.duration(dt.timedelta(**length))) == words


class TestBirths:
    @pytest.mark.parametrize(
        ("born", "said"),
        [
            ("1976-09-15", "15/09/1976"),
            ("1976", "1976"),
            ("", ""),
            ("vers 1976", "vers 1976"),
            ("15/09/1976", "15/09/1976"),
        ],
    )
    def test_are_said_day_first_where_the_day_is_known(self, born, said):
        assert french.birth(born) == said


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (0, "0"),
            (999, "999"),
            (1234, "1 234"),
            (1234567, "1 234 567"),
            (2.5, "2,5"),
            (2.0, "2"),
        ],
    )
    def test_are_grouped_by_thousands_with_a_comma(self, value, words):
        assert plain(french.number(value)) == words


class TestPhones:
    @pytest.mark.parametrize(
        "typed",
        [
            "0612345678",
            "06.12.34.56.78",
            "06-12-34-56-78",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 56 78",
            "0033612345678",
            " 06 12 34\u00a056 78 ",
            "+33612345678",
        ],
    )
    def test_of_france_are_in_pairs_however_they_were_typed(self, typed):
        assert french.phone(typed) == "06\u00a012\u00a034\u00a056\u00a078"

    @pytest.mark.parametrize("typed", ["3919", "17", "+262 692 12 34 56", "06 12 34", "inconnu"])
    def test_of_elsewhere_or_cut_stay_as_typed(self, typed):
        assert plain(french.phone(typed)) == typed

    @given(st.text(max_size=40))
    def test_never_break_on_what_was_typed(self, typed):
        assert "\n" not in french.phone(typed)


class TestSpaces:
    @pytest.mark.parametrize(
        ("text", "held"),
        [
            ("Que faire ?", "Que faire\u00a0?"),
            ("« oui »", "«\u00a0oui\u00a0»"),
            ("à 14 h 05 : rien", "à 14\u00a0h\u00a005\u00a0: rien"),
            ("1 234 personnes", "1\u202f234 personnes"),
            ("dans 3 jours", "dans 3\u00a0jours"),
            ("Mme Fontanel", "Mme\u00a0Fontanel"),
            ("20 %", "20\u00a0%"),
        ],
    )
    def test_hold_signs_and_units_beside_their_word(self, text, held):
        assert french.nbsp(text) == held

    @pytest.mark.parametrize("text", ["à 14:05", "oui!", "", "3 habitants", "ligne\n: suite"])
    def test_are_never_added_to_what_was_written(self, text):
        assert french.nbsp(text) == text

    @given(st.text(alphabet="aé1 23:;!?«»%hM.\u00a0\n", max_size=60))
    def test_change_nothing_but_spaces_and_only_once(self, text):
        held = french.nbsp(text)
        assert plain(held) == plain(text)
        assert french.nbsp(held) == held

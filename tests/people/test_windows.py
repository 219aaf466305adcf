"""The days and hours at which she can be reached: when they open, and in words."""

import datetime as dt

import pytest

from conftest import TUESDAY_TEN
from entremise.base.french import NBSP
from entremise.people.windows import Window


class TestOpening:
    @pytest.mark.parametrize("same", [dt.time(0), dt.time(10), dt.time(18)])
    def test_two_hours_that_are_the_same_never_open(self, same):
        window = Window(start=same, end=same)
        day = [TUESDAY_TEN.replace(hour=hour) for hour in range(24)]
        assert not any(window.contains(moment) for moment in day)
        assert window.next_opening(TUESDAY_TEN) is None

    def test_a_night_and_a_whole_day_do(self):
        evening = TUESDAY_TEN.replace(hour=23)
        assert Window(start=dt.time(22), end=dt.time(7)).contains(evening)
        assert Window(start=dt.time(22), end=dt.time(0)).contains(evening)
        assert Window(end=dt.time(0)).contains(evening)


class TestInWords:
    @pytest.mark.parametrize(
        ("days", "words"),
        [
            ({1, 3}, "le mardi et le jeudi"),
            ({4, 5}, "le vendredi et le samedi"),
            ({0, 1, 2, 3, 4}, "du lundi au vendredi"),
            ({0, 1, 2, 4}, "le lundi, le mardi, le mercredi et le vendredi"),
            ({2}, "le mercredi"),
            ((), "aucun jour"),
        ],
    )
    def test_names_each_day_and_says_a_run_by_its_ends(self, days, words):
        assert Window(days=frozenset(days)).text == words

    def test_says_at_any_hour_only_where_somebody_said_so(self):
        assert Window.answered(range(7), None, None).text == "tous les jours, à toute heure"
        assert Window.of({}).text == "jours et heures non précisés"
        assert Window(days=frozenset(range(7)), end=dt.time(12)).text.startswith("tous les jours")

    def test_words_that_are_no_days_and_hours_never_open(self):
        window = Window.of({"in_words": True})
        day = [TUESDAY_TEN.replace(hour=hour) for hour in range(24)]
        assert not any(window.contains(moment) for moment in day)
        assert window.next_opening(TUESDAY_TEN) is None
        assert "heure" not in window.text.replace("pas encore en jours et en heures", "")

    def test_says_the_hours_after_the_days(self):
        kept = {"days": [0, 1, 2, 3, 4], "from": "09:00", "to": "11:30"}
        said = "du lundi au vendredi, de 9 h à 11 h 30"
        assert Window.of(kept).text.replace(NBSP, " ") == said

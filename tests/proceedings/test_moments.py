"""When something happened, read in the words of the person."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.base.french import MONTHS
from entremise.proceedings.models import NoSuchDay, span_of

D = dt.date


class TestReading:
    @pytest.mark.parametrize(
        ("words", "first", "last"),
        [
            ("12/03/2024", D(2024, 3, 12), D(2024, 3, 12)),
            ("le 1er août 2023 au soir", D(2023, 8, 1), D(2023, 8, 1)),
            ("2024-03-12", D(2024, 3, 12), D(2024, 3, 12)),
            ("vers mars 2024", D(2024, 3, 1), D(2024, 3, 31)),
            ("12.2021", D(2021, 12, 1), D(2021, 12, 31)),
            ("Noël 2022", D(2022, 12, 1), D(2022, 12, 31)),
            ("l’été 2019, chez sa mère", D(2019, 6, 1), D(2019, 12, 31)),
            ("en 2018", D(2018, 1, 1), D(2018, 12, 31)),
            ("entre 2019 et 2021", D(2019, 1, 1), D(2019, 12, 31)),
        ],
    )
    def test_finds_the_days_that_she_may_mean(self, words, first, last):
        found = span_of(words)
        assert (found.first, found.last) == (first, last)

    @pytest.mark.parametrize("words", ["", "avant le mariage", "je ne sais plus", "le 12"])
    def test_finds_nothing_where_no_year_is_said(self, words):
        assert span_of(words) is None

    @pytest.mark.parametrize("words", ["31/02/2024", "le 31 avril 2023", "15/2024", "0/1/2024"])
    def test_says_that_a_day_does_not_exist(self, words):
        with pytest.raises(NoSuchDay):
            span_of(words)

    @given(day=st.dates(D(1900, 1, 1), D(2099, 12, 31)))
    def test_finds_any_day_however_it_is_written(self, day):
        named = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        for words in (f"{day:%d/%m/%Y}", day.isoformat(), f"vers le {named}", named.upper()):
            assert span_of(words).first == span_of(words).last == day

    @given(words=st.text(max_size=200))
    def test_never_breaks_on_what_is_typed(self, words):
        try:
            found = span_of(words)
        except NoSuchDay:
            return
        assert found is None or found.first <= found.last

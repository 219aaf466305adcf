"""One box, in which people type what they know in the order they know it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.people.names import parse_query, phone_digits

SPRING = date(2026, 3, 2)


def spellings(text):
    return [word.spelling for word in parse_query(text, today=SPRING).words]


class TestParseQuery:
    def test_reads_names_in_the_order_they_come(self):
        assert spellings("Élodie LEFÈVRE") == ["elodie", "lefevre"]

    def test_leaves_out_what_is_said_around_a_name(self):
        assert spellings("Mme Diallo née Keïta, 34 ans, tél 06 39 98 01 12") == ["diallo", "keita"]

    def test_keeps_a_courtesy_title_that_is_the_only_word(self):
        assert spellings("Madame") == ["madame"]

    def test_tries_words_written_apart_as_one(self):
        joined = {word.spelling for _, _, word in parse_query("abd el kader", today=SPRING).joined}
        assert "abdelkader" in joined

    @pytest.mark.parametrize(
        "text",
        [
            "14/09/1985",
            "14.09.1985",
            "14-9-85",
            "14 09 1985",
            "1985-09-14",
            "14 septembre 1985",
            "14091985",
        ],
    )
    def test_reads_a_birth_date(self, text):
        query = parse_query(f"lantagnac {text}", today=SPRING)

        assert query.days == {"1985-09-14"}
        assert 1985 in query.years
        assert [word.spelling for word in query.words] == ["lantagnac"]

    def test_reads_the_first_of_a_month(self):
        assert parse_query("1er mai 1990", today=SPRING).days == {"1990-05-01"}

    def test_keeps_mai_as_a_name_when_no_day_comes_before(self):
        assert spellings("thi mai 1983") == ["thi", "mai"]

    @pytest.mark.parametrize("text", ["31/02/1985", "12/13/1985", "00/00/0000", "1 1 2150"])
    def test_takes_an_impossible_day_for_no_day(self, text):
        assert not parse_query(text, today=SPRING).days

    def test_turns_an_age_into_two_years_of_birth(self):
        assert {1991, 1992} <= parse_query("diallo 34 ans", today=SPRING).years

    def test_reads_a_year_with_or_without_its_century(self):
        assert parse_query("diallo 1987", today=SPRING).years == {1987}
        assert 1987 in parse_query("diallo 87", today=SPRING).years

    @pytest.mark.parametrize(
        "text",
        [
            "06 39 98 01 12",
            "06.39.98.01.12",
            "0639980112",
            "+33 6 39 98 01 12",
            "+33 (0)6 39 98 01 12",
            "0033639980112",
            "06-39-98-01-12",
        ],
    )
    def test_reads_a_telephone_however_it_is_cut(self, text):
        assert "0639980112" in parse_query(text, today=SPRING).digits

    def test_reads_a_telephone_beside_a_year(self):
        query = parse_query("martin 1980 0639980112", today=SPRING)

        assert 1980 in query.years
        assert "0639980112" in query.digits

    def test_takes_four_figures_for_a_year_and_for_the_end_of_a_number(self):
        query = parse_query("aminata 1987", today=SPRING)

        assert query.years == {1987}
        assert query.digits == ("1987",)

    def test_opens_no_number_for_fewer_than_four_figures(self):
        assert not parse_query("diallo 87", today=SPRING).needs_phones

    @given(st.text())
    def test_reads_anything_without_failing(self, text):
        query = parse_query(text, today=SPRING)

        assert all(len(digits) >= 4 for digits in query.digits)
        assert all(date.fromisoformat(day) <= SPRING.replace(month=12) for day in query.days)

    @given(st.text(alphabet="0123456789 ./-+()²٣éanso", max_size=40))
    def test_reads_any_figures_without_failing(self, text):
        assert isinstance(parse_query(text, today=SPRING).is_empty, bool)


class TestPhoneDigits:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("06 39 98 01 12", "0639980112"),
            ("+33 6 39 98 01 12", "0639980112"),
            ("+32 470 12 34 56", "32470123456"),
            ("", ""),
        ],
    )
    def test_keeps_a_french_number_in_its_national_form(self, written, kept):
        assert phone_digits(written) == kept

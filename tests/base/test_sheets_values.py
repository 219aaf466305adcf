"""A day in many writings, a yes or a no in many spellings; what is not understood is said so."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.base.sheets import YesNo, birth_of, day_of, yes_or_no

TODAY = dt.date(2026, 3, 10)
DAY = dt.date(2024, 3, 12)
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
days = st.dates(dt.date(1930, 1, 1), TODAY)


class TestADay:
    @pytest.mark.parametrize(
        "text",
        [
            *("12/03/2024", "12/03/24", "12.03.2024", "12-3-24", "2024-03-12", "2024/3/12"),
            *("12/03/2024 14:05", "2024-03-12T14:05", "12 mars 2024", "mardi 12 mars 2024"),
            *(
                "le 12 Mars 24",
                "12 MARS 2024 à 14 h",
                "45363",
                "45363.5",
                "20240312",
                "12 03 2024",
            ),
        ],
    )
    def test_is_read_in_any_writing(self, text):
        assert day_of(text, latest=TODAY) == DAY

    @pytest.mark.parametrize(
        "text",
        [
            *("", "mi-mars", "31/02/2024", "12/13/2024", "12 mars", "mars 2024", "hier", "99"),
            *("0024-03-12", "12/03/0024"),
        ],
    )
    def test_is_none_where_it_is_half_said_or_does_not_exist(self, text):
        assert day_of(text, latest=TODAY) is None

    def test_takes_the_last_century_for_a_birth_in_two_figures(self):
        assert day_of("02/04/85", latest=TODAY) == dt.date(1985, 4, 2)

    @given(days)
    def test_means_itself_however_it_is_written(self, day):
        month = MONTHS.split()[day.month - 1]
        first = "1er" if day.day == 1 else str(day.day)
        for text in (
            day.isoformat(),
            day.strftime("%d/%m/%Y"),
            f"{day.day}.{day.month}.{day.year}",
            f"le {first} {month} {day.year}",
        ):
            assert day_of(text, latest=TODAY) == day

    @given(st.text(max_size=40))
    def test_never_fails_on_anything_typed(self, text):
        found = day_of(text, latest=TODAY)
        assert found is None or isinstance(found, dt.date)


class TestABirth:
    @pytest.mark.parametrize(
        ("text", "kept"),
        [
            ("1985", "1985"),
            ("02/04/1985", "1985-04-02"),
            ("née en 1985", "1985"),
            ("", ""),
            ("42 ans", None),
            ("2035", None),
            ("12/03/2035", None),
        ],
    )
    def test_is_a_day_or_a_year_already_lived(self, text, kept):
        assert birth_of(text, latest=TODAY) == kept


class TestAnAnswer:
    @pytest.mark.parametrize(
        "text", ["oui", "Oui", "OUI ", "o", "x", "X", "1", "vrai", "✓", "yes", "oui, depuis 2020"]
    )
    def test_is_a_yes_in_ten_spellings(self, text):
        assert yes_or_no(text) is YesNo.YES

    @pytest.mark.parametrize("text", ["non", "N", "0", "faux", "aucun", "Non (vérifié)"])
    def test_is_a_no(self, text):
        assert yes_or_no(text) is YesNo.NO

    @pytest.mark.parametrize("text", ["", "  ", "non demandé", "NR", "-"])
    def test_is_never_a_no_where_nobody_asked(self, text):
        assert yes_or_no(text) is YesNo.NOT_ASKED

    @pytest.mark.parametrize("text", ["?", "ne sait pas", "NSP", "inconnu"])
    def test_may_be_unknown(self, text):
        assert yes_or_no(text) is YesNo.UNKNOWN

    @pytest.mark.parametrize("text", ["peut-être", "2 enfants", "12/03/2024"])
    def test_is_asked_of_a_human_where_it_is_neither(self, text):
        assert yes_or_no(text) is None

    @given(st.text(max_size=40))
    def test_never_fails_on_anything_typed(self, text):
        assert yes_or_no(text) in (*YesNo, None)

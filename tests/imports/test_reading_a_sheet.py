"""What a line says, and what is wrong in it: the worker decides, nothing is guessed in silence."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.imports.fields import TITLES
from entremise.imports.judging import REPAIRS, Asked, judge, named_in

TODAY = dt.date(2026, 3, 10)
COLUMNS = ("last_name", "first_name", "opened_on", "phone", "children", "notes")
LINE = ("CANARI", "Aliénor", "12/03/2024", "06 99 00 11 22", "oui", "")


def judged(*lines, columns=COLUMNS, values=None, repairs=None, day=None):
    asked = Asked(
        titles=[column.upper() for column in columns],
        columns=columns,
        values=values or {},
        communes={"roanne": "42187"},
        repairs=repairs or {},
        day=day,
        today=TODAY,
    )
    return list(judge(lines, first_line=2, asked=asked))


def line(**cells):
    return tuple(cells.get(column, said) for column, said in zip(COLUMNS, LINE, strict=True))


def codes(row):
    return [fault.code for fault in row.faults]


class TestALine:
    def test_says_who_when_and_what(self):
        (row,) = judged(LINE)
        assert (row.line, row.faults, row.remarks) == (2, [], [])
        assert (row.plan["last_name"], row.plan["first_name"]) == ("Canari", "Aliénor")
        assert row.plan["opened_on"] == "2024-03-12"
        assert row.plan["facts"] == {"children_present": "yes"}
        assert row.plan["phones"] == ["06 99 00 11 22"]

    def test_that_is_empty_is_nothing(self):
        assert [row.line for row in judged((), LINE, ("", ""))] == [3]

    def test_keeps_an_unanswered_question_apart_from_a_no(self):
        assert judged(line(children=""))[0].plan["facts"] == {}
        assert judged(line(children="non"))[0].plan["facts"] == {"children_present": "no"}

    def test_keeps_as_text_what_it_does_not_understand(self):
        (row,) = judged(line(children="deux grands"))
        assert [remark.code for remark in row.remarks] == ["value"]
        assert "deux grands" in row.plan["notes"]

    def test_gives_back_the_zero_that_a_sheet_ate(self):
        assert judged(line(phone="699001122"))[0].plan["phones"] == ["0699001122"]

    def test_takes_two_numbers_of_one_cell(self):
        (row,) = judged(line(phone="06 99 00 11 22 / 04 77 00 00 00"))
        assert row.plan["phones"] == ["06 99 00 11 22", "04 77 00 00 00"]
        assert row.remarks == []

    def test_says_that_a_number_is_short_and_keeps_it(self):
        (row,) = judged(line(phone="06 99"))
        assert [remark.code for remark in row.remarks] == ["phone"]
        assert row.plan["phones"] == ["06 99"]


class TestAFault:
    @pytest.mark.parametrize(
        ("cells", "code"),
        [
            ({"opened_on": ""}, "no_day"),
            ({"opened_on": "mi-mars"}, "no_day"),
            ({"opened_on": "12/03/2027"}, "future"),
            ({"last_name": "", "first_name": ""}, "no_name"),
            ({"last_name": "CANARI / MERLE"}, "several"),
            ({"first_name": "Anne et Lou"}, "several"),
        ],
    )
    def test_stops_the_line_and_has_a_repair(self, cells, code):
        (row,) = judged(line(**cells))
        assert codes(row) == [code]
        assert REPAIRS[code].ways[0][0] == ""

    def test_of_a_closing_before_the_referral_may_be_left_open(self):
        columns = ("last_name", "opened_on", "closed_on")
        cells = ("CANARI", "12/03/2024", "01/03/2024")
        assert codes(judged(cells, columns=columns)[0]) == ["closed_before"]
        (row,) = judged(cells, columns=columns, repairs={"closed_before": "open"})
        assert (row.faults, row.plan["closed_on"]) == ([], "")


class TestRepairing:
    def test_makes_a_case_for_each_person_of_a_cell(self):
        rows = judged(line(first_name="Anne / Lou"), repairs={"several": "split"})
        assert [row.plan["first_name"] for row in rows] == ["Anne", "Lou"]
        assert {row.plan["last_name"] for row in rows} == {"Canari"}
        assert {row.line for row in rows} == {2}

    @pytest.mark.parametrize(("repair", "made"), [("split", 2), ("first", 1)])
    def test_gives_what_is_of_one_person_to_none_of_several(self, repair, made):
        columns = ("full_name", "opened_on", "born", "sex", "phone")
        cells = ("CANARI Anne / MERLE Lou", "12/03/2024", "14/03/1988", "F", "06 99 00 11 22")
        values = {"sex": {"f": "female"}}
        rows = judged(cells, columns=columns, values=values, repairs={"several": repair})
        assert len(rows) == made
        for row in rows:
            assert row.faults == []
            said = {part: row.plan[part] for part in ("born", "sex", "age_band", "phones")}
            assert said == {"born": "", "sex": "", "age_band": "not_asked", "phones": []}
            assert "14/03/1988" in row.plan["notes"]
            # A number in a text would be shown without the rule that opens it.
            assert "06 99 00 11 22" not in row.plan["notes"]
            assert [(one.code, one.label, one.found) for one in row.remarks] == [
                ("whose", "Date ou année de naissance", "14/03/1988"),
                ("whose", "Sexe ou civilité", "F"),
                ("whose_phone", "Téléphone", "06 99 00 11 22"),
            ]

    def test_gives_it_to_the_only_one_who_is_named(self):
        columns = ("full_name", "opened_on", "born", "sex", "phone")
        cells = ("CANARI Anne", "12/03/2024", "14/03/1988", "F", "06 99 00 11 22")
        (row,) = judged(cells, columns=columns, values={"sex": {"f": "female"}})
        assert (row.plan["born"], row.plan["sex"]) == ("1988-03-14", "female")
        assert (row.plan["age_band"], row.plan["phones"]) == ("25-39", ["06 99 00 11 22"])
        assert row.remarks == []

    def test_gives_one_first_name_or_birth_name_to_nobody_else(self):
        columns = ("last_name", "first_name", "birth_name", "opened_on")
        cells = ("CANARI / MERLE", "Zoé", "Fauvette", "12/03/2024")
        rows = judged(cells, columns=columns, repairs={"several": "split"})
        named = [
            (row.plan["last_name"], row.plan["first_name"], row.plan["birth_name"]) for row in rows
        ]
        assert named == [("Canari", "Zoé", "Fauvette"), ("Merle", "", "")]

    def test_keeps_the_first_person_and_the_others_as_text(self):
        (row,) = judged(line(last_name="CANARI / MERLE"), repairs={"several": "first"})
        assert row.plan["last_name"] == "Canari"
        assert "MERLE" in row.plan["notes"]

    def test_gives_a_day_to_lines_that_have_none(self):
        day = dt.date(2024, 1, 1)
        (row,) = judged(line(opened_on="mi-mars"), repairs={"no_day": "day"}, day=day)
        assert (row.faults, row.plan["opened_on"]) == ([], "2024-01-01")
        assert "mi-mars" in row.plan["notes"]

    def test_gives_no_day_to_come(self):
        day = dt.date(2027, 1, 1)
        (row,) = judged(line(opened_on=""), repairs={"no_day": "day"}, day=day)
        assert codes(row) == ["future"]

    def test_takes_lines_without_a_name(self):
        (row,) = judged(line(last_name="", first_name=""), repairs={"no_name": "nameless"})
        assert row.faults == []


class TestWhoIsNamed:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("CANARI Aliénor", [("Canari", "Aliénor")]),
            ("Aliénor CANARI", [("Canari", "Aliénor")]),
            ("Mme CANARI Aliénor", [("Canari", "Aliénor")]),
            ("Canari, Aliénor", [("Canari", "Aliénor")]),
            ("CANARI Anne / CANARI Lou", [("Canari", "Anne"), ("Canari", "Lou")]),
            ("Anne et Lou CANARI", [("Canari", "Anne"), ("Canari", "Lou")]),
            ("M. CANARI Léo", [("Canari", "Léo")]),
            ("M CANARI", [("Canari", "")]),
            ("Mme M'BAREK Awa", [("M'Barek", "Awa")]),
            ("M’BAYE Awa / M’Hamed CANARI", [("M’Baye", "Awa"), ("Canari", "M’Hamed")]),
            ("Ali Ali", [("Ali", "Ali")]),
            ("ALI ALI", [("Ali", "Ali")]),
            ("", []),
        ],
    )
    def test_in_one_column(self, text, names):
        found = named_in({"full_name": text})
        assert [(one.last_name, one.first_name) for one in found] == names

    @given(st.text(max_size=60))
    def test_never_fails_on_anything_typed(self, text):
        assert isinstance(named_in({"full_name": text, "last_name": text}), list)


class TestTitles:
    def test_no_title_means_two_fields(self):
        said = [title for titles in TITLES.values() for title in titles]
        assert len(said) == len(set(said))

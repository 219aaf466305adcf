"""What units really paste: any order of columns, any mark between them, nothing lost."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entremise.referrals.forms import read_table

TODAY = dt.date(2026, 3, 10)
CELLS = ["09/03", "VIF", "Roanne", "Mme DURAND", "06 99 00 11 22", "Cris entendus"]
TITLES = ["Date", "Nature", "Commune", "Personnes", "Téléphone", "Observations"]


def read(text):
    return read_table(text, TODAY)


class TestReadTable:
    @pytest.mark.parametrize("mark", ["\t", ";", "   "])
    @pytest.mark.parametrize("titled", [True, False])
    def test_reads_any_mark_with_or_without_titles(self, mark, titled):
        rows = [TITLES, CELLS] if titled else [CELLS]
        (line,) = read("\n".join(mark.join(row) for row in rows)).lines
        assert list(line.values()) == CELLS

    def test_reads_columns_in_any_order(self):
        text = "Tél;Nom;Jour;Ville;Faits;Commentaires\n0699001122;DURAND;hier;Roanne;VIF;cris"
        (line,) = read(text).lines
        assert line["phone"] == "0699001122"
        assert (line["date"], line["persons"], line["seen"]) == ("hier", "DURAND", "cris")

    def test_keeps_a_column_that_it_does_not_know_with_what_was_seen(self):
        (line,) = read("Nature;Patrouille\nVIF;Alpha 2").lines
        assert line == {"kind": "VIF", "seen": "Patrouille : Alpha 2"}

    def test_reads_a_cell_that_holds_line_breaks(self):
        (line,) = read('Nature\tObservations\nVIF\t"cris\nporte cassée"').lines
        assert line["seen"] == "cris\nporte cassée"

    def test_takes_a_line_without_columns_as_what_was_seen(self):
        assert read("Dispute rue du Lac, elle est partie.").lines == [
            {"seen": "Dispute rue du Lac, elle est partie."}
        ]

    def test_says_that_columns_are_missing(self):
        found = read("09/03;VIF;Roanne\n08/03;VIF;Mâcon")
        assert found.lines == []
        assert "3 colonnes au lieu de 6" in found.problem

    def test_says_that_titles_lead_nowhere(self):
        assert "il manque au moins une colonne" in read("Date;Commune\n09/03;Roanne").problem

    def test_says_that_columns_are_swapped(self):
        text = "Nature;Date;Observations\n09/03;VIF;cris\n08/03;VIF;cris"
        found = read(text)
        assert found.lines == []
        assert "« Date » ne contient aucune date" in found.problem

    def test_refuses_more_lines_than_a_list_holds(self):
        assert "trop long" in read("Nature;Nom\n" + "VIF;X\n" * 201).problem

    @given(st.text(max_size=400))
    def test_never_fails(self, text):
        found = read(text)
        assert isinstance(found.problem, str)
        assert not (found.lines and found.problem)

    @given(
        st.lists(
            st.lists(st.text("abcdéè '-", min_size=1).filter(str.strip), min_size=6, max_size=6),
            min_size=1,
            max_size=5,
        )
    )
    def test_loses_no_cell(self, rows):
        text = "\n".join(["\t".join(TITLES), *("\t".join(row) for row in rows)])
        read_cells = [cell for line in read(text).lines for cell in line.values()]
        assert read_cells == [cell.strip() for row in rows for cell in row]

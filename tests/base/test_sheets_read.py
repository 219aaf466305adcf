"""Any sheet is read as it is seen: its values, its lines, its titles wherever they are."""

import pytest

import untidy
from entremise.base import sheets
from entremise.base.sheets import Kind

ROWS = [["Nom", "Prénom"], ["CANARI", "Élise"], [], ["MERLE", "Zoé"]]
FIELDS = {
    "last_name": ("nom", "nom de famille"),
    "first_name": ("prenom",),
    "born": ("date de naissance", "ne e le"),
    "opened_on": ("date de saisine", "date"),
    "unit": ("unite",),
}


def rows_of(content, name=""):
    (table,) = sheets.read(content, name).tables
    return table.rows


class TestReading:
    @pytest.mark.parametrize("kind", [Kind.CSV, Kind.ODS, Kind.XLSX])
    def test_gives_the_same_rows_whatever_wrote_them(self, kind):
        book = sheets.read(sheets.write(kind, ROWS).content, f"nuit.{kind}")
        assert (book.kind, book.tables[0].rows) == (kind, ROWS)

    def test_opens_an_old_workbook(self):
        book = sheets.read(untidy.xls([["Nom", "Âge"], ["Zoé", 42]]), "vieux.xls")
        assert (book.kind, book.tables[0].rows) == (Kind.XLS, [["Nom", "Âge"], ["Zoé", "42"]])

    @pytest.mark.parametrize("mark", [";", ",", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_finds_the_mark_and_the_characters_of_a_text(self, mark, encoding):
        text = "\r\n".join(mark.join(row) for row in ROWS if row)
        assert rows_of(text.encode(encoding), "a.csv") == [row for row in ROWS if row]

    def test_is_not_misled_by_a_title_above_nor_by_commas_in_a_text(self):
        text = "Suivi 2024, Roanne\nNom;Observations\nCANARI;elle vient, repart, revient\n"
        assert rows_of(text.encode())[1:] == [
            ["Nom", "Observations"],
            ["CANARI", "elle vient, repart, revient"],
        ]

    def test_keeps_as_a_text_what_only_looks_like_a_formula(self):
        assert rows_of(sheets.write(Kind.CSV, [["=1+1", "@x"]]).content) == [["=1+1", "@x"]]

    def test_says_a_merged_cell_on_each_of_its_lines(self):
        days = [row[0] for row in rows_of(untidy.merged_cells())]
        assert days == ["Date", "06/05/2024", "06/05/2024", "06/05/2024", "07/05/2024"]

    def test_says_a_merged_cell_of_an_open_document_on_each_of_its_lines(self):
        rows = [["Date", "Nom"], ["12/03/2024", "CANARI"], ["", "MERLE"], ["13/03/2024", "X"]]
        days = [row[0] for row in rows_of(untidy.ods_merged(rows, line=1, over=2))]
        assert days == ["Date", "12/03/2024", "12/03/2024", "13/03/2024"]

    def test_takes_the_value_of_a_formula(self):
        content = untidy.changed(
            untidy.xlsx([["Nom", "=1+1"]]), "xl/worksheets/sheet1.xml", b"<v />", b"<v>2</v>"
        )
        assert rows_of(content) == [["Nom", "2"]]

    def test_leaves_out_leaves_that_hold_nothing(self):
        book = sheets.read(untidy.header_on_row_three())
        assert [table.name for table in book.tables] == ["Suivi"]

    def test_reads_what_is_pasted_from_a_screen(self):
        (table,) = sheets.read_text(untidy.yes_and_no()).tables
        assert table.rows[1] == ["CANARI", "Eve", "01/06/2024", "oui"]


class TestFindingTheTitles:
    def test_finds_them_under_a_title_and_an_empty_row(self):
        rows = rows_of(untidy.header_on_row_three())
        assert sheets.header_of(rows, FIELDS) == 2

    def test_takes_the_first_row_of_words_where_no_title_is_known(self):
        assert sheets.header_of([["12", "3"], ["Colonne A", "Colonne B"]], FIELDS) == 1

    def test_never_looks_further_than_ten_rows(self):
        rows = [["1"]] * 11 + [["Nom", "Prénom", "Date"]]
        assert sheets.header_of(rows, FIELDS) == 0


class TestGuessingColumns:
    def test_reads_titles_with_accents_marks_and_more_words(self):
        titles = ["Nom de famille", "PRÉNOM :", "Né(e) le", "Date de la saisine", "Divers"]
        guesses = sheets.guess_columns(titles, FIELDS)
        assert guesses == ["last_name", "first_name", "born", "opened_on", ""]

    def test_gives_a_field_to_its_surest_title_only(self):
        assert sheets.guess_columns(["Nom de l’enfant", "Nom"], FIELDS) == ["", "last_name"]

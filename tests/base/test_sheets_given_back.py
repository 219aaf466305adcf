"""What is given back opens where it came from, and computes nothing."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from entremise.base import sheets
from entremise.base.sheets import Kind

FORMULAS = ["=1+1", "+33699001122", "-3", "@SUM(A1)", '=HYPERLINK("http://exemple.test")']
KINDS = [Kind.CSV, Kind.ODS, Kind.XLSX]


class TestGivingBack:
    @pytest.mark.parametrize("kind", KINDS)
    def test_keeps_every_text_through_a_round(self, kind):
        rows = [["Nom", "Motif du refus"], [*FORMULAS], ["é ; , \" '", "deux\nlignes", "<b>&"]]
        written = sheets.write(kind, rows)
        (table,) = sheets.read(written.content, f"a.{written.kind}").tables
        assert table.rows == rows

    def test_gives_an_old_workbook_back_as_a_new_one(self):
        assert sheets.write(Kind.XLS, [["a"]]).kind is Kind.XLSX

    def test_writes_formulas_as_texts(self):
        lines = sheets.write(Kind.CSV, [FORMULAS]).content.decode("utf-8-sig")
        assert all(f"'{text[:4]}" in lines for text in FORMULAS)
        book = load_workbook(io.BytesIO(sheets.write(Kind.XLSX, [FORMULAS]).content))
        assert {cell.data_type for cell in book.active[1]} == {"s"}
        with zipfile.ZipFile(io.BytesIO(sheets.write(Kind.ODS, [FORMULAS]).content)) as archive:
            assert b"table:formula" not in archive.read("content.xml")
            assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED

    @given(st.lists(st.lists(st.text(max_size=20), max_size=4), max_size=4))
    def test_takes_any_text_that_a_cell_may_hold(self, rows):
        for kind in KINDS:
            assert sheets.write(kind, rows).content

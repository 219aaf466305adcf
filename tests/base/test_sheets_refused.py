"""A file that cannot be read is refused in one sentence that says what to do."""

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from openpyxl import Workbook

import untidy
from entremise.base import sheets
from entremise.base.sheets import Kind, Unreadable

ODS = "application/vnd.oasis.opendocument.spreadsheet"


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def lying_about_its_size(content):
    """The sizes of a directory of files are only what it says."""
    start = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    return content[: start + 24] + struct.pack("<I", 10) + content[start + 28 :]


BOMB = zipped(xl__workbook_xml="<a/>", xl__b_xml=b"0" * 200_000_000)
REFUSED = {
    "a PDF named as a workbook": (b"%PDF-1.7 ...", "suivi.xlsx", "finit par « .xlsx »"),
    "a workbook named as a text": (
        sheets.write(Kind.ODS, [["a"]]).content,
        "suivi.csv",
        "son contenu est un classeur ODS",
    ),
    "a text named as a workbook": (b"Nom;Date\na;b\n", "suivi.ods", "un texte (CSV)"),
    "a document": (zipped(word__document_xml="<w/>"), "lettre.docx", "un document de texte"),
    "an archive": (zipped(photo_txt="x"), "photos.zip", "une archive"),
    "an image": (b"\x89PNG\r\n", "suivi.png", "une image"),
    "a page saved as a sheet": (b"<html><table><tr><td>a", "export.xls", "une page web"),
    "a program": (b"MZ\x90\0\0\0", "a.bin", "un programme"),
    "something else": (b"abc\0def\0", "a", "un autre genre"),
    "an empty file": (b"", "suivi.csv", "est vide"),
    "an empty sheet": (sheets.write(Kind.XLSX, []).content, "suivi.xlsx", "est vide"),
    "a text of blanks": (b" \r\n\r\n", "suivi.csv", "est vide"),
    "a heavy file": (b"x" * (sheets.MOST_BYTES + 1), "suivi.csv", "dépasse 10 Mo"),
    "a bomb": (BOMB, "suivi.xlsx", "beaucoup trop de place"),
    "a bomb that lies": (lying_about_its_size(BOMB), "suivi.xlsx", "beaucoup trop de place"),
    "a cut file": (untidy.merged_cells()[:2000], "suivi.xlsx", "abîmé"),
    "a broken file": (zipped(xl__workbook_xml="<a"), "suivi.xlsx", "abîmé"),
    "a locked new workbook": (untidy.ole({"EncryptedPackage": b"x"}), "s.xlsx", "mot de passe"),
    "a locked old workbook": (untidy.xls_locked(), "suivi.xls", "mot de passe"),
    "a locked open document": (
        zipped(mimetype=ODS, content_xml="?", **{"META-INF__manifest_xml": "<encryption-data/>"}),
        "suivi.ods",
        "mot de passe",
    ),
    "too many lines": (b"a;b\n" * (sheets.MOST_ROWS + 1), "a.csv", "lignes"),
    "too many cells in a text": ((b";".join([b"a"] * 190) + b"\n") * 6000, "a.csv", "million"),
    "too many columns": (b";".join([b"a"] * (sheets.MOST_COLUMNS + 1)), "a.csv", "colonnes"),
}


class TestRefusing:
    @pytest.mark.parametrize("case", REFUSED)
    def test_says_why_and_what_to_do(self, case):
        content, name, said = REFUSED[case]
        with pytest.raises(Unreadable) as refusal:
            sheets.read(content, name)
        words = str(refusal.value)
        assert said in words
        assert any(
            todo in words for todo in ("nvoye", "Choisissez", "Gardez", "Copiez", "Vérifiez")
        )

    def test_counts_the_cells_of_a_workbook_before_it_reads_them(self):
        book = Workbook()
        book.active["GR19000"] = "x"
        out = io.BytesIO()
        book.save(out)
        with pytest.raises(Unreadable, match="million de cellules"):
            sheets.read(out.getvalue(), "creux.xlsx")

    def test_survives_a_cell_at_the_end_of_the_world(self):
        book = Workbook()
        book.active["XFD1048576"] = "x"
        out = io.BytesIO()
        book.save(out)
        with pytest.raises(Unreadable, match="000 lignes"):
            sheets.read(out.getvalue(), "loin.xlsx")

    def test_survives_entities_that_grow_as_they_are_read(self):
        grown = "".join(
            f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "aaaaaaaaaa">'
            for n in range(12)
        )
        content = untidy.ods_merged([["Date"], ["x"], [""]], line=1, over=2)
        content = untidy.changed(
            content,
            "content.xml",
            b"<office:document-content",
            f"<!DOCTYPE a [{grown}]>".encode() + b"<office:document-content",
        )
        content = untidy.changed(content, "content.xml", b"<text:p>x", b"<text:p>&e11;")
        with pytest.raises(Unreadable, match=r"abîmé|beaucoup trop"):
            sheets.read(content, "lol.ods")

    def test_survives_a_reader_that_asks_for_all_the_memory(self):
        rows = [["x"] * 2 for _ in range(3)]
        content = untidy.changed(
            untidy.xlsx(rows), "xl/worksheets/sheet1.xml", b'r="B3"', b'r="XFD1048576"'
        )
        with pytest.raises(Unreadable, match=r"beaucoup trop de place|000 lignes"):
            sheets.read(content, "loin.xlsx")

    def test_reads_a_well_filled_sheet_whatever_its_weight_once_open(self):
        rows = [["oui"] * 30 for _ in range(3000)]
        assert len(sheets.read(sheets.write(Kind.XLSX, rows).content).tables[0].rows) == 3000


class TestHoldingAnUpload:
    def sent(self, size):
        file = SimpleUploadedFile("a.csv", b"x" * size)
        return RequestFactory().post("/", {"file": file, "word": "kept"})

    def test_never_writes_it_to_the_disk(self):
        request = self.sent(5_000_000)
        assert request.FILES["file"].size == 5_000_000
        assert not hasattr(request.FILES["file"], "temporary_file_path")

    def test_lets_go_of_a_hundred_megabytes_and_knows_their_weight(self):
        request = self.sent(100_000_000)
        assert request.FILES["file"].size == 100_000_000
        assert request.FILES["file"].read() == b""
        assert request.POST["word"] == "kept"

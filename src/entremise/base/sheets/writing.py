"""Rows given back in the format they came in; no text of theirs is ever computed by a sheet."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from entremise.base.sheets.book import Kind
from entremise.base.sheets.texts import FORMULA

Rows = Sequence[Sequence[str]]

TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
# What XML cannot hold, even escaped.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file to hand over. An old XLS comes back as XLSX: nothing writes it any more."""

    content: bytes
    kind: Kind

    @property
    def media_type(self) -> str:
        return TYPES[self.kind]


def write(kind: Kind, rows: Rows, *, name: str = "Feuille1") -> Written:
    """The rows as a file of this kind; every cell is a text."""
    if kind is Kind.CSV:
        return Written(content=_csv(rows), kind=kind)
    if kind is Kind.ODS:
        return Written(content=_ods(rows, name), kind=kind)
    return Written(content=_xlsx(rows, name), kind=Kind.XLSX)


def _csv(rows: Rows) -> bytes:
    """For a French sheet: semicolons, and the mark that says UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([_not_computed(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _not_computed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _xlsx(rows: Rows, name: str) -> bytes:
    # Loaded only here: reading needs none of it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_leaf_name(name))
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet)
            cell.value = text.translate(_CONTROLS)[:32_000]
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(FORMULA)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _leaf_name(name: str) -> str:
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in name.translate(_CONTROLS))
    return kept.strip(" '")[:31] or "Feuille1"


_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<office:document-content"
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet><table:table table:name=%s>%s</table:table>"
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<manifest:manifest"
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    ' manifest:version="1.2"><manifest:file-entry manifest:full-path="/"'
    f' manifest:media-type="{TYPES[Kind.ODS]}"/><manifest:file-entry'
    ' manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _ods(rows: Rows, name: str) -> bytes:
    """The three files that make a sheet, as the standard asks: the type first, and as it is."""
    body = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), TYPES[Kind.ODS])
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _CONTENT % (quoteattr(_leaf_name(name)), body))
    return out.getvalue()


def _ods_cell(text: str) -> str:
    lines = text.translate(_CONTROLS).splitlines() or [""]
    said = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    return f'<table:table-cell office:value-type="string">{said}</table:table-cell>'

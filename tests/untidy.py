"""Sheets as people really keep them, made by code: nobody real is in them."""

import datetime as dt
import io
import struct
import zipfile

from openpyxl import Workbook

from entremise.base.sheets import Kind, write

# Sheets know no time zones.
AFTERNOON = dt.datetime(2024, 3, 13, 14, 5)  # noqa: DTZ001


def xlsx(rows, *, merged=(), leaf="Suivi"):
    """A workbook of these rows; None is an empty cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = leaf
    for row in rows:
        sheet.append(row)
    for where in merged:
        sheet.merge_cells(where)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(content, member, before, after):
    """A workbook of which one file says something else."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w") as other:
        for name in book.namelist():
            text = book.read(name)
            assert name != member or before in text
            other.writestr(name, text.replace(before, after, 1) if name == member else text)
    return out.getvalue()


def ods_merged(rows, *, line, over):
    """An open document of which the first cell of a line goes over the lines below."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    whole = cell.format(rows[line][0]).encode()
    spanned = whole.replace(b"-cell ", f'-cell table:number-rows-spanned="{over}" '.encode(), 1)
    return changed(write(Kind.ODS, rows).content, "content.xml", whole, spanned)


def header_on_row_three():
    """A title over merged cells, an empty row, then titles; dates are dates of the sheet."""
    return xlsx(
        [
            ["SUIVI ISCG 2024 – Roanne", None, None, None, None],
            [],
            ["Nom", "Prénom", "Né(e) le", "Date de saisine", "Unité"],
            ["CANARI", "Aliénor", dt.date(1985, 4, 2), dt.date(2024, 3, 12), "BTA ROANNE"],
            ["MERLE", "Zoé", 1990, AFTERNOON, "Commissariat Roanne"],
        ],
        merged=["A1:E1"],
    )


def merged_cells():
    """The same day merged over three lines, as one does by hand."""
    return xlsx(
        [
            ["Date", "Nom", "Prénom", "Motif"],
            [dt.date(2024, 5, 6), "PINSON", "Léa", "VIF"],
            [None, "MESANGE", "Ana", "violences conjugales"],
            [None, "GRIVE", "Inès", "VC"],
            [dt.date(2024, 5, 7), "LORIOT", "Eva", "séparation"],
        ],
        merged=["A2:A4"],
    )


def dates_as_text():
    """Each day in another writing, in the characters of old Windows sheets."""
    text = (
        "Date;Nom;Prénom;Téléphone\r\n"
        "12/03/24;FAUVETTE;Élise;06 99 00 11 22\r\n"
        "le 13 mars 2024;ALOUETTE;Noémie;699001123\r\n"
        "14.03.2024;HERON;Maïa;06.99.00.11.24\r\n"
        "1er avril 2024;BERGERONNETTE;Anaïs;\r\n"
        "mi-mars;ROSSIGNOL;Cécile;\r\n"
    )
    return text.encode("cp1252")


def two_persons_in_a_cell():
    """A mother and her daughter on one line; two names with « et »."""
    rows = [
        ["Nom et prénom", "Date", "Observations"],
        ["HIRONDELLE Anne / HIRONDELLE Lou", "02/04/2024", "mère et fille"],
        ["Mme MARTINET Rose et M. MARTINET Paul", "03/04/2024", ""],
        ["COLIBRI Jeanne", "04/04/2024", "=2+2"],
    ]
    return write(Kind.ODS, rows).content


YES_AND_NO = ("oui", "OUI", "o", "x", "X", "1", "vrai", "Non", "n", "0", "", "?", "✓")


BIRDS = (
    *("CANARI", "MERLE", "PINSON", "GRIVE", "LORIOT", "FAUVETTE", "ALOUETTE", "HERON"),
    *("ROSSIGNOL", "COLIBRI", "MARTINET", "BUSARD", "TOURTERELLE"),
)


def yes_and_no():
    """A closed question answered in every way."""
    rows = [["Nom", "Prénom", "Date", "Enfants"]]
    rows += [
        [bird, "Eve", f"{place + 1:02d}/06/2024", said]
        for place, (bird, said) in enumerate(zip(BIRDS, YES_AND_NO, strict=True))
    ]
    return "\n".join("\t".join(row) for row in rows)


def xls(rows):
    """The few records that an old Excel needs (BIFF8): texts and numbers of one leaf."""
    leaf = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", line, column, 0)
            if isinstance(cell, int | float):
                leaf.append(_record(0x0203, place + struct.pack("<d", cell)))
            else:
                text = str(cell).encode("utf-16-le")
                size = struct.pack("<HB", len(text) // 2, 1)
                leaf.append(_record(0x0204, place + size + text))
    leaf.append(_record(0x000A, b""))
    name = "Feuil1".encode("latin-1")
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    listed = 4 + 8 + len(name)
    offset = len(begin) + listed + 4
    sheet = struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name
    book = begin + _record(0x0085, sheet) + _record(0x000A, b"") + b"".join(leaf)
    return ole({"Workbook": book})


def xls_locked():
    """An old workbook whose second record says that the rest is locked."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    return ole({"Workbook": begin + _record(0x002F, bytes(54)) + _record(0x000A, b"")})


def _record(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole(streams):
    """A compound file (MS-CFB) that holds these streams, each padded to the least size of one."""
    sectors, chains, entries = [], [], []
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
        first = len(sectors)
        parts = [padded[at : at + SECTOR] for at in range(0, len(padded), SECTOR)]
        sectors += parts
        chains += [first + place + 1 for place in range(len(parts) - 1)] + [END]
        entries.append(_entry(name, 2, first, len(padded)))
    root = _entry("Root Entry", 5, END, 0, child=1)
    directory = (root + b"".join(entries)).ljust(SECTOR, b"\0")
    chains.append(END)
    sectors.append(directory)
    chains.append(TABLE)
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(SECTOR, b"\xff")
    assert len(table) == SECTOR
    sectors.append(table)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, len(sectors) - 2, 0, 4096, END, 0, END, 0)
    head += struct.pack("<I", len(sectors) - 1) + b"\xff" * 4 * 108
    return head + b"".join(sectors)


def _entry(name, kind, first, size, child=FREE):
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), kind, 1, FREE, FREE, child)
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )

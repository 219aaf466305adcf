"""Opens a workbook in a process of its own, with little memory and few seconds.

A workbook is the work of strangers: a cell said to be at the end of the world makes any reader
ask for all the memory there is. Here that ends this process, never the server. It takes the file
on its input, and answers with JSON; it knows no address, no key and nothing else of the product.
"""

import contextlib
import datetime as dt
import io
import json
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree

MEMORY = 700 * 1024 * 1024
SECONDS = 20


def main() -> None:
    """Read the workbook on the input; say its leaves, or in one word what is wrong."""
    most_rows, most_columns, most_cells = map(int, sys.argv[1:4])
    _bound()
    try:
        answer = _read(sys.stdin.buffer.read(), most_rows, most_columns, most_cells)
    except MemoryError:
        answer = {"problem": "bomb"}
    sys.stdout.write(json.dumps(answer))


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _read(content: bytes, most_rows: int, most_columns: int, most_cells: int) -> dict[str, Any]:
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(content))
        spans = _spans_of_ods(content)
        tables, cells = [], 0
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > most_rows:
                return {"problem": "rows"}
            if sheet.total_width > most_columns:
                return {"problem": "columns"}
            cells += sheet.total_height * sheet.total_width
            if cells > most_cells:
                return {"problem": "cells"}
            rows = [[text_of(cell) for cell in row] for row in _rows(sheet)]
            _fill_down(rows, [*(sheet.merged_cell_ranges or ()), *spans.get(name, ())])
            tables.append({"name": name, "rows": rows})
    except calamine.PasswordError:
        return {"problem": "password"}
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001  # a panic of the reader is no Exception
        # It panics when it is asked for more than there can be.
        return {"problem": "damaged" if isinstance(error, Exception) else "bomb"}
    return {"tables": tables}


def _rows(sheet: Any) -> list[list[Any]]:
    """From line 1 and column A, even if both are empty: the lines are those that she sees."""
    if not sheet.height:
        return []
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows


Span = tuple[tuple[int, int], tuple[int, int]]


def _fill_down(rows: list[list[str]], spans: list[Span]) -> None:
    """A cell merged over several lines is said on each of them, as it is seen."""
    for (top, left), (bottom, _right) in spans:
        if bottom == top or top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and not row[left]:
                row[left] = rows[top][left]


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SPANNED = "number-rows-spanned"


def _spans_of_ods(content: bytes) -> dict[str, list[Span]]:
    """The merged cells of an open document, leaf by leaf: its reader does not tell them."""
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        text = archive.read("content.xml") if "content.xml" in names else b""
    if _SPANNED.encode() not in text:
        return {}
    found: dict[str, list[Span]] = {}
    leaf, row, column = "", 0, 0
    # What grows as it is read ends this process, if expat does not refuse it before.
    parsed = ElementTree.iterparse(io.BytesIO(text), events=("start", "end"))  # noqa: S314
    for event, node in parsed:
        tag = node.tag.removeprefix(_TABLE)
        if event == "start" and tag == "table":
            leaf, row = node.get(f"{_TABLE}name", ""), 0
        elif event == "start" and tag == "table-row":
            column = 0
        elif event == "start" and tag in ("table-cell", "covered-table-cell"):
            below = int(node.get(f"{_TABLE}{_SPANNED}", "1")) - 1
            if below > 0:
                found.setdefault(leaf, []).append(((row, column), (row + below, column)))
            column += int(node.get(f"{_TABLE}number-columns-repeated", "1"))
        elif event == "end" and tag == "table-row":
            row += int(node.get(f"{_TABLE}number-rows-repeated", "1"))
            node.clear()
    return found


def text_of(cell: Any) -> str:
    """A cell as it is written in a French sheet; the value of a formula, never the formula."""
    match cell:
        case bool():
            return "oui" if cell else "non"
        case float():
            return str(int(cell)) if cell.is_integer() else f"{cell:.10g}".replace(".", ",")
        case dt.datetime():
            midnight = cell.time() == dt.time(0)
            return cell.strftime("%d/%m/%Y" if midnight else "%d/%m/%Y %H:%M")
        case dt.date():
            return cell.strftime("%d/%m/%Y")
        case dt.time():
            return cell.strftime("%H:%M")
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main()

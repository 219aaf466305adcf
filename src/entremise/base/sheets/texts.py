"""A table that is a text: a CSV file of any sheet, or cells pasted from a screen."""

import csv
import re

from entremise.base.sheets.book import Unreadable
from entremise.base.sheets.limits import EMPTY

MARKS = ("\t", ";", ",")
LOOKED_AT = 60
# What begins a formula in a sheet; an apostrophe before it is how we write such a text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def decoded(content: bytes) -> str:
    """The characters: UTF-8 with or without its mark, UTF-16, or those of old Windows sheets."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def table_of(text: str) -> list[list[str]]:
    """The rows of a CSV file; empty lines stay, so that lines count as in the file."""
    text = text.replace("\0", " ")
    if not text.strip():
        raise Unreadable(EMPTY)
    return _split(text, _mark(text))


def cells_of(text: str) -> list[list[str]]:
    """The cells of a pasted text: tabs, semicolons, or several spaces between them."""
    text = text.replace("\0", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    for mark in ("\t", ";"):
        if sum(mark in line for line in lines) * 2 >= len(lines) and mark in text:
            return [trimmed(row) for row in _split(text, mark) if any(map(str.strip, row))]
    spaced = [re.split(r"\s{2,}", line.strip()) for line in lines]
    if any(len(row) > 1 for row in spaced):
        return [trimmed(row) for row in spaced]
    return [[line.strip()] for line in lines]


def _mark(text: str) -> str:
    """The mark that cuts most lines, and cuts them most alike: a title above has none."""
    lines = [line for line in text.splitlines() if line.strip()][:LOOKED_AT]

    def worth(mark: str) -> tuple[int, int]:
        counts = sorted(line.count(mark) for line in lines)
        return sum(1 for count in counts if count), counts[len(counts) // 2]

    return max(MARKS, key=worth)


def _split(text: str, mark: str) -> list[list[str]]:
    """The cells of each line; a sheet puts between quotes the cells that hold line breaks."""
    lines = text.splitlines(keepends=True)
    csv.field_size_limit(1_000_000)
    try:
        if text.count('"') % 2 == 0:
            return list(csv.reader(lines, delimiter=mark))
    except csv.Error:
        pass
    return [line.rstrip("\r\n").split(mark) for line in lines]


def trimmed(row: list[str]) -> list[str]:
    """The cells without the empty ones that a sheet adds at the end."""
    cells = [plain(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def plain(cell: str) -> str:
    """A cell without the blanks around it."""
    return cell.replace("\u00a0", " ").replace("\u202f", " ").replace("\ufeff", "").strip()


def as_written(cell: str) -> str:
    """A cell of a file without the apostrophe that kept it from being computed."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell

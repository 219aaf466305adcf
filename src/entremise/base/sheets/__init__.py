"""Sheets that people bring: read whatever wrote them, and given back in the format they came in.

No word of the field here: the columns that a page expects, and their names, are passed in.
"""

from entremise.base.sheets.book import Book, Kind, Table, Unreadable
from entremise.base.sheets.limits import MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from entremise.base.sheets.reading import read, read_text
from entremise.base.sheets.texts import cells_of, decoded
from entremise.base.sheets.titles import HEADER_WITHIN, guess_columns, header_of, simplified
from entremise.base.sheets.values import YesNo, birth_of, day_of, yes_or_no
from entremise.base.sheets.writing import Written, write

__all__ = [
    "HEADER_WITHIN",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Book",
    "Kind",
    "Table",
    "Unreadable",
    "Written",
    "YesNo",
    "birth_of",
    "cells_of",
    "day_of",
    "decoded",
    "guess_columns",
    "header_of",
    "read",
    "read_text",
    "simplified",
    "write",
    "yes_or_no",
]

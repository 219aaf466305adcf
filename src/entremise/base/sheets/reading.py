"""Any sheet as a book of texts, or one French sentence that says why it is not read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from entremise.base.sheets import limits
from entremise.base.sheets.book import Book, Kind, Table, Unreadable
from entremise.base.sheets.texts import as_written, cells_of, decoded, table_of, trimmed

ASIDE = Path(__file__).with_name("aside.py")
MOST_SECONDS = 30
# A book of this many letters is no sheet of cases; it is sealed and opened whole.
MOST_LETTERS = 20_000_000
PROBLEMS = {
    "bomb": limits.BOMB,
    "rows": limits.TOO_MANY_ROWS,
    "columns": limits.TOO_MANY_COLUMNS,
    "cells": limits.TOO_MANY_CELLS,
    "password": limits.LOCKED,
    "damaged": limits.DAMAGED,
}


def read(content: bytes, name: str = "") -> Book:
    """The leaves of a file that hold something; `name` is only asked for its ending."""
    kind = limits.kind_of(content, name)
    if kind is Kind.CSV:
        rows = [[as_written(cell) for cell in row] for row in table_of(decoded(content))]
        return _book(kind, [Table(name="", rows=rows)])
    return _book(kind, _read_aside(content))


def read_text(text: str) -> Book:
    """A table pasted from a screen."""
    if len(text) > limits.MOST_BYTES:
        raise Unreadable(limits.TOO_HEAVY)
    return _book(Kind.CSV, [Table(name="", rows=cells_of(text))])


def _read_aside(content: bytes) -> list[Table]:
    bounds = map(str, (limits.MOST_ROWS, limits.MOST_COLUMNS, limits.MOST_CELLS))
    command = [sys.executable, "-I", str(ASIDE), *bounds]
    try:
        done = subprocess.run(  # noqa: S603  # our own file, and two numbers
            command, input=content, capture_output=True, timeout=MOST_SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(limits.BOMB) from None
    if done.returncode != 0:
        # It was stopped for asking too much: what it said on the way is not kept.
        raise Unreadable(limits.BOMB)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "problem" in answer:
        raise Unreadable(PROBLEMS[answer["problem"]])
    return [Table(name=leaf["name"], rows=leaf["rows"]) for leaf in answer["tables"]]


def _book(kind: Kind, tables: list[Table]) -> Book:
    kept = []
    letters = cells = 0
    for table in tables:
        rows = [trimmed(row) for row in table.rows]
        while rows and not rows[-1]:
            rows.pop()
        if not rows:
            continue
        whole = Table(name=table.name, rows=rows)
        if len(rows) > limits.MOST_ROWS:
            raise Unreadable(limits.TOO_MANY_ROWS)
        if whole.width > limits.MOST_COLUMNS:
            raise Unreadable(limits.TOO_MANY_COLUMNS)
        letters += sum(len(cell) for row in rows for cell in row)
        cells += len(rows) * whole.width
        kept.append(whole)
    if letters > MOST_LETTERS:
        raise Unreadable(limits.BOMB)
    if cells > limits.MOST_CELLS:
        raise Unreadable(limits.TOO_MANY_CELLS)
    if not kept:
        raise Unreadable(limits.EMPTY)
    return Book(kind=kind, tables=kept)

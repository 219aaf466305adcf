"""The ground that ships: every commune, inter-municipality and département of France.

Written by the owner role alone; the application may only read it.
"""

import csv
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from entremise.organisation.spelling import search_key

FILE = Path(__file__).parent / "data" / "communes.csv.gz"

_TABLES = {
    "organisation_departement": ("code", "name"),
    "organisation_epci": ("code", "name", "kind", "search_key"),
    "organisation_commune": (
        *("code", "name", "departement_id", "epci_id", "population"),
        *("postal_codes", "former_codes", "search_key"),
    ),
}


@dataclass
class Ground:
    """The rows of the three tables, and the line that names their source."""

    source: str
    rows: dict[str, list[tuple[str | None, ...]]] = field(
        default_factory=lambda: {table: [] for table in _TABLES}
    )

    @property
    def communes(self) -> int:
        return len(self.rows["organisation_commune"])


def read(lines: Iterable[str]) -> Ground:
    """The shipped file: a line that names the source, then one line per place."""
    given: Iterator[str] = iter(lines)
    ground = Ground(source=next(given).removeprefix("#").strip())
    for kind, *row in csv.reader(given, delimiter=";"):
        name = search_key(row[1])
        if kind == "D":
            ground.rows["organisation_departement"].append(tuple(row))
        elif kind == "E":
            ground.rows["organisation_epci"].append((*row, name))
        else:
            code, label, departement, epci, *rest = row
            ground.rows["organisation_commune"].append(
                (code, label, departement, epci or None, *rest, name)
            )
    return ground


def source(*, using: str = "default") -> str:
    """Where the ground comes from and of which day, as the pages say it; empty before loading."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT obj_description('organisation_commune'::regclass)")
        return str(cursor.fetchone()[0] or "")


def load(*, using: str = "owner") -> int:
    """Load the shipped file and return its number of communes; nothing to do if it is there.

    A newer edition corrects names, borders and populations. A commune that disappeared stays,
    since posts and cases may point to it; its code then also leads to the new one.
    """
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        shipped = lines.readline().removeprefix("#").strip()
        if source(using=using) == shipped:
            return _count(using)
        lines.seek(0)
        ground = read(lines)
    put(ground, using=using)
    return ground.communes


def put(ground: Ground, *, using: str = "owner") -> None:
    """Write these places over those that are there, all or nothing."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for table, columns in _TABLES.items():
            _pour(cursor, table, columns, ground.rows[table])
        cursor.execute(
            "SELECT format('COMMENT ON TABLE organisation_commune IS %%L', %s::text)",
            [ground.source],
        )
        cursor.execute(str(cursor.fetchone()[0]))


def _pour(
    cursor: CursorWrapper,
    table: str,
    columns: tuple[str, ...],
    rows: list[tuple[str | None, ...]],
) -> None:
    names = ", ".join(columns)
    news = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    # Names of tables and columns come from the constant above, never from outside.
    cursor.execute(f"CREATE TEMPORARY TABLE poured (LIKE {table}) ON COMMIT DROP")
    with cursor.cursor.copy(f"COPY poured ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM poured"
        f" ON CONFLICT (code) DO UPDATE SET {news}"
    )
    cursor.execute("DROP TABLE poured")


def _count(using: str) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM organisation_commune")
        return int(cursor.fetchone()[0])

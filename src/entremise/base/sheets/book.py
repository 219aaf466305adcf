"""What was read: tables of texts, as somebody sees them in her sheet."""

from dataclasses import dataclass
from enum import StrEnum


class Unreadable(Exception):
    """The file is no sheet that can be read; the message, in French, says why and what to do."""


class Kind(StrEnum):
    """What wrote the file, as its content says."""

    CSV = "csv"
    ODS = "ods"
    XLSX = "xlsx"
    XLS = "xls"


@dataclass(frozen=True, kw_only=True)
class Table:
    """One leaf of a sheet. Row 0 is line 1 of the leaf: empty rows stay, so that lines count."""

    name: str
    rows: list[list[str]]

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, kw_only=True)
class Book:
    """Every leaf that holds something."""

    kind: Kind
    tables: list[Table]

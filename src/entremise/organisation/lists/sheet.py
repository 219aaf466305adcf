"""A file of rows: its characters, its separator, its header."""

import csv
import io
from dataclasses import dataclass

from entremise.base.sheets import Unreadable, decoded

MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Sheet:
    """Rows by the names of their columns, with the number of their line in the file."""

    columns: frozenset[str]
    rows: list[tuple[int, dict[str, str]]]


def _text(content: bytes) -> str:
    """The characters of a list; the official ones are much longer than a worker's sheet."""
    if len(content) > MOST_BYTES:
        raise Unreadable("Ce fichier dépasse 50 Mo : ce n’est pas une liste d’unités.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\0" in content:
        raise Unreadable(
            "Ce fichier n’est pas un fichier CSV. Ouvrez-le dans un tableur et enregistrez-le"
            " au format CSV."
        )
    return decoded(content)


def read_sheet(content: bytes) -> Sheet:
    """The rows of a CSV file, whatever its encoding and its separator."""
    text = _text(content)
    header = text.partition("\n")[0]
    if not header.strip():
        raise Unreadable("Ce fichier est vide.")
    separator = max(";\t,", key=header.count)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip().lower() for name in next(reader)]
        rows = [
            (reader.line_num, dict(zip(names, map(str.strip, row), strict=False)))
            for row in reader
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise Unreadable(
            f"Ce fichier ne se lit pas comme un tableau (ligne {reader.line_num})."
        ) from error
    return Sheet(columns=frozenset(names), rows=rows)

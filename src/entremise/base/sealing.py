"""Sealed text: a cell that only opens in its own table, column, row and subject.

    class CaseText(Record):
        case = models.ForeignKey(Case, ...)
        summary_sealed = models.BinaryField("résumé", default=b"")
        summary = SealedText("summary_sealed", subject="case_id")

`text.summary` opens the cell when it is read, and seals it when it is set. A cell is
`format byte | nonce (12) | ciphertext and tag`; the empty text is the empty cell. `repr`,
dumps and logs of the row show only bytes.
"""

import json
import os
import struct
from collections.abc import Iterator
from typing import Any, Self, overload
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from entremise.base import keyring
from entremise.base.errors import SealBroken

FORMAT = b"\x01"


def _place(table: str, column: str, row: object, subject: object) -> bytes:
    """The additional data that ties a cell to its place."""
    return "|".join((table, column, str(row), str(subject), "1")).encode()


def seal(text: str, *, table: str, column: str, row: UUID, subject: UUID) -> bytes:
    """The cell that holds this text at this place."""
    if not text:
        return b""
    nonce = os.urandom(keyring.NONCE_BYTES)
    place = _place(table, column, row, subject)
    return FORMAT + nonce + keyring.cipher(subject).encrypt(nonce, text.encode(), place)


def open_cell(
    cell: bytes | memoryview,
    *,
    table: str,
    column: str,
    row: UUID,
    subject: UUID,
    cipher: AESGCM | None = None,
) -> str:
    """The text of a cell. Raises SealBroken if it was made for another place, or altered."""
    raw = bytes(cell)
    if not raw:
        return ""
    cipher = cipher or keyring.cipher(subject)
    try:
        if raw[:1] != FORMAT:
            raise InvalidTag
        end = 1 + keyring.NONCE_BYTES
        place = _place(table, column, row, subject)
        return cipher.decrypt(raw[1:end], raw[end:], place).decode()
    except (InvalidTag, ValueError):
        raise SealBroken(table=table, column=column, row=row) from None


_PACKED = struct.Struct(">16s16si")
_NONCE_END = 1 + keyring.NONCE_BYTES


def open_packed(
    block: bytes, *, table: str, column: str, cipher_of: keyring.CipherOf
) -> tuple[list[bytes], list[str]]:
    """Open tens of thousands of cells laid end to end: the subjects, and the texts beside them.

    In the block each cell comes after the bytes of its row, those of its subject and its length;
    a subject without a key is left out. No object is made of what is only compared.
    """
    subjects: list[bytes] = []
    texts: list[str] = []
    for row, subject, cell in unpacked(block):
        cipher = cipher_of(subject)
        if cipher is not None:
            subjects.append(subject)
            texts.append(open_raw(cell, table, column, row, subject, cipher))
    return subjects, texts


def open_raw(
    cell: bytes, table: str, column: str, row: bytes, subject: bytes, cipher: AESGCM
) -> str:
    """The text of one cell of a block, as `open_cell` would open it."""
    if not cell:
        return ""
    place = f"{table}|{column}|{_hyphened(row)}|{_hyphened(subject)}|1".encode()
    try:
        if cell[:1] != FORMAT:
            raise InvalidTag
        return cipher.decrypt(cell[1:_NONCE_END], cell[_NONCE_END:], place).decode()
    except (InvalidTag, ValueError):
        raise SealBroken(table=table, column=column, row=UUID(bytes=row)) from None


def unpacked(block: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The row, the subject and the cell of each cell of a block."""
    at, size = 0, _PACKED.size
    while at < len(block):
        row, subject, length = _PACKED.unpack_from(block, at)
        at += size
        yield row, subject, block[at : at + length]
        at += length


def _hyphened(identity: bytes) -> str:
    """What `str(UUID(bytes=identity))` says, several times as fast."""
    text = identity.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class SealedText:
    """A text attribute kept as a sealed cell in a BinaryField of the same row."""

    def __init__(self, column: str, *, subject: str) -> None:
        self.column = column
        self.subject = subject

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> Self: ...
    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> str: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Self | str:
        if row is None:
            return self
        return open_cell(getattr(row, self.column), **self._place_of(row))

    def __set__(self, row: models.Model, text: str) -> None:
        setattr(row, self.column, seal(text, **self._place_of(row)))

    def _place_of(self, row: models.Model) -> dict[str, Any]:
        return {
            "table": row._meta.db_table,
            "column": self.column,
            "row": row.pk,
            "subject": getattr(row, self.subject),
        }


class WriteOnlyText(SealedText):
    """A sealed text that no attribute opens: the one function that may show it calls `reveal`."""

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        msg = f"{self.column} is not read as an attribute"
        raise AttributeError(msg)

    def reveal(self, row: models.Model) -> str:
        """The text of the cell. A house rule holds that one module calls this."""
        return open_cell(getattr(row, self.column), **self._place_of(row))


class SealedJson:
    """A small JSON value (dict or list) kept as a sealed cell; absent is the empty dict."""

    def __init__(self, column: str, *, subject: str) -> None:
        self.text = SealedText(column, subject=subject)

    @overload
    def __get__(self, row: None, owner: type[models.Model]) -> Self: ...
    @overload
    def __get__(self, row: models.Model, owner: type[models.Model]) -> Any: ...
    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        return json.loads(self.text.__get__(row, owner) or "{}")

    def __set__(self, row: models.Model, value: Any) -> None:
        self.text.__set__(row, json.dumps(value, ensure_ascii=False) if value else "")

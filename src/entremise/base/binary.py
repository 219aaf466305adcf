"""One long value read in binary, for the search of a person: half the time of Django's own way."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import psycopg
from django.db import connections


def block_of(alias: str, sql: str, params: Sequence[object] | None = None) -> bytes:
    """The bytes that this statement gives, on this database; empty if it gives none.

    Django's own cursor refuses the binary protocol. Whoever counts its statements through
    `execute_wrapper` sees this one too.
    """
    connection = connections[alias]
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:

        def ask(sql: str, params: Sequence[object] | None, _many: bool, _context: Any) -> Any:
            return cursor.execute(sql, params, binary=True)

        watched: Callable[..., Any] = ask
        for watcher in reversed(connection.execute_wrappers):
            watched = partial(watcher, watched)
        watched(sql, params, False, {"connection": connection, "cursor": cursor})
        (block,) = cursor.fetchone() or (None,)
    return block or b""

"""Statements that Django's own cursor cannot send: read in binary, or with values kept apart."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import psycopg
from django.db import connections


def block_of(alias: str, sql: str, params: Sequence[object] | None = None) -> bytes:
    """The bytes that this statement gives, on this database; empty if it gives none.

    For the search of a person: half the time of Django's own way, which knows no binary.
    """
    (block,) = _first(alias, sql, params, binary=True) or (None,)
    return block or b""


def value_apart(alias: str, sql: str, params: Sequence[object]) -> Any:
    """What this statement gives, its values sent beside it.

    Django writes values into the text, and every session of a role reads in `pg_stat_activity`
    the text that another one sent last.
    """
    (value,) = _first(alias, sql, params, binary=False) or (None,)
    return value


def _first(
    alias: str, sql: str, params: Sequence[object] | None, *, binary: bool
) -> tuple[Any, ...] | None:
    """The first row. Whoever counts statements through `execute_wrapper` sees this one too."""
    connection = connections[alias]
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:

        def ask(sql: str, params: Sequence[object] | None, _many: bool, _context: Any) -> Any:
            return cursor.execute(sql, params, binary=binary)

        watched: Callable[..., Any] = ask
        for watcher in reversed(connection.execute_wrappers):
            watched = partial(watcher, watched)
        watched(sql, params, False, {"connection": connection, "cursor": cursor})
        return cursor.fetchone()

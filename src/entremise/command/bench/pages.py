"""What the bench adds to the pages it measures: a header that counts, and bare pages beside them.

A bare page is what the same content would cost with none of this house: plain SQL through
psycopg, as a role that no wall stops, and a plain Django template. No middleware runs for it, so
that the comparison is with the least that a Django page can be.
"""

import os
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any

import psycopg
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.template import engines
from psycopg.rows import namedtuple_row

from entremise.command.bench import bare

QUERIES = "X-Entremise-Queries"
TIMING = "Server-Timing"
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")

Handler = Callable[[HttpRequest], HttpResponse]
_kept = threading.local()


class _Counter:
    """Counts the statements of one request, whichever database they go to."""

    def __init__(self) -> None:
        self.statements = 0
        self.seconds = 0.0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.statements += not sql.startswith(NOT_COUNTED)


class Cost:
    """Says in a header how many statements a page took, and how long they lasted."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        if request.path.startswith(bare.PREFIX):
            return _bare_page(request, started)
        counter = _Counter()
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(counter))
            response = self.get_response(request)
        return _costing(response, counter.statements, counter.seconds, started)


def _bare_page(request: HttpRequest, started: float) -> HttpResponse:
    name = request.path.removeprefix(bare.PREFIX)
    page = bare.PAGES[name]
    content: dict[str, Any] = {"menu": bare.MENU}
    with _connection().cursor(row_factory=namedtuple_row) as cursor:
        for rows, sql in page.statements.items():
            content[rows] = cursor.execute(sql, request.GET.dict()).fetchall()
    seconds = time.perf_counter() - started
    response = HttpResponse(_template(name).render(content))
    return _costing(response, len(page.statements), seconds, started)


@cache
def _template(name: str) -> Any:
    """Compiled once, as Django keeps its own."""
    return engines["django"].from_string(bare.PAGES[name].template)


def _connection() -> psycopg.Connection[Any]:
    """One connection a thread, kept as Django keeps its own."""
    if not hasattr(_kept, "connection"):
        _kept.connection = psycopg.connect(os.environ[bare.ADDRESS], autocommit=True)
    connection: psycopg.Connection[Any] = _kept.connection
    return connection


def _costing(
    response: HttpResponse, statements: int, seconds: float, started: float
) -> HttpResponse:
    page = time.perf_counter() - started
    response.headers[QUERIES] = str(statements)
    response.headers[TIMING] = f"db;dur={seconds * 1000:.2f}, page;dur={page * 1000:.2f}"
    return response

"""Counting the statements of a page, both databases together, transactions left out."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# A TestCase wraps the request, which then has to empty its context itself.
ONLY_IN_TESTS = "SELECT set_config('entremise.context', '', true)"


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside the block, filled when it ends."""
    statements: list[str] = []
    with ExitStack() as stack:
        captured = [
            stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in ("default", "keys")
        ]
        yield statements
    statements += [
        query["sql"]
        for context in captured
        for query in context.captured_queries
        if not query["sql"].startswith(NOT_COUNTED) and query["sql"] != ONLY_IN_TESTS
    ]

"""Counting the statements of a page, both databases together, transactions left out."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import connections

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# A TestCase wraps the request, which then has to empty its context itself.
ONLY_IN_TESTS = ("SELECT set_config('entremise.context', %s, true)", [""])


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside the block."""
    statements: list[str] = []

    def count(execute, sql, params, many, context):
        if not sql.startswith(NOT_COUNTED) and (sql, params) != ONLY_IN_TESTS:
            statements.append(sql)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in ("default", "keys"):
            stack.enter_context(connections[alias].execute_wrapper(count))
        yield statements

"""What is asked by a method that no page uses: never a break, never a deed, always the headers.

The access matrix asks by GET and POST; some routes are drawn anew here each time, all of them
with `entremise test --full`.
"""

import re
from contextlib import ExitStack
from random import sample

import pytest
from django.db import connections
from django.test import Client

from depth import FULL
from entremise.command.probes import matrix
from entremise.command.probes.canaries import SCENARIOS
from entremise.command.probes.routes import routes
from security.staging import WRITTEN

pytestmark = pytest.mark.django_db

TOLD = SCENARIOS if FULL else ("own", "shared")
DRAWN = None if FULL else 40
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
# A session is used, tries are counted.
NO_DEED = {"django_session", "accounts_counter"}
# HEAD reads as GET does, and what is read is told to the journal.
READING = NO_DEED | {"access_journalentry"}


@pytest.fixture
def written():
    """The tables that anything is written to while the test lasts."""
    tables = set()

    def noted(execute, sql, *rest):
        tables.update(WRITES.findall(sql))
        return execute(sql, *rest)

    with ExitStack() as watched:
        for alias in WRITTEN:
            watched.enter_context(connections[alias].execute_wrapper(noted))
        yield tables


def addresses(planted):
    every = list(routes())
    for route in sample(every, DRAWN or len(every)):
        yield next(matrix.targets(route, planted, TOLD)).path


def without_its_headers(answer):
    return [
        name
        for name, value in matrix.HEADERS.items()
        if answer.headers.get(name) not in (value, matrix.STRICTER.get(name, value))
    ]


@pytest.mark.parametrize("role", ["anonymous", "worker"])
@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "INVENTED"])
class TestEveryPage:
    def test_neither_breaks_nor_acts_and_keeps_its_headers(
        self, browsers, planted, written, role, method
    ):
        assert browsers.still_open(role)
        for path in addresses(planted):
            written.clear()
            answer = browsers.send(role, method, path)
            assert answer.status < matrix.SERVER_ERROR, path
            assert without_its_headers(answer) == [], path
            assert written <= (READING if method == "HEAD" else NO_DEED), path
        assert browsers.still_open(role)


class TestAHostThatIsNotOurs:
    @pytest.mark.parametrize("path", ["/", "/compte/connexion/", "/nulle-part/"])
    def test_is_refused_under_the_same_headers(self, path):
        answer = Client().get(path, headers={"host": "ailleurs.exemple.fr"})
        assert answer.status_code == 400
        assert without_its_headers(answer) == []
        assert answer.headers["Cache-Control"] == "no-store"
        assert b"ailleurs.exemple.fr" not in answer.content

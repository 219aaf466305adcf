"""Many threads over a few connections, users interleaved: nobody reads the rows of another.

The connections are those of the app role, used raw: what holds here is the database's own rule
that a signed context ends with its transaction.
"""

import queue
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import psycopg
import pytest
from django.db import ProgrammingError, connections

from entremise.access.acting import acting_as, signed_context
from entremise.cases.models import Case
from world import World

THREADS, TURNS, CONNECTIONS = 16, 130, 5

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Traffic:
    """Threads that take a connection, act as somebody, and give it back."""

    actors: list
    expected: dict
    ends_with_the_transaction: bool = True
    leaks: list = field(default_factory=list)
    seen: Counter = field(default_factory=Counter)
    failures: list = field(default_factory=list)

    def run(self, address):
        self.pool = queue.SimpleQueue()
        opened = [psycopg.connect(**address, autocommit=True) for _ in range(CONNECTIONS)]
        for connection in opened:
            self.pool.put(connection)
        threads = [threading.Thread(target=self._work, args=(seed,)) for seed in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for connection in opened:
            connection.close()
        assert self.failures == []

    def _work(self, seed):
        chance = random.Random(seed)  # noqa: S311 - only the order of turns
        try:
            for _ in range(TURNS):
                connection = self.pool.get()
                try:
                    self._turn(connection, chance)
                finally:
                    self.pool.put(connection)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            self.failures.append(repr(error))

    def _turn(self, connection, chance):
        """One transaction: committed, given up, broken half-way, or begun without saying who."""
        way = chance.choice(("commit", "commit", "roll back", "break", "forget"))
        actor = chance.choice(self.actors)
        try:
            with connection.transaction():
                if way != "forget":
                    connection.execute(
                        "SELECT set_config('entremise.context', %s, %s)",
                        [signed_context(actor, at=time.time()), self.ends_with_the_transaction],
                    )
                self._read(connection, actor if way != "forget" else None)
                if way == "break":
                    connection.execute("SELECT 1 / 0")
                if way == "roll back":
                    raise psycopg.Rollback
        except psycopg.errors.DivisionByZero:
            pass
        except psycopg.errors.InsufficientPrivilege as refused:
            way = "refused" if "nobody asks" in str(refused) else str(refused)
        self.seen[way] += 1

    def _read(self, connection, actor):
        rows = {row for (row,) in connection.execute("SELECT id FROM cases_case")}
        texts = {row for (row,) in connection.execute("SELECT case_id FROM cases_casetext")}
        mine = self.expected[actor.id] if actor is not None else set()
        if (rows | texts) - mine:
            self.leaks.append((actor, rows | texts))
        if actor is not None and rows != mine:
            self.failures.append("a worker does not see her own cases")


def address_of_the_app():
    settings = connections["default"].get_connection_params()
    return {name: settings[name] for name in ("host", "dbname", "user", "password")}


@pytest.fixture
def workers():
    """Three workers with cases of their own, committed, and what each may see."""
    world = World()
    workers = [world.worker, world.other_worker, world.far_worker]
    for worker in workers:
        for _ in range(4):
            world.case_of(worker)
    actors = [world.actor(worker) for worker in workers]
    expected = {}
    for actor in actors:
        with acting_as(actor):
            expected[actor.id] = set(Case.objects.values_list("pk", flat=True))
    assert sum(map(len, expected.values())) == 12
    return actors, expected


@dataclass
class TrafficThroughTheDoor(Traffic):
    """The same threads, each with a connection of Django's, through `acting_as` as the pages."""

    def run(self, address=None):
        threads = [threading.Thread(target=self._work, args=(seed,)) for seed in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert self.failures == []

    def _work(self, seed):
        chance = random.Random(seed)  # noqa: S311 - only the order of turns
        try:
            for _ in range(TURNS // 4):
                self._turn(None, chance)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            self.failures.append(repr(error))
        finally:
            connections.close_all()

    def _turn(self, connection, chance):
        way = chance.choice(("commit", "break", "forget"))
        actor = chance.choice(self.actors)
        try:
            if way == "forget":
                self._rows(None)
            else:
                with acting_as(actor):
                    self._rows(actor)
                    if way == "break":
                        raise Broken
        except Broken:
            pass
        except ProgrammingError as refused:
            way = "refused" if "nobody asks" in str(refused) else str(refused)
        self.seen[way] += 1

    def _rows(self, actor):
        rows = set(Case.objects.values_list("pk", flat=True))
        mine = self.expected[actor.id] if actor is not None else set()
        if rows - mine:
            self.leaks.append((actor, rows))
        if actor is not None and rows != mine:
            self.failures.append("a worker does not see her own cases")


class Broken(Exception):
    """A page that fails in the middle of its transaction."""


class TestInterleavedUsers:
    def test_never_read_a_row_of_another(self, workers):
        traffic = Traffic(*workers)
        traffic.run(address_of_the_app())
        assert traffic.leaks == []
        assert sum(traffic.seen.values()) == THREADS * TURNS >= 2000
        assert min(traffic.seen[way] for way in ("commit", "roll back", "break", "refused")) > 100
        assert traffic.seen["forget"] == 0

    def test_never_read_a_row_of_another_through_the_door_of_the_pages(self, workers):
        traffic = TrafficThroughTheDoor(*workers)
        traffic.run()
        assert traffic.leaks == []
        assert set(traffic.seen) == {"commit", "break", "refused"}
        assert min(traffic.seen.values()) > 50

    def test_the_harness_finds_a_context_that_outlives_its_transaction(self, workers):
        traffic = Traffic(*workers, ends_with_the_transaction=False)
        traffic.run(address_of_the_app())
        assert len(traffic.leaks) > 10

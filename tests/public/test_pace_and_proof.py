"""Robots are slowed down; nobody is refused, and no address is kept."""

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections

from entremise.public import pace, proof, tickets
from visiting import ADDRESS, AT_ROANNE, REACHED, TOLD, Visitor, forget_the_pace

pytestmark = pytest.mark.django_db
ADDRESS_OF_A_VISITOR = "203.0.113.77"
NOON = 1_000_000


@pytest.fixture(autouse=True)
def calm(db):
    forget_the_pace()
    yield
    forget_the_pace()


def arrived(visitor):
    return visitor.page.status_code == 201


@pytest.fixture
def wait(monkeypatch):
    """Sends what follows so many seconds later. It is noon: no day ends meanwhile."""
    # The next noon: what is kept for an hour from then is not over yet.
    now = [(time.time() + pace.DAY / 2) // pace.DAY * pace.DAY + pace.DAY / 2]
    monkeypatch.setattr("entremise.public.views.time.time", lambda: now[0])

    def wait(seconds):
        now[0] += seconds

    return wait


class TestTheWorkOfABrowser:
    def test_is_recognised_for_its_own_form_alone(self, world):
        visitor = Visitor().post(REACHED).post(AT_ROANNE)
        ticket = tickets.read(visitor.fields()["ticket"][0], at=time.time())
        done = visitor.solve()
        assert proof.is_solved(done, ticket)
        assert not proof.is_solved(done, tickets.issue(at=time.time()))

    @pytest.mark.parametrize(
        "said",
        [
            "",
            "zzz",
            "[]",
            "null",
            '"text"',
            "{}",
            '{"algorithm": "SHA-256", "challenge": 1, "salt": 2, "signature": 3, "number": 4}',
            '{"algorithm": "MD5", "challenge": "", "salt": "", "signature": "", "number": 1}',
            "[" * 900,
        ],
    )
    def test_badly_told_is_work_not_done(self, said):
        ticket = tickets.issue(at=time.time())
        assert not proof.is_solved(base64.b64encode(said.encode()).decode(), ticket)
        assert not proof.is_solved(said, ticket)

    def test_cannot_be_forged(self, world):
        visitor = Visitor().post(REACHED).post(AT_ROANNE)
        ticket = tickets.read(visitor.fields()["ticket"][0], at=time.time())
        told = json.loads(base64.b64decode(visitor.solve()))
        told["number"] = (told["number"] + 1) % proof.MOST
        assert not proof.is_solved(base64.b64encode(json.dumps(told).encode()).decode(), ticket)


class TestThePace:
    def test_is_free_for_a_few_without_the_work_then_asks_to_wait(self, world):
        for _time in range(pace.FREE_WITHOUT):
            assert arrived(Visitor().ask())
        waits = Visitor().ask()
        assert waits.page.status_code == 200
        assert "Beaucoup de messages partent du même endroit" in waits.text
        assert TOLD["said"] in waits.text

    def test_takes_what_has_waited(self, world, wait):
        for _time in range(pace.FREE_WITHOUT):
            Visitor().ask()
        waits = Visitor().ask()
        wait(10)
        assert not arrived(waits.post())
        wait(pace.APART + 5)
        assert arrived(waits.post())

    def test_lets_what_has_waited_through_one_by_one(self, world, wait):
        for _time in range(pace.FREE_WITHOUT):
            Visitor().ask()
        waiting = [Visitor().ask() for _time in range(20)]
        assert not any(arrived(visitor) for visitor in waiting)
        wait(pace.APART + 5)
        waiting = [visitor for visitor in waiting if not arrived(visitor.post())]
        assert len(waiting) == 19
        wait(pace.LONGEST_WAIT + 5)
        in_line = pace.LONGEST_WAIT // pace.APART
        assert sum(arrived(visitor.post()) for visitor in waiting) == in_line

    def test_loses_nothing_of_who_comes_while_the_line_is_full(self, world, wait):
        for _time in range(pace.FREE_WITHOUT + 20):
            Visitor().ask()
        waits = Visitor().ask()
        assert "Beaucoup de messages partent du même endroit" in waits.text
        assert TOLD["said"] in waits.text
        wait(pace.LONGEST_WAIT + pace.APART)
        assert arrived(waits.post())

    def test_counts_a_form_once_that_is_sent_twice(self, world):
        visitor = Visitor().post(REACHED).post(AT_ROANNE)
        sent = {**visitor.fields(), **TOLD, "go": "next"}
        for _time in range(pace.FREE_WITHOUT):
            assert visitor.client.post(ADDRESS, sent).status_code == 201
        assert arrived(Visitor().ask())

    def test_lets_the_work_of_a_browser_go_further(self, world):
        for _time in range(pace.FREE_WITHOUT):
            Visitor().ask()
        visitor = Visitor().post(REACHED).post(AT_ROANNE)
        assert arrived(visitor.post({**TOLD, "altcha": visitor.solve()}))

    def test_of_one_place_does_not_slow_another(self, world):
        for _time in range(pace.FREE_WITHOUT + 1):
            Visitor(REMOTE_ADDR="203.0.113.1").ask()
        assert arrived(Visitor(REMOTE_ADDR="203.0.113.2").ask())

    def test_is_that_of_the_network_which_one_subscriber_has(self, rf):
        request, neighbour = (rf.get("/", REMOTE_ADDR=f"2001:db8::{end}") for end in (1, 2))
        for _time in range(pace.FREE_WITHOUT):
            pace.take_turn(request, proved=False, at=NOON)
        assert pace.take_turn(neighbour, proved=False, at=NOON) == NOON + pace.APART

    def test_never_waits_longer_than_minutes(self, rf):
        request = rf.get("/", REMOTE_ADDR=ADDRESS_OF_A_VISITOR)
        turns = [pace.take_turn(request, proved=False, at=NOON) for _time in range(50)]
        given = [turn for turn in turns if turn is not None]
        assert turns == given + [None] * (50 - len(given))
        assert max(given) == NOON + pace.LONGEST_WAIT

    def test_is_free_again_within_the_hour(self, rf):
        request = rf.get("/", REMOTE_ADDR=ADDRESS_OF_A_VISITOR)
        for _time in range(50):
            pace.take_turn(request, proved=True, at=NOON)
        later = NOON + pace.HOUR
        turns = [
            pace.take_turn(request, proved=True, at=later) for _time in range(pace.FREE_WITH_PROOF)
        ]
        assert max(turns) <= later

    def test_gives_no_moment_twice_to_those_who_send_at_once(self, rf):
        def take(_number):
            request = rf.get("/", REMOTE_ADDR=ADDRESS_OF_A_VISITOR)
            try:
                return pace.take_turn(request, proved=True, at=NOON)
            finally:
                connections["counters"].close()

        with ThreadPoolExecutor(8) as crowd:
            turns = list(crowd.map(take, range(pace.FREE_WITH_PROOF)))
        assert len(set(turns)) == len(turns)


class TestAddresses:
    def test_are_written_nowhere(self, world):
        assert arrived(Visitor(REMOTE_ADDR=ADDRESS_OF_A_VISITOR).ask())
        with connections["counters"].cursor() as cursor:
            cursor.execute("SELECT string_agg(line::text, ' ') FROM accounts_counter line")
            (kept,) = cursor.fetchone()
        assert "public:sent:" in kept
        assert ADDRESS_OF_A_VISITOR not in kept

    def test_cannot_be_found_again_once_the_number_of_the_day_is_gone(self, rf):
        request = rf.get("/", REMOTE_ADDR=ADDRESS_OF_A_VISITOR)
        first = pace._mark(request, NOON, proved=True)
        assert pace._mark(request, NOON, proved=True) == first
        pace._mark(request, NOON + pace.DAY, proved=True)
        assert cache.get(f"public:day:{int(NOON // pace.DAY)}") is None
        assert pace._mark(request, NOON, proved=True) != first

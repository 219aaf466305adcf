"""Robots are slowed down; nobody is refused, and no address is kept."""

import base64
import json
import time

import pytest
from django.core.cache import cache
from django.db import connections

from entremise.public import pace, proof, tickets
from visiting import AT_ROANNE, REACHED, TOLD, Visitor, forget_the_pace

pytestmark = pytest.mark.django_db
ADDRESS_OF_A_VISITOR = "203.0.113.77"


@pytest.fixture(autouse=True)
def calm(db):
    forget_the_pace()
    yield
    forget_the_pace()


def arrived(visitor):
    return visitor.page.status_code == 201


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

    def test_takes_what_has_waited(self, world, monkeypatch):
        for _time in range(pace.FREE_WITHOUT):
            Visitor().ask()
        waits = Visitor().ask()
        now = time.time()
        monkeypatch.setattr("entremise.public.views.time.time", lambda: now + 10)
        assert not arrived(waits.post())
        monkeypatch.setattr("entremise.public.views.time.time", lambda: now + pace.FIRST_WAIT + 5)
        assert arrived(waits.post())

    def test_lets_the_work_of_a_browser_go_further(self, world):
        for _time in range(pace.FREE_WITHOUT):
            Visitor().ask()
        visitor = Visitor().post(REACHED).post(AT_ROANNE)
        assert arrived(visitor.post({**TOLD, "altcha": visitor.solve()}))

    def test_of_one_place_does_not_slow_another(self, world):
        for _time in range(pace.FREE_WITHOUT + 1):
            Visitor(REMOTE_ADDR="203.0.113.1").ask()
        assert arrived(Visitor(REMOTE_ADDR="203.0.113.2").ask())

    def test_never_waits_longer_than_minutes(self, rf):
        request = rf.get("/", REMOTE_ADDR="2001:db8::1")
        for _time in range(500):
            pace.note_sent(request, at=1_000_000.0)
        neighbour = rf.get("/", REMOTE_ADDR="2001:db8::2")
        wait = pace.seconds_to_wait(neighbour, proved=False, at=1_000_000.0)
        assert wait == pace.LONGEST_WAIT

    def test_begins_anew_with_the_hour_and_the_day(self, rf):
        request = rf.get("/", REMOTE_ADDR=ADDRESS_OF_A_VISITOR)
        for _time in range(pace.FREE_WITHOUT):
            pace.note_sent(request, at=1_000_000.0)
        assert pace.seconds_to_wait(request, proved=False, at=1_000_000.0) > 0
        assert pace.seconds_to_wait(request, proved=False, at=1_000_000.0 + pace.HOUR) == 0
        assert pace.seconds_to_wait(request, proved=False, at=1_000_000.0 + pace.DAY) == 0


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
        first = pace._mark(request, 1_000_000.0)
        assert pace._mark(request, 1_000_000.0) == first
        pace._mark(request, 1_000_000.0 + pace.DAY)
        assert cache.get(f"public:day:{int(1_000_000 // pace.DAY)}") is None
        assert pace._mark(request, 1_000_000.0) != first

"""How much may come from one place before it is asked to wait: one after the other, never refused.

A whole town may leave by one address, and a shelter has one telephone line: what comes beyond
the usual waits for a moment of its own, and is then taken. An address is never kept: a number is
drawn each day, and what is counted for an hour is a mark made with it, which nobody can make
again once the number is thrown away.
"""

import hmac
import ipaddress
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.db import connections, transaction
from django.http import HttpRequest

HOUR, DAY = 3600, 24 * 3600
FREE_WITH_PROOF = 20
FREE_WITHOUT = 5
# Beyond these, seconds between one and the next; as many without sending give one of them back.
APART = 120
# The line ends there: whoever floods it must not keep his neighbours waiting for days.
LONGEST_WAIT = 600


def _place(request: HttpRequest) -> str:
    """The address, or for IPv6 the network that one subscriber has."""
    try:
        address = ipaddress.ip_address(ratelimit.get_ip(request) or "")
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _number_of_the_day(at: float) -> str:
    """Drawn at random each day and known to nobody; that of the day before is thrown away."""
    day = int(at // DAY)
    cache.add(f"public:day:{day}", secrets.token_hex(32), DAY)
    cache.delete(f"public:day:{day - 1}")
    return str(cache.get(f"public:day:{day}", ""))


def _mark(request: HttpRequest, at: float, *, proved: bool) -> str:
    drawn = _number_of_the_day(at).encode()
    mark = hmac.new(drawn, _place(request).encode(), sha256).hexdigest()
    return f"public:sent:{mark}:{'proved' if proved else 'unproved'}"


@contextmanager
def _alone(mark: str) -> Iterator[None]:
    """One at a time for this mark: those who send at once would all read the same moment."""
    with transaction.atomic(using="counters"), connections["counters"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])
        yield


def take_turn(request: HttpRequest, *, proved: bool, at: float) -> int | None:
    """The moment from which this place may send one more, taken at once; None: the line is full.

    Who has done the work does not stand in the line of those who have not.
    """
    mark = _mark(request, at, proved=proved)
    free = APART * (FREE_WITH_PROOF if proved else FREE_WITHOUT)
    with _alone(mark):
        turn = max(int(cache.get(mark, 0)), int(at) - free) + APART
        if turn > at + LONGEST_WAIT:
            return None
        cache.set(mark, turn, free + LONGEST_WAIT)
    return turn


def give_back_turn(request: HttpRequest, *, proved: bool, at: float) -> None:
    """What was sent had been sent before: it counts once."""
    mark = _mark(request, at, proved=proved)
    with _alone(mark):
        cache.set(mark, int(cache.get(mark, 0)) - APART, HOUR)

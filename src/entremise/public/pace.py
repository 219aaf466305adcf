"""How much may come from one place before it is asked to wait: slower and slower, never refused.

A whole town may leave by one address, and a shelter has one telephone line: what comes beyond
the usual waits a little and is then taken. An address is never kept: a number is drawn each day,
and what is counted for an hour is a mark made with it, which nobody can make again once the
number is thrown away.
"""

import hmac
import ipaddress
import secrets
from contextlib import suppress
from hashlib import sha256

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

HOUR, DAY = 3600, 24 * 3600
FREE_WITH_PROOF = 20
FREE_WITHOUT = 5
FIRST_WAIT = 30
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


def _mark(request: HttpRequest, at: float) -> str:
    drawn = _number_of_the_day(at).encode()
    mark = hmac.new(drawn, _place(request).encode(), sha256).hexdigest()
    return f"public:sent:{mark}:{int(at // HOUR)}"


def seconds_to_wait(request: HttpRequest, *, proved: bool, at: float) -> int:
    """How long before this place may send one more: nothing, then twice as long each time."""
    sent = int(cache.get(_mark(request, at), 0))
    beyond = sent - (FREE_WITH_PROOF if proved else FREE_WITHOUT)
    if beyond < 0:
        return 0
    return int(min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 10)))


def note_sent(request: HttpRequest, *, at: float) -> None:
    """Count one more from this place, for the hour."""
    mark = _mark(request, at)
    if not cache.add(mark, 1, HOUR):
        with suppress(ValueError):  # the hour has just ended
            cache.incr(mark)

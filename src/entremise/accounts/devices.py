"""The device behind a login, so that limits count by account and device.

A stranger who tries passwords on somebody's account spends the tries of his own browser, not
hers. The cookie holds a random number, and keyed hashes of the accounts that logged in here: for
those, this device is trusted, and what strangers do elsewhere never counts against it.
"""

import secrets
from dataclasses import dataclass, field
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "entremise_device"
SALT = "entremise.device"
SECONDS = 180 * 24 * 3600
ACCOUNTS_KEPT = 8

# A whole département may leave by one address, hence the wide limit by address; the one by
# account stops a crowd of devices that share the guessing of one password.
RATES = {
    "trusted": "10/5m/key",
    "device": "5/5m/key",
    "account": "60/h/key",
    "address": "200/10m/ip",
}


@dataclass(frozen=True, kw_only=True)
class Device:
    """A browser: its number, and the accounts that have logged in from it."""

    number: str = ""
    accounts: tuple[str, ...] = field(default=())

    def trusts(self, email: str) -> bool:
        """Whether this account has logged in here before."""
        return account_print(email) in self.accounts


def account_print(email: str) -> str:
    """A keyed hash of an account, short enough for a cookie."""
    return salted_hmac(SALT, email.lower(), algorithm="sha256").hexdigest()[:20]


def device_of(request: HttpRequest) -> Device:
    """The device of a request; unknown, it has no number."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
        return Device(number=known["d"], accounts=tuple(known["a"]))
    except (signing.BadSignature, KeyError, TypeError):
        return Device()


def remember(request: HttpRequest, response: HttpResponse, *, email: str = "") -> None:
    """Give the browser its number, and trust it for the account that has just logged in."""
    device = device_of(request)
    if device.number and (not email or device.trusts(email)):
        return
    accounts = (account_print(email), *device.accounts)[:ACCOUNTS_KEPT] if email else ()
    value = {"d": device.number or secrets.token_urlsafe(12), "a": accounts}
    response.set_cookie(
        COOKIE,
        signing.dumps(value, salt=SALT),
        max_age=SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/compte/",
    )


def spend_a_try(request: HttpRequest, *, email: str) -> Any | None:
    """Count one try of a password; None when there have been too many.

    The answer has a `rollback`, called when the password was right.
    """
    device = device_of(request)
    account = account_print(email)
    place = device.number or f"no cookie {ratelimit.get_ip(request)}"
    wanted: list[tuple[str, str | None]] = [("address", None)]
    if device.trusts(email):
        wanted.append(("trusted", f"{account}|{device.number}"))
    else:
        wanted += [("device", f"{account}|{place}"), ("account", account)]
    spent = ratelimit.RateLimitUsage(usage=[])
    for action, key in wanted:
        usage = _consume(request, action, key)
        if usage is None:
            # A refused try is not counted by the wider limits: refusals must not feed them.
            spent.rollback()
            return None
        spent.usage += usage.usage
    return spent


def forget_tries(request: HttpRequest, *, email: str) -> None:
    """After a new password was set by mail: this browser may try again at once."""
    device = device_of(request)
    account = account_print(email)
    for action in ("trusted", "device"):
        ratelimit.clear(
            request,
            app="entremise",
            action=action,
            config=RATES,
            key=f"{account}|{device.number}",
        )


def may_keep_a_text(request: HttpRequest) -> bool:
    """Whether this address has not sent too many forms without a session."""
    usage = ratelimit.consume(
        request, app="entremise", action="held", config={"held": "30/10m/ip"}
    )
    return usage is not None


def _consume(request: HttpRequest, action: str, key: str | None) -> Any | None:
    return ratelimit.consume(request, app="entremise", action=action, config=RATES, key=key)


def may_try_a_key(request: HttpRequest) -> bool:
    """Whether this address has not tried too many keys of partners."""
    usage = ratelimit.consume(request, app="entremise", action="key", config={"key": "30/10m/ip"})
    return usage is not None


def may_refer_by_key(request: HttpRequest, *, link: str) -> bool:
    """Whether this access of a partner has not referred too often: nobody sends twenty an hour."""
    usage = ratelimit.consume(
        request,
        app="entremise",
        action="partner",
        config={"partner": "20/h/key"},
        key=link,
    )
    return usage is not None


def may_read_a_calendar(request: HttpRequest, *, secret: str) -> bool:
    """Whether this address of a calendar is not read too often, and this network does not try
    too many; asked before knowing whether it opens anything, so that nothing shows which do."""
    usage = ratelimit.consume(
        request,
        app="entremise",
        action="calendar",
        config={"calendar": "300/10m/ip,60/h/key"},
        key=salted_hmac("entremise.calendar.rate", secret[:200], algorithm="sha256").hexdigest(),
        limit_get=True,
    )
    return usage is not None

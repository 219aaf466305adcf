"""The only door to the tables about helped persons."""

import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction

from entremise.access.actor import Actor
from entremise.base import keyring
from entremise.base.binary import value_apart

SECONDS_TO_LIVE = 60

_acting: ContextVar[Actor | None] = ContextVar("entremise_actor", default=None)


def signed_context(actor: Actor, *, at: float) -> str:
    """`kind|id|expiry|HMAC`, verified by `wall.context()` with a key hidden from the app role."""
    claim = f"{actor.kind}|{actor.id}|{int(at) + SECONDS_TO_LIVE}"
    key = bytes.fromhex(settings.ENTREMISE_CONTEXT_KEY)
    return f"{claim}|{hmac.new(key, claim.encode(), sha256).hexdigest()}"


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """One transaction in which this actor reads and acts, and nobody else.

    The database knows who asks through a signed setting that ends with the transaction.
    Nesting is an error: one request, job or command, one actor.
    """
    if _acting.get() is not None:
        msg = "acting_as() inside acting_as()"
        raise RuntimeError(msg)
    with transaction.atomic(durable=True), keyring.opened():
        _set_context(signed_context(actor, at=time.time()))
        token = _acting.set(actor)
        try:
            yield actor
        finally:
            _acting.reset(token)
    if connection.in_atomic_block:
        # Only a TestCase still holds a transaction here, in which the setting would live on.
        _set_context("")


def _set_context(value: str) -> None:
    value_apart("default", "SELECT set_config('entremise.context', %s, true)", [value])

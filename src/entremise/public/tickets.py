"""What a page of the form carries instead of a cookie: a number of its own, signed for hours.

A visitor has no session that a forged request could use: a ticket only says that our own page
was opened not long ago. Its number makes a form that is sent twice count once, ties the proof of
work to this form, and gives the reference that is told at the end.
"""

import secrets
from dataclasses import dataclass, replace
from uuid import UUID

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "entremise.public.ticket"
HOURS = 6
NUMBER_BYTES = 12
DIGITS = 8


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """A form that was opened: its number, since when, and before when it must wait."""

    number: str
    issued_at: int
    not_before: int = 0

    @property
    def signed(self) -> str:
        """What the page carries."""
        return signing.dumps([self.number, self.issued_at, self.not_before], salt=SALT)

    def delayed(self, *, until: int) -> "Ticket":
        """The same form, to be sent again from that moment."""
        return replace(self, not_before=until)

    @property
    def enquiry_id(self) -> UUID:
        """The identity of what this form sends; nobody can tell it from the page."""
        return UUID(bytes=self._secret("enquiry")[:16], version=4)

    @property
    def reference(self) -> str:
        """Eight digits that mean nothing, easy to say; the first is never a zero."""
        span = 9 * 10 ** (DIGITS - 1)
        return str(10 ** (DIGITS - 1) + int.from_bytes(self._secret("reference")[:8]) % span)

    def _secret(self, purpose: str) -> bytes:
        return salted_hmac(f"{SALT}.{purpose}", self.number, algorithm="sha256").digest()


def issue(*, at: float) -> Ticket:
    """The ticket of a form that has just been opened."""
    return Ticket(number=secrets.token_hex(NUMBER_BYTES), issued_at=int(at))


def read(text: str, *, at: float) -> Ticket | None:
    """The ticket that came back; None if it was forged, damaged, or is too old."""
    try:
        number, issued_at, not_before = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if issued_at + HOURS * 3600 < at:
        return None
    return Ticket(number=number, issued_at=issued_at, not_before=not_before)

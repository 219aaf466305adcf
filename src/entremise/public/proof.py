"""Proof of work in the published altcha format: it slows robots down, and refuses nobody.

Without it (no JavaScript, an old phone that has not finished) the form is taken all the same, at
a slower pace once much comes from one place: see `pace`.
"""

import base64
import json
from datetime import UTC, datetime, timedelta

from altcha.v1 import create_challenge, verify_solution
from django.utils.crypto import salted_hmac

from entremise.public.tickets import HOURS, Ticket

# Half of them on average: half a second on a phone of ten years ago.
MOST = 40_000
LONGEST = 2_000


def _key() -> str:
    return salted_hmac("entremise.public.proof", "key", algorithm="sha256").hexdigest()


def challenge(ticket: Ticket) -> str:
    """What the browser works on while somebody writes, as JSON."""
    until = datetime.fromtimestamp(ticket.issued_at, UTC) + timedelta(hours=HOURS)
    made = create_challenge(
        algorithm="SHA-256",
        max_number=MOST,
        salt_length=1,
        hmac_key=_key(),
        salt=ticket.number,
        number=None,
        expires=until,
        params=None,
    )
    return json.dumps(made.to_dict())


def is_solved(payload: str, ticket: Ticket) -> bool:
    """Whether the work was done, for this very form; anything odd is work not done."""
    if not payload or len(payload) > LONGEST:
        return False
    try:
        said = json.loads(base64.b64decode(payload, validate=True))
    except (ValueError, RecursionError):
        return False
    if not isinstance(said, dict) or not _is_well_formed(said):
        return False
    if not said["salt"].startswith(f"{ticket.number}?"):
        return False
    solved, _why = verify_solution(payload, _key(), check_expires=True)
    return bool(solved)


def _is_well_formed(said: dict[str, object]) -> bool:
    texts = ("algorithm", "challenge", "salt", "signature")
    number = said.get("number")
    return (
        all(isinstance(said.get(name), str) for name in texts)
        and type(number) is int
        and 0 <= number <= MOST
        and said["algorithm"] == "SHA-256"
    )

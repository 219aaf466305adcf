"""What a session holds, besides who logged in: its clock, its second step, its lock.

A session lives in the database, sealed; the browser has only its number.
"""

import json
import os
import secrets
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from entremise.accounts.models import User
from entremise.base.keyring import NONCE_BYTES, named_cipher

STARTED, SEEN = "entremise.started", "entremise.seen"
MARK, SECOND_FACTOR = "entremise.mark", "entremise.second_factor"
IDLE = "entremise.idle"
SHARED = "entremise.shared"
LOCKED, HELD, BEFORE = "entremise.locked", "entremise.held", "entremise.before"

SECONDS_BETWEEN_NOTES = 30
TEXTS_KEPT = 5
ABSOLUTE_SECONDS = 10 * 3600


class SealedSerializer:
    """Seals what a session holds: a second-factor secret passes through it at enrolment."""

    def dumps(self, content: dict[str, Any]) -> bytes:
        """The sealed cell of a session."""
        nonce = os.urandom(NONCE_BYTES)
        clear = json.dumps(content, separators=(",", ":")).encode()
        return nonce + named_cipher("session").encrypt(nonce, clear, b"session")

    def loads(self, cell: bytes) -> dict[str, Any]:
        """What a session holds; a cell that does not open makes an empty session."""
        clear = named_cipher("session").decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], b"session")
        content: dict[str, Any] = json.loads(clear)
        return content


def begin(
    session: SessionBase,
    user: User,
    *,
    at: float,
    second_factor: bool,
    open_office: bool = False,
    device_id: str = "",
) -> None:
    """Start the clock of a session that has just logged in; it is faster where others pass by."""
    if not user.session_mark:
        renew_mark(user)
    session[STARTED] = session[SEEN] = int(at)
    session[MARK] = user.session_mark
    minutes = settings.IDLE_MINUTES_IN_AN_OPEN_OFFICE if open_office else settings.IDLE_MINUTES
    session[IDLE] = minutes * 60
    session.pop(LOCKED, None)
    session.pop(SHARED, None)
    session.pop(SECOND_FACTOR, None)
    if device_id:
        share(session, device_id=device_id)
    if second_factor:
        pass_second_step(session, user)


def share(session: SessionBase, *, device_id: str) -> None:
    """Tie a session to a computer that several people use: short, and never locked but ended."""
    session[SHARED] = device_id
    last_long(session)


def shared_device(session: SessionBase) -> str:
    """The shared computer that this session is tied to, if any."""
    return str(session.get(SHARED, ""))


def last_long(session: SessionBase) -> None:
    """Give a session on a shared computer its usual few minutes."""
    if shared_device(session):
        session[IDLE] = settings.IDLE_MINUTES_ON_A_SHARED_DEVICE * 60


def end_soon(session: SessionBase) -> None:
    """What was to be done on a shared computer is done: let its session end sooner."""
    if shared_device(session):
        session[IDLE] = settings.IDLE_MINUTES_ONCE_SENT * 60


def renew_mark(user: User) -> None:
    """End every session of the account: none holds the new mark."""
    user.session_mark = secrets.token_hex(8)
    user.save(update_fields=["session_mark"])


def pass_second_step(session: SessionBase, user: User) -> None:
    """Remember that the second step was passed in this very session."""
    session[SECOND_FACTOR] = str(user.pk)


def passed_second_step(session: SessionBase, user: User) -> bool:
    """Whether the second step was passed in this very session."""
    return bool(session.get(SECOND_FACTOR) == str(user.pk))


def is_current(session: SessionBase, user: User) -> bool:
    """Whether no later login, nor a command of the account, ended this session."""
    return bool(user.session_mark and session.get(MARK) == user.session_mark)


def is_over(session: SessionBase, *, at: float) -> bool:
    """Whether the session was idle too long, or has lasted a whole working day."""
    seen, started = session.get(SEEN, 0), session.get(STARTED, 0)
    return bool(at - seen > idle_seconds(session) or at - started > ABSOLUTE_SECONDS)


def idle_seconds(session: SessionBase) -> int:
    """How long this session may stay idle before its screen is locked."""
    return int(session.get(IDLE, settings.IDLE_MINUTES * 60))


def note_activity(session: SessionBase, *, at: float) -> None:
    """Remember that somebody is there; twice a minute at most, to save writing."""
    if at - session.get(SEEN, 0) >= SECONDS_BETWEEN_NOTES:
        session[SEEN] = int(at)


def kept_texts(session: SessionBase) -> dict[str, str]:
    """The forms kept for this browser: number and page, oldest first."""
    kept: dict[str, str] = session.get(HELD, {})
    return kept


def keep_text(session: SessionBase, *, number: str, path: str) -> None:
    """Tie a kept form to this browser session."""
    kept = {**kept_texts(session), number: path}
    session[HELD] = dict(list(kept.items())[-TEXTS_KEPT:])


def let_go_of_text(session: SessionBase, *, number: str) -> None:
    """The form was sent, or thrown away."""
    kept = {key: path for key, path in kept_texts(session).items() if key != number}
    session[HELD] = kept


def is_worn_out(session: SessionBase, *, at: float) -> bool:
    """Whether a whole working day has passed, locked or not."""
    return bool(at - session.get(STARTED, 0) > ABSOLUTE_SECONDS)

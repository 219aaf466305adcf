"""One random key per person, per case, per referral, per list or sheet; opened for a transaction.

A key is wrapped by the key of its employer, which is derived from the master key file; the
wrapped key lies in the separate `keys` database, so that destroying it reaches the backups of
the main one. Keys are made and destroyed outside the transaction of the main database: the key
commits first, and a deed that then fails leaves a key that opens nothing.
"""

import base64
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from entremise.base.binary import block_of
from entremise.base.errors import KeyMissing, KeyNotLoaded, SealBroken
from entremise.base.models import EphemeralKey, KeyKind, SubjectKey

NONCE_BYTES = 12
KEY_BYTES = 32
# What lives a day at most, and is left out of backups.
EPHEMERAL = frozenset({KeyKind.LIST, KeyKind.SHEET})

# Finds the cipher of a subject by the bytes of its identity; None where its key is destroyed.
CipherOf = Callable[[bytes], AESGCM | None]

_ring: ContextVar[dict[UUID, AESGCM] | None] = ContextVar("entremise_ring", default=None)


@lru_cache
def _master_key(path: str) -> bytes:
    key = base64.b64decode(Path(path).read_text().strip())
    if len(key) != KEY_BYTES:
        msg = "Le fichier de clé doit contenir 32 octets en base64."
        raise ValueError(msg)
    return key


@lru_cache(maxsize=256)
def _wrapping_key(path: str, scope_id: UUID) -> AESGCM:
    """The key that wraps those of one employer (or of one unit, for its morning lists)."""
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"wrap" + scope_id.bytes)
    return AESGCM(derived.derive(_master_key(path)))


def named_cipher(purpose: str) -> AESGCM:
    """A cipher for what belongs to no helped person, such as second-factor secrets."""
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return AESGCM(derived.derive(_master_key(settings.ENTREMISE_KEY_FILE)))


def fingerprint(*, scope_id: UUID, purpose: str, text: str) -> str:
    """A mark by which one employer recognises a text again, and from which nobody reads it back.

    Its key is derived from the master key: a copy of the database alone can test no guess.
    """
    key = _marking_key(settings.ENTREMISE_KEY_FILE, scope_id, purpose)
    return hmac.new(key, text.encode(), sha256).hexdigest()


@lru_cache(maxsize=256)
def _marking_key(path: str, scope_id: UUID, purpose: str) -> bytes:
    info = b"mark" + purpose.encode() + scope_id.bytes
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(
        _master_key(path)
    )


def _unwrap(scope_id: UUID, subject_id: UUID, wrapped: bytes) -> AESGCM:
    wrapping = _wrapping_key(settings.ENTREMISE_KEY_FILE, scope_id)
    try:
        key = wrapping.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], subject_id.bytes)
    except (InvalidTag, ValueError):  # a key cut too short has no nonce
        raise SealBroken(table="base_subjectkey", column="wrapped", row=subject_id) from None
    return AESGCM(key)


@contextmanager
def opened() -> Iterator[None]:
    """Hold the keys read inside this block, and forget them at its end."""
    held = _ring.set({})
    try:
        yield
    finally:
        _ring.reset(held)


def _open_ring() -> dict[UUID, AESGCM]:
    ring = _ring.get()
    if ring is None:
        msg = "sealed text is only opened inside acting_as()"
        raise RuntimeError(msg)
    return ring


def draw(*, subject_id: UUID, scope_id: UUID) -> bytes:
    """Draw the key of a new subject and hold it open; return it wrapped, for its row."""
    key = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
    nonce = os.urandom(NONCE_BYTES)
    wrapping = _wrapping_key(settings.ENTREMISE_KEY_FILE, scope_id)
    _open_ring()[subject_id] = AESGCM(key)
    return nonce + wrapping.encrypt(nonce, key, subject_id.bytes)


def create(*, subject_id: UUID, scope_id: UUID, kind: KeyKind) -> None:
    """Make the key of a new subject; it is committed before the row that it seals."""
    table = EphemeralKey if kind in EPHEMERAL else SubjectKey
    wrapped = draw(subject_id=subject_id, scope_id=scope_id)
    table.objects.create(subject_id=subject_id, scope_id=scope_id, kind=kind, wrapped=wrapped)


def load(subject_ids: Iterable[UUID]) -> None:
    """Read the keys of these subjects in one go; those already held are not read again.

    A destroyed key is not an error here: opening a cell that needs it is.
    """
    ring = _open_ring()
    wanted = {subject_id for subject_id in subject_ids if subject_id not in ring}
    if not wanted:
        return
    columns = ("subject_id", "scope_id", "wrapped")
    kept = SubjectKey.objects.filter(subject_id__in=wanted).values_list(*columns)
    for subject_id, scope_id, wrapped in kept:
        ring[subject_id] = _unwrap(scope_id, subject_id, bytes(wrapped))


def load_list(list_id: UUID) -> None:
    """Read the key of a morning list or of a sheet: it lives a day, and is in no backup."""
    cipher_of_list(list_id)


def cipher_of_list(list_id: UUID) -> AESGCM | None:
    """The same, and its cipher; None once the key was destroyed."""
    row = EphemeralKey.objects.filter(subject_id=list_id).first()
    if row is None:
        return None
    _open_ring()[list_id] = _unwrap(row.scope_id, list_id, bytes(row.wrapped))
    return _open_ring()[list_id]


def load_all(*, scope_id: UUID, kind: KeyKind) -> CipherOf:
    """Read every key of one employer in one binary statement, for the search of a person.

    Returns a lookup, by the bytes of a subject, that unwraps a key when it is asked for; nothing
    is kept in the ring.
    """
    block = block_of(
        "keys",
        "SELECT string_agg(uuid_send(subject_id) || wrapped, ''::bytea)"
        " FROM base_subjectkey WHERE scope_id = %s AND kind = %s",
        [scope_id, kind.value],
    )
    size = 16 + NONCE_BYTES + KEY_BYTES + 16
    wrapped = {
        block[at : at + 16]: block[at + 16 : at + size] for at in range(0, len(block), size)
    }
    unwrap = _wrapping_key(settings.ENTREMISE_KEY_FILE, scope_id).decrypt

    def cipher_of(subject: bytes) -> AESGCM | None:
        cell = wrapped.get(subject)
        if cell is None:
            return None
        try:
            return AESGCM(unwrap(cell[:NONCE_BYTES], cell[NONCE_BYTES:], subject))
        except InvalidTag:
            lost = UUID(bytes=subject)
            raise SealBroken(table="base_subjectkey", column="wrapped", row=lost) from None

    return cipher_of


def cipher(subject_id: UUID) -> AESGCM:
    """The cipher of one subject. In tests, a key that no query loaded is an error."""
    ring = _open_ring()
    if subject_id not in ring:
        if settings.KEYRING_STRICT:
            raise KeyNotLoaded(subject_id)
        load([subject_id])
    if subject_id not in ring:
        raise KeyMissing(subject_id)
    return ring[subject_id]


def destroy(subject_id: UUID) -> int:
    """Destroy the key of a subject: every text sealed with it is lost, backups included."""
    # May run after the commit, when the ring is already forgotten.
    (_ring.get() or {}).pop(subject_id, None)
    gone, _ = SubjectKey.objects.filter(subject_id=subject_id).delete()
    ephemeral, _ = EphemeralKey.objects.filter(subject_id=subject_id).delete()
    return gone + ephemeral


def destroy_many(subject_ids: Iterable[UUID]) -> None:
    """Destroy the keys of many subjects at once, when a whole import is undone."""
    wanted = list(subject_ids)
    SubjectKey.objects.filter(subject_id__in=wanted).delete()


def destroy_lists_before(moment: datetime) -> int:
    """Destroy the key of every morning list or sheet made before this moment, even forgotten."""
    gone, _ = EphemeralKey.objects.filter(created_at__lt=moment).delete()
    return gone

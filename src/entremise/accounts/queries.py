"""What can be read about one's own account: drafts, kept forms, the second factor."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.crypto import salted_hmac

from entremise.access.actor import Actor, Kind
from entremise.accounts.models import Draft, HeldForm, User
from entremise.base.errors import SealBroken
from entremise.base.keyring import NONCE_BYTES, cipher_of_list, named_cipher

DRAFT_FOR = timedelta(days=7)
HELD_FOR = timedelta(hours=12)
# The pages of morning lists, and that of one, by its number.
LISTS = "/liste-du-matin/"
LIST = re.compile(LISTS + "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")


@dataclass(frozen=True, kw_only=True)
class SavedDraft:
    """A draft: when it was saved, and what each field held."""

    saved_at: datetime
    fields: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Held:
    """A form that was kept: where it goes, and what it holds."""

    id: UUID
    path: str
    query: str
    fields: list[tuple[str, str]]
    files: list[str]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class SecondFactors:
    """What an account can confirm its login with."""

    app: bool
    passkeys: int
    codes_left: int


def place_of_draft(user_id: UUID, path: str) -> bytes:
    """What ties a draft to its account and page."""
    return f"accounts_draft|{user_id}|{path}".encode()


def place_of_held_form(number: UUID, path: str, owner: str) -> bytes:
    """What ties a kept form to its page and its owner."""
    return f"accounts_heldform|{number}|{path}|{owner}".encode()


def account_print(user_id: UUID) -> str:
    """A keyed hash of an account, for what must not name it."""
    return salted_hmac("entremise.account", str(user_id), algorithm="sha256").hexdigest()


def cipher_of_draft(path: str) -> AESGCM | None:
    """What seals the drafts of a page: on a morning list, the key of that list while it lives."""
    if not path.startswith(LISTS):
        return named_cipher("draft")
    found = LIST.match(path)
    return cipher_of_list(UUID(found[1])) if found else None


def _open(cipher: AESGCM, cell: bytes, place: bytes, *, table: str, row: UUID) -> Any:
    try:
        clear = cipher.decrypt(cell[:NONCE_BYTES], cell[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):  # a cell cut too short has no nonce
        raise SealBroken(table=table, column="body_sealed", row=row) from None
    return json.loads(clear)


def is_page(path: str) -> bool:
    """Whether this can be the address of one of our pages."""
    return path.startswith("/") and len(path) <= 300 and "\x00" not in path


def saved_draft(*, actor: Actor, path: str) -> SavedDraft | None:
    """The draft that this account left on this page, if any; a field sent twice is a list."""
    row = Draft.objects.filter(user_id=actor.id, path=path).first() if is_page(path) else None
    cipher = cipher_of_draft(path) if row is not None else None
    if row is None or cipher is None:
        return None
    place = place_of_draft(actor.id, path)
    pairs = _open(cipher, bytes(row.body_sealed), place, table="accounts_draft", row=row.pk)
    fields: dict[str, Any] = {}
    for name, value in pairs:
        before = fields.get(name)
        if name in fields:
            fields[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            fields[name] = value
    return SavedDraft(saved_at=row.saved_at, fields=fields)


def drafts_of(*, actor: Actor, now: datetime) -> list[tuple[str, datetime]]:
    """Where this account left a text in the making, and when; not one word of it.

    Not on a morning list: it is short, and its draft may be lost with it already.
    """
    rows = Draft.objects.filter(user_id=actor.id, saved_at__gt=now - DRAFT_FOR)
    rows = rows.exclude(path__startswith=LISTS)
    return list(rows.order_by("-saved_at", "pk").values_list("path", "saved_at"))


def opened(row: HeldForm) -> Held:
    """A kept form, opened."""
    place = place_of_held_form(row.pk, row.path, row.owner)
    cell = bytes(row.body_sealed)
    cipher = named_cipher("held form")
    content = _open(cipher, cell, place, table="accounts_heldform", row=row.pk)
    return Held(
        id=row.pk,
        path=row.path,
        query=content["query"],
        fields=[(name, value) for name, value in content["fields"]],
        files=content["files"],
        created_at=row.created_at,
    )


def name_of(*, actor: Actor, column: str) -> Subquery:
    """Who the account of a row is, as a column of the statement that reads it. For colleagues."""
    rows = User.objects.filter(pk=OuterRef(column))
    if actor.kind is not Kind.USER:
        rows = rows.none()
    return Subquery(rows.order_by().values("name")[:1])


def names_of_accounts(*, actor: Actor, user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Who the accounts of a journal are, closed ones too: « name, role ». For colleagues only."""
    if actor.kind is not Kind.USER:
        return {}
    found = User.objects.filter(pk__in=set(user_ids))
    return {user.pk: f"{user.name}, {user.get_role_display()}" for user in found}


def has_second_factor(user: User) -> bool:
    """Whether the account has an application or a passkey."""
    types = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=types).exists())


def second_factors(*, actor: Actor) -> SecondFactors:
    """What one's own account confirms its login with, and how many spare codes are left."""
    rows = list(Authenticator.objects.filter(user_id=actor.id).order_by("pk"))
    kinds = [row.type for row in rows]
    codes = [row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES]
    return SecondFactors(
        app=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else 0,
    )


def demo_code(user: User) -> str:
    """In the demonstration only: the code of the moment, so that nobody needs a telephone."""
    if not settings.DEMO:
        return ""
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None:
        return ""
    secret = decrypt(row.data["secret"])
    _before, current, _after = yield_hotp_counters_from_time()
    return str(format_hotp_value(hotp_value(secret, current)))


def used_code_key(user_id: UUID, code: str) -> str:
    """The counter that says that a code has served."""
    print_of_code = salted_hmac("entremise.code", f"{user_id}|{code}", algorithm="sha256")
    return f"code:{print_of_code.hexdigest()}"

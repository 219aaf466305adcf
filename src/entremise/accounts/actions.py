"""What can be done with accounts, drafts, and forms that arrived too late."""

import json
import os
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Func, IntegerField, Sum

from entremise.access.actor import Actor, Kind
from entremise.access.roles import Can, Role
from entremise.accounts import queries, sessions
from entremise.accounts.models import Draft, HeldForm, User
from entremise.base import french
from entremise.base.errors import NotPossible
from entremise.base.keyring import NONCE_BYTES, named_cipher

MAX_BYTES = 1_500_000
# Who sends a form without ever having logged in may be a machine, so what it takes of the disk is
# bounded: a text of a hundred pages, and five hundred of these, or some ten thousand usual notes.
MAX_BYTES_OF_NOBODY = 200_000
ROOM_FOR_NOBODY = 500 * MAX_BYTES_OF_NOBODY
# An old sheet that is taken over is read, and never kept; a password is not either.
NO_DRAFT_UNDER = ("/reprise/", "/compte/")

Fields = Sequence[tuple[str, str]]


def _sealed(cipher: AESGCM, content: object, place: bytes, *, most: int = MAX_BYTES) -> bytes:
    clear = json.dumps(content, ensure_ascii=False).encode()
    if len(clear) > most:
        kept = french.number(most)
        raise NotPossible(f"Ce texte est trop long : on peut en garder {kept} signes.")
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, clear, place)


# --- Drafts -----------------------------------------------------------------------------------


def save_draft(*, actor: Actor, path: str, fields: Fields, now: datetime) -> None:
    """Keep what somebody is writing on a page; only she, on that page, gets it back.

    That of a morning list is sealed with the key of the list, and is lost with it. One draft per
    account and page.
    """
    cipher = _cipher_of_draft(actor, path)
    if cipher is None:
        raise NotPossible("Cette page ne garde pas de brouillon.")
    draft = Draft(id=uuid4(), user_id=actor.id, path=path, saved_at=now)
    draft.body_sealed = _sealed(cipher, fields, queries.place_of_draft(actor.id, path))
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["user_id", "path"],
        update_fields=["body_sealed", "saved_at"],
    )


def discard_draft(*, actor: Actor, path: str) -> None:
    """Forget the draft of a page: it was sent, or its author wants it no more."""
    if queries.is_page(path):
        Draft.objects.filter(user_id=actor.id, path=path).delete()


def _cipher_of_draft(actor: Actor, path: str) -> AESGCM | None:
    if actor.kind is not Kind.USER or not queries.is_page(path) or path.startswith(NO_DRAFT_UNDER):
        return None
    return queries.cipher_of_draft(path)


# --- Forms that arrived after their session had ended -------------------------------------------


def hold_form(
    *,
    actor: Actor,  # noqa: ARG001  nobody is logged in: that is the point
    path: str,
    query: str,
    fields: Fields,
    files: Sequence[str],
    owner: str,
    now: datetime,
) -> UUID:
    """Keep a form that arrived without a session, sealed, for twelve hours.

    `owner` is the keyed hash of the account whose session it was, or empty while unknown.
    Files are not kept; their names are, so that the page can say so. Refused while too much is
    kept for nobody known.
    """
    if not owner:
        _require_room()
    number = uuid4()
    content = {"query": query, "fields": [list(pair) for pair in fields], "files": list(files)}
    place = queries.place_of_held_form(number, path, owner)
    HeldForm.objects.create(
        id=number,
        path=path,
        owner=owner,
        body_sealed=_sealed(
            named_cipher("held form"),
            content,
            place,
            most=MAX_BYTES if owner else MAX_BYTES_OF_NOBODY,
        ),
        created_at=now,
    )
    return number


def _require_room() -> None:
    size = Sum(Func("body_sealed", function="octet_length", output_field=IntegerField()))
    taken = HeldForm.objects.filter(owner="").aggregate(size=size)["size"] or 0
    if taken >= ROOM_FOR_NOBODY:
        raise NotPossible("Trop de textes sont gardés en ce moment : celui-ci ne l’est pas.")


@transaction.atomic
def open_held_form(*, actor: Actor, number: UUID, now: datetime) -> queries.Held:
    """Give a kept form back to the account whose session it was.

    Where that was not known, the first account that opens it becomes its owner; for any other
    account it does not exist.
    """
    row = HeldForm.objects.select_for_update().get(
        pk=number, created_at__gt=now - queries.HELD_FOR
    )
    owner = queries.account_print(actor.id)
    if row.owner not in ("", owner):
        raise HeldForm.DoesNotExist
    held = queries.opened(row)
    if not row.owner:
        content = {"query": held.query, "fields": held.fields, "files": held.files}
        row.owner = owner
        place = queries.place_of_held_form(row.pk, row.path, owner)
        row.body_sealed = _sealed(named_cipher("held form"), content, place)
        row.save(update_fields=["owner", "body_sealed"])
    return held


def discard_held_form(*, actor: Actor, number: UUID) -> None:
    """Forget a kept form: it was sent at last, or its author wants it no more."""
    owners = ["", queries.account_print(actor.id)]
    HeldForm.objects.filter(pk=number, owner__in=owners).delete()


def forget_texts(
    *,
    actor: Actor,  # noqa: ARG001  whoever destroys these rows may be a person or a job
    about: Collection[UUID],
) -> None:
    """Throw away every form kept for a page of these rows: what it tells goes with them.

    So do the drafts within reach; the others were sealed with a key that is destroyed too.
    """
    pages = "|".join(map(str, about))
    HeldForm.objects.filter(path__regex=pages).delete()
    Draft.objects.filter(path__regex=pages).delete()


# --- One's own account --------------------------------------------------------------------------


def set_preferences(*, actor: Actor, theme: str, dense: bool, letter_keys: bool) -> None:
    """Change how pages look and whether single letters are shortcuts."""
    wanted = {"theme": theme, "dense": dense, "letter_keys": letter_keys}
    User.objects.filter(pk=actor.id).update(**wanted)


def end_sessions(*, actor: Actor) -> str:
    """End every session of one's account; the answer marks the one that may go on."""
    user = User.objects.get(pk=actor.id)
    sessions.renew_mark(user)
    return user.session_mark


# --- Accounts, by the technical administration --------------------------------------------------


@transaction.atomic
def open_account(*, actor: Actor, email: str, name: str, role: Role) -> UUID:
    """Make an account without a password: its owner chooses one by the link sent by mail."""
    actor.require(Can.ACCOUNT_WRITE)
    if User.objects.filter(email=email.lower()).exists():
        raise NotPossible("Un compte existe déjà avec cette adresse.")
    user = User(email=email.lower(), name=name, role=role)
    user.set_unusable_password()
    user.save()
    return user.pk


@transaction.atomic
def close_account(*, actor: Actor, user_id: UUID) -> None:
    """Close an account: its sessions end at once, wherever they are open."""
    actor.require(Can.ACCOUNT_WRITE)
    if user_id == actor.id:
        raise NotPossible("Vous ne pouvez pas fermer votre propre compte.")
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    sessions.renew_mark(user)


@transaction.atomic
def reopen_account(*, actor: Actor, user_id: UUID) -> None:
    """Open a closed account again; its owner logs in as before."""
    actor.require(Can.ACCOUNT_WRITE)
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def forget_second_factor(*, actor: Actor, user_id: UUID) -> None:
    """A phone was lost and no code is left: the next login enrols anew. Sessions end at once."""
    actor.require(Can.ACCOUNT_WRITE)
    user = User.objects.select_for_update().get(pk=user_id)
    Authenticator.objects.filter(user_id=user.pk).delete()
    sessions.renew_mark(user)


# --- Sweeping -----------------------------------------------------------------------------------


def sweep(*, actor: Actor, now: datetime) -> int:
    """Throw away what is past its time: drafts of seven days, kept forms, ended sessions."""
    if actor.kind is not Kind.JOB:
        raise NotPossible("Réservé aux tâches de fond.")
    gone = 0
    for rows in (
        Draft.objects.filter(saved_at__lt=now - queries.DRAFT_FOR - timedelta(minutes=1)),
        HeldForm.objects.filter(created_at__lt=now - queries.HELD_FOR),
        Session.objects.filter(expire_date__lt=now),
    ):
        gone += rows.delete()[0]
    return gone

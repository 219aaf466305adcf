"""Accounts and browsers for the tests, without going through the login pages."""

import time
from itertools import count

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.access.roles import Role
from entremise.accounts import sessions
from entremise.accounts.models import User

PASSWORD = "correct cheval pile agrafe"

_numbers = count(1)


def make_user(role: Role | str = Role.WORKER, email: str = "", name: str = "") -> User:
    """An account of this role; its address is its own, its password is PASSWORD."""
    number = next(_numbers)
    return User.objects.create_user(
        email=email or f"{Role(role).value}.{number}@exemple.fr",
        name=name or f"Compte {number}",
        role=Role(role),
        password=PASSWORD,
    )


def close_account(user: User) -> None:
    """Close this account, as the technical administration does."""
    with acting_as(Actor(kind=Kind.COMMAND)):
        User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False


def logged_in_client(user: User, **options: object) -> Client:
    """A browser whose session has passed password and second step.

    Several browsers of one account may be open at once, unlike after a real login.
    """
    user.refresh_from_db(fields=["session_mark"])
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.begin(session, user, at=time.time(), second_factor=True)
    session.save()
    client = Client(**options)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client

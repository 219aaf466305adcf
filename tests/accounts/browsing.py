"""Logging in as a person does: address, password, then the code of an application."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from clients import PASSWORD, make_user
from entremise.access.roles import Role
from entremise.accounts.adapters import SecondFactorAdapter
from entremise.accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/compte/connexion/"
STEP = "/compte/second-facteur/etape/"


def user_with_application(role: Role = Role.WORKER) -> User:
    """An account whose application holds SECRET."""
    user = make_user(role)
    sealed = SecondFactorAdapter().encrypt(SECRET)
    Authenticator.objects.create(user=user, type="totp", data={"secret": sealed})
    return user


def code_of(secret: str = SECRET, *, steps: int = 0) -> str:
    """The code that the application shows now, or `steps` half-minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def log_in(client: Client, user: User, *, password: str = PASSWORD, steps: int = 0):
    """Address, password, code; the answer to the last step that was reached."""
    answer = client.post(LOGIN, {"login": user.email, "password": password})
    if answer.status_code != 302:
        return answer
    return client.post(STEP, {"code": code_of(steps=steps)})

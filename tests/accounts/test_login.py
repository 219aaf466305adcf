"""Logging in: password, then a second factor, for every role."""

import pytest
from accounts.browsing import LOGIN, SECRET, STEP, code_of, log_in, user_with_application
from allauth.mfa.models import Authenticator
from clients import PASSWORD, make_user
from django.test import Client

from entremise.access.roles import Role

pytestmark = pytest.mark.django_db


class TestLoggingIn:
    def test_takes_the_password_then_the_code(self, client):
        user = user_with_application()
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert answer.headers["Location"] == STEP
        answer = client.post(STEP, {"code": code_of()})
        assert answer.headers["Location"] == "/"
        assert client.get("/compte/").status_code == 200

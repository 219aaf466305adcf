"""A passkey without password is checked by its own code; after the password a touch is enough."""

import pytest
from django.test import Client

from accounts.browsing import LOGIN, STEP
from accounts.passkeys import Key
from clients import PASSWORD, make_user

pytestmark = pytest.mark.django_db

BY_KEY = "/compte/connexion/cle/"
OWN_PAGE = "/compte/"


def asks_by_key(client):
    """The login page asks for a passkey and no password."""
    client.get(BY_KEY, headers={"X-Requested-With": "XMLHttpRequest"})


def stops_at_the_second_step(client, user):
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert client.get(STEP).status_code == 200


class TestAKeyAlone:
    def test_opens_the_account_with_its_code(self, client):
        key = Key(make_user())
        asks_by_key(client)
        assert client.post(BY_KEY, key.answer(client, pin=True)).headers["Location"] == "/"
        assert client.get(OWN_PAGE).status_code == 200

    def test_opens_nothing_by_a_touch(self, client):
        key = Key(make_user())
        asks_by_key(client)
        assert client.post(BY_KEY, key.answer(client, pin=False)).headers["Location"] == LOGIN
        assert client.get(OWN_PAGE).status_code == 302

    def test_opens_nothing_by_a_touch_that_the_second_step_of_another_asked_for(self, clock):
        stolen, thief, client = Key(make_user()), make_user(), Client()
        Key(thief)
        stops_at_the_second_step(client, thief)
        clock.forward(minutes=16)
        client.get(LOGIN)
        assert client.post(BY_KEY, stolen.answer(client, pin=False)).headers["Location"] == LOGIN
        assert client.get(OWN_PAGE).status_code == 302


class TestAKeyAfterThePassword:
    @pytest.mark.parametrize("pin", [True, False])
    def test_opens_the_account_with_its_code_or_by_a_touch(self, client, pin):
        user = make_user()
        key = Key(user)
        stops_at_the_second_step(client, user)
        assert client.post(STEP, key.answer(client, pin=pin)).headers["Location"] == "/"
        assert client.get(OWN_PAGE).status_code == 200

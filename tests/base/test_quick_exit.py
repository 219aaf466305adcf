"""The quick exit forgets this visit, and nothing of the computer that others share."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from clients import logged_in_client, make_user

pytestmark = pytest.mark.django_db


def leave(client):
    return client.get(reverse("base:leave"))


def test_leads_somewhere_dull_and_empties_what_the_browser_kept():
    answer = leave(Client())
    assert answer.headers["Location"] == "https://meteofrance.com/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_ends_the_session():
    client = logged_in_client(make_user())
    number = client.session.session_key
    leave(client)
    assert not Session.objects.filter(session_key=number).exists()
    assert client.get("/compte/").status_code == 302


def test_leaves_the_computer_enrolled_and_known():
    client = logged_in_client(make_user())
    ours = {settings.SHARED_DEVICE_COOKIE: "ordinateur", "entremise_device": "connu"}
    for name, value in ours.items():
        client.cookies[name] = value
    answer = leave(client)
    assert set(answer.cookies) == {settings.SESSION_COOKIE_NAME}
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert "cookies" not in answer.headers["Clear-Site-Data"]

"""A first login, from the link that was given to the second factor, and what opens after it."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.browsing import LOGIN, code_of, user_with_application
from accounts.test_password import ask_for_a_link, link_in_mail
from clients import PASSWORD, logged_in_client, make_user

pytestmark = pytest.mark.django_db

APPLICATION = "/compte/second-facteur/application/"
KEY = "/compte/second-facteur/cles/ajouter/"
LINK = re.compile(r"http://testserver(/compte/nouveau-mot-de-passe/[^<\s]+)")


def given_by_the_administration(world, user):
    page = logged_in_client(world.admin).post(reverse("organisation:new_link", args=[user.pk]))
    return LINK.search(page.content.decode())[1]


def asked_by_mail(_world, user):
    mail.outbox.clear()
    ask_for_a_link(Client(), user.email)
    return link_in_mail()


def enter(client, user, link):
    """Choose a password by the link, and log in with it."""
    page = client.get(link, follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(page.redirect_chain[-1][0], chosen)
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


@pytest.mark.parametrize("made", [given_by_the_administration, asked_by_mail])
class TestAfterALink:
    def test_a_second_factor_is_chosen_and_the_pages_open(self, world, client, made):
        user = make_user()
        enter(client, user, made(world, user))
        page = client.get(APPLICATION)
        assert page.status_code == 200
        answer = client.post(APPLICATION, {"code": code_of(page.context["form"].secret)})
        assert answer.headers["Location"] == "/compte/second-facteur/codes/"
        assert client.get("/compte/").status_code == 200

    def test_a_key_may_be_chosen_instead(self, world, client, made):
        user = make_user()
        enter(client, user, made(world, user))
        assert client.get(KEY).status_code == 200

    def test_nothing_else_opens_before(self, world, client, made):
        user = make_user()
        enter(client, user, made(world, user))
        assert client.get("/compte/").headers["Location"] == "/compte/protection/"

    def test_a_key_may_be_added_later(self, world, client, made):
        user = user_with_application()
        step = enter(client, user, made(world, user)).headers["Location"]
        client.post(step, {"code": code_of()})
        assert client.get(KEY).status_code == 200

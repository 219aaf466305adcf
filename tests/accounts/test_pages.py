"""Every account page: a content policy, no inline code, French, and one's own preferences."""

import re

import pytest
from django.test import Client

from accounts.browsing import LOGIN, log_in, user_with_application
from clients import PASSWORD, logged_in_client, make_user
from entremise.accounts.models import User

pytestmark = pytest.mark.django_db

OPEN = [
    LOGIN,
    "/compte/mot-de-passe-oublie/",
    "/compte/mot-de-passe-oublie/envoye/",
    "/compte/nouveau-mot-de-passe/fait/",
    "/compte/nouveau-mot-de-passe/1-2/",
    "/compte/ferme/",
]
INSIDE = [
    "/compte/",
    "/compte/mot-de-passe/",
    "/compte/confirmer/",
    "/compte/second-facteur/",
    "/compte/second-facteur/confirmer/",
    "/compte/second-facteur/cles/",
]
ENROLMENT = [
    "/compte/protection/",
    "/compte/second-facteur/application/",
    "/compte/second-facteur/cles/ajouter/",
]
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|data:image", re.I
)


def check(answer) -> None:
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not INLINE.search(page)
    assert '<html lang="fr"' in page
    for form in re.findall(r"<form.*?</form>", page, re.S):
        if 'method="post"' in form:
            assert "csrfmiddlewaretoken" in form
            assert 'name="once"' in form
    for english in ("password", "Sign in", "Authenticator", "authentication", "Email"):
        assert english not in re.sub(r"<[^>]*>", "", page)


@pytest.mark.parametrize("path", OPEN)
def test_an_open_page_is_clean(path):
    check(Client().get(path, follow=True))


@pytest.mark.parametrize("path", INSIDE)
def test_a_page_inside_is_clean(path):
    check(logged_in_client(user_with_application()).get(path))


@pytest.mark.parametrize("path", ENROLMENT)
def test_a_page_of_the_enrolment_is_clean(path, client):
    client.post(LOGIN, {"login": make_user().email, "password": PASSWORD})
    check(client.get(path))


@pytest.mark.parametrize("page", ["application/retirer/", "codes/nouveaux/", "cles/ajouter/"])
def test_a_page_that_asks_who_one_is_is_clean(page, client):
    log_in(client, user_with_application())
    check(client.get(f"/compte/second-facteur/{page}"))


def test_the_second_step_is_clean(client):
    client.post(LOGIN, {"login": user_with_application().email, "password": PASSWORD})
    check(client.get("/compte/second-facteur/etape/"))


def test_the_page_that_unlocks_is_clean_and_shows_no_menu():
    client = logged_in_client(make_user())
    client.post("/compte/verrouiller/")
    answer = client.get("/compte/deverrouiller/")
    check(answer)
    assert "en-nav" not in answer.content.decode()


def test_a_refused_form_is_clean():
    client = Client()
    check(client.post(LOGIN, {"login": "", "password": ""}))


class TestPreferences:
    def test_are_kept(self):
        user = make_user()
        client = logged_in_client(user)
        answer = client.post("/compte/", {"theme": "dark"})
        assert answer.headers["Location"] == "/compte/"
        user = User.objects.get(pk=user.pk)
        assert (user.theme, user.letter_keys) == ("dark", False)
        page = client.get("/compte/").content.decode()
        assert 'data-theme="dark"' in page
        assert 'data-keys="off"' in page

    def test_refuse_what_is_not_a_choice(self):
        user = make_user()
        answer = logged_in_client(user).post("/compte/", {"theme": "rose"})
        assert answer.status_code == 200
        assert User.objects.get(pk=user.pk).theme == ""

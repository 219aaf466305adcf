"""Logging in: a password, then a second factor, for every role."""

import json
import zlib

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.signing import b64_decode
from django.test import Client

from accounts.browsing import LOGIN, SECRET, STEP, code_of, log_in, user_with_application
from clients import PASSWORD, logged_in_client, make_user
from entremise.access.roles import Role
from entremise.accounts import sessions
from entremise.settings import base

pytestmark = pytest.mark.django_db


class TestLoggingIn:
    def test_takes_the_password_then_the_code(self, client):
        user = user_with_application()
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert answer.headers["Location"] == STEP
        assert client.get("/compte/").status_code == 302
        answer = client.post(STEP, {"code": code_of()})
        assert answer.headers["Location"] == "/"
        assert client.get("/compte/").status_code == 200

    def test_leads_to_the_page_that_was_asked_for(self, client):
        user = user_with_application()
        asked = client.get("/compte/brouillon/?path=/x/")
        assert asked.headers["Location"] == LOGIN
        asked = client.get("/dossiers/")
        answer = client.post(
            LOGIN, {"login": user.email, "password": PASSWORD, "next": "/dossiers/"}
        )
        answer = client.post(STEP, {"code": code_of()})
        assert answer.headers["Location"] == "/dossiers/"

    def test_a_wrong_password_says_so_without_saying_which_is_wrong(self, client):
        user = user_with_application()
        known = client.post(LOGIN, {"login": user.email, "password": "autre chose"})
        unknown = client.post(LOGIN, {"login": "personne@exemple.fr", "password": "autre chose"})
        for answer in (known, unknown):
            assert answer.status_code == 200
            assert "ou le mot de passe n’est pas le bon" in answer.content.decode()

    def test_a_wrong_code_does_not_let_in(self, client):
        user = user_with_application()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        wrong = "000000" if code_of() != "000000" else "111111"
        assert "n’est pas le bon" in client.post(STEP, {"code": wrong}).content.decode()
        assert client.get("/compte/").status_code == 302

    def test_a_code_serves_once(self, settings):
        settings.DEMO = False
        user = user_with_application()
        code = code_of()
        first, second = Client(), Client()
        for client in (first, second):
            client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert first.post(STEP, {"code": code}).status_code == 302
        assert second.post(STEP, {"code": code}).status_code == 200

    def test_a_recovery_code_replaces_the_application_once(self, client):
        user = user_with_application()
        Authenticator.objects.create(
            user=user,
            type="recovery_codes",
            data={"seed": _sealed("5eed" * 20), "used_mask": 0},
        )
        spare = Authenticator.objects.get(user=user, type="recovery_codes").wrap()
        code = spare.get_unused_codes()[0]
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert client.post(STEP, {"code": code}).status_code == 302
        other = Client()
        other.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert other.post(STEP, {"code": code}).status_code == 200

    def test_nobody_signs_up(self, client):
        assert client.get("/compte/inscription/").status_code == 404
        assert client.get("/compte/signup/").status_code == 404


def _sealed(text: str) -> str:
    from entremise.accounts.adapters import SecondFactorAdapter

    return SecondFactorAdapter().encrypt(text)


class TestWithoutASecondFactor:
    @pytest.mark.parametrize("role", list(Role))
    def test_no_page_opens_but_the_enrolment(self, client, role):
        user = make_user(role)
        answer = client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert answer.status_code == 302
        for page in ("/", "/compte/", "/compte/second-facteur/"):
            assert client.get(page).headers["Location"] == "/compte/protection/"
        assert client.get("/compte/protection/").status_code == 200

    def test_an_application_opens_the_door(self, client):
        user = make_user()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        page = client.get("/compte/second-facteur/application/")
        secret = page.context["form"].secret
        picture = client.get("/compte/second-facteur/application/code.svg")
        assert picture.headers["Content-Type"] == "image/svg+xml"
        assert b"<svg" in picture.content
        answer = client.post("/compte/second-facteur/application/", {"code": code_of(secret)})
        assert answer.headers["Location"] == "/compte/second-facteur/codes/"
        assert (
            "Cette page ne s’affiche qu’une fois"
            in client.get("/compte/second-facteur/codes/").content.decode()
        )
        assert client.get("/compte/").status_code == 200

    def test_a_session_older_than_the_enrolment_is_not_promoted(self, client):
        user = make_user()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        Authenticator.objects.create(user=user, type="totp", data={"secret": _sealed(SECRET)})
        answer = client.get("/compte/")
        assert answer.headers["Location"].startswith(LOGIN)

    def test_the_last_second_factor_cannot_be_removed(self, client):
        user = user_with_application()
        log_in(client, user)
        page = client.get("/compte/second-facteur/application/retirer/")
        assert "votre seul moyen" in page.content.decode()
        client.post("/compte/second-facteur/application/retirer/")
        assert Authenticator.objects.filter(user=user, type="totp").exists()


class TestSecretsAtRest:
    def test_neither_secret_nor_seed_stands_in_the_database(self, client):
        user = make_user()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        secret = client.get("/compte/second-facteur/application/").context["form"].secret
        assert secret not in _stored_sessions()
        client.post("/compte/second-facteur/application/", {"code": code_of(secret)})
        rows = Authenticator.objects.filter(user=user)
        assert {row.type for row in rows} == {"totp", "recovery_codes"}
        stored = json.dumps([row.data for row in rows])
        assert secret not in stored
        spare = rows.get(type="recovery_codes").wrap()
        assert not [code for code in spare.get_unused_codes() if code in stored]

    def test_a_session_that_is_not_sealed_would_be_seen_here(self, settings):
        settings.SESSION_SERIALIZER = "django.core.signing.JSONSerializer"
        user = make_user()
        logged_in_client(user)
        assert str(user.pk) in _stored_sessions()

    def test_a_session_cannot_be_read_in_the_database(self):
        user = make_user()
        client = logged_in_client(user)
        assert client.session[sessions.SECOND_FACTOR] == str(user.pk)
        assert str(user.pk) not in _stored_sessions()

    def test_the_password_is_hashed_with_argon2_in_production(self):
        assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def _stored_sessions() -> str:
    """What the rows hold, through the signature and the coding that Django puts around it."""
    texts = []
    for row in Session.objects.all():
        payload = row.session_data.split(":")[0]
        inside = b64_decode(payload.lstrip(".").encode())
        inside = zlib.decompress(inside) if payload.startswith(".") else inside
        texts.append(row.session_data + inside.decode("latin-1"))
    assert texts
    return "".join(texts)


class TestTheDemonstration:
    def test_shows_the_code_of_the_moment(self, client, settings):
        settings.DEMO = True
        user = user_with_application()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        page = client.get(STEP).content.decode()
        assert "le code du moment est" in page
        assert f"{code_of()[:3]}&nbsp;{code_of()[3:]}" in page

    def test_anywhere_else_shows_none(self, client, settings):
        settings.DEMO = False
        user = user_with_application()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        page = client.get(STEP).content.decode()
        assert "Démonstration" not in page
        assert code_of()[:3] + "&nbsp;" not in page

    def test_lets_several_people_use_the_code_of_the_moment(self, settings):
        settings.DEMO = True
        user = user_with_application()
        code = code_of()
        for _ in range(3):
            client = Client()
            client.post(LOGIN, {"login": user.email, "password": PASSWORD})
            assert client.post(STEP, {"code": code}).status_code == 302


class TestOneSessionAtATime:
    def test_a_new_login_ends_the_older_session(self, settings):
        settings.SINGLE_SESSION = True
        user = user_with_application()
        old, new = Client(), Client()
        log_in(old, user)
        assert old.get("/compte/").status_code == 200
        log_in(new, user, steps=1)
        assert new.get("/compte/").status_code == 200
        assert old.get("/compte/").status_code == 302

    def test_the_demonstration_lets_several_people_share_a_login(self, settings):
        settings.SINGLE_SESSION = False
        user = user_with_application()
        old, new = Client(), Client()
        log_in(old, user)
        log_in(new, user, steps=1)
        assert old.get("/compte/").status_code == 200

    def test_ones_other_sessions_can_be_ended(self):
        user = make_user()
        here, there = logged_in_client(user), logged_in_client(user)
        assert there.get("/compte/").status_code == 200
        here.post("/compte/fermer-les-autres-sessions/")
        assert there.get("/compte/").status_code == 302
        assert here.get("/compte/").status_code == 200


class TestLoggingOut:
    def test_ends_the_session_and_clears_the_browser(self):
        client = logged_in_client(make_user())
        number = client.session.session_key
        answer = client.post("/compte/deconnexion/")
        assert "storage" in answer.headers["Clear-Site-Data"]
        assert not Session.objects.filter(session_key=number).exists()
        assert client.get("/compte/").status_code == 302

    def test_is_not_done_by_a_link(self):
        client = logged_in_client(make_user())
        assert client.get("/compte/deconnexion/").status_code == 405
        assert client.get("/compte/").status_code == 200


class TestCookies:
    def test_say_nothing_and_stay_on_the_server_side(self, client):
        log_in(client, user_with_application())
        assert set(client.cookies) <= {"sessionid", "csrftoken", "entremise_device"}
        for name in ("sessionid", "entremise_device"):
            assert client.cookies[name]["httponly"]
            assert client.cookies[name]["samesite"] == "Lax"

"""Whatever is sent to the account pages, they answer with a page, never with a failure."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.browsing import LOGIN, STEP, user_with_application
from clients import PASSWORD, logged_in_client, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("accounts.pages")]

few = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
text = st.text(max_size=60) | st.sampled_from(["\x00", "a\x00b", "é" * 400, "\u202e", "'; --"])
# The shapes of a passkey's answer, with anything at each place.
leaf = st.none() | st.booleans() | st.integers() | text
shape = st.recursive(
    leaf,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "rawId",
                    "type",
                    "response",
                    "userHandle",
                    "clientDataJSON",
                    "attestationObject",
                    "authenticatorData",
                    "signature",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
)


class TestThePagesWithoutAnAccount:
    @pytest.mark.parametrize(
        "said",
        ["9" * 10_000, "[" * 100_000, "-" * 9, '{"id": 1e999}', "\0"],
        ids=["digits", "nested", "signs", "infinite", "NUL"],
    )
    def test_login_with_what_is_no_answer_of_a_passkey(self, said):
        client = Client()
        client.get("/compte/connexion/cle/", headers={"Accept": "application/json"})
        answer = client.post("/compte/connexion/cle/", {"credential": said})
        assert answer.status_code in (302, 429)

    @few
    @given(login=text, password=text, following=text)
    def test_login(self, login, password, following):
        answer = Client().post(LOGIN, {"login": login, "password": password, "next": following})
        assert answer.status_code in (200, 302)

    @few
    @given(email=text)
    def test_forgotten_password(self, email):
        answer = Client().post("/compte/mot-de-passe-oublie/", {"email": email})
        assert answer.status_code in (200, 302, 429)

    @pytest.mark.parametrize(
        "link", ["zz-2", "1-2", "0-0-0", "f" * 32 + "-2", "é-2", "g" * 40 + "-a"]
    )
    def test_link_of_a_mail(self, link):
        answer = Client().get(f"/compte/nouveau-mot-de-passe/{link}/")
        assert answer.status_code in (200, 404)

    @few
    @given(credential=shape)
    @example(credential={"response": {"authenticatorData": 10**15}})
    @example(credential={"response": {"userHandle": [{"x": 10**15}]}})
    @example(credential={"id": 10**15, "rawId": 10**15})
    def test_login_with_a_passkey(self, credential):
        client = Client()
        client.get("/compte/connexion/cle/", headers={"Accept": "application/json"})
        answer = client.post("/compte/connexion/cle/", {"credential": json.dumps(credential)})
        assert answer.status_code in (302, 429)

    def test_login_with_a_passkey_told_a_thousand_levels_deep(self):
        for depth in (300, 500, 700, 900, 200_000):
            credential = '{"response": ' + "[" * depth + "]" * depth + "}"
            answer = Client().post("/compte/connexion/cle/", {"credential": credential})
            assert answer.status_code in (302, 429)

    @few
    @given(code=text)
    def test_second_step(self, code):
        client, user = Client(), user_with_application()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        assert client.post(STEP, {"code": code}).status_code == 200

    @few
    @given(credential=shape)
    def test_second_step_with_a_passkey(self, credential):
        client, user = Client(), user_with_application()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        client.get(STEP)
        assert client.post(STEP, {"credential": json.dumps(credential)}).status_code == 200

    @few
    @given(name=text, value=text, cookie=text.map(ascii))
    def test_a_form_sent_without_a_session(self, name, value, cookie):
        client = Client()
        client.cookies["entremise_device"] = cookie
        assert client.post("/note/", {name: value}).status_code in (302, 429)


class TestThePagesInside:
    @few
    @given(path=text, value=text)
    def test_a_draft(self, path, value):
        client = logged_in_client(make_user())
        answer = client.post("/compte/brouillon/", {"path": path, "recit": value})
        assert answer.status_code in (204, 409)
        assert client.get("/compte/brouillon/", {"path": path}).status_code == 200
        assert client.post("/compte/brouillon/", {"path": path, "effacer": ""}).status_code == 302

    @few
    @example(credential=False, name="")
    @given(credential=shape, name=text)
    def test_a_new_passkey(self, credential, name):
        client = Client()
        client.post(LOGIN, {"login": make_user().email, "password": PASSWORD})
        page = "/compte/second-facteur/cles/ajouter/"
        client.get(page)
        answer = client.post(page, {"credential": json.dumps(credential), "name": name})
        assert answer.status_code == 200
        assert not Authenticator.objects.exists()

    @few
    @given(code=text)
    def test_a_first_code(self, code):
        client = Client()
        client.post(LOGIN, {"login": make_user().email, "password": PASSWORD})
        client.get("/compte/second-facteur/application/")
        answer = client.post("/compte/second-facteur/application/", {"code": code})
        assert answer.status_code == 200

    @few
    @given(theme=text, letters=text)
    def test_preferences(self, theme, letters):
        client = logged_in_client(make_user())
        answer = client.post("/compte/", {"theme": theme, "letter_keys": letters})
        assert answer.status_code in (200, 302)

    @few
    @given(page=text, password=text)
    def test_the_lock(self, page, password):
        client = logged_in_client(make_user())
        assert client.post("/compte/verrouiller/", {"page": page}).status_code == 302
        answer = client.post("/compte/deverrouiller/", {"password": password})
        assert answer.status_code == 200
        answer = client.post("/compte/deverrouiller/", {"password": PASSWORD})
        assert answer.status_code == 302

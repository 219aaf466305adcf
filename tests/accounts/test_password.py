"""A forgotten password: a neutral mail, a link that serves once, and still the second factor."""

import re
import threading

import pytest
from django.core import mail
from django.test import Client

from accounts.browsing import LOGIN, STEP, log_in, user_with_application
from clients import PASSWORD, close_account, logged_in_client, make_user
from entremise.access.roles import Role
from entremise.accounts.adapters import MAIL

pytestmark = pytest.mark.django_db

FORGOTTEN = "/compte/mot-de-passe-oublie/"
SENDING = "django.core.mail.backends.locmem.EmailBackend.send_messages"
NEW = "quatre autres mots au hasard"
WORDS_OF_THE_WORK = re.compile(
    r"violence|victime|situation|saisine|iscg|police|gendarm|social|dossier|conjoint", re.I
)


def link_in_mail() -> str:
    return re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)


def ask_for_a_link(client: Client, email: str):
    answer = client.post(FORGOTTEN, {"email": email}, follow=True)
    wait_for_mails()
    return answer


def wait_for_mails() -> None:
    for thread in threading.enumerate():
        if thread.name == MAIL:
            thread.join()


class TestTheMail:
    def test_says_nothing_of_the_work(self, client):
        user = make_user(name="Zoé Tremblay-Dufour")
        ask_for_a_link(client, user.email)
        message = mail.outbox[-1]
        assert not WORDS_OF_THE_WORK.search(message.subject + message.body)
        assert user.name not in message.body
        assert message.to == [user.email]

    def test_is_not_sent_to_an_unknown_address_and_the_page_is_the_same(self, client):
        known = ask_for_a_link(client, make_user().email)
        assert len(mail.outbox) == 1
        unknown = ask_for_a_link(client, "personne@exemple.fr")
        assert len(mail.outbox) == 1
        assert known.content == unknown.content

    def test_does_not_keep_the_page_waiting(self, client, monkeypatch):
        answered, waited = threading.Event(), []
        monkeypatch.setattr(SENDING, lambda *_: waited.append(answered.wait(timeout=5)))
        client.post(FORGOTTEN, {"email": make_user().email})
        answered.set()
        wait_for_mails()
        assert waited == [True]

    def test_that_cannot_leave_shows_nothing_either(self, client, monkeypatch):
        def refused(server, _messages):
            if not server.fail_silently:
                raise ConnectionRefusedError

        monkeypatch.setattr(SENDING, refused)
        known = ask_for_a_link(client, make_user().email)
        unknown = ask_for_a_link(client, "personne@exemple.fr")
        assert known.status_code == unknown.status_code == 200
        assert known.content == unknown.content

    def test_is_not_sent_for_a_closed_account(self, client):
        user = make_user()
        close_account(user)
        ask_for_a_link(client, user.email)
        assert not mail.outbox

    def test_about_a_change_says_nothing_of_the_work_either(self):
        client = logged_in_client(make_user(Role.COORDINATOR))
        fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        answer = client.post("/compte/mot-de-passe/", fields)
        assert answer.headers["Location"] == "/compte/"
        message = mail.outbox[-1]
        assert "mot de passe a été changé" in message.body
        assert not WORDS_OF_THE_WORK.search(message.subject + message.body)


class TestTheLink:
    def test_sets_the_password_and_logs_nobody_in(self, client):
        user = user_with_application()
        ask_for_a_link(client, user.email)
        link = link_in_mail()
        page = client.get(link, follow=True)
        answer = client.post(
            page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW}, follow=True
        )
        assert "Votre mot de passe est enregistré" in answer.content.decode()
        assert client.get("/compte/").status_code == 302
        step = client.post(LOGIN, {"login": user.email, "password": NEW})
        assert step.headers["Location"] == STEP
        assert "Ce lien ne sert plus" in Client().get(link).content.decode()

    def test_gives_its_tries_back_to_who_had_spent_them(self, client):
        user = user_with_application()
        client.get(LOGIN)
        for _ in range(6):
            client.post(LOGIN, {"login": user.email, "password": "oublié"})
        ask_for_a_link(client, user.email)
        page = client.get(link_in_mail(), follow=True)
        client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
        assert log_in(client, user, password=NEW).headers["Location"] == "/"

    def test_refuses_a_poor_password_in_words(self, client):
        ask_for_a_link(client, make_user().email)
        page = client.get(link_in_mail(), follow=True)
        answer = client.post(page.redirect_chain[-1][0], {"password1": "court", "password2": "x"})
        text = answer.content.decode()
        assert "12 caractères" in text
        assert "password" not in re.sub(r"<[^>]*>", "", text)


class TestChanging:
    def test_ends_the_sessions_of_other_devices(self):
        user = make_user()
        here, there = logged_in_client(user), logged_in_client(user)
        fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        here.post("/compte/mot-de-passe/", fields)
        assert here.get("/compte/").status_code == 200
        assert there.get("/compte/").status_code == 302

    def test_asks_the_present_one(self):
        client = logged_in_client(make_user())
        fields = {"oldpassword": "autre chose", "password1": NEW, "password2": NEW + "s"}
        text = client.post("/compte/mot-de-passe/", fields).content.decode()
        assert "pas votre mot de passe actuel" in text
        assert "ne sont pas les mêmes" in text

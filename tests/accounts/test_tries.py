"""Wrong passwords are limited; a stranger who tries them locks nobody out."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.browsing import LOGIN, log_in, user_with_application
from clients import PASSWORD, logged_in_client, make_user
from entremise.accounts import devices

pytestmark = pytest.mark.django_db

WRONG = "ce n’est pas le bon"


def try_password(client: Client, user, password: str = WRONG) -> str:
    return client.post(LOGIN, {"login": user.email, "password": password}).content.decode()


class TestAStranger:
    def test_is_stopped_after_five_wrong_passwords(self, client):
        user = user_with_application()
        client.get(LOGIN)
        for _ in range(5):
            assert "Trop d’essais" not in try_password(client, user)
        assert "Trop d’essais" in try_password(client, user)
        assert "Trop d’essais" in try_password(client, user, PASSWORD)

    def test_does_not_lock_the_account_out(self):
        user, stranger, hers = user_with_application(), Client(), Client()
        hers.get(LOGIN)
        stranger.get(LOGIN)
        for _ in range(12):
            try_password(stranger, user)
        assert log_in(hers, user).headers["Location"] == "/"

    def test_with_many_browsers_is_stopped_too(self):
        user = user_with_application()
        for _ in range(14):
            stranger = Client()
            stranger.get(LOGIN)
            for _ in range(5):
                try_password(stranger, user)
        fresh = Client()
        fresh.get(LOGIN)
        assert "Trop d’essais" in try_password(fresh, user, PASSWORD)

    def test_with_many_browsers_does_not_reach_a_device_that_is_known(self):
        user, hers = user_with_application(), Client()
        log_in(hers, user)
        hers.post("/compte/deconnexion/")
        for _ in range(14):
            stranger = Client()
            stranger.get(LOGIN)
            for _ in range(5):
                try_password(stranger, user)
        assert log_in(hers, user, steps=1).headers["Location"] == "/"

    def test_without_cookies_is_stopped_as_one_device(self):
        user = user_with_application()
        answers = [try_password(Client(), user) for _ in range(6)]
        assert "Trop d’essais" in answers[-1]
        assert "Trop d’essais" not in answers[0]

    def test_cannot_make_up_a_device(self, rf):
        request = rf.get(LOGIN)
        request.COOKIES[devices.COOKIE] = "eyJkIjoiMSIsImEiOltdfQ:forged:forged"
        assert devices.device_of(request) == devices.Device()

    def test_is_limited_by_codes_as_well(self, client):
        user = user_with_application()
        client.post(LOGIN, {"login": user.email, "password": PASSWORD})
        answers = [
            client.post("/compte/second-facteur/etape/", {"code": "12345"}).content.decode()
            for _ in range(6)
        ]
        assert "Trop d’essais" not in answers[0]
        assert "Trop d’essais" in answers[-1]


class TestWhoKnowsThePassword:
    def test_spends_no_try(self, client):
        user = user_with_application()
        client.get(LOGIN)
        for _ in range(8):
            client.post(LOGIN, {"login": user.email, "password": PASSWORD})
            client.post("/compte/deconnexion/")
        assert log_in(client, user).headers["Location"] == "/"

    def test_is_limited_when_it_is_asked_again(self):
        client = logged_in_client(make_user())
        page = "/compte/confirmer/?next=/compte/"
        answers = [client.post(page, {"password": WRONG}).content.decode() for _ in range(6)]
        assert "Ce n’est pas le bon" in answers[0]
        assert "Trop d’essais" in answers[-1]


class TestTheCounters:
    def test_outlive_a_request_that_is_rolled_back(self):
        with transaction.atomic():
            cache.set("try", 1)
            transaction.set_rollback(True)
        assert cache.get("try") == 1


class TestALockedSession:
    """Whoever took the cookies of several has the tries of one device, and reaches no other."""

    def try_to_unlock(self, client, password=WRONG):
        return client.post("/compte/deverrouiller/", {"password": password}).headers.get(
            "Location"
        )

    def taken(self, user):
        client = logged_in_client(user)
        client.post("/compte/verrouiller/", {"page": "/note/"})
        return client

    def test_spends_the_tries_of_the_others(self):
        user = make_user()
        first, second = self.taken(user), self.taken(user)
        for client in (first, first, first, first, second):
            self.try_to_unlock(client)
        assert self.try_to_unlock(second, PASSWORD) != "/note/"

    def test_does_not_keep_its_owner_from_unlocking_hers(self):
        user, hers = user_with_application(), Client()
        log_in(hers, user)
        hers.post("/compte/verrouiller/", {"page": "/note/"})
        for _ in range(6):
            self.try_to_unlock(self.taken(user))
        assert self.try_to_unlock(hers, PASSWORD) == "/note/"

"""A real browser, real logins, and a clock that the story moves."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.browsing import SECRET
from conftest import PARIS
from entremise.accounts.adapters import SecondFactorAdapter
from thread.keyboard import Person


class Clock:
    """The hour that every page reads. Sessions, signed contexts and the database keep theirs:

    hence a start on the next Tuesday at ten, never before the hour of the database.
    """

    def __init__(self) -> None:
        today = dt.datetime.now(PARIS)
        tuesday = today + dt.timedelta(days=(1 - today.weekday()) % 7 or 7)
        self.now = tuesday.replace(hour=10, minute=0, second=0, microsecond=0)

    def move(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


@pytest.fixture
def clock(monkeypatch):
    """A Tuesday at ten, until the story says otherwise."""
    ours = Clock()
    monkeypatch.setattr(timezone, "now", lambda: ours.now.astimezone(dt.UTC))
    return ours


@pytest.fixture
def arrives(browser, live_server, clock):
    """Somebody sits down: a browser of her own, her password, the code of her application.

    Whatever a browser complains of until the end fails the test: errors, refused contents.
    """
    contexts, faults = [], []

    def sit_down(user, *, logged_in=True, **options):
        if not Authenticator.objects.filter(user=user).exists():
            sealed = SecondFactorAdapter().encrypt(SECRET)
            Authenticator.objects.create(user=user, type="totp", data={"secret": sealed})
        context = browser.new_context(base_url=live_server.url, locale="fr-FR", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        person = Person(page, faults)
        if logged_in:
            person.log_in(user)
        return person

    yield sit_down
    for context in contexts:
        context.close()
    assert faults == []

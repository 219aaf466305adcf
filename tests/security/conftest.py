"""A told world, made once for the tests of a file; what each does is undone."""

import pytest
from django.apps import apps

from entremise.access.actor import Actor
from entremise.command.probes.canaries import SCENARIOS
from security.staging import FILTERS, Browsers, stage, undone


@pytest.fixture(scope="module")
def told(request, django_db_setup, django_db_blocker):
    """The accounts and the planted words, in a transaction that is never committed.

    A file says in TOLD which scenarios it needs, where it does not need them all.
    """
    with django_db_blocker.unblock(), undone():
        yield stage(told=getattr(request.module, "TOLD", SCENARIOS))


@pytest.fixture(scope="module")
def accounts(told):
    return told[0]


@pytest.fixture(scope="module")
def planted(told):
    return told[1]


@pytest.fixture
def browsers(accounts):
    """One browser for each role."""
    return Browsers(accounts)


@pytest.fixture
def one_wall_only(monkeypatch):
    """The Python wall is down: every filter lets everything through, every capability is held."""
    for model in apps.get_models():
        kind = type(model._default_manager.all())
        for name in FILTERS:
            if name in vars(kind):
                monkeypatch.setattr(kind, name, lambda rows, _actor: rows)
                monkeypatch.setattr(
                    type(model._default_manager), name, lambda rows, _actor: rows.all()
                )
    monkeypatch.setattr(Actor, "require", lambda _self, _deed: None)
    monkeypatch.setattr(Actor, "may", lambda _self, _deed: True)

"""What every test stands on: four database connections, the wall's key, rows in random order."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

import ground
from committed import empty_tables
from entremise.access.wall import install_context_key

TransactionTestCase._fixture_teardown = empty_tables

PARIS = ZoneInfo("Europe/Paris")
# A Tuesday in working hours: the day when most tests happen.
TUESDAY_TEN = dt.datetime(2026, 3, 10, 10, 0, tzinfo=PARIS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that asks for the database gets all four connections."""
    for item in items:
        for marker in item.iter_markers("django_db"):
            marker.kwargs.setdefault("databases", "__all__")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    """Load the key that signs contexts, as `entremise init` does, and close at the end."""
    with django_db_blocker.unblock():
        install_context_key(key=settings.ENTREMISE_CONTEXT_KEY)
        ground.lay()
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        connections.close_all()

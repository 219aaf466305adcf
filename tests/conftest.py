"""What every test stands on: four database connections, the wall's key, rows in random order."""

import datetime as dt
import unicodedata
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connections

from entremise.access.wall import install_context_key
from entremise.organisation.models import Commune, Departement

PARIS = ZoneInfo("Europe/Paris")
# A Tuesday in working hours: the day when most tests happen.
TUESDAY_TEN = dt.datetime(2026, 3, 10, 10, 0, tzinfo=PARIS)


# Some real communes, written by hand: code, name, population.
COMMUNES = (
    ("42187", "Roanne", 34831),
    ("42095", "Firminy", 17010),
    ("42207", "Saint-Chamond", 35419),
    ("42218", "Saint-Étienne", 173136),
    ("71270", "Mâcon", 34448),
    ("71076", "Chalon-sur-Saône", 45096),
)


def lay_ground() -> None:
    """Places are written by the owner role alone, once for all tests."""
    for code, name in (("42", "Loire"), ("71", "Saône-et-Loire")):
        Departement.objects.using("owner").get_or_create(code=code, defaults={"name": name})
    for code, name, population in COMMUNES:
        plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
        Commune.objects.using("owner").get_or_create(
            code=code,
            defaults={
                "name": name,
                "departement_id": code[:2],
                "population": population,
                "search_key": plain.replace("-", " "),
            },
        )


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
        lay_ground()
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        connections.close_all()

"""Rows that are really committed, for tests in which two connections act at once."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connections, transaction

# Laid once for all tests.
GROUND = {"organisation_departement", "organisation_epci", "organisation_commune"}


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Let a test commit, and leave nothing of it behind.

    Django's own flush cannot: the journal refuses to be emptied, so the owner lifts its trigger
    for the time of one transaction.
    """
    with django_db_blocker.unblock():
        yield
        tables = {
            model._meta.db_table
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_config.name.startswith("entremise.")
        }
        keys = {table for table in tables if table.startswith("base_")}
        _empty("owner", tables - keys - GROUND, guarded="access_journalentry")
        _empty("keys_owner", keys)
        for connection in connections.all():
            connection.close()


def _empty(alias: str, tables: set[str], guarded: str = "") -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        if guarded:
            cursor.execute(f"ALTER TABLE {guarded} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(sorted(tables))} CASCADE")
        if guarded:
            cursor.execute(f"ALTER TABLE {guarded} ENABLE TRIGGER USER")

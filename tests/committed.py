"""What tests leave that really commit (`django_db(transaction=True)`): nothing.

Django's own flush cannot: the journal refuses to be emptied, and the places are laid once for
all tests. So the owner lifts the journal's trigger for the time of one transaction.
"""

from django.apps import apps
from django.db import connections, transaction
from django.test import TransactionTestCase

GROUND = {"organisation_departement", "organisation_epci", "organisation_commune"}


def empty_tables(_case: TransactionTestCase) -> None:
    """Empty every table of ours but the places."""
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if apps.get_app_config(model._meta.app_label).name.startswith("entremise.")
    }
    keys = {table for table in tables if table.startswith("base_")}
    _empty("owner", tables - keys - GROUND, guarded="access_journalentry")
    _empty("keys_owner", keys)


def _empty(alias: str, tables: set[str], guarded: str = "") -> None:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        # Its size says what was written to; the rows themselves are hidden from the owner.
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relname = ANY (%s) AND pg_relation_size(oid) > 0",
            [list(tables)],
        )
        written = sorted(table for (table,) in cursor.fetchall())
        if not written:
            return
        if guarded:
            cursor.execute(f"ALTER TABLE {guarded} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(written)} CASCADE")
        if guarded:
            cursor.execute(f"ALTER TABLE {guarded} ENABLE TRIGGER USER")

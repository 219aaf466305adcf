"""The tables without row-level security, and why each may be open to the app role.

Every other table is about helped persons and carries FORCEd row-level security; a test compares
both lists with the database.
"""

from typing import Any

from django.db import connections

from entremise.access.wall import APP, BACKUP

ALL = "SELECT, INSERT, UPDATE, DELETE"

OPEN_TABLES: dict[str, str] = {
    # Django and login: about staff, read before anybody is known.
    "django_content_type": "SELECT",
    "django_migrations": "SELECT",
    "django_session": ALL,
    "auth_permission": "SELECT",
    "auth_group": "SELECT",
    "auth_group_permissions": "SELECT",
    "account_emailaddress": ALL,
    "account_emailconfirmation": ALL,
    "mfa_authenticator": ALL,
    "accounts_user": "SELECT, INSERT, UPDATE",
    # A form that arrived after its session had ended: nobody is logged in when it is written. Its
    # text is sealed, and opens only for the same browser and the same account, for 12 hours.
    "accounts_heldform": ALL,
    # Counters of the rate limits: keyed hashes and times, on a connection of their own.
    "accounts_counter": ALL,
    # Public facts and organisation: places, units, posts. Who holds a post is walled for writing.
    "organisation_departement": "SELECT",
    "organisation_epci": "SELECT",
    "organisation_commune": "SELECT",
    "organisation_employer": ALL,
    "organisation_unit": ALL,
    "organisation_unit_communes": ALL,
    "organisation_queue": ALL,
    "organisation_post": ALL,
    "organisation_post_units": ALL,
    "organisation_post_communes": ALL,
    "organisation_dutyhours": ALL,
    "organisation_localprotocol": ALL,
    # Jobs: their arguments are UUIDs only.
    "procrastinate_jobs": ALL,
    "procrastinate_events": ALL,
    "procrastinate_periodic_defers": ALL,
    "procrastinate_workers": ALL,
}

# What lives a few hours: a backup would keep it longer than it may last.
NOT_IN_BACKUPS = frozenset({"django_session", "accounts_heldform", "accounts_counter"})


def grant_open_tables(using: str, **_rest: Any) -> None:
    """After migrations, give the app role its rights on the open tables, and only those."""
    connection = connections[using]
    if using not in ("owner", "keys_owner"):
        return
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if using == "keys_owner":
            for table in ("base_subjectkey", "base_ephemeralkey"):
                cursor.execute(f"GRANT SELECT, INSERT, DELETE ON {table} TO {APP}")
            cursor.execute(f"GRANT SELECT ON base_subjectkey, django_migrations TO {BACKUP}")
            cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}")
            return
        for table in sorted(existing & OPEN_TABLES.keys()):
            cursor.execute(f"REVOKE ALL ON {table} FROM {APP}")
            cursor.execute(f"GRANT {OPEN_TABLES[table]} ON {table} TO {APP}")
            if table not in NOT_IN_BACKUPS:
                cursor.execute(f"GRANT SELECT ON {table} TO {BACKUP}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP}")
        cursor.execute(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {BACKUP}")

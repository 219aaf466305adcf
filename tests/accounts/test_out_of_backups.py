"""What lives a few days at most is in no backup, and the guide's commands leave it out."""

import re
from pathlib import Path

import pytest
from django.db import connections

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "administration.md"


def shut_to_backups(alias):
    """The tables that the backup role may not read: `pg_dump` refuses to begin if one is asked."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p')"
            " AND NOT has_table_privilege('entremise_backup', oid, 'SELECT')"
        )
        return {table for (table,) in cursor.fetchall()}


def test_drafts_are_shut_to_backups():
    assert "accounts_draft" in shut_to_backups("owner")


def test_the_guide_leaves_out_all_that_is_shut():
    main, keys = re.findall(r"^pg_dump .*?-f \S+$", GUIDE.read_text(), re.M | re.S)
    assert shut_to_backups("owner") == set(re.findall(r"--exclude-table=(\w+)", main))
    assert shut_to_backups("keys_owner") <= set(re.findall(r"--exclude-table=(\w+)", keys))

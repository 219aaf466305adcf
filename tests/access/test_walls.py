"""The catalogue of the database, compared with what the code says of it.

Nothing here is a list written by hand twice: tables come from the database, models from Django.
Each harness is seen to fail on a planted defect, and that run is a test.
"""

import pytest
from django.apps import apps
from django.db import connections, models

from entremise.access.columns import COLUMNS, SEALED, TABLES
from entremise.access.tables import OPEN_TABLES

pytestmark = pytest.mark.django_db

KEYS_TABLES = {"base_subjectkey", "base_ephemeralkey"}


def ask(sql, using="owner"):
    with connections[using].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def tables_without_a_wall():
    """Tables of the main database with neither forced row security nor a place in OPEN_TABLES."""
    rows = ask(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    return {name for name, walled in rows if not walled} - OPEN_TABLES.keys()


class TestTables:
    def test_each_is_walled_or_open_for_a_written_reason(self):
        assert tables_without_a_wall() == set()

    def test_a_table_that_loses_its_wall_is_noticed(self):
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE cases_casetext NO FORCE ROW LEVEL SECURITY")
        assert tables_without_a_wall() == {"cases_casetext"}

    def test_a_new_table_is_noticed(self):
        with connections["owner"].cursor() as cursor:
            cursor.execute("CREATE TABLE forgotten (name text)")
        assert tables_without_a_wall() == {"forgotten"}

    def test_no_open_table_is_also_walled_or_gone(self):
        existing = {name for (name,) in ask("SELECT tablename FROM pg_tables")}
        walled = {name for (name,) in ask("SELECT relname FROM pg_class WHERE relrowsecurity")}
        assert OPEN_TABLES.keys() <= existing
        assert not OPEN_TABLES.keys() & walled

    def test_a_walled_table_has_a_policy_for_each_right_of_the_app(self):
        rights = ask(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee = 'entremise_app' AND table_schema = 'public'"
        )
        policies = set(
            ask("SELECT tablename, cmd FROM pg_policies WHERE 'entremise_app' = ANY (roles)")
        )
        walled = {name for (name,) in ask("SELECT relname FROM pg_class WHERE relrowsecurity")}
        assert {(table, verb) for table, verb in rights if table in walled} <= policies


class TestAppRole:
    def test_owns_nothing_creates_nothing_and_bypasses_nothing(self):
        (role,) = ask(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname = 'entremise_app'"
        )
        owned = ask(
            "SELECT relname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner"
            " WHERE rolname = 'entremise_app'"
        )
        ((creates,),) = ask("SELECT has_schema_privilege('entremise_app', 'public', 'CREATE')")
        ((walls,),) = ask("SELECT has_schema_privilege('entremise_app', 'wall', 'CREATE')")
        assert (role, owned, creates, walls) == ((False,) * 4, [], False, False)

    def test_every_function_that_runs_with_other_rights_fixes_its_search_path(self):
        loose = ask(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'wall'::regnamespace"
            " AND coalesce(array_to_string(proconfig, ' '), '') NOT LIKE '%path=pg_catalog%'"
        )
        assert loose == []

    def test_no_view_runs_with_its_owner_s_rights(self):
        assert ask("SELECT viewname FROM pg_views WHERE schemaname IN ('public', 'wall')") == []


class TestBackup:
    def test_leaves_out_the_keys_of_morning_lists(self):
        with connections["keys_owner"].cursor() as cursor:
            cursor.execute(
                "SELECT table_name FROM information_schema.role_table_grants"
                " WHERE grantee = 'entremise_backup'"
            )
            assert {name for (name,) in cursor.fetchall()} == {
                "base_subjectkey",
                "django_migrations",
            }


class TestColumns:
    def models(self):
        return [model for model in apps.get_models() if model.__module__.startswith("entremise")]

    def test_every_column_is_classified_once(self):
        for model in self.models():
            classes = COLUMNS.get(model._meta.label, {})
            said = sorted(name for names in classes.values() for name in names.split())
            # Fields that are no column: the composite key of Django is made of two others.
            there = sorted(field.name for field in model._meta.concrete_fields if field.column)
            assert said == there, model._meta.label

    def test_no_class_speaks_of_a_model_that_is_gone(self):
        assert COLUMNS.keys() == {model._meta.label for model in self.models()}

    def in_the_databases(self):
        """Every column of both databases, whoever made its table."""
        return {
            (table, column)
            for alias in ("owner", "keys_owner")
            for table, column in ask(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
                using=alias,
            )
        }

    def classified(self):
        ours = {
            (model._meta.db_table, field.column)
            for model in self.models()
            for field in model._meta.concrete_fields
            if field.column
        }
        beside = [
            (table, column)
            for table, classes in TABLES.items()
            for names in classes.values()
            for column in names.split()
        ]
        assert len(set(beside)) == len(beside)
        assert not ours & set(beside)
        return ours | set(beside)

    def test_the_databases_hold_no_column_without_a_class(self):
        assert self.in_the_databases() == self.classified()

    def test_a_column_that_no_model_knows_is_noticed(self):
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE django_session ADD said text")
        assert self.in_the_databases() - self.classified() == {("django_session", "said")}

    def test_what_is_secret_is_a_sealed_cell_and_only_that(self):
        for model in self.models():
            for kind, names in COLUMNS[model._meta.label].items():
                for name in names.split():
                    field = model._meta.get_field(name)
                    sealed = isinstance(field, models.BinaryField) and name != "wrapped"
                    assert sealed == (kind in SEALED), f"{model._meta.label}.{name}"

    def test_no_free_text_about_a_person_is_in_clear(self):
        for model in self.models():
            for kind, names in COLUMNS[model._meta.label].items():
                for name in names.split():
                    field = model._meta.get_field(name)
                    if isinstance(field, models.TextField):
                        assert kind in ("ground", "staff"), f"{model._meta.label}.{name}"

"""The database wall: what a migration writes to put row-level security on a table.

    operations = [
        Protect("cases_case", read="post_id = ANY ((SELECT wall.post_ids())::uuid[])", ...),
    ]

Functions of the schema `wall` are always called as scalar sub-selects: PostgreSQL then computes
them once per statement, where a bare call runs for each row (a thousand times slower).
"""

from abc import ABC, abstractmethod
from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

OWNER = "entremise_owner"
APP = "entremise_app"
STAT = "entremise_stat"
SEARCH = "entremise_search"
BACKUP = "entremise_backup"
PRUNER = "entremise_pruner"
BLOCK_BYTES = 64

# The rule of every table about a case, a session or an orientation: who reads the case reads
# its rows, if her role reads cases at all. `case_id` is the column of the table under the rule.
IS_WORKER = "(SELECT wall.role()) = 'worker'"
READS_THE_CASE = f"{IS_WORKER} AND EXISTS (SELECT 1 FROM cases_case seen WHERE seen.id = case_id)"


class SqlOperation(Operation, ABC):
    """A migration step that is two SQL scripts, run only on the database of its context."""

    reduces_to_sql = True
    reversible = True

    @abstractmethod
    def forwards(self) -> str:
        """The script that does it."""

    @abstractmethod
    def backwards(self) -> str:
        """The script that takes it back."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing changes for Django's models."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *_states: Any
    ) -> None:
        self._run(app_label, schema_editor, self.forwards())

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *_states: Any
    ) -> None:
        self._run(app_label, schema_editor, self.backwards())

    def _run(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, sql: str) -> None:
        from django.db import router

        if router.allow_migrate(schema_editor.connection.alias, app_label):
            schema_editor.execute(sql, params=None)


class Sql(SqlOperation):
    """Plain SQL with its way back."""

    def __init__(self, forward: str, backward: str = "") -> None:
        self.forward = forward
        self.backward = backward

    def forwards(self) -> str:
        return self.forward

    def backwards(self) -> str:
        return self.backward or "SELECT 1"

    def describe(self) -> str:
        return "SQL of the wall"


class Protect(SqlOperation):
    """Force row-level security on a table and say, verb by verb, which rows the app may touch.

    An absent verb is a right that the app does not have. `stat` lets the functions that count
    read every row, `search` the one that finds a person, `owner` those of the wall (they run as
    the owner, whom FORCE binds too). `backup=False` leaves the table out of every backup.
    """

    def __init__(
        self,
        table: str,
        *,
        read: str = "",
        insert: str = "",
        update: str = "",
        delete: str = "",
        stat: bool = False,
        owner: bool = False,
        search: bool = False,
        backup: bool = True,
    ) -> None:
        self.table = table
        self.read = read
        self.insert = insert
        self.update = update
        self.delete = delete
        self.stat = stat
        self.owner = owner
        self.search = search
        self.backup = backup

    def describe(self) -> str:
        return f"Put the wall on {self.table}"

    def forwards(self) -> str:
        table = self.table
        rules = {
            "SELECT": (f"USING ({self.read})", self.read),
            "INSERT": (f"WITH CHECK ({self.insert})", self.insert),
            "UPDATE": (f"USING ({self.update}) WITH CHECK ({self.update})", self.update),
            "DELETE": (f"USING ({self.delete})", self.delete),
        }
        lines = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"REVOKE ALL ON {table} FROM PUBLIC, {APP}",
        ]
        for verb, (clause, wanted) in rules.items():
            if wanted:
                lines += [
                    f"GRANT {verb} ON {table} TO {APP}",
                    f"CREATE POLICY app_{verb.lower()} ON {table} FOR {verb} TO {APP} {clause}",
                ]
        for role, reads in ((STAT, self.stat), (SEARCH, self.search)):
            if reads:
                lines += [
                    f"GRANT SELECT ON {table} TO {role}",
                    f"CREATE POLICY {role}_select ON {table} FOR SELECT TO {role} USING (true)",
                ]
        if self.owner:
            lines.append(
                f"CREATE POLICY owner_select ON {table} FOR SELECT TO {OWNER} USING (true)"
            )
        if self.backup:
            lines.append(f"GRANT SELECT ON {table} TO {BACKUP}")
        return ";\n".join(lines)

    def backwards(self) -> str:
        table = self.table
        drops = [
            f"DROP POLICY IF EXISTS {name} ON {table}"
            for name in (
                "app_select",
                "app_insert",
                "app_update",
                "app_delete",
                f"{STAT}_select",
                f"{SEARCH}_select",
                "owner_select",
            )
        ]
        return ";\n".join(
            [
                *drops,
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
                f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            ]
        )


def install_context_key(*, key: str, using: str = "owner") -> None:
    """Load the HMAC key that signs contexts (hexadecimal), replacing the one before.

    Done by `init`, at each restore, and by the tests; never in a migration. The key is kept
    padded, as HMAC wants it, because core PostgreSQL has sha256 but no hmac.
    """
    block = bytes.fromhex(key).ljust(BLOCK_BYTES, b"\0")
    inner = bytes(byte ^ 0x36 for byte in block)
    outer = bytes(byte ^ 0x5C for byte in block)
    with connections[using].cursor() as cursor:
        cursor.execute("DELETE FROM wall_secret.hmac_key")
        cursor.execute("INSERT INTO wall_secret.hmac_key VALUES (%s, %s)", [inner, outer])

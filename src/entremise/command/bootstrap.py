"""The roles and databases inside a cluster, and the addresses that lead to them.

Six roles, each with what its work asks and no more: the owner of the tables, the application
(owns nothing), the one behind the figures (cannot log in), the backup, the journal's pruner.
"""

import contextlib
import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from entremise.command import ground
from entremise.command.postgres import Cluster

OWNER, APP, STAT = "entremise_owner", "entremise_app", "entremise_stat"
SEARCH = "entremise_search"
BACKUP, PRUNER = "entremise_backup", "entremise_pruner"

DATABASE, KEYS_DATABASE = "entremise", "entremise_keys"

ATTRIBUTES = {
    OWNER: "LOGIN",
    APP: "LOGIN",
    STAT: "NOLOGIN",
    SEARCH: "NOLOGIN",
    BACKUP: "LOGIN BYPASSRLS",
    PRUNER: "LOGIN",
}
ADDRESSES = {
    "ENTREMISE_DATABASE_URL": (APP, DATABASE),
    "ENTREMISE_OWNER_DATABASE_URL": (OWNER, DATABASE),
    "ENTREMISE_KEYS_DATABASE_URL": (APP, KEYS_DATABASE),
    "ENTREMISE_KEYS_OWNER_DATABASE_URL": (OWNER, KEYS_DATABASE),
    "ENTREMISE_PRUNER_DATABASE_URL": (PRUNER, DATABASE),
    "ENTREMISE_BACKUP_DATABASE_URL": (BACKUP, DATABASE),
    "ENTREMISE_KEYS_BACKUP_DATABASE_URL": (BACKUP, KEYS_DATABASE),
}
MAY_CONNECT = {DATABASE: (APP, BACKUP, PRUNER), KEYS_DATABASE: (APP, BACKUP)}

# Whatever the server was made with, French letters keep their meaning.
_ENCODING = "ENCODING 'UTF8' TEMPLATE template0"

Connection = psycopg.Connection[Any]


def bootstrap(cluster: Cluster, *, for_tests: bool = False) -> dict[str, str]:
    """Make the roles and databases of an embedded cluster; return addresses by setting name."""
    passwords = kept_passwords(cluster.data_dir)
    make_roles_and_databases(cluster.connect, passwords, databases=MAY_CONNECT)
    if for_tests:  # Django's test runner makes its databases from « postgres »
        with cluster.connect() as connection:
            _run(connection, "ALTER ROLE {} CREATEDB", OWNER)
            _run(connection, "GRANT CONNECT ON DATABASE postgres TO {}", OWNER)
    host = quote(str(cluster.socket))
    return {
        name: f"postgresql://{role}:{passwords[role]}@/{database}?host={host}"
        for name, (role, database) in ADDRESSES.items()
    }


def make_roles_and_databases(
    connect: Callable[[str], Connection], passwords: dict[str, str], *, databases: Iterable[str]
) -> None:
    """As a superuser, make the six roles and these databases where they are missing."""
    with connect("postgres") as connection:
        for role, attributes in ATTRIBUTES.items():
            _make_role(connection, role, attributes, passwords[role])
        _lend_the_figures_role(connection)
        for database in databases:
            _make_database(connection, database)
        for database in ("postgres", "template1"):
            _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
    for database in databases:
        with connect(database) as connection:
            _run(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def drop_databases(cluster: Cluster) -> None:
    """Forget both databases, keep the roles: for a demonstration cut while it was made."""
    with cluster.connect() as connection:
        for database in MAY_CONNECT:
            _run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", database)


@contextlib.contextmanager
def test_cluster() -> Iterator[dict[str, str]]:
    """A cluster that lasts as long as a test session, and loses everything gladly."""
    folder = Path(tempfile.mkdtemp(prefix="entremise-test-"))
    cluster = Cluster(folder / "cluster", throwaway=True)
    if cluster.account.demoted:
        folder.chmod(0o711)
    try:
        with cluster:
            yield bootstrap(cluster, for_tests=True)
    finally:
        cluster.destroy()
        shutil.rmtree(folder)


test_cluster.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def _make_role(connection: Connection, role: str, attributes: str, password: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if found is None:
        _run(connection, "CREATE ROLE {} NOLOGIN", role)
    _run(connection, f"ALTER ROLE {{}} NOSUPERUSER NOCREATEROLE NOREPLICATION {attributes}", role)
    if "NOLOGIN" not in attributes and not _opens(connection, role, password):
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(password)
        )
        connection.execute(statement)


def _opens(connection: Connection, role: str, password: str) -> bool:
    """Whether the role already has this password: a new hash at each start would be noise."""
    try:
        psycopg.connect(
            host=connection.info.host,
            port=connection.info.port,
            dbname=DATABASE,
            user=role,
            password=password,
            connect_timeout=5,
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def _lend_the_figures_role(connection: Connection) -> None:
    """The owner may hand functions to the roles that count and search, without their rights."""
    options = " WITH INHERIT FALSE, SET TRUE" if connection.info.server_version >= 160000 else ""
    for lent in (STAT, SEARCH):
        _run(connection, "GRANT {} TO {}" + options, lent, OWNER)


def _make_database(connection: Connection, database: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    if found.fetchone() is None:
        _run(connection, f"CREATE DATABASE {{}} OWNER {{}} {_ENCODING}", database, OWNER)
    _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
    for role in MAY_CONNECT[database]:
        _run(connection, "GRANT CONNECT ON DATABASE {} TO {}", database, role)


def _run(connection: Connection, statement: str, *names: str) -> None:
    """Run a statement of this module with its names quoted."""
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def kept_passwords(data_dir: Path) -> dict[str, str]:
    """The passwords of the roles, made once, kept in a file only its owner reads."""
    path = data_dir / "roles.json"
    if not path.exists():
        drawn = {role: secrets.token_urlsafe(32) for role in ATTRIBUTES}
        ground.write_private(path, json.dumps(drawn, indent=1) + "\n")
    return dict(json.loads(path.read_text()))

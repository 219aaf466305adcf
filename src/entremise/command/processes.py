"""Processes of ours: they die with us, and nobody else's is ever signalled."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
LINUX = sys.platform.startswith("linux")
# What tells a command to stop.
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def die_with_parent(deadly: int = signal.SIGTERM) -> Callable[[], None]:
    """Return what a child runs before its program, so that a killed parent takes it along.

    The library is loaded here, in the parent: between fork and exec as little as possible is done.
    """
    if not LINUX:
        return lambda: None
    library = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_the_kernel() -> None:
        library.prctl(PR_SET_PDEATHSIG, int(deadly), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the line above
            os._exit(1)

    return ask_the_kernel


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let what tells us to stop wait until the end of the block, and be heard then."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main one ever hears a signal
        return
    told: list[int] = []
    before = {number: signal.getsignal(number) for number in STOPPING}
    try:
        for number in STOPPING:
            signal.signal(number, lambda told_now, _frame: told.append(told_now))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if told:
            signal.raise_signal(told[0])


def has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether a child has ended.

    `Popen` holds a lock while it looks: cut there by a signal it would keep it, and whoever then
    waits for the child would wait for ever.
    """
    with undisturbed():
        return child.poll() is not None


def is_postmaster(pid: int, *, program: Path, data: Path, uid: int) -> bool:
    """Whether this pid is our PostgreSQL on our data, not a stranger with a recycled pid."""
    return _linux_postmaster(pid, program, data, uid) if LINUX else _ps_postmaster(pid, data, uid)


def _linux_postmaster(pid: int, program: Path, data: Path, uid: int) -> bool:
    process = Path("/proc") / str(pid)
    try:
        return (
            process.stat().st_uid == uid
            and (process / "cwd").readlink() == data.resolve()
            and _same_program((process / "exe").readlink(), program)
        )
    except OSError:
        return False


def _same_program(running: Path, program: Path) -> bool:
    """A new installation may have replaced the file under the feet of the running server."""
    return Path(str(running).removesuffix(" (deleted)")).name == program.name


def _ps_postmaster(pid: int, data: Path, uid: int) -> bool:
    seen = subprocess.run(
        # Twice w: never cut at the width of a terminal.
        ["ps", "-ww", "-o", "uid=,command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    owner, _, command = seen.partition(" ")
    return owner == str(uid) and "postgres" in command and f" -D {data} " in f"{command} "


def working_in(data: Path) -> list[int]:
    """Pids of the PostgreSQL processes whose working folder is `data` (Linux only)."""
    found = []
    for process in Path("/proc").glob("[0-9]*") if LINUX else ():
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == data.resolve() and "postgres" in (
                process / "exe"
            ).readlink().name:
                found.append(int(process.name))
    return found


@contextlib.contextmanager
def held(pid: int) -> Iterator[Callable[[int], None]]:
    """Hold a process so that a signal can only reach this very one, even if its pid is reused."""
    if not hasattr(os, "pidfd_open"):
        yield lambda number: os.kill(pid, number)
        return
    handle = os.pidfd_open(pid)
    try:
        yield lambda number: signal.pidfd_send_signal(handle, number)
    finally:
        os.close(handle)


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Look every few hundredths of a second until `done`, or say False after `seconds`."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.03)
    return True

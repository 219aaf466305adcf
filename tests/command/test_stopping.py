"""A command told to stop does stop, whatever it was looking at when it was told."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from entremise.command import children, main, processes
from entremise.command.refusal import Refused


class ToldInside(subprocess.Popen[bytes]):
    """A child at whose every look this process is told to stop, in the middle of the look.

    `Popen` takes a lock for each look; a look cut in the middle keeps it, and the next wait for
    the child never ends.
    """

    looks_cut = 0

    def poll(self) -> int | None:
        self.looks_cut += 1
        signal.raise_signal(signal.SIGTERM)
        found = super().poll()
        self.looks_cut -= 1
        return found


@pytest.fixture
def child() -> Iterator[ToldInside]:
    started = ToldInside(["/bin/sleep", "600"])
    yield started
    if started.returncode is None:
        os.kill(started.pid, signal.SIGKILL)
        started.wait()


@pytest.fixture(autouse=True)
def listening_to_signals() -> Iterator[None]:
    """Signals as the command line hears them, and as they were afterwards."""
    before = {number: signal.getsignal(number) for number in processes.STOPPING}
    main.listen_to_signals()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_waits_for_the_end_of_a_look_at_a_child(child):
    with pytest.raises(SystemExit):
        processes.has_ended(child)
    assert child.looks_cut == 0


def test_staying_beside_children_ends_with_them_stopped(child, tmp_path: Path):
    with pytest.raises(SystemExit) as told, children.stopped_at_the_end([child]):
        children.stay({"Le programme": (child, tmp_path / "log")})
    assert told.value.code == 128 + signal.SIGTERM
    assert child.looks_cut == 0
    assert child.returncode == -signal.SIGTERM


def test_a_signal_does_not_cut_the_stopping_of_children(child):
    """Told only while it stops the others, for a reason of its own."""
    with pytest.raises(SystemExit), children.stopped_at_the_end([child]):
        raise Refused("Les travaux se sont arrêtés.")
    assert child.looks_cut == 0
    assert child.returncode == -signal.SIGTERM

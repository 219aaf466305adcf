"""A second server on the databases of an instance, that may be killed at any moment."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

from entremise.command import children, processes
from entremise.command.bench.accidents import WORKER, Site
from entremise.command.bench.instance import Instance
from entremise.command.data_directory import HIDDEN_FROM_PAGES, without

FIRST_PORT = 8400


class Mortal:
    """The pages, killed without a word and begun again at the same address."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.log = instance.data_dir / "mortal.log"
        self.port, self.listeners = children.listen_on_loopback(FIRST_PORT)
        self.pages: children.Child | None = None

    def start(self) -> None:
        """Begin, and wait until pages come."""
        if not self.listeners:
            self.listeners = children.listen_again(self.port)
        self.pages = children.start_pages(
            [],
            environment=without(self.instance.environment, HIDDEN_FROM_PAGES),
            log=self.log,
            handed=self.listeners,
        )
        # Ours would keep whoever knocks waiting for the dead one.
        for listener in self.listeners:
            listener.close()
        self.listeners = []
        self._wait()

    def _wait(self) -> None:
        assert self.pages is not None  # noqa: S101 - it was started
        children.wait_for_pages(self.pages, f"http://localhost:{self.port}", log=self.log)

    def kill(self, kind: str) -> Callable[[], None]:
        """Kill the workers, or the whole server; what is given back brings pages again."""
        assert self.pages is not None  # noqa: S101 - it was started
        workers = _children_of(self.pages.pid) if kind == WORKER else []
        for pid in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if workers:
            return self._wait
        # It leads a group of its own: its workers die with it.
        os.killpg(self.pages.pid, signal.SIGKILL)
        self.pages.wait()
        return self.start

    def stop(self) -> None:
        """End what still runs."""
        for listener in self.listeners:
            listener.close()
        if self.pages is not None and not processes.has_ended(self.pages):
            self.kill("")


def _children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in path.read_text().split()] if processes.LINUX else []


@contextlib.contextmanager
def mortal(instance: Instance) -> Iterator[Site]:
    """A site that may be killed, for as long as the block lasts."""
    server = Mortal(instance)
    try:
        server.start()
        yield Site(address=f"localhost:{server.port}", kill=server.kill)
    finally:
        server.stop()

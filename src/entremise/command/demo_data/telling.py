"""Telling many lives: on one processor or several, each post by one process only.

A post's agenda is known to whoever tells its lives, hence the split by posts. Children are
spawned rather than forked: the libraries of a database client may not survive a fork everywhere.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue

    from entremise.command.demo_data.calendar import Agenda
    from entremise.command.demo_data.directory import Directory
    from entremise.command.demo_data.ground import Ground
    from entremise.command.demo_data.plans import Plan

MOST_PROCESSES = 4
Told = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What lives are told on; it travels to the processes that tell them."""

    ground: Ground
    agenda: Agenda
    directory: Directory


def tell_all(*, stage: Stage, plans: Sequence[Plan], told: Told, processes: int) -> None:
    """Tell every plan, calling `told` after each."""
    if processes <= 1:
        _tell_some(stage, plans, told)
        return
    context = multiprocessing.get_context("spawn")
    said: SimpleQueue[str] = context.SimpleQueue()
    children = [
        context.Process(
            target=_child, args=(pickle.dumps((stage, share)), said, os.getpid()), daemon=True
        )
        for share in _shares(plans, processes)
    ]
    try:
        for child in children:
            child.start()
        _listen(said, len(children), told)
    finally:
        for child in children:
            if child.is_alive():
                child.terminate()
            child.join()


def _shares(plans: Sequence[Plan], processes: int) -> list[list[Plan]]:
    """Whole posts to each process, the biggest first, always to the one with least to do."""
    by_post: dict[str, list[Plan]] = {}
    for plan in plans:
        by_post.setdefault(plan.post.key, []).append(plan)
    shares: list[list[Plan]] = [[] for _ in range(processes)]
    for _key, some in sorted(by_post.items(), key=lambda item: (-len(item[1]), item[0])):
        min(shares, key=len).extend(some)
    return [share for share in shares if share]


def _listen(said: SimpleQueue[str], children: int, told: Told) -> None:
    while children:
        word = said.get()
        if word == "told":
            told()
        elif word == "done":
            children -= 1
        else:
            raise RuntimeError(word)


def _child(given: bytes, said: SimpleQueue[str], parent: int) -> None:
    """The life of a child process; orphaned, it stops at once. Ctrl-C is for its parent."""
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    # What we wrote ourselves a moment ago, opened once Django knows the models in it.
    stage, plans = pickle.loads(given)  # noqa: S301

    def told() -> None:
        if os.getppid() != parent:
            os._exit(1)
        said.put("told")

    try:
        _tell_some(stage, plans, told)
        said.put("done")
    except Exception as error:  # noqa: BLE001 - said by the parent, which stops everything
        said.put(f"{type(error).__name__}: {error}")


def _tell_some(stage: Stage, plans: Sequence[Plan], told: Told) -> None:
    # Lives need a Django that is set up, which a child is only by now.
    from entremise.command.demo_data.lives import Life, tell

    for plan in plans:
        tell(
            Life(
                ground=stage.ground,
                agenda=stage.agenda,
                directory=stage.directory,
                plan=plan,
            )
        )
        told()

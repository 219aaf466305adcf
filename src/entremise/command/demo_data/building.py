"""The order in which the demonstration is made."""

import os
from collections.abc import Callable
from datetime import datetime
from itertools import count
from random import Random

from django.db import connections

from entremise.base.french import in_paris
from entremise.command.demo_data import asking, hosting, informing, today
from entremise.command.demo_data import directory as directories
from entremise.command.demo_data import ground as grounds
from entremise.command.demo_data.calendar import Agenda
from entremise.command.demo_data.plans import SEED, plans
from entremise.command.demo_data.telling import MOST_PROCESSES, Stage, tell_all
from entremise.command.logins import Login


def build_all(
    *, now: datetime, progress: Callable[[int, int], None], cases: int, processes: int | None
) -> list[Login]:
    """Ground, directory, what waits today, then the lives of eighteen months."""
    ground, logins = grounds.lay(now=in_paris(now))
    directory = directories.fill(ground, Random(SEED))  # noqa: S311 - a fiction
    asking.hand_out_cards(ground)
    informing.have_fiches_read(ground)
    stage = Stage(ground=ground, agenda=Agenda(), directory=directory)
    scenes = today.scenes(stage)
    total, done = len(scenes) + cases, count(1)
    for scene in scenes:
        scene()
        progress(next(done), total)
    asking.partners_ask(ground)
    if processes is None:
        processes = min(_processors(), MOST_PROCESSES)
    if processes > 1:
        connections.close_all()
    tell_all(
        stage=stage,
        plans=plans(ground=ground, count=cases),
        told=lambda: progress(next(done), total),
        processes=processes,
    )
    grounds.leave_bresse(ground)
    today.last_scene(stage)
    hosting.host(ground)
    return logins


def _processors() -> int:
    """How many processors this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

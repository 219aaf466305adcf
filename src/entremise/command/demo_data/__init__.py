"""The fictional people of the demonstration: the same ones each time, told up to this day.

Nothing here imports Django at once: a process that helps to tell is born before it is set up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entremise.command.logins import Login

CASES = 600
Progress = Callable[[int, int], None]


def build(
    *, now: datetime, progress: Progress, cases: int = CASES, processes: int | None = None
) -> list[Login]:
    """Make everything, through the deeds of the accounts themselves; returns the logins.

    Several processes tell the lives, as many as there are processors, unless told otherwise.
    """
    from entremise.command.demo_data.building import build_all

    return build_all(now=now, progress=progress, cases=cases, processes=processes)

"""The fictional people of the demonstration: the same for the same day, told up to that day."""

from collections.abc import Callable
from datetime import datetime

from entremise.command.demo_data import ground as grounds
from entremise.command.logins import Login

CASES = 600
Progress = Callable[[int, int], None]


def build(*, now: datetime, progress: Progress, cases: int = CASES) -> list[Login]:
    """Make everything, through the deeds of the accounts themselves; returns the logins."""
    ground, logins = grounds.lay(now=now)
    return logins

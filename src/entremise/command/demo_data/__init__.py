"""The fictional people of the demonstration: the same ones each time, told up to this day."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from entremise.command.demo_data import directory as directories
from entremise.command.demo_data import ground as grounds
from entremise.command.demo_data.calendar import Agenda
from entremise.command.demo_data.lives import Life, tell
from entremise.command.demo_data.plans import SEED, plans
from entremise.command.logins import Login

CASES = 600
Progress = Callable[[int, int], None]


def build(*, now: datetime, progress: Progress, cases: int = CASES) -> list[Login]:
    """Make everything, through the deeds of the accounts themselves; returns the logins."""
    ground, logins = grounds.lay(now=now)
    directory = directories.fill(ground, Random(SEED))  # noqa: S311 - a fiction
    agenda = Agenda()
    for done, plan in enumerate(plans(ground=ground, count=cases)):
        progress(done, cases)
        tell(Life(ground=ground, agenda=agenda, directory=directory, plan=plan))
    grounds.leave_bresse(ground)
    progress(cases, cases)
    return logins

"""Time in the demonstration: it runs at working hours, and never past the present."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from entremise.base.french import PARIS, in_paris
from entremise.organisation.working_days import is_working_day

OPENS, SHUTS = time(8, 30), time(17, 30)
LONGEST = timedelta(hours=1)
HOURS = (time(9), time(10, 15), time(11, 15), time(14), time(15, 15), time(16, 15))


class StillToCome(Exception):
    """What comes next in a life lies after the present: the telling stops here."""


def moment(day: date, hour: time) -> datetime:
    """That hour of that day in Paris."""
    return datetime.combine(day, hour, tzinfo=PARIS)


def at_work(wanted: datetime) -> datetime:
    """The same moment if somebody is at work then, else the next morning that somebody is."""
    local = in_paris(wanted)
    day = local.date()
    if is_working_day(day) and local.time() < SHUTS:
        return max(local, moment(day, OPENS) + timedelta(minutes=local.minute % 50))
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return moment(day, OPENS) + timedelta(minutes=local.minute % 50)


def working_day(today: date, ahead: int) -> date:
    """The working day `ahead` days from today, forwards or backwards; 0 is today or the next."""
    step = timedelta(days=1 if ahead >= 0 else -1)
    day = today
    while not is_working_day(day):
        day += step
    left = abs(ahead)
    while left:
        day += step
        left -= is_working_day(day)
    return day


@dataclass
class Clock:
    """The present of one life: it goes forwards only, and stops at the end of the telling."""

    now: datetime
    end: datetime

    def wait(self, delay: timedelta) -> datetime:
        """Let time pass, then go to the next working hour."""
        return self.reach(at_work(self.now + delay))

    def reach(self, wanted: datetime) -> datetime:
        """Go to a moment; a moment already past is now."""
        wanted = max(wanted, self.now)
        if wanted > self.end:
            raise StillToCome
        self.now = in_paris(wanted)
        return self.now

    def minutes(self, count: int) -> datetime:
        """A few minutes later, even after hours: what is begun is finished."""
        return self.reach(self.now + timedelta(minutes=count))


@dataclass
class Agenda:
    """The hours already given, so that nobody is booked twice: none lasts more than an hour."""

    taken: dict[str, set[datetime]] = field(default_factory=lambda: defaultdict(set))

    def is_free(self, who: str, at: datetime) -> bool:
        """Whether nothing that was given to this worker still lasts then, or begins too soon."""
        return all(abs(at - other) >= LONGEST for other in self.taken[who])

    def give(self, who: str, at: datetime) -> None:
        """From now on this worker is taken then."""
        self.taken[who].add(at)

    def first_free(self, who: str, after: datetime, random: Random) -> datetime:
        """A free hour of this worker from that moment, in the first days where there is one."""
        day = in_paris(after).date()
        while True:
            hours = [
                moment(day, hour)
                for hour in HOURS
                if is_working_day(day)
                and moment(day, hour) > after
                and self.is_free(who, moment(day, hour))
            ]
            if hours:
                chosen = random.choice(hours)
                self.give(who, chosen)
                return chosen
            day += timedelta(days=1)

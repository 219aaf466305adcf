"""The days on which people work: neither week-ends nor French public holidays."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import holidays

from entremise.base.french import in_paris

# Where the law adds days to those of the nation; codes of the `holidays` package.
_OWN_CALENDAR = {
    "57": "57",
    "67": "6AE",
    "68": "6AE",
    **{code: code for code in ("971", "972", "973", "974", "976")},
    "975": "PM",
    "977": "BL",
    "978": "MF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


@lru_cache(maxsize=16)
def _calendar(departement: str) -> holidays.HolidayBase:
    return holidays.country_holidays("FR", subdiv=_OWN_CALENDAR.get(departement))


def is_public_holiday(day: date, departement: str = "") -> bool:
    """Whether nobody is expected at work on that day, week-ends aside."""
    return day in _calendar(departement)


def is_working_day(day: date, departement: str = "") -> bool:
    """Monday to Friday, outside public holidays."""
    return day.weekday() < 5 and not is_public_holiday(day, departement)


def working_days_after(start: datetime, days: int, departement: str = "") -> datetime:
    """The same hour on the wall clock of Paris, `days` working days later.

    Something that arrives on a Saturday and has one working day is due on Monday.
    """
    local = in_paris(start)
    left = days
    while left > 0:
        local += timedelta(days=1)
        if is_working_day(local.date(), departement):
            left -= 1
    return local

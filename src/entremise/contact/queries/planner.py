"""The agenda as a page shows it: day by day and hour by hour. Pure: rows in, cells out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from entremise.base.french import in_paris, midnight
from entremise.contact.models import Appointment
from entremise.contact.queries.agenda import TAKEN, Slot
from entremise.organisation.queries import AwaySpan, DutySpan, Presence

# The hours that are always shown; what lies outside adds its own.
FIRST_HOUR, LAST_HOUR = 8, 18


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One hour of one day: what begins then, what goes on, and whether one is on duty or away."""

    hour: int
    begins: list[Slot] = field(default_factory=list)
    goes_on: list[Slot] = field(default_factory=list)
    duties: list[DutySpan] = field(default_factory=list)
    on_duty: bool = False
    is_away: bool = False

    @property
    def is_free(self) -> bool:
        return not (self.begins or self.goes_on or self.duties)


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day: its lines, its hours of duty, who is away, and its hours."""

    day: date
    slots: list[Slot]
    duties: list[DutySpan]
    absences: list[AwaySpan]
    holiday: bool
    cells: list[Cell]

    @property
    def lines(self) -> list[tuple[DutySpan | None, Slot | None]]:
        """Hours of duty and meetings together, by the clock."""
        both: list[tuple[datetime, int, DutySpan | None, Slot | None]] = [
            *((duty.starts_at, 0, duty, None) for duty in self.duties),
            *((slot.starts_at, 1, None, slot) for slot in self.slots),
        ]
        both.sort(key=lambda line: line[:2])
        return [(duty, slot) for _start, _kind, duty, slot in both]

    @property
    def mine_away(self) -> list[AwaySpan]:
        return [one for one in self.absences if one.mine]

    @property
    def others_away(self) -> list[AwaySpan]:
        return [one for one in self.absences if not one.mine]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One hour across the days of a week."""

    hour: int
    cells: list[Cell]


def _at(day: date, hour: int) -> datetime:
    return midnight(day).replace(hour=hour)


def _next(day: date, hour: int) -> datetime:
    return _at(day, hour + 1) if hour < 23 else _at(day + timedelta(days=1), 0)


def hours_shown(slots: Sequence[Slot], duties: Sequence[DutySpan]) -> range:
    """From the first hour to the last that something needs, working hours included."""
    spans = [
        *((slot.starts_at, slot.ends_at) for slot in slots),
        *((duty.starts_at, duty.ends_at) for duty in duties),
    ]
    starts = [in_paris(start).hour for start, _end in spans]
    ends = [
        23 if in_paris(end).date() > in_paris(start).date() else _last_hour(end)
        for start, end in spans
    ]
    return range(min([FIRST_HOUR, *starts]), max([LAST_HOUR, *ends]) + 1)


def _last_hour(end: datetime) -> int:
    local = in_paris(end)
    return local.hour if local.minute else max(local.hour - 1, 0)


def days(first: date, count: int, slots: Sequence[Slot], presence: Presence) -> list[Day]:
    """The days from `first`, each with its hours; the same hours for all."""
    shown = hours_shown(slots, presence.duties)
    return [_day(first + timedelta(days=ahead), slots, presence, shown) for ahead in range(count)]


def _day(day: date, slots: Sequence[Slot], presence: Presence, shown: range) -> Day:
    mine = [slot for slot in slots if in_paris(slot.starts_at).date() == day]
    duties = [duty for duty in presence.duties if in_paris(duty.starts_at).date() == day]
    absences = [one for one in presence.absences if one.touches(day)]
    return Day(
        day=day,
        slots=mine,
        duties=duties,
        absences=absences,
        holiday=day in presence.holidays,
        cells=[_cell(day, hour, mine, duties, absences) for hour in shown],
    )


def _cell(
    day: date,
    hour: int,
    slots: Sequence[Slot],
    duties: Sequence[DutySpan],
    absences: Sequence[AwaySpan],
) -> Cell:
    start, end = _at(day, hour), _next(day, hour)
    return Cell(
        hour=hour,
        begins=[slot for slot in slots if start <= slot.starts_at < end],
        goes_on=[
            slot
            for slot in slots
            if slot.starts_at < start and slot.ends_at > start and slot.state in TAKEN
        ],
        duties=[duty for duty in duties if start <= duty.starts_at < end],
        on_duty=any(
            duty.mine and duty.starts_at < end and duty.ends_at > start for duty in duties
        ),
        is_away=any(one.mine and one.starts_at < end and one.ends_at > start for one in absences),
    )


def rows(shown: Sequence[Day]) -> list[Row]:
    """The same cells, hour by hour: the lines of a week's table."""
    if not shown:
        return []
    return [
        Row(hour=cell.hour, cells=[day.cells[at] for day in shown])
        for at, cell in enumerate(shown[0].cells)
    ]


def absences(shown: Sequence[Day]) -> list[AwaySpan]:
    """Each absence of these days once, one's own first."""
    found = dict.fromkeys(one for day in shown for one in day.absences)
    return sorted(found, key=lambda one: (not one.mine, one.starts_at, one.name))


def to_move(shown: Sequence[Day]) -> list[Slot]:
    """The meetings to come that fall while one is away: they must be moved, or handed over."""
    return [
        slot
        for day in shown
        for slot in day.slots
        if slot.is_readable
        and slot.state == Appointment.State.PLANNED
        and not (slot.replacing or slot.left)
        and any(
            one.starts_at < slot.ends_at and one.ends_at > slot.starts_at for one in day.mine_away
        )
    ]

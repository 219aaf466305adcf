"""What can be read about tries, appointments and interviews."""

from entremise.contact.queries.agenda import (
    Slot,
    agenda,
    appointment,
    appointments_of,
    appointments_to_settle,
)
from entremise.contact.queries.calendar import Calendar, calendar_at, own_feed
from entremise.contact.queries.history import (
    attempts_of,
    filled_in,
    last_told,
    open_calls,
    private_note,
    session,
    sessions_of,
)
from entremise.contact.queries.ics import as_icalendar
from entremise.contact.queries.places import (
    FreeRoom,
    Place,
    entrance_of,
    free_rooms,
    free_starts,
    outside_hours,
    place,
)
from entremise.contact.queries.planner import Day, Row, days, rows, to_move
from entremise.contact.queries.speaking import Spoke, spoken_for

__all__ = [
    "Calendar",
    "Day",
    "FreeRoom",
    "Place",
    "Row",
    "Slot",
    "Spoke",
    "agenda",
    "appointment",
    "appointments_of",
    "appointments_to_settle",
    "as_icalendar",
    "attempts_of",
    "calendar_at",
    "days",
    "entrance_of",
    "filled_in",
    "free_rooms",
    "free_starts",
    "last_told",
    "open_calls",
    "outside_hours",
    "own_feed",
    "place",
    "private_note",
    "rows",
    "session",
    "sessions_of",
    "spoken_for",
    "to_move",
]

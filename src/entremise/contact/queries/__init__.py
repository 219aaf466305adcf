"""What can be read about tries, appointments and interviews."""

from entremise.contact.queries.agenda import (
    Slot,
    agenda,
    appointment,
    appointments_left,
    appointments_of,
    appointments_to_settle,
    today_and_tomorrow,
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
from entremise.contact.queries.places import (
    FreeRoom,
    Place,
    free_rooms,
    outside_hours,
    place,
)
from entremise.contact.queries.planner import Day, Row
from entremise.contact.queries.receiving import receiver
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
    "appointments_left",
    "appointments_of",
    "appointments_to_settle",
    "attempts_of",
    "calendar_at",
    "filled_in",
    "free_rooms",
    "last_told",
    "open_calls",
    "outside_hours",
    "own_feed",
    "place",
    "private_note",
    "receiver",
    "session",
    "sessions_of",
    "spoken_for",
    "today_and_tomorrow",
]

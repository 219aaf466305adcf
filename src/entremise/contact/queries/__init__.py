"""What can be read about tries, appointments and interviews."""

from entremise.contact.queries.agenda import (
    Slot,
    agenda,
    appointment,
    appointments_of,
    appointments_to_settle,
    overlapping,
)
from entremise.contact.queries.history import (
    FirstTimes,
    attempts_of,
    first_times,
    open_calls,
    private_note,
    session,
    sessions_of,
)

__all__ = [
    "FirstTimes",
    "Slot",
    "agenda",
    "appointment",
    "appointments_of",
    "appointments_to_settle",
    "attempts_of",
    "first_times",
    "open_calls",
    "overlapping",
    "private_note",
    "session",
    "sessions_of",
]

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
    attempts_of,
    last_told,
    open_calls,
    private_note,
    session,
    sessions_of,
)
from entremise.contact.queries.speaking import Spoke, spoken_for

__all__ = [
    "Slot",
    "Spoke",
    "agenda",
    "appointment",
    "appointments_of",
    "appointments_to_settle",
    "attempts_of",
    "last_told",
    "open_calls",
    "overlapping",
    "private_note",
    "session",
    "sessions_of",
    "spoken_for",
]

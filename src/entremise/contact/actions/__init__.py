"""What can be done to reach her, to give an appointment, to receive her."""

from entremise.contact.actions.appointments import Meeting, cancel, keep, miss, move, plan
from entremise.contact.actions.attempts import note_her_call, note_outcome, open_channel
from entremise.contact.actions.calendar import close_calendar, open_calendar
from entremise.contact.actions.channels import add_channel, agree, change_channel
from entremise.contact.actions.interpreters import (
    Booking,
    note_interpreter,
    prepare_interpreter,
)
from entremise.contact.actions.sessions import Account, hold

__all__ = [
    "Account",
    "Booking",
    "Meeting",
    "add_channel",
    "agree",
    "cancel",
    "change_channel",
    "close_calendar",
    "hold",
    "keep",
    "miss",
    "move",
    "note_her_call",
    "note_interpreter",
    "note_outcome",
    "open_calendar",
    "open_channel",
    "plan",
    "prepare_interpreter",
]

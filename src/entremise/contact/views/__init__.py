"""Pages about reaching her, appointments, interviews."""

from entremise.contact.views.agenda import day, week
from entremise.contact.views.appointments import appointment, move, plan, settle
from entremise.contact.views.calendar import calendar, own_calendar
from entremise.contact.views.callers import incoming, she_called
from entremise.contact.views.channels import add_channel, agreement, change_channel, channels
from entremise.contact.views.interpreters import interpreter
from entremise.contact.views.reaching import outcome, reach
from entremise.contact.views.sessions import correct, session

__all__ = [
    "add_channel",
    "agreement",
    "appointment",
    "calendar",
    "change_channel",
    "channels",
    "correct",
    "day",
    "incoming",
    "interpreter",
    "move",
    "outcome",
    "own_calendar",
    "plan",
    "reach",
    "session",
    "settle",
    "she_called",
    "week",
]

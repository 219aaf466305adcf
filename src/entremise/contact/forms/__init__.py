"""What is asked to reach, meet and hear her; saving is the business of actions."""

from entremise.contact.forms.interpreters import Interpreter, InterpreterAnswer
from entremise.contact.forms.interviews import Interview
from entremise.contact.forms.meetings import Meeting, WantedPlace
from entremise.contact.forms.reaching import (
    CAREFUL,
    Agreement,
    ChangedChannel,
    Channel,
    Incoming,
    Outcome,
    hours_of,
)

__all__ = [
    "CAREFUL",
    "Agreement",
    "ChangedChannel",
    "Channel",
    "Incoming",
    "Interpreter",
    "InterpreterAnswer",
    "Interview",
    "Meeting",
    "Outcome",
    "WantedPlace",
    "hours_of",
]

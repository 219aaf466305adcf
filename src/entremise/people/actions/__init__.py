"""What can be done about a person: write who she is, and how to reach her."""

from entremise.people.actions.callers import agree, check_caller
from entremise.people.actions.channels import (
    A_REAL_BODY,
    BY_A_JUDGE,
    ChannelWords,
    add_channel,
    change_channel,
    settle_call,
)
from entremise.people.actions.identity import correct_identity, record_person, write_identity
from entremise.people.actions.showing import Shown, authorise, show_channel

__all__ = [
    "A_REAL_BODY",
    "BY_A_JUDGE",
    "ChannelWords",
    "Shown",
    "add_channel",
    "agree",
    "authorise",
    "change_channel",
    "check_caller",
    "correct_identity",
    "record_person",
    "settle_call",
    "show_channel",
    "write_identity",
]

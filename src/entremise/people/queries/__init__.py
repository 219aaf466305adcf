"""What can be read about persons, and about the ways to reach them; never a number."""

from entremise.people.queries.channels import (
    Agreement,
    ChannelLine,
    agreement,
    channel,
    channels_of,
    may_leave,
)
from entremise.people.queries.groups import Groups, groups, merges_of, shown_record
from entremise.people.queries.persons import (
    before_her_birth,
    names_of,
    names_recorded,
    person,
)

__all__ = [
    "Agreement",
    "ChannelLine",
    "Groups",
    "agreement",
    "before_her_birth",
    "channel",
    "channels_of",
    "groups",
    "may_leave",
    "merges_of",
    "names_of",
    "names_recorded",
    "person",
    "shown_record",
]

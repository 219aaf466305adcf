"""What can be read about persons, and about the ways to reach them; never a number."""

from entremise.people.queries.channels import (
    Agreement,
    ChannelLine,
    agreement,
    channel,
    channels_of,
)
from entremise.people.queries.persons import names_of, person

__all__ = [
    "Agreement",
    "ChannelLine",
    "agreement",
    "channel",
    "channels_of",
    "names_of",
    "person",
]

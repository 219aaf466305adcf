"""The rows of proceedings."""

from entremise.proceedings.models.clocks import (
    CLOCKS,
    Clock,
    MeasureKind,
    Start,
    clocks_of,
    starts_of,
)
from entremise.proceedings.models.hearing import Hearing, HearingKind, Presence, RefusedBy
from entremise.proceedings.models.measure import Deadline, Deed, Measure

__all__ = [
    "CLOCKS",
    "Clock",
    "Deadline",
    "Deed",
    "Hearing",
    "HearingKind",
    "Measure",
    "MeasureKind",
    "Presence",
    "RefusedBy",
    "Start",
    "clocks_of",
    "starts_of",
]

"""What can be done with proceedings: note a measure and its days, plan a hearing."""

from entremise.proceedings.actions.hearings import Rendezvous, change_hearing, plan_hearing
from entremise.proceedings.actions.measures import LONG_AGO, PAST, change_measure, note_measure

__all__ = [
    "LONG_AGO",
    "PAST",
    "Rendezvous",
    "change_hearing",
    "change_measure",
    "note_measure",
    "plan_hearing",
]

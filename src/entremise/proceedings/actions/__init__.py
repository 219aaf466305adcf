"""What can be done with proceedings: measures, hearings, complaint, writings, peril."""

from entremise.proceedings.actions.complaint import (
    IN_HER_BAG,
    add_fact,
    change_fact,
    let_out,
    note_complaint,
    remove_fact,
    write_section,
)
from entremise.proceedings.actions.hearings import Rendezvous, change_hearing, plan_hearing
from entremise.proceedings.actions.measures import LONG_AGO, PAST, change_measure, note_measure

__all__ = [
    "IN_HER_BAG",
    "LONG_AGO",
    "PAST",
    "Rendezvous",
    "add_fact",
    "change_fact",
    "change_hearing",
    "change_measure",
    "let_out",
    "note_complaint",
    "note_measure",
    "plan_hearing",
    "remove_fact",
    "write_section",
]

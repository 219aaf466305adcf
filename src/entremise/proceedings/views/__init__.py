"""Measures, hearings and the preparation of a complaint on the screen."""

from entremise.proceedings.views.complaint import (
    complaint,
    fact,
    hand_complaint,
    new_fact,
    note_complaint,
    part,
    print_complaint,
    remove_fact,
)
from entremise.proceedings.views.hearings import hearing, new_hearing
from entremise.proceedings.views.measures import measure, new_measure, of_case

__all__ = [
    "complaint",
    "fact",
    "hand_complaint",
    "hearing",
    "measure",
    "new_fact",
    "new_hearing",
    "new_measure",
    "note_complaint",
    "of_case",
    "part",
    "print_complaint",
    "remove_fact",
]

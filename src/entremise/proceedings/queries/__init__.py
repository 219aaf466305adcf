"""What can be read about proceedings, by those who read the case."""

from entremise.proceedings.queries.complaint import (
    Part,
    Preparation,
    complaint_notes,
    fact,
    part,
    preparation,
)
from entremise.proceedings.queries.hearings import hearing, hearings_of
from entremise.proceedings.queries.measures import Near, measure, measures_of, near_deadlines

__all__ = [
    "Near",
    "Part",
    "Preparation",
    "complaint_notes",
    "fact",
    "hearing",
    "hearings_of",
    "measure",
    "measures_of",
    "near_deadlines",
    "part",
    "preparation",
]

"""What can be read about proceedings, by those who read the case."""

from entremise.proceedings.queries.complaint import (
    Part,
    Preparation,
    complaint_notes,
    fact,
    keeps_offence_data,
    part,
    preparation,
)
from entremise.proceedings.queries.hearings import hearing, hearings_of
from entremise.proceedings.queries.letters import words_of_letter
from entremise.proceedings.queries.measures import (
    Near,
    measure,
    measures_of,
    near_deadlines,
    next_deadline,
    running,
)
from entremise.proceedings.queries.reports import (
    address_is_protected,
    disclosures_of,
    grounds,
    missing_in,
    perils_of,
    report,
    reports_of,
)

__all__ = [
    "Near",
    "Part",
    "Preparation",
    "address_is_protected",
    "complaint_notes",
    "disclosures_of",
    "fact",
    "grounds",
    "hearing",
    "hearings_of",
    "keeps_offence_data",
    "measure",
    "measures_of",
    "missing_in",
    "near_deadlines",
    "next_deadline",
    "part",
    "perils_of",
    "preparation",
    "report",
    "reports_of",
    "running",
    "words_of_letter",
]

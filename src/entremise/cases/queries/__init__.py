"""What can be read about cases."""

from entremise.cases.queries.answering import Readings, readings_of_person
from entremise.cases.queries.known import known_lines
from entremise.cases.queries.reading import (
    Filter,
    Unread,
    case,
    codes_of,
    glass_notes,
    journal_lines,
    line,
    listed,
    loans,
    named_readers,
    readings,
    recent,
    timeline,
    transfers_to_answer,
    unread_cases,
)
from entremise.cases.queries.same import (
    Apart,
    Compared,
    Joined,
    SamePerson,
    case_of_code,
    compared,
    same_person,
)
from entremise.cases.queries.search import Answer, Elsewhere, Found, likely_same, search

__all__ = [
    "Answer",
    "Apart",
    "Compared",
    "Elsewhere",
    "Filter",
    "Found",
    "Joined",
    "Readings",
    "SamePerson",
    "Unread",
    "case",
    "case_of_code",
    "codes_of",
    "compared",
    "glass_notes",
    "journal_lines",
    "known_lines",
    "likely_same",
    "line",
    "listed",
    "loans",
    "named_readers",
    "readings",
    "readings_of_person",
    "recent",
    "same_person",
    "search",
    "timeline",
    "transfers_to_answer",
    "unread_cases",
]

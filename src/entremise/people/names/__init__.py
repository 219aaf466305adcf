"""Finding a person by her name, however it was heard, spelled or carried from another alphabet.

Pure functions on texts that the caller has opened: nothing is stored, cached or decided here.
"""

from entremise.people.names.asking import Query, parse_query, phone_digits
from entremise.people.names.cards import Card, is_current, search_line, search_lines
from entremise.people.names.exact import exactly
from entremise.people.names.judging import Match
from entremise.people.names.ranking import rank, rank_raw
from entremise.people.names.same import likely_same, likely_same_raw
from entremise.people.names.spelling import normalise

__all__ = [
    "Card",
    "Match",
    "Query",
    "exactly",
    "is_current",
    "likely_same",
    "likely_same_raw",
    "normalise",
    "parse_query",
    "phone_digits",
    "rank",
    "rank_raw",
    "search_line",
    "search_lines",
]

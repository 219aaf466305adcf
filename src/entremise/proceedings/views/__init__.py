"""Proceedings on the screen: measures, hearings, complaint, writings, peril."""

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
from entremise.proceedings.views.perils import peril
from entremise.proceedings.views.reports import (
    acknowledge_report,
    correct_report,
    drop_report,
    edit_report,
    letter,
    new_report,
    report,
    reports,
    send_report,
    sign_report,
)

__all__ = [
    "acknowledge_report",
    "complaint",
    "correct_report",
    "drop_report",
    "edit_report",
    "fact",
    "hand_complaint",
    "hearing",
    "letter",
    "measure",
    "new_fact",
    "new_hearing",
    "new_measure",
    "new_report",
    "note_complaint",
    "of_case",
    "part",
    "peril",
    "print_complaint",
    "remove_fact",
    "report",
    "reports",
    "send_report",
    "sign_report",
]

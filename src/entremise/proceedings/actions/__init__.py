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
from entremise.proceedings.actions.disclosing import disclose, note_peril
from entremise.proceedings.actions.hearings import Rendezvous, change_hearing, plan_hearing
from entremise.proceedings.actions.measures import LONG_AGO, PAST, change_measure, note_measure
from entremise.proceedings.actions.reports import (
    Decision,
    acknowledge_report,
    correct_report,
    decide_report,
    drop_report,
    print_letter,
    send_report,
    sign_report,
    write_report,
)

__all__ = [
    "IN_HER_BAG",
    "LONG_AGO",
    "PAST",
    "Decision",
    "Rendezvous",
    "acknowledge_report",
    "add_fact",
    "change_fact",
    "change_hearing",
    "change_measure",
    "correct_report",
    "decide_report",
    "disclose",
    "drop_report",
    "let_out",
    "note_complaint",
    "note_measure",
    "note_peril",
    "plan_hearing",
    "print_letter",
    "remove_fact",
    "send_report",
    "sign_report",
    "write_report",
    "write_section",
]

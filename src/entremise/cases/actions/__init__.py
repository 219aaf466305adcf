"""What can be done with a case."""

from entremise.cases.actions.joining import compare_again, join, tell_apart, undo_join
from entremise.cases.actions.lending import (
    accept_transfer,
    break_glass,
    end_share,
    lift_restriction,
    name_reader,
    propose_transfer,
    reassign,
    refuse_transfer,
    restrict,
    share,
)
from entremise.cases.actions.life import (
    close,
    close_past,
    correct_who,
    locked,
    plan_next_step,
    reopen,
    set_position,
    write_note,
    write_text,
)
from entremise.cases.actions.opening import (
    append,
    consult,
    note_contact,
    open_case,
    open_past_case,
)

__all__ = [
    "accept_transfer",
    "append",
    "break_glass",
    "close",
    "close_past",
    "compare_again",
    "consult",
    "correct_who",
    "end_share",
    "join",
    "lift_restriction",
    "locked",
    "name_reader",
    "note_contact",
    "open_case",
    "open_past_case",
    "plan_next_step",
    "propose_transfer",
    "reassign",
    "refuse_transfer",
    "reopen",
    "restrict",
    "set_position",
    "share",
    "tell_apart",
    "undo_join",
    "write_note",
    "write_text",
]

"""What can be done with a sheet: bring it, say how to read it, import it, take that back."""

from entremise.imports.actions.bringing import (
    bring,
    choose_columns,
    choose_titles,
    choose_values,
    drop,
    repair,
)
from entremise.imports.actions.expiring import forget_old_sheets
from entremise.imports.actions.making import CHUNK, carry_on, start
from entremise.imports.actions.night import add_night, bring_night, drop_night
from entremise.imports.actions.undoing import Undone, undo

__all__ = [
    "CHUNK",
    "Undone",
    "add_night",
    "bring",
    "bring_night",
    "carry_on",
    "choose_columns",
    "choose_titles",
    "choose_values",
    "drop",
    "drop_night",
    "forget_old_sheets",
    "repair",
    "start",
    "undo",
]

"""What is asked about measures, hearings, a complaint, writings to an authority, a peril."""

from entremise.proceedings.forms.complaint import (
    HINTS,
    ChangedFact,
    Fact,
    Handing,
    Note,
    Part,
)
from entremise.proceedings.forms.hearings import HearingForm, NewHearing
from entremise.proceedings.forms.measures import KINDS, MeasureForm, new_measure_form
from entremise.proceedings.forms.reports import (
    WRITINGS,
    Acknowledge,
    Decide,
    Drop,
    Letter,
    Peril,
    Send,
    Sign,
)
from entremise.proceedings.forms.words import MANY_LETTERS, Words

__all__ = [
    "HINTS",
    "KINDS",
    "MANY_LETTERS",
    "WRITINGS",
    "Acknowledge",
    "ChangedFact",
    "Decide",
    "Drop",
    "Fact",
    "Handing",
    "HearingForm",
    "Letter",
    "MeasureForm",
    "NewHearing",
    "Note",
    "Part",
    "Peril",
    "Send",
    "Sign",
    "Words",
    "new_measure_form",
]

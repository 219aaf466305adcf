"""What is asked about a measure and about a hearing."""

from entremise.proceedings.forms.hearings import HearingForm, NewHearing
from entremise.proceedings.forms.measures import (
    KINDS,
    MANY_LETTERS,
    STRANGE,
    MeasureForm,
    new_measure_form,
)

__all__ = [
    "KINDS",
    "MANY_LETTERS",
    "STRANGE",
    "HearingForm",
    "MeasureForm",
    "NewHearing",
    "new_measure_form",
]

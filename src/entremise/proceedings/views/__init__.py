"""Measures and hearings on the screen."""

from entremise.proceedings.views.hearings import hearing, new_hearing
from entremise.proceedings.views.measures import measure, new_measure, of_case

__all__ = ["hearing", "measure", "new_hearing", "new_measure", "of_case"]

"""The questions of the form, in three steps, and the visit that carries the answers."""

from entremise.public.forms.steps import (
    Herself,
    Minor,
    Reach,
    ThirdParty,
    Where,
    Who,
    forms_on_paper,
)
from entremise.public.forms.visit import STEPS, Visit

__all__ = [
    "STEPS",
    "Herself",
    "Minor",
    "Reach",
    "ThirdParty",
    "Visit",
    "Where",
    "Who",
    "forms_on_paper",
]

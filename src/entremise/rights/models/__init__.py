"""The library of rights, who has read it, and the steps agreed with a person."""

from entremise.rights.models.library import FICHES, LIBRARY, SECTIONS, Fiche
from entremise.rights.models.review import FicheReview
from entremise.rights.models.step import OPEN, Deed, Step

__all__ = ["FICHES", "LIBRARY", "OPEN", "SECTIONS", "Deed", "Fiche", "FicheReview", "Step"]

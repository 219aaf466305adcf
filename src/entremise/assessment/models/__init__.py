"""Assessments, the grids they were made by, and what is derived from them."""

from entremise.assessment.models.answers import (
    Answer,
    ChildBand,
    Children,
    Cohabitation,
    Fear,
    GridBy,
    GridResult,
    KnownBefore,
    KnownSource,
    PoliceRecord,
    Pregnancy,
    Relation,
    ViolenceType,
)
from entremise.assessment.models.assessment import Assessment, Deed
from entremise.assessment.models.context import Context, context_of, never_a_couple, rolled_up
from entremise.assessment.models.grids import CURRENT, GRIDS, Act, Grid, Part, Sign
from entremise.assessment.models.rising import RISING, Rising, rising
from entremise.assessment.models.words import Line, Section, Side, compared, sections

__all__ = [
    "CURRENT",
    "GRIDS",
    "RISING",
    "Act",
    "Answer",
    "Assessment",
    "ChildBand",
    "Children",
    "Cohabitation",
    "Context",
    "Deed",
    "Fear",
    "Grid",
    "GridBy",
    "GridResult",
    "KnownBefore",
    "KnownSource",
    "Line",
    "Part",
    "PoliceRecord",
    "Pregnancy",
    "Relation",
    "Rising",
    "Section",
    "Side",
    "Sign",
    "ViolenceType",
    "compared",
    "context_of",
    "never_a_couple",
    "rising",
    "rolled_up",
    "sections",
]

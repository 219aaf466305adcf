"""The rows of proceedings."""

from entremise.proceedings.models.clocks import (
    CLOCKS,
    Clock,
    MeasureKind,
    Start,
    clocks_of,
    starts_of,
)
from entremise.proceedings.models.complaint import (
    DATED,
    WITHOUT_OFFENCE_BASIS,
    ComplaintFact,
    ComplaintNote,
    ComplaintPreparation,
    ComplaintStatus,
    Section,
)
from entremise.proceedings.models.disclosing import Disclosure, PerilCall
from entremise.proceedings.models.grounds import (
    GROUNDS,
    About,
    Ground,
    GroundCode,
    Kind,
    about_for,
    grounds_for,
    serves,
)
from entremise.proceedings.models.hearing import Hearing, HearingKind, Presence, RefusedBy
from entremise.proceedings.models.measure import DAYS, Deadline, Deed, Measure
from entremise.proceedings.models.moments import NoSuchDay, Span, span_of
from entremise.proceedings.models.reports import (
    Address,
    Child,
    Informed,
    SentHow,
    StatutoryReport,
)

__all__ = [
    "CLOCKS",
    "DATED",
    "DAYS",
    "GROUNDS",
    "WITHOUT_OFFENCE_BASIS",
    "About",
    "Address",
    "Child",
    "Clock",
    "ComplaintFact",
    "ComplaintNote",
    "ComplaintPreparation",
    "ComplaintStatus",
    "Deadline",
    "Deed",
    "Disclosure",
    "Ground",
    "GroundCode",
    "Hearing",
    "HearingKind",
    "Informed",
    "Kind",
    "Measure",
    "MeasureKind",
    "NoSuchDay",
    "PerilCall",
    "Presence",
    "RefusedBy",
    "Section",
    "SentHow",
    "Span",
    "Start",
    "StatutoryReport",
    "about_for",
    "clocks_of",
    "grounds_for",
    "serves",
    "span_of",
    "starts_of",
]

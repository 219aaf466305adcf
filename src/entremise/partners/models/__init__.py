"""The directory: organisations, their services, and the national numbers."""

from entremise.partners.models.directory import CHECK_AGAIN_AFTER, Partner, Service
from entremise.partners.models.kinds import (
    FRANCE,
    NEEDS_OF_KIND,
    SERVICE_FIELDS,
    STRUCTURE_FIELDS,
    Emergency,
    Fees,
    Mobilisation,
    Need,
    ServiceKind,
)
from entremise.partners.models.numbers import NATIONAL_NUMBERS, NationalNumber

__all__ = [
    "CHECK_AGAIN_AFTER",
    "FRANCE",
    "NATIONAL_NUMBERS",
    "NEEDS_OF_KIND",
    "SERVICE_FIELDS",
    "STRUCTURE_FIELDS",
    "Emergency",
    "Fees",
    "Mobilisation",
    "NationalNumber",
    "Need",
    "Partner",
    "Service",
    "ServiceKind",
]

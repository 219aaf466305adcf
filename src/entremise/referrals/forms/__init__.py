"""What is asked when a referral comes in, and about the morning list."""

from entremise.referrals.forms.pasted import Pasted, read_table
from entremise.referrals.forms.referral import (
    DOORS,
    TEXTS,
    Door,
    OfficerReferral,
    ReferralForm,
    WorkerReferral,
)
from entremise.referrals.forms.review import (
    NATURES,
    PROBLEMS,
    TIERS,
    DangerGround,
    Decision,
    PastedTable,
    QueueChoice,
    TypedLine,
    UnitChoice,
)
from entremise.referrals.forms.windows import window_of

__all__ = [
    "DOORS",
    "NATURES",
    "PROBLEMS",
    "TEXTS",
    "TIERS",
    "DangerGround",
    "Decision",
    "Door",
    "OfficerReferral",
    "Pasted",
    "PastedTable",
    "QueueChoice",
    "ReferralForm",
    "TypedLine",
    "UnitChoice",
    "WorkerReferral",
    "read_table",
    "window_of",
]

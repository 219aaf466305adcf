"""What is asked when a referral comes in, and about the morning list."""

from entremise.referrals.forms.pasted import Pasted, read_table
from entremise.referrals.forms.referral import OfficerReferral, ReferralForm, WorkerReferral
from entremise.referrals.forms.review import (
    CARD_OFFERED,
    DangerGround,
    Decision,
    PastedTable,
    TypedLine,
    UnitChoice,
)
from entremise.referrals.forms.windows import window_of

__all__ = [
    "CARD_OFFERED",
    "DangerGround",
    "Decision",
    "OfficerReferral",
    "Pasted",
    "PastedTable",
    "ReferralForm",
    "TypedLine",
    "UnitChoice",
    "WorkerReferral",
    "read_table",
    "window_of",
]

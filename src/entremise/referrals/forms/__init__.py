"""What is asked when a referral comes in, and about the morning list."""

from entremise.referrals.forms.cards import Handing, HeardCode, Lot
from entremise.referrals.forms.links import Key, LinkForm, PartnerReferral, Told
from entremise.referrals.forms.paper import moment_of
from entremise.referrals.forms.pasted import (
    COLUMNS,
    LABELS,
    Pasted,
    columns_of,
    line_of,
    read_table,
)
from entremise.referrals.forms.referral import (
    DOORS,
    PAPER,
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
    CorrectedCells,
    DangerGround,
    Decision,
    PastedTable,
    QueueChoice,
    TypedLine,
    UnitChoice,
)
from entremise.referrals.forms.speaker import Phrase
from entremise.referrals.forms.windows import window_of

__all__ = [
    "COLUMNS",
    "DOORS",
    "LABELS",
    "NATURES",
    "PAPER",
    "PROBLEMS",
    "TEXTS",
    "TIERS",
    "CorrectedCells",
    "DangerGround",
    "Decision",
    "Door",
    "Handing",
    "HeardCode",
    "Key",
    "LinkForm",
    "Lot",
    "OfficerReferral",
    "PartnerReferral",
    "Pasted",
    "PastedTable",
    "Phrase",
    "QueueChoice",
    "ReferralForm",
    "Told",
    "TypedLine",
    "UnitChoice",
    "WorkerReferral",
    "columns_of",
    "line_of",
    "moment_of",
    "read_table",
    "window_of",
]

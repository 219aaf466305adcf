"""What can be read about referrals, morning lists, receipts and alerts."""

from entremise.referrals.queries.answers import (
    AlertStatus,
    Reading,
    ReceiptLine,
    WaitingAlert,
    alert_status,
    officers_of,
    reading_of,
    receipts,
    waiting_alerts,
)
from entremise.referrals.queries.cells import commune_named, communes_named
from entremise.referrals.queries.reviews import (
    LineView,
    ListStatus,
    line,
    lines,
    lists_not_closed,
    lists_within_reach,
    review,
    units_of_actor,
)
from entremise.referrals.queries.waiting import (
    Lowering,
    QueueRow,
    WaitingUnread,
    own_queues,
    queue,
    waiting_unread,
)

__all__ = [
    "AlertStatus",
    "LineView",
    "ListStatus",
    "Lowering",
    "QueueRow",
    "Reading",
    "ReceiptLine",
    "WaitingAlert",
    "WaitingUnread",
    "alert_status",
    "commune_named",
    "communes_named",
    "line",
    "lines",
    "lists_not_closed",
    "lists_within_reach",
    "officers_of",
    "own_queues",
    "queue",
    "reading_of",
    "receipts",
    "review",
    "units_of_actor",
    "waiting_alerts",
    "waiting_unread",
]

"""What can be done with referrals, morning lists and alerts."""

from entremise.referrals.actions.alerting import acknowledge, raise_alert
from entremise.referrals.actions.receiving import NewReferral, Outcome, receive
from entremise.referrals.actions.redirecting import assign, redirect
from entremise.referrals.actions.reviewing import (
    LineCells,
    add_lines,
    close_list,
    destroy_old_lists,
    keep_line,
    open_list,
    set_aside,
    show_to_worker,
)
from entremise.referrals.actions.triage import (
    OpenReferral,
    decline,
    forget_ended,
    mark_duplicate,
    open_referral,
    plan,
    take,
)
from entremise.referrals.actions.urgency import (
    decide_approach,
    lower_tier,
    raise_tier,
    second_lowering,
)

__all__ = [
    "LineCells",
    "NewReferral",
    "OpenReferral",
    "Outcome",
    "acknowledge",
    "add_lines",
    "assign",
    "close_list",
    "decide_approach",
    "decline",
    "destroy_old_lists",
    "forget_ended",
    "keep_line",
    "lower_tier",
    "mark_duplicate",
    "open_list",
    "open_referral",
    "plan",
    "raise_alert",
    "raise_tier",
    "receive",
    "redirect",
    "second_lowering",
    "set_aside",
    "show_to_worker",
    "take",
]

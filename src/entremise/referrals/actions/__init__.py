"""What can be done with referrals, morning lists and alerts."""

from entremise.referrals.actions.alerting import acknowledge, raise_alert
from entremise.referrals.actions.cards import hand_lot, look_up_code, make_lot, print_cards
from entremise.referrals.actions.doubling import mark_duplicate
from entremise.referrals.actions.enquiries import EnquiryOutcome, NewEnquiry, receive_enquiry
from entremise.referrals.actions.forgetting import KEPT_AFTER_END, forget_ended
from entremise.referrals.actions.informants import (
    ShownInformant,
    known_by_phrase,
    show_informant,
)
from entremise.referrals.actions.links import open_link, refer_by_link, revoke_link
from entremise.referrals.actions.partnering import tell_partner
from entremise.referrals.actions.past import record_past
from entremise.referrals.actions.receiving import NewReferral, Outcome, receive
from entremise.referrals.actions.redirecting import assign, redirect
from entremise.referrals.actions.reviewing import (
    LineCells,
    add_lines,
    close_list,
    correct_line,
    destroy_old_lists,
    keep_line,
    open_list,
    set_aside,
    show_to_worker,
)
from entremise.referrals.actions.triage import (
    OpenReferral,
    decline,
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
    "KEPT_AFTER_END",
    "EnquiryOutcome",
    "LineCells",
    "NewEnquiry",
    "NewReferral",
    "OpenReferral",
    "Outcome",
    "ShownInformant",
    "acknowledge",
    "add_lines",
    "assign",
    "close_list",
    "correct_line",
    "decide_approach",
    "decline",
    "destroy_old_lists",
    "forget_ended",
    "hand_lot",
    "keep_line",
    "known_by_phrase",
    "look_up_code",
    "lower_tier",
    "make_lot",
    "mark_duplicate",
    "open_link",
    "open_list",
    "open_referral",
    "plan",
    "print_cards",
    "raise_alert",
    "raise_tier",
    "receive",
    "receive_enquiry",
    "record_past",
    "redirect",
    "refer_by_link",
    "revoke_link",
    "second_lowering",
    "set_aside",
    "show_informant",
    "show_to_worker",
    "take",
    "tell_partner",
]

"""What the journal keeps as a code of reason, in words: the same code says another thing of
another deed, so each event has words of its own."""

from entremise.access.events import Event
from entremise.access.roles import Role
from entremise.base.french import nbsp
from entremise.cases.models import ClosingReason, ReopeningReason
from entremise.contact.models import ContactAttempt
from entremise.contact.models import Deed as ContactDeed
from entremise.orientations.models import Orientation
from entremise.people.models import SafeChannel
from entremise.people.safety import Act, Code
from entremise.proceedings.models import (
    ComplaintStatus,
    Disclosure,
    Hearing,
    Measure,
    PerilCall,
    Section,
    StatutoryReport,
)
from entremise.referrals.models import (
    Approach,
    DeclineReason,
    Form,
    PartnerReceipt,
    Tier,
    TierChange,
    Wish,
)
from entremise.referrals.models.routing import AssignReason
from entremise.rights.models import FicheReview, Step

Words = list[tuple[str, str]]

UNKNOWN = "motif sans libellé"
_LEAVING: Words = [*Act.choices, *Code.choices, ("cards", "planche de cartes")]
_TIERS: Words = [
    (f"{one.value}>{two.value}", nbsp(f"de « {one.label} » à « {two.label} »"))
    for one in Tier
    for two in Tier
]
REASONS: dict[str, Words] = {
    Event.CASE_CHANGED: [
        ("summary", "ce qui compte maintenant"),
        ("author", "personne mise en cause"),
        ("position", "place dans l’affaire"),
        ("note", "note"),
        ("next_step", "jour où la reprendre"),
    ],
    Event.CASE_CLOSED: ClosingReason.choices,
    Event.CASE_REOPENED: ReopeningReason.choices,
    Event.CASE_GLASS_BROKEN: [("restricted", "situation restreinte")],
    Event.PERSON_TOLD_APART: [("withdrawn", "note retirée")],
    Event.CHANNEL_CHANGED: [
        ("agreement", "phrase convenue"),
        ("call:unchanged", "après un appel, inchangé"),
        *((f"call:{code}", f"après un appel, {said}") for code, said in SafeChannel.Safe.choices),
    ],
    Event.CHANNEL_SHOWN: _LEAVING,
    Event.CHANNEL_REFUSED: _LEAVING,
    Event.REFERRAL_RECEIVED: [*Wish.choices, *Form.choices],
    Event.REFERRAL_ACCEPTED: Form.choices,
    Event.REFERRAL_REDIRECTED: [
        ("assigned", "attribuée par la coordination"),
        *AssignReason.choices,
    ],
    Event.REFERRAL_DECLINED: [*DeclineReason.choices, ("duplicate", "en double")],
    Event.REFERRAL_TIER_CHANGED: [
        *_TIERS,
        *TierChange.State.choices,
        ("confirmed", "baisse confirmée"),
    ],
    Event.REFERRAL_APPROACH_DECIDED: Approach.choices,
    Event.CARDS_LOOKED_UP: [
        ("code_known", "code d’un lot"),
        ("code_unknown", "aucun lot de ce code"),
    ],
    Event.PARTNER_ANSWERED: PartnerReceipt.State.choices,
    Event.INFORMANT_CHECKED: [
        ("phrase_known", "phrase reconnue"),
        ("phrase_unknown", "phrase non reconnue"),
    ],
    Event.REVIEW_CLOSED: [("after_a_day", "après un jour")],
    Event.CONTACT_ATTEMPTED: [*ContactAttempt.Kind.choices, *ContactAttempt.Outcome.choices],
    Event.CALLER_CHECKED: [
        ("matched", "appelante reconnue"),
        ("not_matched", "appelante non reconnue"),
    ],
    Event.APPOINTMENT_PLANNED: ContactDeed.choices,
    Event.APPOINTMENT_CHANGED: ContactDeed.choices,
    Event.SESSION_HELD: ContactDeed.choices,
    Event.ASSESSMENT_CHANGED: [("discarded", "brouillon effacé")],
    Event.ORIENTATION_CHANGED: [*Orientation.State.choices, ("reminder", "relance")],
    Event.MEASURE_CHANGED: Measure.State.choices,
    Event.HEARING_CHANGED: Hearing.State.choices,
    Event.COMPLAINT_CHANGED: [
        *Section.choices,
        *ComplaintStatus.choices,
        ("fact", "fait de la chronologie"),
        ("removed", "fait retiré de la chronologie"),
    ],
    Event.REPORT_CHANGED: [*StatutoryReport.State.choices, ("written", "texte modifié")],
    Event.PERIL_CALLED: PerilCall.Called.choices,
    Event.DISCLOSED: Disclosure.To.choices,
    Event.FICHE_REVIEWED: [(f"fiche:{code}", said) for code, said in FicheReview.Verdict.choices],
    Event.STEP_CHANGED: [(f"step:{code}", said) for code, said in Step.State.choices],
    Event.PRINTED: _LEAVING,
    Event.OUTGOING_REFUSED: _LEAVING,
    Event.GROUND_CHANGED: [("sms:on", "SMS permis"), ("sms:off", "SMS arrêtés")],
    Event.ACCOUNT_OPENED: Role.choices,
    Event.ACCOUNT_CHANGED: [
        ("link", "lien de mot de passe"),
        ("reopened", "compte rouvert"),
        ("factor", "seconde protection retirée"),
    ],
}
# These say how many lines, of how many, and no code.
COUNTED = frozenset({Event.IMPORT_MADE, Event.IMPORT_UNDONE, Event.NIGHT_BROUGHT})


def reason_in_words(event: str, code: str) -> str:
    """The reason of a line in the words of its event; its parts are separated by a colon.

    A code that has none is never shown as it is.
    """
    if not code:
        return ""
    if event in COUNTED:
        return nbsp(f"lignes : {code.replace('/', ' sur ')}")
    words = dict(REASONS.get(event, ()))
    parts = [code] if code in words else code.split(":")
    return ", ".join(words.get(part, UNKNOWN) for part in parts)

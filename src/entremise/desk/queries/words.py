"""The words of codes: what each deed is called, what each reason means."""

from entremise.access.roles import Role
from entremise.assessment.models import Deed as AssessmentDeed
from entremise.cases.models import ClosingReason, ReopeningReason
from entremise.cases.models import Deed as CaseDeed
from entremise.contact.models import ContactAttempt
from entremise.contact.models import Deed as ContactDeed
from entremise.imports.models import TimelineKind as ImportDeed
from entremise.orientations.models import Deed as OrientationDeed
from entremise.orientations.models import Orientation
from entremise.papers.models import Deed as PapersDeed
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
from entremise.proceedings.models import Deed as ProceedingDeed
from entremise.referrals.models import Approach, DeclineReason, PartnerReceipt, TimelineKind
from entremise.referrals.models.routing import AssignReason
from entremise.rights.models import Deed as RightsDeed
from entremise.rights.models import FicheReview, Step

KINDS = dict(
    CaseDeed.choices
    + ContactDeed.choices
    + AssessmentDeed.choices
    + OrientationDeed.choices
    + ProceedingDeed.choices
    + RightsDeed.choices
    + PapersDeed.choices
    + ImportDeed.choices
    + TimelineKind.choices
)
# What is done every day, and what somebody who takes over looks for first.
ROUTINE = frozenset(
    {
        CaseDeed.NEXT_STEP,
        CaseDeed.PRINTED,
        ContactDeed.CHANNEL,
        ContactDeed.CALLER,
        ContactDeed.INTERPRETER,
        ContactDeed.PLANNED,
        ContactDeed.MOVED,
        ContactDeed.CANCELLED,
        OrientationDeed.PROPOSED,
        OrientationDeed.CONSENTED,
        ProceedingDeed.PRINTED,
    }
)
# What these say is made of codes, dates and names of services: it designates nobody else.
MADE_OF_CODES = frozenset(
    {
        ContactDeed.PLANNED,
        ContactDeed.MOVED,
        ContactDeed.KEPT,
        ContactDeed.MISSED,
        ContactDeed.CANCELLED,
        ContactDeed.SESSION,
        ContactDeed.CORRECTION,
        *OrientationDeed,
    }
)
WEIGHTS: dict[str, str] = {
    **dict.fromkeys(
        (
            CaseDeed.OPENED,
            CaseDeed.CLOSED,
            CaseDeed.REOPENED,
            CaseDeed.TRANSFER_ACCEPTED,
            ContactDeed.SESSION,
            AssessmentDeed.SIGNED,
            ProceedingDeed.COMPLAINT,
            ProceedingDeed.MEASURE,
            ProceedingDeed.REPORT,
        ),
        "strong",
    ),
    ProceedingDeed.PERIL: "danger",
}
KINDS_OF_ACTOR = {
    "job": "tâche automatique",
    "command": "commande de l’administration",
    "link": "accès d’un partenaire",
    "public": "une personne, par le formulaire",
}
# What the journal keeps as a code of reason; several contexts share one column.
REASONS: dict[str, str] = {
    **KINDS,
    **dict(
        StatutoryReport.State.choices
        + ClosingReason.choices
        + ReopeningReason.choices
        + DeclineReason.choices
        + Orientation.State.choices
        + Measure.State.choices
        + Hearing.State.choices
        + Section.choices
        + ComplaintStatus.choices
        + Disclosure.To.choices
        + PerilCall.Called.choices
        + ContactAttempt.Kind.choices
        + ContactAttempt.Outcome.choices
        + Act.choices
        + Code.choices
        + Approach.choices
        + AssignReason.choices
        + PartnerReceipt.State.choices
        + Role.choices
    ),
    **{f"step:{code}": label for code, label in Step.State.choices},
    **{f"fiche:{code}": label for code, label in FicheReview.Verdict.choices},
    "restricted": "situation restreinte",
    "summary": "ce qui compte maintenant",
    "author": "personne mise en cause",
    "position": "place dans l’affaire",
    "note": "note",
    "next_step": "prochaine étape",
    "imported": "reprise d’un ancien tableau",
    "agreement": "phrase convenue",
    "matched": "appelante reconnue",
    "not_matched": "appelante non reconnue",
    "code_known": "code d’un lot",
    "code_unknown": "aucun lot de ce code",
    "phrase_known": "phrase reconnue",
    "phrase_unknown": "phrase non reconnue",
    "cards": "planche de cartes",
    "online": "formulaire en ligne",
    "reminder": "relance",
    "discarded": "brouillon effacé",
    "assigned": "attribuée par la coordination",
    "duplicate": "en double",
    "after_a_day": "après un jour",
    "link": "lien de mot de passe",
    "reopened": "compte rouvert",
    "fact": "fait de la chronologie",
    "written": "texte modifié",
    "removed": "fait retiré de la chronologie",
    "withdrawn": "note retirée",
    "factor": "second facteur effacé",
    "sms:on": "SMS permis",
    "sms:off": "SMS arrêtés",
}


def reason_in_words(code: str) -> str:
    """The code of a reason in words; its parts are separated by a colon."""
    if not code:
        return ""
    parts = [code] if code in REASONS else code.split(":")
    return ", ".join(REASONS.get(part, part) for part in parts)

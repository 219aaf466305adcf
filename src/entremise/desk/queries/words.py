"""The words of codes: what each deed of the timeline is called, and how much it weighs."""

from entremise.assessment.models import Deed as AssessmentDeed
from entremise.cases.models import Deed as CaseDeed
from entremise.contact.models import Deed as ContactDeed
from entremise.imports.models import TimelineKind as ImportDeed
from entremise.orientations.models import Deed as OrientationDeed
from entremise.papers.models import Deed as PapersDeed
from entremise.proceedings.models import Deed as ProceedingDeed
from entremise.referrals.models import TimelineKind
from entremise.rights.models import Deed as RightsDeed

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

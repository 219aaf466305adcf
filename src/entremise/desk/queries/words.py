"""The words of codes: what a deed of the timeline is called and weighs, what a page is for."""

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
# What is written on a page, where a draft of it waits.
WRITTEN_ON = {
    "assessment:sheet": "évaluation",
    "cases:author": "la personne mise en cause",
    "cases:close": "clôture",
    "cases:glass": "accès exceptionnel",
    "cases:identity": "identité",
    "cases:lending": "partage",
    "cases:lift": "levée de la restriction",
    "cases:next_step": "jour où la reprendre",
    "cases:note": "note",
    "cases:reopen": "réouverture",
    "cases:restrict": "accès restreint",
    "cases:summary": "ce qui compte",
    "cases:transfer": "transfert",
    "contact:add_channel": "moyen de la joindre",
    "contact:agreement": "ce qui est convenu avec elle",
    "contact:change_channel": "moyen de la joindre",
    "contact:correct": "correction d’un entretien",
    "contact:move": "autre date d’un rendez-vous",
    "contact:outcome": "issue d’un contact",
    "contact:plan": "rendez-vous",
    "desk:listen": "entretien",
    "desk:listen_appointment": "entretien",
    "orientations:answer": "réponse d’un service",
    "orientations:consent": "accord pour une orientation",
    "orientations:propose": "orientation",
    "partners:add_service": "nouveau service",
    "partners:change_partner": "organisme modifié",
    "partners:change_service": "service modifié",
    "proceedings:drop_report": "renoncement à un écrit",
    "proceedings:edit_report": "écrit en préparation",
    "proceedings:fact": "un fait de la plainte",
    "proceedings:measure": "mesure de protection",
    "proceedings:new_fact": "un fait de la plainte",
    "proceedings:new_hearing": "audition ou audience",
    "proceedings:new_report": "nouvel écrit",
    "proceedings:part": "préparation de la plainte",
    "proceedings:peril": "péril imminent",
    "referrals:approach": "décision avant le premier contact",
    "referrals:decline": "saisine sans suite",
    "referrals:duplicate": "saisine en double",
    "referrals:plan": "saisine à planifier",
    "referrals:record": "saisine",
    "referrals:send_on": "saisine à rediriger",
    "referrals:urgency": "urgence d’une saisine",
    "rights:answer": "étape",
    "rights:answer_fiche": "étape",
    "rights:step": "étape",
}
# What was being sent to an address that only receives is written on another page.
ASKED_ON = {
    "contact:outcome": "contact:reach",
    "orientations:answer": "orientations:one",
    "orientations:consent": "orientations:one",
    "proceedings:drop_report": "proceedings:report",
}

"""The entries of the menu: label, page, the capability that shows it, the letter that opens it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from entremise.access.roles import Can


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; `page` is the name of a URL without argument."""

    label: str
    page: str
    can: Can
    key: str = ""


ENTRIES: list[Entry] = [
    Entry("Ma journée", "desk:day", Can.CASE_READ),
    Entry("À joindre", "referrals:queue", Can.REFERRAL_TRIAGE),
    Entry("Nouvelle saisine", "referrals:new", Can.REFERRAL_RECORD, "n"),
    Entry("Nouvelle saisine", "referrals:new", Can.REFERRAL_MAKE, "n"),
    Entry("Mes saisines", "referrals:receipts", Can.RECEIPT_READ),
    Entry("Liste du matin", "referrals:lists", Can.REVIEW_HOLD),
    Entry("Ce qui attend", "referrals:waiting", Can.REFERRAL_REASSIGN),
    Entry("Situations", "desk:cases", Can.CASE_LIST),
    Entry("Chercher", "desk:search", Can.CASE_SEARCH, "/"),
    Entry("Agenda", "contact:day", Can.CONTACT_MAKE),
    Entry("Appel entrant", "contact:incoming", Can.CONTACT_MAKE),
    Entry("Répertoire", "partners:directory", Can.DIRECTORY_READ),
    Entry("Organisation", "organisation:coverage", Can.GROUND_READ),
    Entry("Chiffres", "statistics:figures", Can.FIGURES_READ),
    Entry("Journal", "desk:journal", Can.JOURNAL_READ),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu entries that the actor's role opens, the current one marked."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"navigation": []}
    rings = actor.may(Can.ALERT_ANSWER) or actor.may(Can.ALERT_WATCH)
    return {
        # An open page asks by itself whether somebody waits at a unit.
        "rings_url": reverse("referrals:ringing") if rings else "",
        "navigation": [
            {
                "label": entry.label,
                "url": (url := reverse(entry.page)),
                "current": request.path == url,
                "key": entry.key,
            }
            for entry in ENTRIES
            if actor.may(entry.can)
        ]
    }

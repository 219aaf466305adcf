"""The entries of the menu: label, page, the capability that shows it, the letter that opens it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from entremise.access.roles import Can


@dataclass(frozen=True)
class Entry:
    """One entry of the menu; `page` is the name of a URL without argument.

    The pages below its address belong to it, and those below `also`.
    """

    label: str
    page: str
    can: Can
    key: str = ""
    also: tuple[str, ...] = ()


# What each role does most comes first.
ENTRIES: list[Entry] = [
    Entry("Ma journée", "desk:day", Can.CASE_READ, "m"),
    Entry("À joindre", "referrals:queue", Can.REFERRAL_TRIAGE, also=("/saisines/",)),
    Entry("Situations", "desk:cases", Can.CASE_LIST, also=("/reprise/",)),
    Entry("Chercher", "desk:search", Can.CASE_SEARCH, "/"),
    Entry("Agenda", "contact:day", Can.CONTACT_MAKE),
    Entry("Appel entrant", "contact:incoming", Can.CONTACT_MAKE),
    Entry(
        "Nouvelle saisine", "referrals:new", Can.REFERRAL_RECORD, "n", also=("/saisines/noter/",)
    ),
    Entry("Liste du matin", "referrals:lists", Can.REVIEW_HOLD),
    Entry("Nouvelle saisine", "referrals:new", Can.REFERRAL_MAKE, "n", also=("/saisines/unite/",)),
    Entry("Mes saisines", "referrals:receipts", Can.RECEIPT_READ),
    Entry("Ce qui attend", "referrals:waiting", Can.REFERRAL_REASSIGN),
    Entry("Journal", "desk:journal", Can.JOURNAL_READ),
    Entry("Chiffres", "statistics:figures", Can.FIGURES_READ),
    Entry("Comptes", "organisation:accounts", Can.ACCOUNT_WRITE),
    Entry("Répertoire", "partners:directory", Can.DIRECTORY_READ, also=("/droits/",)),
    Entry("Organisation", "organisation:coverage", Can.GROUND_READ, also=("/organisation/",)),
]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu entries that the actor's role opens; the one that the page belongs to is marked."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"navigation": []}
    shown = [(entry, reverse(entry.page)) for entry in ENTRIES if actor.may(entry.can)]
    nearest = max((_depth(entry, url, request.path) for entry, url in shown), default=0)
    rings = actor.may(Can.ALERT_ANSWER) or actor.may(Can.ALERT_WATCH)
    return {
        # An open page asks by itself whether somebody waits at a unit.
        "rings_url": reverse("referrals:ringing") if rings else "",
        "navigation": [
            {
                "label": entry.label,
                "url": url,
                "current": nearest > 0 and _depth(entry, url, request.path) == nearest,
                "exact": request.path == url,
                "key": entry.key,
            }
            for entry, url in shown
        ],
    }


def _depth(entry: Entry, url: str, path: str) -> int:
    """How much of the path belongs to the entry: the most precise one is marked."""
    return max((len(one) for one in (url, *entry.also) if path.startswith(one)), default=0)

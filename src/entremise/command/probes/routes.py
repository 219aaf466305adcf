"""Every page of the product, read from its addresses, so that a new one cannot escape."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from entremise.contact.views.appointments import DEEDS
from entremise.contact.views.reaching import WAYS
from entremise.proceedings.forms import WRITINGS
from entremise.proceedings.models import Section
from entremise.referrals.forms import DOORS
from entremise.statistics.queries import BY

# Rows about helped persons, or about what was asked for one: hidden and missing look the same.
OBJECTS = frozenset(
    {
        "alert_id",
        "appointment_id",
        "assessment_id",
        "case_id",
        "change_id",
        "channel_id",
        "import_id",
        "informant_id",
        "line_id",
        "link_id",
        "fact_id",
        "hearing_id",
        "list_id",
        "loan_id",
        "measure_id",
        "lot_id",
        "merge_id",
        "number",
        "orientation_id",
        "person_id",
        "receipt_id",
        "referral_id",
        "report_id",
        "session_id",
        "step_id",
        "transfer_id",
    }
)
# Rows of the organisation: posts, units, accounts, services. Nobody helped is named there.
GROUND = frozenset(
    {
        "absence_id",
        "cover_id",
        "device_id",
        "duty_id",
        "employer_id",
        "holding_id",
        "hours_id",
        "partner_id",
        "post_id",
        "room_id",
        "service_id",
        "unit_id",
        "user_id",
    }
)
# Words of an address, with the values to try: each that has a meaning, and one that has none.
CHOICES: dict[str, tuple[str, ...]] = {
    "by": (*BY, "inconnu"),
    "deed": (*DEEDS, "inconnu"),
    "departement": ("42", "00"),
    "fiche": ("order", "inconnue"),
    "door": (*(door.path for door in DOORS), "inconnu"),
    "key": ("set-password", "abc-def"),
    "name": ("open", "404", "inconnu"),
    "pk": ("1", "999999"),
    "section": (Section.WITNESSES.value, "inconnu"),
    "secret": ("inconnu",),
    "uidb36": ("abc",),
    "way": (*WAYS, "inconnu"),
    "writing": (*WRITINGS, "inconnu"),
}
KEYWORDS = OBJECTS | GROUND | CHOICES.keys()

# Routes that no probe visits, and why. Empty is how it should stay.
LEFT_OUT: dict[str, str] = {}

# Visited with a session of their own, since they end it; not over HTTP, where it would be lost.
ENDS_THE_SESSION: dict[str, str] = {
    "base:leave": "forgets the whole visit",
    "accounts:logout": "ends the session",
    "account_logout": "ends the session",
    "accounts:lock": "hides everything behind the password",
    "accounts:end_sessions": "ends the sessions of the same account elsewhere",
}

_KEYWORD = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One page: its full name, its pattern, and the keywords of its address in order."""

    name: str
    pattern: str
    keywords: tuple[str, ...]

    @property
    def objects(self) -> tuple[str, ...]:
        """The keywords that name a row about a helped person."""
        return tuple(word for word in self.keywords if word in OBJECTS)

    @property
    def rows(self) -> tuple[str, ...]:
        """The keywords that name any row."""
        return tuple(word for word in self.keywords if word in OBJECTS | GROUND)

    def path(self, values: Mapping[str, object]) -> str:
        """The address of this page for these values."""
        return reverse(self.name, kwargs={word: values[word] for word in self.keywords})


def _walk(
    patterns: Iterable[URLPattern | URLResolver], before: str, namespace: str
) -> Iterator[Route]:
    for one in patterns:
        pattern = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            inside = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, pattern, inside)
        else:
            words = dict.fromkeys(_KEYWORD.findall(pattern))
            yield Route(f"{namespace}{one.name or ''}", pattern, tuple(words))


@cache
def routes() -> tuple[Route, ...]:
    """Every page but those left out by name."""
    found = _walk(get_resolver().url_patterns, "", "")
    return tuple(route for route in found if route.name not in LEFT_OUT)


def unknown_keywords(known: Iterable[str] = KEYWORDS) -> dict[str, list[str]]:
    """Routes whose address holds a keyword that no registry explains, by keyword."""
    said = set(known)
    strange: dict[str, list[str]] = {}
    for route in routes():
        for word in route.keywords:
            if word not in said:
                strange.setdefault(word, []).append(route.name)
    return strange

"""The entries of the menu: label, page, and the capability that shows it."""

from typing import Any

from django.http import HttpRequest

from entremise.access.roles import Can

ENTRIES: list[tuple[str, str, Can]] = []


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu entries that the actor's role opens."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"navigation": []}
    return {"navigation": [entry for entry in ENTRIES if actor.may(entry[2])]}

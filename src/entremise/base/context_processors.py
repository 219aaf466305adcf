"""What the layout of every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

PRODUCT = "Entremise"

# Names of a context that lies above: one that does not exist hides its control.
LINKS = {
    "lock_url": "accounts:lock",
    "logout_url": "accounts:logout",
    "profile_url": "accounts:profile",
    "alive_url": "accounts:alive",
}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _speaks_of_somebody(request: HttpRequest) -> bool:
    """Whether the browser's menu prints nothing of it: a paper leaves by a page that asks why."""
    match = request.resolver_match
    return match is not None and match.app_name in settings.STAYS_ON_SCREEN


def page(request: HttpRequest) -> dict[str, Any]:
    """Product name, who is logged in, her display choices, the clock of her session."""
    user = getattr(request, "user", None)
    inside = user is not None and user.is_authenticated
    return {
        "product": PRODUCT,
        "demo": settings.DEMO,
        "me": str(user) if inside else "",
        "stays_on_screen": _speaks_of_somebody(request),
        "theme": getattr(user, "theme", ""),
        "dense": getattr(user, "dense", False),
        "shortcuts": getattr(user, "letter_keys", True),
        "idle_seconds": getattr(request, "idle_seconds", settings.IDLE_MINUTES * 60),
        "ends_alone": getattr(request, "ends_alone", False),
        **({name: _address(target) for name, target in LINKS.items()} if inside else {}),
    }

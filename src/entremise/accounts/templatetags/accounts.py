"""What the account pages need, and the notice of a draft for the pages of other contexts."""

import json
from typing import Any

from django import template
from django.http import HttpRequest

from entremise.access.actor import Kind
from entremise.accounts import queries, sessions
from entremise.base.french import NBSP

register = template.Library()

WAYS = {
    "reauthenticate": "Avec le mot de passe",
    "mfa_reauthenticate": "Avec un code",
    "mfa_reauthenticate:webauthn": "Avec une clé d’accès",
}


@register.simple_tag(takes_context=True)
def demo_code(context: template.Context) -> str:
    """In the demonstration, the code of the account that is being logged in; else nothing."""
    stage = getattr(context["request"], "_login_stage", None)
    return queries.demo_code(stage.login.user) if stage is not None else ""


@register.simple_tag(takes_context=True)
def kept_texts(context: template.Context) -> bool:
    """Whether a text of this browser waits for its author to log in."""
    return bool(sessions.kept_texts(context["request"].session))


@register.simple_tag
def as_json(value: Any) -> str:
    """A value for a script to read from an attribute; the template escapes it."""
    return json.dumps(value)


@register.simple_tag
def way_to_confirm(number: str) -> str:
    """A way to confirm who one is, in plain words."""
    return WAYS.get(number, "")


@register.simple_tag
def in_fours(text: str) -> str:
    """A long code in groups of four, to be read aloud or copied by hand."""
    return NBSP.join(text[at : at + 4] for at in range(0, len(text), 4))


@register.simple_tag
def after_newline(text: str) -> str:
    """What a textarea must hold: the browser drops the first new line."""
    return f"\n{text}"


@register.inclusion_tag("accounts/draft_notice.html", takes_context=True)
def draft_notice(context: template.Context) -> dict[str, Any]:
    """« Un brouillon existe : le reprendre », on a page whose view knows `?brouillon=1`."""
    request: HttpRequest = context["request"]
    actor = getattr(request, "actor", None)
    taken_up = "brouillon" in request.GET or request.method != "GET"
    if actor is None or actor.kind is not Kind.USER or taken_up:
        return {"draft": None}
    return {
        "draft": queries.saved_draft(actor=actor, path=request.path),
        "resume_url": f"{request.path}?brouillon=1",
    }

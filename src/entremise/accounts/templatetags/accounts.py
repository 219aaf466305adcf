"""What the account pages need."""

import json
from typing import Any

from django import template

from entremise.accounts import queries, sessions, stations
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


@register.simple_tag(takes_context=True)
def shared_device(context: template.Context) -> stations.Device | None:
    """The computer that a unit shares, if this is one."""
    return stations.device_of(context["request"])


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

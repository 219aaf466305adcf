"""What a referral says of how to reach her, before her number opens in her case."""

from typing import Any

from entremise.people.models import SafeChannel
from entremise.people.windows import Window


def reaching_lines(channel: dict[str, Any]) -> list[tuple[str, str]]:
    """When, by what, with which message and words: everything that was agreed but the number."""
    if not channel:
        return []
    kind = SafeChannel.Kind(channel.get("kind", SafeChannel.Kind.PHONE))
    message = SafeChannel.Message(channel.get("message", SafeChannel.Message.NEVER))
    lines = [
        ("Moyen", kind.label),
        ("Quand la joindre", Window.of(channel.get("window")).text),
        ("Message", message.label),
        ("À savoir avant d’appeler", str(channel.get("rule", {}).get("say", ""))),
    ]
    return [(label, words) for label, words in lines if words]

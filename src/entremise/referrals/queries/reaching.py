"""What a referral says of how to reach her, before her number opens in her case."""

from typing import Any

from entremise.base.french import nbsp
from entremise.people.models import SafeChannel
from entremise.people.windows import Window


def every_channel(channel: dict[str, Any]) -> list[dict[str, Any]]:
    """The channel that came with a referral, then those that came with its doubles."""
    own = {name: said for name, said in channel.items() if name != "others"}
    return [dict(one) for one in (own, *channel.get("others", ())) if one.get("value")]


def reaching_lines(channel: dict[str, Any]) -> list[tuple[str, str]]:
    """When, by what, with which message and words: everything that was agreed but the number."""
    if not channel:
        return []
    kind = SafeChannel.Kind(channel.get("kind", SafeChannel.Kind.PHONE))
    message = SafeChannel.Message(channel.get("message", SafeChannel.Message.NEVER))
    lines = [
        ("Moyen", kind.label),
        ("Quand la joindre", _when(channel)),
        ("Message", message.label),
        ("À savoir avant d’appeler", str(channel.get("rule", {}).get("say", ""))),
    ]
    return [(label, words) for label, words in lines if words]


def _when(channel: dict[str, Any]) -> str:
    """The days and hours, or the words that nobody has turned into them yet."""
    words = str(channel.get("rule", {}).get("when", ""))
    return nbsp(f"« {words} »") if words else Window.of(channel.get("window")).text

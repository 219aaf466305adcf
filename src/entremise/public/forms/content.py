"""The answers as a worker will read them: codes where there are codes, French words elsewhere."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from entremise.base.french import nbsp
from entremise.people.models import SafeChannel
from entremise.people.windows import Window
from entremise.public.forms.steps import Means
from entremise.referrals.models import Answer, Speaker

Answers = Mapping[str, Any]
CONFIRM = "Elle demande un SMS de confirmation : envoyez-le seulement si la règle l’autorise."
KNOWS = {"agrees": Answer.YES, "knows": Answer.YES, "no": Answer.NO, "unknown": Answer.UNKNOWN}


def window(answers: Answers) -> Window:
    """The days and hours that were ticked."""
    start, end = answers["start"], answers["end"]
    return Window.answered(
        (int(day) for day in answers["days"]),
        time.fromisoformat(start) if start else None,
        time.fromisoformat(end) if end else None,
    )


def own_channel(answers: Answers) -> dict[str, Any]:
    """How she can be reached: never « sûr » before somebody has heard her say so."""
    number, means = answers["number"].strip(), answers["means"]
    if not number or means == Means.NONE:
        return {}
    trusted = means == Means.TRUSTED
    kind = SafeChannel.Kind.THIRD_PARTY if trusted else SafeChannel.Kind.PHONE
    owner = SafeChannel.Owner.FAMILY if trusted else answers["owner"]
    say = " ".join(part for part in (answers["advice"], answers["confirm"] and CONFIRM) if part)
    return {
        "kind": kind.value,
        "value": number,
        "safe": SafeChannel.Safe.UNKNOWN.value,
        "origin": SafeChannel.Origin.HERSELF.value,
        "owner": str(owner or SafeChannel.Owner.UNKNOWN),
        "message": answers["message"] or SafeChannel.Message.NEVER.value,
        "window": window(answers).stored(),
        "rule": {"say": say} if say else {},
    }


def her_channel(answers: Answers) -> dict[str, Any]:
    """A number that somebody else gives for her: for a first call only, and no message."""
    number = answers["her_number"].strip()
    if not number:
        return {}
    return {
        "value": number,
        "safe": SafeChannel.Safe.UNKNOWN.value,
        "origin": SafeChannel.Origin.INFORMANT.value,
        "owner": SafeChannel.Owner.UNKNOWN.value,
        "message": SafeChannel.Message.NEVER.value,
    }


def words(answers: Answers) -> str:
    """What she wrote, with what she said of being reached when she gave no number."""
    parts = [answers["said"].strip()]
    if answers["means"] == Means.NONE:
        parts.append("Pour la joindre : elle n’a aucun moyen sûr.")
    elif not answers["number"].strip():
        parts.append("Pour la joindre : elle n’a donné aucun numéro.")
    if (answers["means"] == Means.NONE or not answers["number"].strip()) and answers["advice"]:
        parts.append(f"Ce qu’il faut savoir : {answers['advice'].strip()}")
    return "\n\n".join(nbsp(part) if at else part for at, part in enumerate(parts) if part)


def speaker(answers: Answers) -> Speaker:
    """Who speaks for her, with his own contact, his own wish, and his phrase."""
    who = ", ".join(part.strip() for part in (answers["own_name"], answers["link"]) if part)
    return Speaker(
        who=who or "n’a pas dit son nom",
        contact=_contact(answers),
        unnamed=answers["unnamed"],
        person_knows=KNOWS.get(answers["knows"], Answer.NOT_ASKED),
        phrase=answers["phrase"].strip(),
    )


def _contact(answers: Answers) -> str:
    """How he can be reached, in one line."""
    number = answers["number"].strip()
    if answers["means"] == Means.NONE:
        number = ""
    if not number:
        return str(answers["advice"].strip())
    message = SafeChannel.Message(answers["message"] or SafeChannel.Message.NEVER)
    parts = [number, window(answers).text, message.label, answers["advice"].strip()]
    if answers["confirm"]:
        parts.append("demande un SMS de confirmation")
    return " ; ".join(part for part in parts if part)

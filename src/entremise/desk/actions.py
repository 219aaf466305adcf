"""Deeds of two contexts that one button does: both happen, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.assessment import actions as assessing
from entremise.base.french import in_paris
from entremise.cases.actions import append
from entremise.cases.models import Deed as CaseDeed
from entremise.contact import actions as contacting
from entremise.contact.actions import Account
from entremise.contact.models import Session
from entremise.people.actions import authorise
from entremise.people.safety import Act

# What the interview says of an interpreter is so of the person.
NEEDS_ONE = {
    Session.Interpreter.NOT_NEEDED: "not_needed",
    Session.Interpreter.ON_SITE: "needed",
    Session.Interpreter.REMOTE: "needed",
    Session.Interpreter.MISSING: "needed",
    Session.Interpreter.REFUSED: "needed",
}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The codes that were answered while she talked, if any, and the version that was read."""

    said: Mapping[str, Any]
    version: int = 0


def let_out(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Let a summary leave the screen for the office's printer; the timeline keeps that it did."""
    actor.require(Can.CASE_WRITE)
    authorise(actor=actor, act=Act.PRINT, now=now, case_id=case_id)
    append(actor=actor, case_id=case_id, at=now, kind=CaseDeed.PRINTED)


@transaction.atomic
def listen(
    *,
    actor: Actor,
    case_id: UUID,
    account: Account,
    now: datetime,
    answers: Answers,
    sign: bool = False,
    appointment_id: UUID | None = None,
) -> tuple[Session, bool | None]:
    """Keep an interview, and the assessment of that moment where something was answered.

    The interview is final at once; the assessment stays a draft until it is signed. If one is
    refused the other is not kept either: the page still holds both. Returns the interview, and
    whether an assessment was signed, or None if there is none.
    """
    session = contacting.hold(
        actor=actor, case_id=case_id, account=account, now=now, appointment_id=appointment_id
    )
    version = answers.version
    if answers.said:
        said = {**answers.said, "on": in_paris(account.at).date()}
        if account.interpreter in NEEDS_ONE:
            said["interpreter"] = NEEDS_ONE[account.interpreter]
        version = assessing.save(
            actor=actor, case_id=case_id, answers=said, now=now, version=version
        ).version
    if sign:
        assessing.sign(actor=actor, case_id=case_id, version=version, now=now)
        return session, True
    return session, False if answers.said else None

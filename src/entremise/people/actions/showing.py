"""The only way to a number or an address: `show_channel`; and to a paper: `authorise`.

A refusal is journalled as an opening is. So the deed is a transaction of its own inside that of
the request, and the refusal is raised after it: callers ask before they begin theirs.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.people import safety
from entremise.people.models import CallerCheck, Person, SafeChannel
from entremise.people.queries.channels import checks_of, judged_among_hers, strictest
from entremise.people.safety import Act, Verdict


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A number or an address, once, with what may be said."""

    value: str = ""
    verdict: Verdict
    script: tuple[str, ...]
    instructions: dict[str, str]
    origin: SafeChannel.Origin
    owner: SafeChannel.Owner
    withheld: bool

    def __repr__(self) -> str:
        """Never the number: this ends up in logs and error pages."""
        return f"Shown({self.verdict.code})"


def show_channel(
    *,
    actor: Actor,
    channel_id: UUID,
    act: Act,
    now: datetime,
    case_id: UUID | None = None,
    key: UUID | None = None,
) -> Shown:
    """Open a channel for one act, if the rule says so now; NotPossible with the reason if not.

    A first call keeps the channel open until its outcome is noted: nobody sees the number for a
    second one before. The same form sent twice (`key`) is the same call, and shows it again.
    """
    with transaction.atomic():
        shown, refused = _open(actor, channel_id, act, now, case_id, key)
    if shown is None:
        raise NotPossible(refused)
    return shown


def _open(
    actor: Actor,
    channel_id: UUID,
    act: Act,
    now: datetime,
    case_id: UUID | None,
    key: UUID | None,
) -> tuple[Shown | None, str]:
    actor.require(Can.CHANNEL_READ)
    actor.require(Can.CONTACT_MAKE)
    channel = SafeChannel.objects.select_for_update(of=("self",)).get(pk=channel_id)
    same_call = key is not None and (channel.opened_key, channel.opened_by) == (key, actor.id)
    if same_call:
        channel.opened_at = channel.opened_by = channel.opened_key = None
    verdict = judged_among_hers(channel, act, now)
    event = Event.CHANNEL_REFUSED if verdict.is_shut else Event.CHANNEL_SHOWN
    reason = f"{act.value}:{verdict.code.value}"
    journal.record(
        actor, event, at=now, case_id=case_id, subject_id=channel.person_id, reason=reason
    )
    if verdict.is_shut:
        return None, verdict.sentence
    if verdict.is_first and not same_call:
        channel.opened_at, channel.opened_by, channel.opened_key = now, actor.id, key
        channel.save(update_fields=["opened_at", "opened_by", "opened_key"])
    return _shown(channel, verdict), ""


def _shown(channel: SafeChannel, verdict: Verdict) -> Shown:
    keyring.load([channel.person_id])
    withheld = verdict.act is Act.CALL
    instructions = {name: str(text) for name, text in channel.rule.items()}
    message = SafeChannel.Message(channel.message)
    return Shown(
        value=SafeChannel.value.reveal(channel),
        verdict=verdict,
        script=safety.script(verdict, safety.Preferences.of(instructions), message),
        instructions=instructions,
        origin=SafeChannel.Origin(channel.origin),
        owner=SafeChannel.Owner(channel.owner),
        withheld=withheld,
    )


def authorise(
    *,
    actor: Actor,
    act: Act,
    now: datetime,
    person_id: UUID | None = None,
    case_id: UUID | None = None,
) -> Verdict:
    """Let a print, a handout, a calendar line or an export leave, or raise NotPossible.

    `person_id` says whom it is about: a paper that she carries needs her word that it is safe.
    What the paper must not hold is in the verdict's `say`. To reach her or to give her number to
    somebody else, `show_channel` is the way. An interpreter or a partner is told something
    without a number in the same way as a paper leaves.
    """
    with transaction.atomic():
        verdict = _judged_paper(actor, act, now, person_id, case_id)
    if verdict.is_shut:
        raise NotPossible(verdict.sentence)
    return verdict


def _judged_paper(
    actor: Actor, act: Act, now: datetime, person_id: UUID | None, case_id: UUID | None
) -> Verdict:
    paper = CallerCheck.Paper.NOT_ASKED
    if person_id is not None:
        actor.require(Can.CHANNEL_READ)
        person = Person.objects.get(pk=person_id)
        paper = CallerCheck.Paper(strictest(checks_of(person.pk)).paper)
    verdict = safety.note(safety.judge_paper(act, paper=paper))
    event = Event.OUTGOING_REFUSED if verdict.is_shut else Event.PRINTED
    reason = f"{act.value}:{verdict.code.value}"
    journal.record(actor, event, at=now, case_id=case_id, subject_id=person_id, reason=reason)
    return verdict

"""How to reach her: noting it, changing it, and what came of a call."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import Conflict, NotPossible
from entremise.base.french import in_paris, nbsp
from entremise.people.models import Person, SafeChannel
from entremise.people.queries.channels import INSTRUCTIONS
from entremise.people.safety import body_named, protection_days
from entremise.people.windows import Window

Safe, Protection = SafeChannel.Safe, SafeChannel.Protection
# What a judge decided begins and ends; what she wishes lasts until she says otherwise.
BY_A_JUDGE = frozenset({Protection.ORDER, Protection.DOMICILE, Protection.OTHER})

NOT_SAFE_BY_ITSELF = "Un moyen n’est sûr que si elle l’a dit : vérifiez avec elle, puis cochez-le."
OUTCOME_FIRST = "Notez d’abord l’issue de l’appel ouvert."
A_REAL_BODY = (
    "« {} » est un organisme ou un métier qui existe : choisissez un prénom. Un mensonge qui se "
    "vérifie se retourne contre elle."
)
STILL_DANGEROUS = (
    "Ce moyen est noté dangereux : il ne cesse de l’être que si elle vous l’a dit aujourd’hui. "
    "Si c’est le cas, cochez-le."
)
STILL_PROTECTED = (
    "Cette adresse est protégée : elle ne cesse de l’être que si elle vous l’a dit aujourd’hui."
)


@dataclass(frozen=True, kw_only=True)
class ChannelWords:
    """What is noted of a channel, besides the number itself."""

    safe: SafeChannel.Safe = Safe.UNKNOWN
    message: SafeChannel.Message = SafeChannel.Message.NEVER
    origin: SafeChannel.Origin = SafeChannel.Origin.UNKNOWN
    owner: SafeChannel.Owner = SafeChannel.Owner.UNKNOWN
    window: Window = field(default_factory=Window)
    sms: SafeChannel.Sms = SafeChannel.Sms.NOT_ASKED
    protection: SafeChannel.Protection = SafeChannel.Protection.NONE
    protected_from: date | None = None
    protected_until: date | None = None
    instructions: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def add_channel(
    *,
    actor: Actor,
    person_id: UUID,
    kind: SafeChannel.Kind,
    value: str,
    now: datetime,
    words: ChannelWords | None = None,
    checked: bool = False,
    case_id: UUID | None = None,
) -> SafeChannel:
    """Note a way to reach her. It is safe only if she said so herself (`checked`), today."""
    actor.require(Can.CHANNEL_WRITE)
    person = Person.objects.get(pk=person_id)
    words = words or ChannelWords()
    if not value.strip():
        raise NotPossible("Écrivez le numéro ou l’adresse.")
    if words.safe is Safe.YES and not checked:
        raise NotPossible(NOT_SAFE_BY_ITSELF)
    _refuse_words(words, now)
    keyring.load([person.pk])
    channel = SafeChannel(person=person, kind=kind)
    channel.value = value.strip()
    _write(channel, words)
    if words.safe is not Safe.UNKNOWN:
        _check(channel, actor, now)
    channel.save(force_insert=True)
    journal.record(actor, Event.CHANNEL_ADDED, at=now, case_id=case_id, subject_id=person.pk)
    return channel


@transaction.atomic
def change_channel(
    *,
    actor: Actor,
    channel_id: UUID,
    version: int,
    words: ChannelWords,
    now: datetime,
    value: str = "",
    checked: bool = False,
    case_id: UUID | None = None,
) -> SafeChannel:
    """Change what is noted; an empty `value` keeps the number, which nobody saw.

    Another number is not verified any more, unless she gave it herself today (`checked`). A
    dangerous one stays so until she says otherwise, also for a page that was read before.
    """
    actor.require(Can.CHANNEL_WRITE)
    channel = _locked(channel_id)
    if version != channel.version:
        raise Conflict(field="say", theirs=_in_words(channel), version=channel.version)
    if value.strip():
        if channel.opened_at is not None:
            raise NotPossible(OUTCOME_FIRST)
        channel.value = value.strip()
    becomes_safe = words.safe is Safe.YES and (channel.safe != Safe.YES or bool(value.strip()))
    if becomes_safe and not checked:
        raise NotPossible(NOT_SAFE_BY_ITSELF)
    dangerous = channel.safe == Safe.NO and words.safe is not Safe.NO and not value.strip()
    if dangerous and not checked:
        raise NotPossible(STILL_DANGEROUS)
    _refuse_words(words, now)
    protected = channel.protection != Protection.NONE
    if protected and words.protection is Protection.NONE and not checked:
        raise NotPossible(STILL_PROTECTED)
    changes_sides = words.safe != channel.safe
    _write(channel, words)
    if words.safe is Safe.UNKNOWN:
        channel.checked_on = channel.checked_by = None
    elif checked or changes_sides:
        _check(channel, actor, now)
    channel.version += 1
    channel.save()
    journal.record(
        actor, Event.CHANNEL_CHANGED, at=now, case_id=case_id, subject_id=channel.person_id
    )
    return channel


@transaction.atomic
def settle_call(
    *,
    actor: Actor,
    channel_id: UUID,
    now: datetime,
    safe: SafeChannel.Safe | None = None,
    window: Window | None = None,
    message: SafeChannel.Message | None = None,
    sms: SafeChannel.Sms | None = None,
    case_id: UUID | None = None,
) -> SafeChannel:
    """Say what came of a call: the channel becomes safe, unsafe, unverified, or stays as it was.

    Whatever the answer, the next call may be opened by the rule again.
    """
    actor.require(Can.CHANNEL_WRITE)
    channel = _locked(channel_id)
    channel.opened_at = channel.opened_by = channel.opened_key = None
    if safe is not None:
        channel.safe = safe
        channel.checked_on = channel.checked_by = None
        if safe is not Safe.UNKNOWN:
            _check(channel, actor, now)
    if window is not None:
        channel.window = window.stored()
    if message is not None:
        channel.message = message
    if sms is not None:
        channel.sms = sms
    channel.version += 1
    channel.save()
    journal.record(
        actor,
        Event.CHANNEL_CHANGED,
        at=now,
        case_id=case_id,
        subject_id=channel.person_id,
        reason=f"call:{safe.value}" if safe is not None else "call:unchanged",
    )
    return channel


def _refuse_words(words: ChannelWords, now: datetime) -> None:
    """A name that is a lie, a protection whose days make no sense."""
    body = body_named(words.instructions.get("name_to_show", ""))
    if body:
        raise NotPossible(A_REAL_BODY.format(body))
    if words.protection in BY_A_JUDGE:
        wrong = protection_days(words.protected_from, words.protected_until, in_paris(now).date())
        if wrong:
            raise NotPossible(wrong[1])


def _locked(channel_id: UUID) -> SafeChannel:
    channel = SafeChannel.objects.select_for_update(of=("self",)).get(pk=channel_id)
    keyring.load([channel.person_id])
    return channel


def _in_words(channel: SafeChannel) -> str:
    """What is noted of it, its safety first, for whoever was about to write over it."""
    facts = [
        channel.get_safe_display(),
        channel.get_message_display(),
        f"SMS : {channel.get_sms_display()}",
        Window.of(channel.window).text,
        f"adresse protégée : {channel.get_protection_display()}",
    ]
    return nbsp(" ; ".join([*facts, *channel.rule.values()]))


def _write(channel: SafeChannel, words: ChannelWords) -> None:
    channel.safe = words.safe
    channel.message = words.message
    channel.sms = words.sms
    channel.origin = words.origin
    channel.owner = words.owner
    channel.window = words.window.stored()
    dated = words.protection in BY_A_JUDGE
    channel.protection = words.protection
    channel.protected_from = words.protected_from if dated else None
    channel.protected_until = words.protected_until if dated else None
    kept = {name: words.instructions.get(name, "").strip() for name in INSTRUCTIONS}
    channel.rule = {name: text for name, text in kept.items() if text}


def _check(channel: SafeChannel, actor: Actor, now: datetime) -> None:
    channel.checked_on = in_paris(now).date()
    channel.checked_by = actor.id

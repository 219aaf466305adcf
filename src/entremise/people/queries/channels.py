"""How she can be reached: what matters before dialling, and never the number.

The database shows the channels of those persons only of whom the actor reads a case.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.people import safety
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.safety import Act, Verdict
from entremise.people.windows import Window

INSTRUCTIONS = ("who_may_answer", "say", "name_to_show", "if_someone_else")


@dataclass(frozen=True, kw_only=True)
class ChannelLine:
    """One channel as it is shown before it opens: everything but the number or address."""

    id: UUID
    person_id: UUID
    version: int
    kind: SafeChannel.Kind
    safe: SafeChannel.Safe
    message: SafeChannel.Message
    origin: SafeChannel.Origin
    owner: SafeChannel.Owner
    window: Window
    checked_on: date | None
    checked_by: UUID | None
    opened_at: datetime | None
    opened_by: UUID | None
    protection: SafeChannel.Protection
    protected_until: date | None
    instructions: dict[str, str]
    is_stale: bool
    verdicts: dict[Act, Verdict]

    @property
    def call(self) -> Verdict:
        """What the rule answers for a call, or for the main use of a channel without a call."""
        main = {SafeChannel.Kind.EMAIL: Act.EMAIL, SafeChannel.Kind.POST: Act.LETTER}
        return self.verdicts[main.get(self.kind, Act.CALL)]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What was agreed with her; the code phrase is compared, never shown."""

    version: int = 0
    has_code_phrase: bool = False
    she_calls_us: bool = False
    paper: CallerCheck.Paper = CallerCheck.Paper.NOT_ASKED


def agreement(*, actor: Actor, person_id: UUID) -> Agreement:
    """Who calls whom, whether a code phrase exists, what paper she may keep."""
    actor.require(Can.CHANNEL_READ)
    row = CallerCheck.objects.filter(person_id=person_id).first()
    if row is None:
        return Agreement()
    return Agreement(
        version=row.version,
        has_code_phrase=bool(row.code_phrase_sealed),
        she_calls_us=row.she_calls_us,
        paper=CallerCheck.Paper(row.paper),
    )


def channels_of(*, actor: Actor, person_id: UUID, now: datetime) -> list[ChannelLine]:
    """The ways to reach her, the safe ones first, each with what the rule answers now."""
    actor.require(Can.CHANNEL_READ)
    order = [SafeChannel.Safe.YES, SafeChannel.Safe.UNKNOWN, SafeChannel.Safe.NO]
    kept = SafeChannel.objects.filter(person_id=person_id).select_related("person__caller_check")
    rows = sorted(
        kept.order_by("created_at", "pk"),
        key=lambda row: order.index(SafeChannel.Safe(row.safe)),
    )
    check = getattr(rows[0].person, "caller_check", None) if rows else None
    keyring.load([person_id])
    return [_line(row, check, now) for row in rows]


def channel(*, actor: Actor, channel_id: UUID, person_id: UUID, now: datetime) -> ChannelLine:
    """One of her channels, without its number."""
    actor.require(Can.CHANNEL_READ)
    row = SafeChannel.objects.get(pk=channel_id, person_id=person_id)
    check = CallerCheck.objects.filter(person_id=person_id).first()
    keyring.load([person_id])
    return _line(row, check, now)


def judged(row: SafeChannel, check: CallerCheck | None, act: Act, now: datetime) -> Verdict:
    """What the rule answers for a stored channel, with the number of days of this service."""
    facts = safety.facts_of(row, check)
    return safety.judge(facts, act, now=now, check_days=settings.CHANNEL_CHECK_DAYS)


def _is_fresh(row: SafeChannel, now: datetime) -> bool:
    """Whether she was asked about this channel lately enough."""
    today = Window.local(now).date()
    return safety.is_fresh(row.checked_on, today, settings.CHANNEL_CHECK_DAYS)


def _line(row: SafeChannel, check: CallerCheck | None, now: datetime) -> ChannelLine:
    kept: dict[str, Any] = row.rule
    kind = SafeChannel.Kind(row.kind)
    acts = safety.CARRIES[kind]
    return ChannelLine(
        id=row.pk,
        person_id=row.person_id,
        version=row.version,
        kind=kind,
        safe=SafeChannel.Safe(row.safe),
        message=SafeChannel.Message(row.message),
        origin=SafeChannel.Origin(row.origin),
        owner=SafeChannel.Owner(row.owner),
        window=Window.of(row.window),
        checked_on=row.checked_on,
        checked_by=row.checked_by,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        protection=SafeChannel.Protection(row.protection),
        protected_until=row.protected_until,
        instructions={name: str(kept.get(name, "")) for name in INSTRUCTIONS},
        is_stale=row.safe == SafeChannel.Safe.YES and not _is_fresh(row, now),
        verdicts={act: judged(row, check, act, now) for act in Act if act in acts},
    )

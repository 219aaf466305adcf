"""How she can be reached: what matters before dialling, and never the number.

The database shows the channels of those persons only of whom the actor reads a case. Where two
records are one person, the ways to reach her are those of both, and the more careful word wins.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.french import nbsp
from entremise.people import safety
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.queries.groups import OfSamePerson
from entremise.people.safety import Act, Preferences, Verdict
from entremise.people.windows import Window

INSTRUCTIONS = ("when", "who_may_answer", "say", "name_to_show", "if_someone_else", "given")


@dataclass(frozen=True, kw_only=True)
class ChannelLine:
    """One channel as it is shown before it opens: everything but the number or address."""

    id: UUID
    person_id: UUID
    version: int
    kind: SafeChannel.Kind
    safe: SafeChannel.Safe
    message: SafeChannel.Message
    sms: SafeChannel.Sms
    origin: SafeChannel.Origin
    owner: SafeChannel.Owner
    window: Window
    checked_on: date | None
    checked_by: UUID | None
    opened_at: datetime | None
    opened_by: UUID | None
    protection: SafeChannel.Protection
    protected_from: date | None
    protected_until: date | None
    protection_ended: bool
    instructions: dict[str, str]
    is_stale: bool
    verdicts: dict[Act, Verdict]

    @property
    def when(self) -> str:
        """When she can be reached, with the words in which it was said."""
        words = nbsp(f"« {said} »") if (said := self.instructions["when"]) else ""
        if self.window.in_words and words:
            return words
        return " ; ".join(part for part in (self.window.text, words) if part)

    @property
    def call(self) -> Verdict:
        """What the rule answers for a call, or for the main use of a channel without a call."""
        main = {SafeChannel.Kind.EMAIL: Act.EMAIL, SafeChannel.Kind.POST: Act.LETTER}
        return self.verdicts[main.get(self.kind, Act.CALL)]

    def script(self, verdict: Verdict) -> tuple[str, ...]:
        """What may be said, as she prefers it."""
        return safety.script(verdict, Preferences.of(self.instructions), self.message)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What was agreed with her; the code phrase is compared, never shown."""

    version: int = 0
    has_code_phrase: bool = False
    she_calls_us: bool = False
    paper: CallerCheck.Paper = CallerCheck.Paper.NOT_ASKED
    said_on_another_record: bool = False


def agreement(*, actor: Actor, person_id: UUID) -> Agreement:
    """Who calls whom, whether a code phrase exists, what paper she may keep.

    The version is that of her own record, which alone is written; another record of the same
    person can only make it more careful, and is then said to.
    """
    actor.require(Can.CHANNEL_READ)
    rows = checks_of(person_id)
    own = next((row for row in rows if row.person_id == person_id), None)
    rule = strictest(rows)
    own_rule = (own.she_calls_us, own.paper) if own else (False, CallerCheck.Paper.NOT_ASKED)
    return Agreement(
        version=own.version if own else 0,
        has_code_phrase=any(row.code_phrase_sealed for row in rows),
        she_calls_us=rule.she_calls_us,
        paper=CallerCheck.Paper(rule.paper),
        said_on_another_record=(rule.she_calls_us, rule.paper) != own_rule,
    )


def checks_of(person_id: UUID) -> list[CallerCheck]:
    """What was agreed with her, on each of her records."""
    rows = CallerCheck.objects.filter(OfSamePerson("person_id", person_id))
    return list(rows.order_by("created_at", "pk"))


def strictest(checks: list[CallerCheck]) -> CallerCheck:
    """The most careful of what was agreed, as one row that is not saved.

    « Jamais de papier » on one record is never overruled by another; what was not asked there is
    no answer.
    """
    papers = {check.paper for check in checks}
    rule = CallerCheck(she_calls_us=any(check.she_calls_us for check in checks))
    for paper in (CallerCheck.Paper.NEVER, CallerCheck.Paper.YES):
        if paper in papers:
            rule.paper = paper
            break
    return rule


def may_leave(*, actor: Actor, act: Act, person_id: UUID | None = None) -> Verdict:
    """What the rule answers for something without a number: to show, before it is done.

    Nothing leaves by this answer alone: the deed, or `authorise`, leaves its line in the journal.
    """
    paper = CallerCheck.Paper.NOT_ASKED
    if act is Act.HANDOUT and person_id is not None:
        actor.require(Can.CHANNEL_READ)
        paper = CallerCheck.Paper(strictest(checks_of(person_id)).paper)
    return safety.note(safety.judge_paper(act, paper=paper))


def channels_of(*, actor: Actor, person_id: UUID, now: datetime) -> list[ChannelLine]:
    """The ways to reach her, the safe ones first, each with what the rule answers now."""
    actor.require(Can.CHANNEL_READ)
    order = [SafeChannel.Safe.YES, SafeChannel.Safe.UNKNOWN, SafeChannel.Safe.NO]
    rows = sorted(
        _with_agreement(person_id).order_by("created_at", "pk"),
        key=lambda row: order.index(SafeChannel.Safe(row.safe)),
    )
    keyring.load({person_id, *(row.person_id for row in rows)})
    return [_line(row, rows, now) for row in rows]


def channel(*, actor: Actor, channel_id: UUID, person_id: UUID, now: datetime) -> ChannelLine:
    """One of her channels, without its number."""
    actor.require(Can.CHANNEL_READ)
    rows = list(_with_agreement(person_id).order_by("created_at", "pk"))
    row = next((one for one in rows if one.pk == channel_id), None)
    if row is None:
        raise SafeChannel.DoesNotExist
    keyring.load({row.person_id for row in rows})
    return _line(row, rows, now)


def _with_agreement(person_id: UUID) -> QuerySet[SafeChannel]:
    """The channels of all her records, with whether she calls, and whether SMS are allowed."""
    her = OfSamePerson("person_id", person_id)
    agreed = CallerCheck.objects.filter(her, she_calls_us=True)
    return SafeChannel.objects.filter(her).annotate(
        she_calls_us=Exists(agreed), sms_allowed=F("person__employer__sms_allowed")
    )


def judged_among_hers(row: SafeChannel, act: Act, now: datetime) -> Verdict:
    """What the rule answers for a channel that is about to open, her other records considered."""
    rows = list(_with_agreement(row.person_id).order_by("created_at", "pk"))
    keyring.load({one.person_id for one in rows})
    # The row that the caller holds may differ in memory from the one that is stored.
    others = [one for one in rows if one.pk != row.pk]
    own = next(one for one in rows if one.pk == row.pk)
    row.she_calls_us = own.she_calls_us  # type: ignore[attr-defined]  # as annotated
    row.sms_allowed = own.sms_allowed  # type: ignore[attr-defined]  # the same
    return _strictest_verdict(row, others, act, now)


def _strictest_verdict(
    row: SafeChannel, others: list[SafeChannel], act: Act, now: datetime
) -> Verdict:
    """The verdict of a channel, shut where the same number is shut on another of her records."""
    verdict = _judged(row, act, now)
    if verdict.is_shut:
        return verdict
    shut = (_judged(other, act, now) for other in others if row.is_written_again_in(other))
    return next((one for one in shut if one.is_shut), verdict)


def _judged(row: SafeChannel, act: Act, now: datetime) -> Verdict:
    """What the rule answers for a stored channel, with the number of days of this service."""
    check = CallerCheck(she_calls_us=row.she_calls_us)  # type: ignore[attr-defined]  # annotated
    allowed: bool = row.sms_allowed  # type: ignore[attr-defined]  # annotated
    facts = safety.facts_of(row, check, sms_allowed=allowed)
    verdict = safety.judge(facts, act, now=now, check_days=settings.CHANNEL_CHECK_DAYS)
    return safety.note(verdict)


def _is_fresh(row: SafeChannel, now: datetime) -> bool:
    """Whether she was asked about this channel lately enough."""
    today = Window.local(now).date()
    return safety.is_fresh(row.checked_on, today, settings.CHANNEL_CHECK_DAYS)


def _line(row: SafeChannel, rows: list[SafeChannel], now: datetime) -> ChannelLine:
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
        sms=SafeChannel.Sms(row.sms),
        origin=SafeChannel.Origin(row.origin),
        owner=SafeChannel.Owner(row.owner),
        window=Window.of(row.window),
        checked_on=row.checked_on,
        checked_by=row.checked_by,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        protection=SafeChannel.Protection(row.protection),
        protected_from=row.protected_from,
        protected_until=row.protected_until,
        protection_ended=row.protection != SafeChannel.Protection.NONE
        and safety.has_ended(row.protected_until, Window.local(now).date()),
        instructions={name: str(kept.get(name, "")) for name in INSTRUCTIONS},
        is_stale=row.safe == SafeChannel.Safe.YES and not _is_fresh(row, now),
        verdicts={act: _strictest_verdict(row, rows, act, now) for act in Act if act in acts},
    )

"""Trying to reach her, as the rule of safe contact lets it be tried."""

from __future__ import annotations

from datetime import time, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING

from entremise.command.demo_data.matters import common
from entremise.contact import actions
from entremise.contact.models import ContactAttempt
from entremise.people.actions import agree
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.queries import ChannelLine, channels_of
from entremise.people.safety import Act
from entremise.people.windows import Window

if TYPE_CHECKING:
    from entremise.command.demo_data.lives import Life

Outcome, Told, Safe = ContactAttempt.Outcome, ContactAttempt.Told, SafeChannel.Safe
TRIES = 4
LIKELY = {
    Outcome.REACHED: 60,
    Outcome.NO_ANSWER: 28,
    Outcome.OTHER_ANSWERED: 6,
    Outcome.WRONG_NUMBER: 3,
    Outcome.REFUSED: 3,
}
WINDOWS = (
    Window(),
    Window(),
    Window(days=frozenset({0, 1, 2, 3, 4}), start=time(9), end=time(17)),
    Window(start=time(8, 30), end=time(18)),
)
PHRASES = ("le merle du matin", "deux tasses bleues", "la gare de Vougy", "un jeudi de neige")


class Reached(Enum):
    """What came of all the tries."""

    YES = auto()
    REFUSED = auto()
    NEVER = auto()


def reach(life: Life) -> Reached:
    """Call, a few times over a few days; without any number, wait for her to come."""
    if life.plan.speaks_herself and life.chance(0.7):
        return Reached.YES
    channel = phone_of(life)
    if channel is None:
        life.clock.wait(timedelta(days=life.random.uniform(1, 9)))
        if life.chance(0.7):
            actions.note_her_call(
                actor=life.actor,
                case_id=life.case_id,
                note=common("attempt", life.random),
                now=life.now,
            )
            return Reached.YES
        return Reached.NEVER
    for number in range(TRIES):
        life.clock.wait(timedelta(hours=life.random.uniform(0.2, 4) if number == 0 else 30))
        outcome = call(life, channel)
        if outcome is Outcome.REACHED:
            return Reached.YES
        if outcome is Outcome.REFUSED:
            return Reached.REFUSED
        if outcome in (Outcome.WRONG_NUMBER, Outcome.OTHER_ANSWERED):
            break
    return Reached.YES if life.chance(0.15) else Reached.NEVER


def phone_of(life: Life) -> ChannelLine | None:
    """Her number, if the rule lets it be called now."""
    assert life.case is not None  # noqa: S101 - told in order
    lines = channels_of(actor=life.actor, person_id=life.case.person_id, now=life.now)
    return next((line for line in lines if not line.verdicts[Act.CALL].is_shut), None)


def call(
    life: Life, channel: ChannelLine, outcome: ContactAttempt.Outcome | None = None
) -> ContactAttempt.Outcome:
    """One call: the number is shown by the rule, and its outcome, drawn or given, is noted."""
    actions.open_channel(
        actor=life.actor,
        case_id=life.case_id,
        channel_id=channel.id,
        act=Act.CALL,
        now=life.now,
    )
    outcome = outcome or life.random.choices(list(LIKELY), list(LIKELY.values()))[0]
    safe = message = None
    window: Window | None = None
    told: ContactAttempt.Told | None = None
    sms: SafeChannel.Sms | None = None
    note = ""
    if outcome is Outcome.REACHED:
        safe = life.random.choices((Safe.YES, Safe.UNKNOWN, Safe.NO), (78, 17, 5))[0]
        message = SafeChannel.Message.NEUTRAL if life.chance(0.3) else SafeChannel.Message.NEVER
        window = life.random.choice(WINDOWS)
        if message is SafeChannel.Message.NEUTRAL and window.end is not None:
            apart = life.plan.random("sms")
            sms = apart.choice((SafeChannel.Sms.YES, SafeChannel.Sms.NO))
        note = common("attempt", life.random)
    elif outcome is Outcome.OTHER_ANSWERED:
        safe = Safe.NO if life.chance(0.4) else Safe.UNKNOWN
        told = life.random.choice((Told.WRONG_NUMBER, Told.WRONG_NUMBER, Told.NOTHING))
        note = common("other_answered", life.random)
    actions.note_outcome(
        actor=life.actor,
        case_id=life.case_id,
        channel_id=channel.id,
        act=Act.CALL,
        outcome=outcome,
        safe=safe,
        window=window,
        message=message,
        sms=sms,
        told=told,
        note=note,
        now=life.clock.minutes(4),
    )
    return outcome


def agree_on_calls(life: Life) -> None:
    """How she proves that it is she who calls, and whether a paper is safe."""
    assert life.case is not None  # noqa: S101 - told in order
    papers = (CallerCheck.Paper.YES, CallerCheck.Paper.NEVER, CallerCheck.Paper.NOT_ASKED)
    agree(
        actor=life.actor,
        person_id=life.case.person_id,
        version=0,
        she_calls_us=life.chance(0.08),
        paper=life.random.choice(papers),
        code_phrase=life.random.choice(PHRASES) if life.chance(0.5) else "",
        case_id=life.case_id,
        now=life.now,
    )

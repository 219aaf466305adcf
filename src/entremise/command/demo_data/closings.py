"""How a case ends, for a time or for good: why, what changed, and that she may come back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from entremise.cases import actions
from entremise.cases.models import Change, ClosingReason, ReturnTold
from entremise.command.demo_data.matters import common

if TYPE_CHECKING:
    from entremise.command.demo_data.lives import Life

REASONS = {
    ClosingReason.RELAYED: 48,
    ClosingReason.NEEDS_MET: 24,
    ClosingReason.SHE_ASKS: 9,
    ClosingReason.NO_CONTACT: 11,
    ClosingReason.LEFT: 6,
    ClosingReason.OTHER: 2,
}
CHANGES = (
    *(Change.SAFER, Change.SEPARATED, Change.HOUSED, Change.RIGHTS, Change.RIGHTS),
    *(Change.COMPLAINT, Change.PROTECTED, Change.CHILDREN, Change.HEALTH, Change.MONEY),
    *(Change.SUPPORTED, Change.SUPPORTED),
)


def close(life: Life) -> None:
    """The relay is taken, or she needs nothing more for now."""
    life.clock.wait(timedelta(days=life.random.triangular(5, 90, 25)))
    (reason,) = life.random.choices(list(REASONS), list(REASONS.values()))
    lost = reason is ClosingReason.NO_CONTACT
    changes = life.random.sample(CHANGES, life.random.randint(1, 3))
    if lost or life.chance(0.08):
        changes = [Change.UNKNOWN if lost else Change.NOTHING]
    told = ReturnTold.YES if life.chance(0.93) else ReturnTold.NO
    _close(
        life,
        reason,
        set(changes),
        ReturnTold.NOT_REACHED if lost else told,
        "" if lost else common("closing", life.random),
    )


def refused(life: Life) -> None:
    """Reached, she wants nothing for now: closed without a word of reproach."""
    life.clock.minutes(5)
    _close(life, ClosingReason.REFUSED, {Change.NOT_ASKED}, ReturnTold.YES, "")


def unreached(life: Life) -> None:
    """Never reached: after some weeks the case is closed, and can open again."""
    life.clock.wait(timedelta(days=life.random.uniform(20, 40)))
    _close(life, ClosingReason.UNREACHED, {Change.UNKNOWN}, ReturnTold.NOT_REACHED, "")


def _close(
    life: Life,
    reason: ClosingReason,
    changes: set[Change],
    told: ReturnTold,
    words: str,
) -> None:
    from entremise.command.demo_data.lives import Over

    actions.close(
        actor=life.actor,
        case_id=life.case_id,
        reason=reason,
        changes=changes,
        told_she_can_return=told,
        words=words,
        now=life.now,
    )
    life.closed = True
    raise Over

"""The lines behind a figure: what it is made of, without name, for those who may see lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.orientations.models import Orientation
from entremise.referrals.models import Referral, Source
from entremise.statistics.queries.figures import (
    ANSWERS,
    BY,
    CLASSES,
    DOOR_STEPS,
    DOORS,
    OPENED,
    _ask,
)

# What else than `figures:open` is needed where the lines say more than a referral does.
ALSO_NEEDED = {"known": Can.ASSESSMENT_READ, "orientation": Can.ORIENTATION_READ}
_NARROWED: dict[str, Mapping[str, str]] = {
    **dict.fromkeys(DOORS, DOOR_STEPS),
    "card": CLASSES,
    "orientation": ANSWERS,
}
_FUNCTIONS = {
    "delay": "figure_delay_rows(%s, %s, %s)",
    "known": "figure_known_rows(%s, %s, %s)",
    "card": "figure_card_rows(%s, %s, %s, %s)",
    "orientation": "figure_orientation_rows(%s, %s, %s, %s)",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One referral or orientation behind a figure; `case_id` where the reader opens the case.

    `elapsed`: the hours of a delay, the days since a card was handed.
    """

    on: date
    unit: str
    source: str
    state: str
    code: str
    case_id: UUID | None
    elapsed: float | None


@dataclass(frozen=True, kw_only=True)
class Lines:
    """The lines behind a figure, and how many the reader may not open: nothing else is said."""

    shown: list[Line]
    withheld: int


def opens(*, actor: Actor) -> dict[str, bool]:
    """The figures, each with whether the actor opens the lines behind it."""
    return {by: actor.may(Can.FIGURES_OPEN) and _may_read(actor, by) for by in (*BY, *OPENED)}


def _may_read(actor: Actor, by: str) -> bool:
    return by not in ALSO_NEEDED or actor.may(ALSO_NEEDED[by])


def title_of(*, actor: Actor, by: str) -> str:
    """What the figure is called."""
    return {**BY, **OPENED}[by][0]


def step_of(*, actor: Actor, by: str, step: str) -> str | None:
    """How a step of this figure is said: nothing where none is asked, None if it has no such."""
    return _NARROWED.get(by, {}).get(step) if step else ""


def rows_behind(
    *, actor: Actor, by: str, code: str, first: date, last: date, step: str = ""
) -> Lines:
    """The lines that one count is made of, for those who may see lines.

    With a `step`, those of one door that got there, or those of one answer or class; who refused
    left no line to open. What an assessment says, and where she was sent, are for who opens it.
    """
    actor.require(Can.FIGURES_OPEN)
    if by in ALSO_NEEDED:
        actor.require(ALSO_NEEDED[by])
    rows = _ask(*_asked(by, code, step, first, last))
    states = dict((Orientation if by == "orientation" else Referral).State.choices)
    sources = dict(Source.choices)
    shown = [
        Line(
            on=on,
            unit=unit,
            source=sources.get(source, source),
            state=states.get(state, state),
            code=case_code,
            case_id=case_id,
            elapsed=elapsed[0] if elapsed else None,
        )
        for on, unit, source, state, case_code, case_id, *elapsed in rows
        if on is not None
    ]
    return Lines(shown=shown, withheld=len(rows) - len(shown))


def _asked(by: str, code: str, step: str, first: date, last: date) -> tuple[str, list[str | date]]:
    """The function that gives the lines, and what it is asked."""
    if by in OPENED:
        part = [step] if by in _NARROWED else []
        return f"SELECT * FROM wall.{_FUNCTIONS[by]}", [code, *part, first, last]
    if step:
        return (
            "SELECT * FROM wall.figure_door_rows(%s, %s, %s, %s, %s)",
            [by, code, step, first, last],
        )
    return "SELECT * FROM wall.figure_rows(%s, %s, %s, %s)", [by, code, first, last]

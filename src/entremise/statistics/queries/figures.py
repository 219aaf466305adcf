"""Figures, each by its one definition (`docs/counting.md`), counted in the database."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.assessment.models import KnownBefore
from entremise.base.french import MONTHS
from entremise.organisation.spelling import search_key
from entremise.partners.models import ServiceKind
from entremise.referrals.models import Form, Problem, Referral, Source, Wish

BY = {
    "source": ("Par origine", dict(Source.choices)),
    "unit": ("Par unité", {"": "sans unité"}),
    "form": ("Par voie d’arrivée", dict(Form.choices)),
    "wish": ("Selon le souhait de la personne", dict(Wish.choices)),
    "state": ("Selon la suite donnée", dict(Referral.State.choices)),
    "month": ("Par mois", {}),
}
NUMBERED_MONTHS = {f"{number:02}": name for number, name in enumerate(MONTHS, 1)}
STEPS = {
    "tried": "jusqu’à la première tentative",
    "reached": "jusqu’au premier contact",
    "met": "jusqu’à la première rencontre",
}
DOORS = {
    "unit": ("Par unité", {"": "sans unité"}),
    "form": ("Par voie d’arrivée", dict(Form.choices)),
}
# In the order of the table; `not_asked` and `refused` are parts of their neighbours, not steps.
DOOR_STEPS = {
    "flagged": "signalées",
    "not_asked": "dont souhait non demandé",
    "offered": "aide proposée",
    "refused": "dont refus",
    "tried": "essayées",
    "reached": "jointes",
    "met": "rencontrées",
}
# The answers of an orientation and the classes of a card’s delay, in the order of their tables.
ANSWERS = {
    "waiting": "en attente",
    "accepted": "acceptées",
    "declined": "refusées par le service",
    "unavailable": "aucune place",
    "otherwise": "refusées par elle ou déjà suivie",
}
CLASSES = {
    "within_week": "une semaine au plus",
    "within_month": "un mois au plus",
    "within_quarter": "trois mois au plus",
    "within_year": "un an au plus",
    "beyond": "plus d’un an",
}
KNOWN = {**dict(KnownBefore.choices), "not_assessed": "pas encore évaluée"}
# The figures that are no referrals along a dimension, and yet open their lines.
OPENED: dict[str, tuple[str, dict[str, str]]] = {
    "delay": ("Délais depuis la saisine", STEPS),
    "known": ("Connue des services sociaux avant\u00a0?", KNOWN),
    "card": ("De la carte à l’appel", {}),
    "orientation": ("Orientations", dict(ServiceKind.choices)),
}
FUNNEL = ("flagged", "offered", "tried", "reached", "met")
SET_ASIDE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("unit", "Lignes du matin écartées, par unité", {}),
    ("kind", "Lignes du matin écartées, par nature", dict(Problem.choices)),
)
# Only an answer makes the share: those not asked, not known or not assessed are beside it.
ASKED_AND_ANSWERED = ("not_known", "known", "known_for_this")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One count; `n` is None where it is hidden because it is small."""

    code: str
    label: str
    n: int | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """Counts along one dimension; the total is None where it would give a hidden count back."""

    by: str
    title: str
    cells: list[Cell]

    @property
    def total(self) -> int | None:
        """The sum, or None if a single cell is hidden."""
        hidden = sum(cell.n is None for cell in self.cells)
        shown = sum(cell.n or 0 for cell in self.cells)
        return shown if hidden == 0 else None

    def count(self, code: str) -> int | None:
        """How many of one value, nobody if it has no cell; None where it is hidden."""
        return next((cell.n for cell in self.cells if cell.code == code), 0)


@dataclass(frozen=True, kw_only=True)
class Delay:
    """From the referral to a step, in hours: half within `median`, nine in ten within `p90`."""

    code: str
    label: str
    n: int | None
    of: int | None
    median: float | None
    p90: float | None


@dataclass(frozen=True, kw_only=True)
class Door:
    """Of those who came by one door: how far they got; a count is None where it is hidden.

    Each step is part of the one before it; `not_asked` and `refused` stand beside.
    """

    code: str
    label: str
    flagged: int | None
    not_asked: int | None
    offered: int | None
    refused: int | None
    tried: int | None
    reached: int | None
    met: int | None

    @property
    def steps(self) -> list[tuple[str, int | None]]:
        """The counts in the order of the table, each with its code."""
        return [(code, getattr(self, code)) for code in DOOR_STEPS]

    @property
    def funnel(self) -> list[str]:
        """The steps of the drawing: those of which the count is shown."""
        return [code for code in FUNNEL if getattr(self, code) is not None]

    def share(self, step: str) -> int | None:
        """The percentage of those flagged who got to this step."""
        n = getattr(self, step)
        return round(100 * n / self.flagged) if self.flagged and n is not None else None


@dataclass(frozen=True, kw_only=True)
class Doors:
    """One table of the doors; its total is None where nobody came, or where it is hidden."""

    by: str
    title: str
    rows: list[Door]
    total: Door | None


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Orientations to one kind of service, and what was answered."""

    code: str
    kind: str
    n: int | None
    waiting: int | None
    accepted: int | None
    declined: int | None
    unavailable: int | None
    otherwise: int | None

    @property
    def parts(self) -> list[tuple[str, str, int | None]]:
        """Each answer, with its word and its count."""
        return [(code, word, getattr(self, code)) for code, word in ANSWERS.items()]


@dataclass(frozen=True, kw_only=True)
class CardDelay:
    """From the handing of a lot to the calls with its code, in days, with its long tail."""

    unit: str
    n: int | None
    median: float | None
    p90: float | None
    within_week: int | None
    within_month: int | None
    within_quarter: int | None
    within_year: int | None
    beyond: int | None

    @property
    def parts(self) -> list[tuple[str, str, int | None]]:
        """Each class, with its word and its count."""
        return [(code, word, getattr(self, code)) for code, word in CLASSES.items()]


@dataclass(frozen=True, kw_only=True)
class KnownShare:
    """Of the cases asked and answered, how many were unknown to social services."""

    table: Table
    unknown: int | None
    answered: int | None
    not_asked: int | None

    @property
    def percent(self) -> int | None:
        """The share, or None where a part of it is hidden or there is nobody."""
        if not self.answered or self.unknown is None:
            return None
        return round(100 * self.unknown / self.answered)


def _ask(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _in_french(label: str) -> tuple[str, str]:
    """The place of a name in a list: as it is looked for, and two that are one there are two."""
    return search_key(label), label


def _place(cell: Cell) -> tuple[bool, int, tuple[str, str]]:
    """The most frequent first; of those hidden the place tells nothing, and they come last."""
    return cell.n is None, -(cell.n or 0), _in_french(cell.label)


def label_of(*, actor: Actor, by: str, code: str) -> str:
    """How a value of a dimension is said: « 2026-11 » is novembre 2026, a unit says its name."""
    year, _, month = code.partition("-")
    if by == "month" and month in NUMBERED_MONTHS:
        return f"{NUMBERED_MONTHS[month]} {year}"
    return {**BY, **OPENED}[by][1].get(code, code)


def referrals(*, actor: Actor, by: str, first: date, last: date) -> Table:
    """Referrals received from `first` to `last`, both days included, along one dimension."""
    actor.require(Can.FIGURES_READ)
    title, _labels = BY[by]
    rows = _ask("SELECT label, n FROM wall.figure_referrals(%s, %s, %s)", [by, first, last])
    cells = [
        Cell(code=code, label=label_of(actor=actor, by=by, code=code), n=n) for code, n in rows
    ]
    cells.sort(key=(lambda cell: cell.code) if by == "month" else _place)
    return Table(by=by, title=title, cells=cells)


def doors(*, actor: Actor, by: str, first: date, last: date) -> Doors:
    """By unit or by form, how far those flagged got: the gap that the scheme wants to close."""
    actor.require(Can.FIGURES_READ)
    title, labels = DOORS[by]
    rows = _ask("SELECT * FROM wall.figure_doors(%s, %s, %s)", [by, first, last])
    lines = [
        Door(
            code=code or "",
            label="Ensemble" if code is None else labels.get(code, code),
            **dict(zip(DOOR_STEPS, counts, strict=True)),
        )
        for code, *counts in rows
    ]
    # The last is all of them together.
    total = lines.pop() if lines else None
    lines.sort(key=lambda door: _in_french(door.label))
    tells = total is not None and any(n is not None for _step, n in total.steps)
    return Doors(by=by, title=title, rows=lines, total=total if tells else None)


def delays(*, actor: Actor, first: date, last: date) -> list[Delay]:
    """Median and ninth decile from the referral to each step, with how many got there."""
    actor.require(Can.FIGURES_READ)
    rows = _ask("SELECT * FROM wall.figure_delays(%s, %s)", [first, last])
    return [
        Delay(code=step, label=STEPS[step], n=n, of=of, median=median, p90=p90)
        for step, n, of, median, p90 in rows
    ]


def card_delays(*, actor: Actor, first: date, last: date) -> list[CardDelay]:
    """For each unit, how long after a lot was handed to it somebody called with its code."""
    actor.require(Can.FIGURES_READ)
    rows = _ask("SELECT * FROM wall.figure_card_delays(%s, %s)", [first, last])
    names = ("unit", "n", "median", "p90", *CLASSES)
    found = [CardDelay(**dict(zip(names, row, strict=True))) for row in rows]
    return sorted(found, key=lambda delay: _in_french(delay.unit))


def refusals(*, actor: Actor, first: date, last: date) -> Table:
    """Those who were offered help and said no, by unit: nothing else of them is kept."""
    actor.require(Can.FIGURES_READ)
    rows = _ask("SELECT label, n FROM wall.figure_refusals(%s, %s)", [first, last])
    cells = [Cell(code=name, label=name or "sans unité", n=n) for name, n in rows]
    cells.sort(key=_place)
    return Table(by="refusals", title="Refus, par unité", cells=cells)


def set_aside(*, actor: Actor, first: date, last: date) -> list[Table]:
    """Lines of the morning lists that were not kept, refusals included, by unit and by nature."""
    actor.require(Can.FIGURES_READ)
    tables = []
    for by, title, labels in SET_ASIDE:
        rows = _ask("SELECT label, n FROM wall.figure_set_aside(%s, %s, %s)", [by, first, last])
        cells = [Cell(code=code, label=labels.get(code, code), n=n) for code, n in rows]
        tables.append(Table(by=by, title=title, cells=sorted(cells, key=_place)))
    return tables


def orientations(*, actor: Actor, first: date, last: date) -> list[Answers]:
    """Orientations proposed in these days, by kind of service and answer, most frequent first."""
    actor.require(Can.FIGURES_READ)
    rows = _ask("SELECT * FROM wall.figure_orientations(%s, %s)", [first, last])
    kinds = dict(ServiceKind.choices)
    names = ("n", *ANSWERS)
    return [
        Answers(code=kind, kind=kinds.get(kind, kind), **dict(zip(names, counts, strict=True)))
        for kind, *counts in rows
    ]


def known_before(*, actor: Actor, first: date, last: date) -> KnownShare:
    """The share unknown to social services, with its denominator and those not asked."""
    actor.require(Can.FIGURES_READ)
    rows = _ask("SELECT label, n FROM wall.figure_known(%s, %s)", [first, last])
    counts = dict(rows)
    cells = [Cell(code=code, label=KNOWN[code], n=n) for code, n in rows]
    answered = [counts.get(code, 0) for code in ASKED_AND_ANSWERED]
    beside = [n for code, n in rows if code not in ASKED_AND_ANSWERED]
    return KnownShare(
        table=Table(by="known", title=OPENED["known"][0], cells=cells),
        unknown=counts.get("not_known", 0),
        answered=None if None in answered else sum(answered),
        not_asked=None if None in beside else sum(beside),
    )

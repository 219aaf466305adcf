"""What can be read of the morning lists."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can, Role
from entremise.base import keyring
from entremise.base.errors import KeyMissing
from entremise.base.french import in_paris
from entremise.organisation.models import Unit
from entremise.referrals.models import ReviewLine, ReviewList, units_of_worker
from entremise.referrals.queries.cells import communes_named, oddities

# The cells that can be odd, in the order of the line.
CORRECTED = {"date": "Date", "commune": "Commune", "phone": "Téléphone"}


@dataclass(frozen=True, kw_only=True)
class OddCell:
    """A cell to write again: what it holds, and what is odd in it."""

    name: str
    label: str
    text: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class LineView:
    """A line with its cells open, and what is odd in them."""

    id: UUID
    number: int
    state: ReviewLine.State
    kind: str
    problem: str
    cells: dict[str, str]
    odd: dict[str, str]
    shown_to_worker: bool
    mine: bool

    @property
    def to_correct(self) -> list[OddCell]:
        """What its holder may write again on the line itself."""
        return [
            OddCell(name=name, label=label, text=self.cells.get(name, ""), problem=self.odd[name])
            for name, label in CORRECTED.items()
            if name in self.odd
        ]


@dataclass(frozen=True, kw_only=True)
class ListStatus:
    """That a list is not closed: its unit and its day, no line."""

    unit_name: str
    for_date: date
    opened_at: datetime
    by_worker: bool


def units_of_actor(*, actor: Actor) -> list[Unit]:
    """The open units of an officer or chief, the highest first; those that a worker covers."""
    if actor.role is Role.WORKER:
        reach = units_of_worker(actor)
        return list(reach.filter(closed_on=None).order_by("search_key", "pk"))
    own = list(
        Unit.objects.filter(pk__in=actor.unit_ids, closed_on=None).order_by("search_key", "pk")
    )
    return sorted(own, key=lambda unit: unit.parent_id in actor.unit_ids)


def lists_within_reach(*, actor: Actor) -> list[ReviewList]:
    """The open lists that the actor holds, or of which she may read a line; latest first."""
    actor.require(Can.REVIEW_HOLD)
    return list(
        ReviewList.objects.visible_to(actor)
        .filter(state=ReviewList.State.OPEN)
        .select_related("unit")
        .order_by("-opened_at", "pk")
    )


def review(*, actor: Actor, list_id: UUID) -> ReviewList:
    """One list within reach."""
    actor.require(Can.REVIEW_HOLD)
    return ReviewList.objects.visible_to(actor).select_related("unit").get(pk=list_id)


def lines(*, actor: Actor, list_id: UUID, now: datetime) -> list[LineView]:
    """The lines of a list in their order; those decided are empty, and so are those of a list
    whose key is gone."""
    held = review(actor=actor, list_id=list_id)
    rows = ReviewLine.objects.visible_to(actor).filter(list=held)
    return _views(actor, held, list(rows.order_by("number", "created_at", "pk")), now)


def _views(
    actor: Actor, held: ReviewList, rows: list[ReviewLine], now: datetime
) -> list[LineView]:
    keyring.load_list(held.pk)
    opened = {row.pk: _cells(row) for row in rows}
    texts = [cells.get("commune", "") for cells in opened.values()]
    known = communes_named(actor=actor, texts=texts, unit=held.unit)
    today = in_paris(now).date()
    return [
        LineView(
            id=row.pk,
            number=row.number,
            state=ReviewLine.State(row.state),
            kind=row.get_kind_of_event_display(),
            problem=row.kind_of_event,
            cells=opened[row.pk],
            odd=oddities(opened[row.pk], known, today),
            shown_to_worker=row.shown_to_worker,
            mine=row.typed_by == actor.id,
        )
        for row in rows
    ]


def _cells(row: ReviewLine) -> dict[str, str]:
    try:
        cells: dict[str, str] = row.cells
    except KeyMissing:
        return {}
    return cells


def line(*, actor: Actor, line_id: UUID, now: datetime) -> tuple[ReviewList, LineView]:
    """One line with its list, to be written about before it is kept."""
    actor.require(Can.REVIEW_HOLD)
    row = ReviewLine.objects.visible_to(actor).get(pk=line_id)
    held = review(actor=actor, list_id=row.list_id)
    (view,) = _views(actor, held, [row], now)
    return held, view


def next_undecided(*, actor: Actor, list_id: UUID, after: int) -> int | None:
    """The number of the line to decide after this one, or of the first that was skipped."""
    numbers = list(
        ReviewLine.objects.visible_to(actor)
        .filter(list_id=list_id, state=ReviewLine.State.NEW)
        .order_by("number", "created_at", "pk")
        .values_list("number", flat=True)
    )
    below = (number for number in numbers if number > after)
    return next(below, numbers[0] if numbers else None)


def lists_not_closed(*, actor: Actor) -> list[ListStatus]:
    """For a coordinator: the units whose list is not closed, and of which day; never a line."""
    actor.require(Can.REVIEW_STATUS)
    rows = (
        ReviewList.objects.filter(state=ReviewList.State.OPEN)
        .select_related("unit")
        .order_by("for_date", "unit__search_key", "pk")
    )
    return [
        ListStatus(
            unit_name=row.unit.name,
            for_date=row.for_date,
            opened_at=row.opened_at,
            by_worker=row.by_worker,
        )
        for row in rows
    ]

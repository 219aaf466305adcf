"""The sheet of a night as its page shows it: columns, guesses, and how many lines."""

from dataclasses import dataclass
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.sheets import HEADER_WITHIN, Table, header_of
from entremise.imports.models import NightSheet
from entremise.imports.queries.memory import columns_known
from entremise.imports.queries.steps import Column, samples_of, titles_of
from entremise.referrals.forms import COLUMNS, columns_of
from entremise.referrals.models import ReviewList

PURPOSE = "night"
CLOSED = "Cette liste est close : ouvrez celle de ce matin."


@dataclass(frozen=True, kw_only=True)
class NightView:
    """One leaf of the sheet, with a row of titles, and what its columns are taken for."""

    review: ReviewList
    leaves: list[str]
    leaf: int
    header: int
    rows: list[tuple[int, list[str]]]
    columns: list[Column]
    lines: int


def scope_of(*, actor: Actor, review: ReviewList) -> UUID:
    """Who remembers: the unit of a chief, the employer of a worker."""
    if review.unit_id in actor.unit_ids or actor.employer_id is None:
        return review.unit_id
    return actor.employer_id


def night(
    *, actor: Actor, list_id: UUID, leaf: int | None = None, header: int | None = None
) -> NightView:
    """The sheet brought to a list that the actor holds; DoesNotExist if there is none.

    Refused once the list is closed: the key that opened the sheet went with it.
    """
    review = held_list(actor=actor, list_id=list_id)
    if review.state != ReviewList.State.OPEN:
        raise NotPossible(CLOSED)
    brought = NightSheet.objects.get(list_id=list_id, brought_by=actor.id)
    keyring.load_list(list_id)
    tables = [Table(name=one["name"], rows=one["rows"]) for one in brought.sheet["tables"]]
    if leaf is None or not 0 <= leaf < len(tables):
        leaf = max(range(len(tables)), key=lambda place: len(tables[place].rows))
    table = tables[leaf]
    if header is None or not 0 <= header < min(HEADER_WITHIN, len(table.rows)):
        header = header_of(table.rows, COLUMNS)
    titles = titles_of(table, header)
    known = columns_known(
        actor=actor, scope_id=scope_of(actor=actor, review=review), purpose=PURPOSE, titles=titles
    )
    fields = known if known is not None else columns_of(titles)
    below = table.rows[header + 1 :]
    return NightView(
        review=review,
        leaves=[one.name for one in tables],
        leaf=leaf,
        header=header,
        rows=list(enumerate(table.rows[:HEADER_WITHIN])),
        columns=[
            Column(
                place=place,
                title=title,
                samples=samples_of(below, place),
                field=fields[place],
                how="known" if known is not None else "guess",
            )
            for place, title in enumerate(titles)
        ],
        lines=sum(1 for row in below if any(row)),
    )


def held_list(*, actor: Actor, list_id: UUID) -> ReviewList:
    """A morning list that the actor may add to."""
    actor.require(Can.REVIEW_HOLD)
    return ReviewList.objects.held_by(actor).select_related("unit").get(pk=list_id)


def night_rows(view: NightView, brought: NightSheet) -> list[list[str]]:
    """The rows under the titles."""
    rows: list[list[str]] = brought.sheet["tables"][view.leaf]["rows"]
    return [row for row in rows[view.header + 1 :] if any(row)]

"""The night of a unit, brought as a sheet: its lines go to the list, and nothing else stays."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.sheets import Book
from entremise.imports import queries
from entremise.imports.actions.memory import remember_columns
from entremise.imports.models import NightSheet
from entremise.imports.queries.night import CLOSED, PURPOSE, night_rows, scope_of
from entremise.referrals import actions as referrals
from entremise.referrals.forms import LABELS, line_of
from entremise.referrals.models import ReviewList

IGNORED = "-"


def _held(actor: Actor, list_id: UUID) -> ReviewList:
    actor.require(Can.REVIEW_HOLD)
    held = ReviewList.objects.held_by(actor).select_for_update(of=("self",))
    review = held.get(pk=list_id)
    if review.state != ReviewList.State.OPEN:
        raise NotPossible(CLOSED)
    keyring.load_list(review.pk)
    return review


@transaction.atomic
def bring_night(*, actor: Actor, list_id: UUID, book: Book) -> NightSheet:
    """Hold the rows of a sheet until its columns are said: sealed with the list's own key.

    When the list is closed, or a day old, that key is gone and nothing opens them.
    """
    review = _held(actor, list_id)
    NightSheet.objects.filter(list_id=review.pk, brought_by=actor.id).delete()
    brought = NightSheet(list_id=review.pk, brought_by=actor.id)
    brought.sheet = {"tables": [{"name": one.name, "rows": one.rows} for one in book.tables]}
    brought.save(force_insert=True)
    return brought


@transaction.atomic
def add_night(
    *,
    actor: Actor,
    list_id: UUID,
    leaf: int,
    header: int,
    columns: Mapping[int, str],
    now: datetime,
) -> int:
    """Add the lines of the sheet to the list, and wipe the sheet; how many lines were added.

    What its columns mean is remembered; no line leaves a mark by which it would be known again.
    """
    review = _held(actor, list_id)
    view = queries.night(actor=actor, list_id=list_id, leaf=leaf, header=header)
    brought = NightSheet.objects.get(list_id=list_id, brought_by=actor.id)
    said = [columns.get(column.place, "") for column in view.columns]
    titles = [
        column.title or LABELS.get(code, "")
        for column, code in zip(view.columns, said, strict=True)
    ]
    kept = [place for place, code in enumerate(said) if code != IGNORED]
    lines = []
    for row in night_rows(view, brought):
        cells = [row[place] if place < len(row) else "" for place in kept]
        line = line_of(cells, [said[place] for place in kept], [titles[place] for place in kept])
        if line:
            lines.append(referrals.LineCells(**line))
    if not lines:
        raise NotPossible("Aucune ligne n’a été trouvée sous les titres.")
    added = referrals.add_lines(actor=actor, list_id=list_id, lines=lines)
    remember_columns(
        scope_of(actor=actor, review=review),
        PURPOSE,
        [column.title for column in view.columns],
        said,
    )
    brought.delete()
    journal.record(
        actor, Event.NIGHT_BROUGHT, at=now, subject_id=review.pk, reason=str(len(added))
    )
    return len(added)


@transaction.atomic
def drop_night(*, actor: Actor, list_id: UUID) -> None:
    """Wipe the sheet of a list without adding a line."""
    actor.require(Can.REVIEW_HOLD)
    NightSheet.objects.filter(list_id=list_id, brought_by=actor.id).delete()

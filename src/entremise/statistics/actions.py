"""Opening the lines behind a figure is a deed."""

from datetime import date, datetime

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.statistics import queries


@transaction.atomic
def open_lines(
    *, actor: Actor, by: str, code: str, step: str, first: date, last: date, now: datetime
) -> queries.Lines:
    """Open the lines behind a count: the journal says who did, in the same transaction."""
    lines = queries.rows_behind(actor=actor, by=by, code=code, step=step, first=first, last=last)
    journal.record(actor, Event.FIGURES_OPENED, at=now)
    return lines

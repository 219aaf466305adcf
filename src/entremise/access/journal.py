"""`record`: one line, in the same transaction as the deed. If it fails, the deed fails."""

from datetime import datetime
from uuid import UUID

import psycopg

from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.models import JournalEntry


def record(
    actor: Actor,
    event: Event,
    *,
    at: datetime,
    case_id: UUID | None = None,
    subject_id: UUID | None = None,
    reason: str = "",
    employer_id: UUID | None = None,
) -> None:
    """Write who did what to which case, and when; `reason` is a code, never words.

    `employer_id`: whose journal has the line, if it is not the actor's own employer. What the
    police sends to an employer is in that employer's journal, since its data begin there.
    """
    JournalEntry.objects.create(
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        employer_id=employer_id or actor.employer_id,
        event=event,
        case_id=case_id,
        subject_id=subject_id,
        reason=reason,
    )


def prune(*, address: str) -> int:
    """Remove the lines older than twelve months, as the one role that may; return how many.

    CNIL, délibération 2021-122: a journal is kept six months to a year. The address is that of
    the pruner's role, which sees and removes nothing younger.
    """
    with psycopg.connect(address) as connection:
        return connection.execute("DELETE FROM access_journalentry").rowcount

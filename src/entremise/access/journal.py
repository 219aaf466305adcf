"""`record`: one line, in the same transaction as the deed. If it fails, the deed fails."""

from datetime import datetime
from uuid import UUID

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
) -> None:
    """Write who did what to which case, and when; `reason` is a code, never words."""
    JournalEntry.objects.create(
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.id,
        employer_id=actor.employer_id,
        event=event,
        case_id=case_id,
        subject_id=subject_id,
        reason=reason,
    )

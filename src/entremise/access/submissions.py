"""Idempotency keys: the same form, sent twice by the same person, acts once."""

from uuid import UUID

from django.db import connection

from entremise.access.actor import Actor
from entremise.access.models import Submission


def claim(*, actor: Actor, key: UUID) -> str | None:
    """Take the key for this transaction; where it was already used, return where that led.

    A second sending that arrives while the first still runs waits for it here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_submission (user_id, key, location, created_at)"
            " VALUES (%s, %s, '', now()) ON CONFLICT DO NOTHING",
            [actor.id, key],
        )
        if cursor.rowcount == 1:
            return None
    done = Submission.objects.filter(user_id=actor.id, key=key).first()
    return done.location if done is not None else None


def settle(*, actor: Actor, key: UUID, location: str) -> None:
    """Remember where the deed led."""
    Submission.objects.filter(user_id=actor.id, key=key).update(location=location)


def release(*, actor: Actor, key: UUID) -> None:
    """The form was refused: the same key may be sent again."""
    Submission.objects.filter(user_id=actor.id, key=key).delete()

"""The private calendar of a worker, read by a program that knows its secret address."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from entremise.access.actor import Actor
from entremise.base.models import Record

SECRET_BYTES = 32
SALT = "entremise.calendar"


def new_secret() -> str:
    """The last word of the address: 256 bits, shown once."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of_secret(secret: str) -> str:
    """What is kept of it: a keyed hash, so that a copy of the database can test no guess."""
    return salted_hmac(SALT, secret[:200], algorithm="sha256").hexdigest()


def new_line_key() -> str:
    """What the identifiers of the lines are made with: they give no identifier of ours away."""
    return secrets.token_hex(SECRET_BYTES)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and nobody else's."""
        return self.filter(user_id=actor.id)

    def living(self) -> Self:
        """Those whose address still answers."""
        return self.filter(closed_at=None)


class CalendarFeed(Record):
    """One secret address of one worker. Renewing it closes this one and opens another, whose
    lines keep their identifiers: the calendar that reads them sees no doubles."""

    user_id = models.UUIDField("de qui")
    token_hash = models.CharField("empreinte de l’adresse", max_length=64, unique=True)
    line_key = models.CharField("clé des lignes", max_length=64)
    opened_at = models.DateTimeField("ouvert le")
    fetched_at = models.DateTimeField("lu le", null=True)
    closed_at = models.DateTimeField("fermé le", null=True)

    objects: ClassVar[CalendarFeedQuerySet] = CalendarFeedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "flux d’agenda"
        constraints = [
            models.UniqueConstraint(
                fields=["user_id"],
                condition=Q(closed_at=None),
                name="one_living_feed_for_each",
                violation_error_message="Un flux est déjà ouvert.",
            ),
        ]

"""The computers that officers of a unit share: known by a cookie of which only a hash is kept."""

from __future__ import annotations

import secrets
from datetime import date
from hashlib import sha256
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.models import Record

SECRET_BYTES = 32


def new_secret() -> str:
    """What the cookie of a computer holds: 256 bits, so that its hash needs no salt."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of_secret(secret: str) -> str:
    """What is kept of it."""
    return sha256(secret[:200].encode()).hexdigest()


class SharedDeviceQuerySet(models.QuerySet["SharedDevice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of a chief's own units; every one for the administration."""
        if actor.role is Role.CHIEF:
            return self.filter(unit__in=actor.unit_ids)
        return self if actor.role is Role.ADMIN else self.none()

    def living(self, today: date) -> Self:
        """Those that still count."""
        return self.filter(revoked_at=None, expires_on__gte=today)


class SharedDevice(Record):
    """One computer of one unit. It opens nothing by itself: it lets an officer of that unit enter
    with his own passkey alone, and it makes every session begun on it a short one."""

    unit = models.ForeignKey(
        "organisation.Unit", verbose_name="unité", on_delete=models.PROTECT, related_name="devices"
    )
    name = models.CharField("nom", max_length=80)
    token_hash = models.CharField("empreinte du témoin", max_length=64, unique=True)
    enrolled_at = models.DateTimeField("enregistré le")
    enrolled_by = models.UUIDField("enregistré par")
    expires_on = models.DateField("valable jusqu’au")
    last_used_on = models.DateField("dernier usage", null=True)
    revoked_at = models.DateTimeField("retiré le", null=True)
    revoked_by = models.UUIDField("retiré par", null=True)

    objects: ClassVar[SharedDeviceQuerySet] = SharedDeviceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "ordinateur partagé"
        constraints = [
            models.CheckConstraint(
                name="device_is_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                violation_error_message="Un ordinateur retiré dit par qui.",
            ),
        ]

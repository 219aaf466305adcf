"""When a worker is away. Why is nobody's business here: there is no column for it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.french import in_paris, short_day
from entremise.base.models import Record

# Where a day has two halves.
MIDDAY = time(13)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, actor: Actor) -> Self:
        """A worker's own and those of her colleagues; a coordinator's whole service."""
        if actor.role in (Role.WORKER, Role.COORDINATOR) and actor.employer_id is not None:
            return self.filter(employer_id=actor.employer_id)
        return self.none()

    def kept_by(self, actor: Actor) -> Self:
        """Those that the actor may take back: her own, or every one of her service."""
        seen = self.visible_to(actor)
        return seen if actor.role is Role.COORDINATOR else seen.filter(user_id=actor.id)

    def touching(self, first: datetime, last: datetime) -> Self:
        """Those with a moment in common with these two."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)


class Absence(Record):
    """From one half-day to another, a worker receives nobody. No reason is asked or kept."""

    employer = models.ForeignKey(
        "organisation.Employer", verbose_name="employeur", on_delete=models.PROTECT
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="qui", on_delete=models.PROTECT
    )
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")

    objects: ClassVar[AbsenceQuerySet] = AbsenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "absence"
        indexes = [models.Index(fields=["user", "starts_at", "id"], name="absences_of_worker")]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

    @property
    def words(self) -> str:
        """« le 3 mars 2026, le matin », « du 3 mars 2026 après-midi au 5 mars 2026 »."""
        return span_in_words(self.starts_at, self.ends_at)


def span_in_words(starts_at: datetime, ends_at: datetime) -> str:
    """The half-days from one moment to another, as they are said."""
    start, end = in_paris(starts_at), in_paris(ends_at)
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    from_noon, to_noon = start.time() >= MIDDAY, time(0) < end.time() <= MIDDAY
    if first == last:
        half = ", l’après-midi" if from_noon else ", le matin" if to_noon else ""
        return f"le {short_day(first)}{half}"
    return (
        f"du {short_day(first)}{' après-midi' if from_noon else ''}"
        f" au {short_day(last)}{' à midi' if to_noon else ''}"
    )

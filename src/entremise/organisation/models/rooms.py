"""Where a unit lends a room to the workers, and when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from entremise.base.french import DAYS
from entremise.base.models import Record, Versioned

LONGEST_GAP = 120


class RoomQuerySet(models.QuerySet["Room"]):
    def open_on(self, day: date) -> Self:
        """Those where somebody may still be received that day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day))


class Room(Record, Versioned):
    """A room of a unit where people are received: who comes in must not meet who is held there.

    Where it takes one person at a time, some minutes stay free between two of them, whoever they
    are: nobody learns from that who came before.
    """

    unit = models.ForeignKey(
        "organisation.Unit", verbose_name="unité", on_delete=models.PROTECT, related_name="rooms"
    )
    name = models.CharField("nom de la salle", max_length=80)
    separate_entrance = models.BooleanField(
        "entrée séparée des personnes retenues", null=True, blank=True
    )
    waiting_apart = models.BooleanField("attente à l’écart", null=True, blank=True)
    one_at_a_time = models.BooleanField("une personne à la fois", default=True)
    minutes_between = models.PositiveSmallIntegerField("minutes entre deux", default=15)
    note = models.CharField("précision", max_length=200, blank=True)
    closed_on = models.DateField("dernier jour", null=True, blank=True)

    objects: ClassVar[RoomQuerySet] = RoomQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "salle"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="room_once_in_its_unit",
                violation_error_message="Cette salle existe déjà dans cette unité.",
            ),
            models.CheckConstraint(
                name="room_gap_is_short",
                condition=Q(minutes_between__lte=LONGEST_GAP),
                violation_error_message="Deux heures au plus entre deux personnes.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoomHours(Record):
    """When the room is the workers', by day of the week (0 is Monday), from one day to another."""

    room = models.ForeignKey(
        Room, verbose_name="salle", on_delete=models.CASCADE, related_name="hours"
    )
    weekday = models.PositiveSmallIntegerField("jour", choices=list(enumerate(DAYS)))
    starts_at = models.TimeField("de")
    ends_at = models.TimeField("à")
    valid_from = models.DateField("à partir du")
    valid_until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "heures de salle"
        constraints = [
            models.CheckConstraint(
                name="room_hours_end_after_they_start",
                condition=Q(ends_at__gt=F("starts_at"), weekday__lte=6),
                violation_error_message="Ces heures doivent finir après leur début, le même jour.",
            ),
            models.CheckConstraint(
                name="room_hours_stop_after_they_begin",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
        ]

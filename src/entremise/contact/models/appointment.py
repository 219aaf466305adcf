"""Appointments."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.organisation.models import Room, Unit


class Appointment(Record, HasState, Versioned):
    """A meeting with her: when, where, with whom of the service. The line it shows is discreet.

    Missing one is frequent and never a fault of hers: it can be planned again, as it was.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "prévu"
        KEPT = "kept", "honoré"
        MISSED = "missed", "manqué"
        CANCELLED = "cancelled", "annulé"

    MOVES = {
        State.PLANNED: {State.PLANNED, State.KEPT, State.MISSED, State.CANCELLED},
        State.MISSED: {State.PLANNED},
        State.CANCELLED: {State.PLANNED},
        State.KEPT: set(),
    }

    class Place(models.TextChoices):
        UNIT = "unit", "au commissariat ou à la brigade"
        PHONE = "phone", "par téléphone"
        VIDEO = "video", "par vidéo"
        OUTSIDE = "outside", "ailleurs"
        HOME = "home", "chez elle, à deux"

    class Line(models.TextChoices):
        """What an agenda shows of it, whoever looks over the shoulder."""

        INTERVIEW = "interview", "Entretien"
        BUSY = "busy", "Occupé"

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="appointments"
    )
    worker_id = models.UUIDField("avec")
    second_id = models.UUIDField("et avec", null=True, blank=True)
    with_partner = models.BooleanField("avec un partenaire", default=False)
    place = models.CharField("lieu", max_length=8, choices=Place)
    unit = models.ForeignKey(
        Unit, verbose_name="unité", on_delete=models.PROTECT, null=True, blank=True
    )
    room = models.ForeignKey(
        Room, verbose_name="salle", on_delete=models.PROTECT, null=True, blank=True
    )
    starts_at = models.DateTimeField("de")
    ends_at = models.DateTimeField("à")
    line = models.CharField("ligne d’agenda", max_length=9, choices=Line, default=Line.INTERVIEW)
    state = models.CharField("état", max_length=9, choices=State, default=State.PLANNED)
    where_sealed = models.BinaryField("précisions sur le lieu", default=b"")
    where = SealedText("where_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Appointment]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "rendez-vous"
        indexes = [
            models.Index(fields=["worker_id", "starts_at", "id"], name="agenda_of_worker"),
            models.Index(fields=["second_id", "starts_at", "id"], name="agenda_of_second"),
            models.Index(fields=["case", "starts_at", "id"], name="appointments_of_case"),
            models.Index(
                fields=["room", "starts_at", "id"],
                name="appointments_in_room",
                condition=Q(room__isnull=False),
            ),
            models.Index(
                fields=["starts_at", "id"],
                name="appointments_planned",
                condition=Q(state="planned"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Un rendez-vous finit après son début.",
            ),
            models.CheckConstraint(
                name="home_visit_in_pairs",
                condition=~Q(place="home") | Q(second_id__isnull=False) | Q(with_partner=True),
                violation_error_message="Une visite à domicile se fait à deux.",
            ),
            models.CheckConstraint(
                name="pair_of_two_people",
                condition=Q(second_id=None) | ~Q(second_id=F("worker_id")),
                violation_error_message="La deuxième personne est quelqu’un d’autre.",
            ),
            models.CheckConstraint(
                name="appointment_at_a_unit_names_it",
                condition=~Q(place="unit") | Q(unit__isnull=False),
                violation_error_message="Choisissez l’unité où aura lieu le rendez-vous.",
            ),
            models.CheckConstraint(
                name="appointment_in_a_room_is_at_a_unit",
                condition=Q(room=None) | Q(place="unit"),
                violation_error_message="Une salle est dans une unité.",
            ),
        ]

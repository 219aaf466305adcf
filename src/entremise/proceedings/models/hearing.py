"""A hearing: when, where, and whether she may be accompanied. Never what was said there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.organisation.models import Unit


class HearingKind(models.TextChoices):
    """What it is."""

    COMPLAINT = "complaint", "dépôt de plainte"
    HEARING = "hearing", "audition"
    CONFRONTATION = "confrontation", "confrontation"
    MEDICAL = "medical", "examen médico-légal"
    COURT = "court", "audience au tribunal"


class Presence(models.TextChoices):
    """Whether the worker may be at her side (code de procédure pénale, article 10-4)."""

    NOT_ASKED = "not_asked", "pas encore demandée"
    ASKED = "asked", "demandée, sans réponse"
    AGREED = "agreed", "acceptée"
    REFUSED = "refused", "refusée"
    NOT_WISHED = "not_wished", "elle ne la souhaite pas"


class RefusedBy(models.TextChoices):
    """Who said no: the law wants a reasoned decision."""

    UNIT = "unit", "l’unité"
    PROSECUTOR = "prosecutor", "le parquet"
    JUDGE = "judge", "le juge"
    OTHER = "other", "quelqu’un d’autre"


class Hearing(Record, HasState, Versioned):
    """When she is heard, and who may be at her side.

    There is no field for what was said: the worker could be called as a witness.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "prévue"
        HELD = "held", "a eu lieu"
        CANCELLED = "cancelled", "annulée"

    MOVES = {
        State.PLANNED: {State.HELD, State.CANCELLED},
        State.HELD: set(),
        State.CANCELLED: {State.PLANNED},
    }
    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="hearings"
    )
    author_id = models.UUIDField("auteur")
    kind = models.CharField("nature", max_length=13, choices=HearingKind)
    at = models.DateTimeField("date")
    unit = models.ForeignKey(
        Unit, verbose_name="unité", on_delete=models.PROTECT, null=True, blank=True
    )
    state = models.CharField("état", max_length=9, choices=State, default=State.PLANNED)
    presence = models.CharField(
        "présence", max_length=10, choices=Presence, default=Presence.NOT_ASKED
    )
    refused_by = models.CharField("refusée par", max_length=10, choices=RefusedBy, blank=True)
    attended = models.BooleanField("la professionnelle était présente", null=True)
    place_sealed = models.BinaryField("lieu", default=b"")
    place = SealedText("place_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Hearing]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "audition ou audience"
        indexes = [models.Index(fields=["case", "at", "id"], name="hearings_of_case")]
        constraints = [
            models.CheckConstraint(
                name="hearing_refusal_says_by_whom",
                condition=(Q(presence="refused") & ~Q(refused_by=""))
                | (~Q(presence="refused") & Q(refused_by="")),
                violation_error_message="Dites qui a refusé votre présence.",
            ),
            models.CheckConstraint(
                name="hearing_attended_when_it_was_held",
                condition=Q(attended=None) | Q(state="held"),
                violation_error_message="La présence se note quand l’audition a eu lieu.",
            ),
            models.CheckConstraint(
                name="hearing_attended_with_an_agreement",
                condition=~Q(attended=True) | Q(presence="agreed"),
                violation_error_message="Notez d’abord que votre présence a été acceptée.",
            ),
        ]

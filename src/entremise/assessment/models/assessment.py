"""What was found with her at a date: codes that are counted, and two sealed texts."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.assessment.models.answers import (
    Answer,
    Children,
    Cohabitation,
    Fear,
    GridBy,
    GridResult,
    KnownBefore,
    KnownSource,
    PoliceRecord,
    Pregnancy,
    Relation,
)
from entremise.assessment.models.grids import CURRENT, GRIDS, Grid
from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedText
from entremise.cases.models import Case


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    SIGNED = "assessment:signed", "évaluation"
    CORRECTED = "assessment:corrected", "évaluation corrigée"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Assessments of the cases that the actor reads."""
        return self.filter(case__in=Case.objects.visible_to(actor))

    def latest_first(self) -> Self:
        """The order of every list; a draft comes with its date like the others."""
        return self.order_by("-at", "-created_at", "-pk")


class Assessment(Record, HasState, Versioned):
    """An assessment by a versioned grid: a draft, then signed and never changed again.

    A mistake that was signed is corrected by a new assessment (`corrects`), which takes the place
    of the `previous` one in figures and on the case page.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "brouillon"
        SIGNED = "signed", "signée"

    MOVES = {State.DRAFT: {State.SIGNED}, State.SIGNED: set()}

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="assessments"
    )
    previous = models.ForeignKey(
        "self", verbose_name="précédente", on_delete=models.PROTECT, null=True, blank=True
    )
    corrects = models.BooleanField("corrige la précédente", default=False)
    grid = models.CharField("grille", max_length=10, default=CURRENT.version)
    at = models.DateTimeField("faite le")
    author_id = models.UUIDField("auteur")
    state = models.CharField("état", max_length=10, choices=State, default=State.DRAFT)
    signed_at = models.DateTimeField("signée le", null=True, blank=True)

    needs = models.JSONField("besoins", default=dict)
    violence = models.JSONField("types de violence", default=dict)
    acts = models.JSONField("faits", default=list)
    danger = models.JSONField("signes de danger", default=dict)
    relation = models.CharField(
        "lien", max_length=14, choices=Relation, default=Relation.NOT_ASKED
    )
    cohabitation = models.CharField(
        "vie commune", max_length=10, choices=Cohabitation, default=Cohabitation.NOT_ASKED
    )
    children = models.CharField("enfants", max_length=10, choices=Answer, default=Answer.NOT_ASKED)
    children_count = models.PositiveSmallIntegerField("nombre d’enfants", null=True, blank=True)
    child_bands = models.JSONField("âges des enfants", default=list)
    children_exposed = models.CharField(
        "enfants exposés", max_length=10, choices=Children, default=Children.NOT_ASKED
    )
    pregnancy = models.CharField(
        "grossesse", max_length=14, choices=Pregnancy, default=Pregnancy.NOT_ASKED
    )
    fear = models.CharField("sa peur", max_length=14, choices=Fear, default=Fear.NOT_ASKED)
    grid_done = models.CharField(
        "grille du danger faite", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    grid_by = models.CharField(
        "grille faite par", max_length=12, choices=GridBy, default=GridBy.NOT_ASKED
    )
    grid_on = models.DateField("grille faite le", null=True, blank=True)
    grid_result = models.CharField(
        "résultat de la grille", max_length=18, choices=GridResult, default=GridResult.NOT_ASKED
    )
    known_before = models.CharField(
        "connue des services sociaux",
        max_length=14,
        choices=KnownBefore,
        default=KnownBefore.NOT_ASKED,
    )
    known_source = models.CharField(
        "d’après", max_length=10, choices=KnownSource, default=KnownSource.NOT_ASKED
    )
    known_on = models.DateField("su le", null=True, blank=True)
    complaint = models.CharField(
        "plainte", max_length=10, choices=Answer, default=Answer.NOT_ASKED
    )
    complaint_on = models.DateField("plainte du", null=True, blank=True)
    police_record = models.CharField(
        "trace écrite", max_length=10, choices=PoliceRecord, default=PoliceRecord.NOT_ASKED
    )
    # Derived when the draft is saved; never ticked.
    types = models.JSONField("types retenus", default=list)
    conjugal = models.CharField(
        "violences conjugales", max_length=10, choices=Answer, default=Answer.UNKNOWN
    )
    intrafamilial = models.CharField(
        "violences intrafamiliales", max_length=10, choices=Answer, default=Answer.UNKNOWN
    )

    facts_sealed = models.BinaryField("ce qu’elle dit", default=b"")
    facts = SealedText("facts_sealed", subject="case_id")
    observations_sealed = models.BinaryField("ce que j’observe", default=b"")
    observations = SealedText("observations_sealed", subject="case_id")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "évaluation"
        indexes = [models.Index(fields=["case", "at", "id"], name="assessments_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="draft"),
                name="one_draft_assessment_per_case",
                violation_error_message="Une évaluation est déjà commencée pour cette situation.",
            ),
            models.CheckConstraint(
                name="assessment_signed_with_a_date",
                condition=Q(state="draft", signed_at=None)
                | Q(state="signed", signed_at__isnull=False),
                violation_error_message="Une évaluation signée a une date de signature.",
            ),
            models.CheckConstraint(
                name="assessment_corrects_a_previous_one",
                condition=Q(corrects=False) | Q(previous__isnull=False),
                violation_error_message="Une correction porte sur une évaluation précédente.",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED

    @property
    def questions(self) -> Grid:
        """The grid that it was made by."""
        return GRIDS[self.grid]

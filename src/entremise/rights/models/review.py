"""Who has read which text, for which employer."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from entremise.access.actor import Actor
from entremise.base.models import Record
from entremise.organisation.models import Employer


class FicheReviewQuerySet(models.QuerySet["FicheReview"]):
    def visible_to(self, actor: Actor) -> Self:
        """Reviews of the actor's own employer."""
        return self.filter(employer=actor.employer_id)


class FicheReview(Record):
    """A jurist's word on one text, as the coordinator of the employer wrote it down.

    Never changed: the last line about a fiche is the one that holds, and only for the text whose
    mark it bears.
    """

    class Verdict(models.TextChoices):
        VALID = "valid", "validée"
        WITHDRAWN = "taken_back", "validation retirée"

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    fiche = models.CharField("fiche", max_length=20)
    mark = models.CharField("empreinte du texte", max_length=64)
    verdict = models.CharField("avis", max_length=10, choices=Verdict)
    reader = models.CharField("relue par", max_length=120, blank=True)
    body = models.CharField("organisme", max_length=160, blank=True)
    read_on = models.DateField("relue le")
    recorded_at = models.DateTimeField("notée le")
    recorded_by = models.UUIDField("notée par")

    objects = FicheReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "relecture d’une fiche"
        indexes = [
            models.Index(fields=["employer", "fiche", "recorded_at", "id"], name="fiche_reviews")
        ]
        constraints = [
            models.CheckConstraint(
                name="fiche_review_says_who_read",
                condition=Q(verdict="taken_back") | (~Q(reader="") & ~Q(body="")),
                violation_error_message="Dites qui a relu le texte, et de quel organisme.",
            ),
            models.CheckConstraint(
                name="fiche_read_before_it_is_recorded",
                condition=Q(read_on__lte=F("recorded_at__date")),
                violation_error_message="La relecture ne peut pas être à venir.",
            ),
        ]

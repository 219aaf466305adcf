"""What was told to an authority, and the call when a life is in peril. Rows are only added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from entremise.base.models import Record
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.organisation.models import Departement
from entremise.proceedings.models.grounds import GroundCode


class PerilCall(Record):
    """Somebody was in peril: who was called, what was done, who was told, and when (CP 223-6)."""

    class Called(models.TextChoices):
        POLICE = "17", "17, police ou gendarmerie"
        EUROPE = "112", "112"
        TEXT = "114", "114, par SMS"
        MEDICAL = "15", "15, SAMU"
        NOBODY = "nobody", "personne"

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="peril_calls"
    )
    author_id = models.UUIDField("auteur")
    at = models.DateTimeField("date")
    called = models.CharField("appelé", max_length=6, choices=Called)
    done_sealed = models.BinaryField("ce qui a été fait", default=b"")
    done = SealedText("done_sealed", subject="case_id")
    told_sealed = models.BinaryField("qui a été prévenu", default=b"")
    told = SealedText("told_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[PerilCall]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "péril imminent"
        indexes = [models.Index(fields=["case", "at", "id"], name="perils_of_case")]
        constraints = [
            models.CheckConstraint(
                name="peril_nobody_called_says_why",
                condition=~Q(called="nobody") | ~Q(done_sealed=b""),
                violation_error_message="Personne n’a été appelé : dites pourquoi.",
            ),
        ]


class Disclosure(Record):
    """One thing told to an authority: what, to whom, when, on which ground. Codes only.

    Rows are added and never changed: a later register lists them.
    """

    class To(models.TextChoices):
        CRIP = "crip", "CRIP (conseil départemental)"
        PROSECUTOR = "prosecutor", "procureur de la République"
        PREFECT = "prefect", "préfet"
        EMERGENCY = "emergency", "secours (17, 112, 114, 15)"

    class What(models.TextChoices):
        CHILD_CONCERN = "child_concern", "information préoccupante"
        REPORT = "report", "signalement"
        COPY = "copy", "copie du signalement"
        WEAPON = "weapon", "lettre à propos d’une arme"
        CALL = "call", "appel d’urgence"

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="disclosures"
    )
    author_id = models.UUIDField("auteur")
    at = models.DateTimeField("date")
    what = models.CharField("quoi", max_length=13, choices=What)
    to = models.CharField("à qui", max_length=10, choices=To)
    departement = models.ForeignKey(
        Departement, verbose_name="département", on_delete=models.PROTECT, null=True
    )
    ground = models.CharField("fondement", max_length=12, choices=GroundCode)
    subject_id = models.UUIDField("écrit ou appel")

    objects: ClassVar[OfCasesQuerySet[Disclosure]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "transmission à une autorité"
        indexes = [models.Index(fields=["case", "at", "id"], name="disclosures_of_case")]

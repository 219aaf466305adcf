"""Interviews, and what a worker notes for herself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from entremise.base.models import Record
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.contact.models.appointment import Appointment


class Session(Record):
    """An interview, once written final. Correcting is another entry that names this one.

    What she states and what the worker observes are two things; what the worker notes for
    herself is a third, in a table of its own (`PrivateNote`).
    """

    class Kind(models.TextChoices):
        PHONE = "phone", "par téléphone"
        IN_PERSON = "in_person", "en présence"
        VISIT = "visit", "à domicile"
        VIDEO = "video", "par vidéo"
        EXCHANGE = "exchange", "échange écrit interactif"

    class Length(models.TextChoices):
        SHORT = "0-15", "moins de 15 min"
        QUARTER = "15-30", "15 à 30 min"
        HALF = "30-60", "30 min à 1 h"
        HOUR = "60-90", "1 h à 1 h 30"
        LONG = "90+", "plus de 1 h 30"
        NOT_NOTED = "not_noted", "non noté"

    class Present(models.TextChoices):
        """Who else was there; nobody is an answer, and none at all is not."""

        NOBODY = "nobody", "personne : elle était seule avec vous"
        CHILD = "child", "un ou des enfants"
        RELATIVE = "relative", "un proche"
        INTERPRETER = "interpreter", "un interprète"
        COLLEAGUE = "colleague", "une ou un collègue"
        PARTNER = "partner", "un partenaire"
        OFFICER = "officer", "un policier ou un gendarme"
        LAWYER = "lawyer", "son avocate ou son avocat"
        OTHER = "other", "une autre personne"

    class Interpreter(models.TextChoices):
        """Never a relative or a neighbour."""

        NOT_NEEDED = "not_needed", "pas nécessaire"
        ON_SITE = "on_site", "interprète professionnel sur place"
        REMOTE = "remote", "interprète professionnel par téléphone"
        MISSING = "missing", "nécessaire, pas obtenu"
        REFUSED = "refused", "proposé, refusé"
        NOT_ASKED = "not_asked", "non demandé"

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="sessions"
    )
    appointment = models.OneToOneField(
        Appointment, verbose_name="rendez-vous", on_delete=models.PROTECT, null=True
    )
    corrects = models.ForeignKey(
        "self",
        verbose_name="corrige",
        on_delete=models.PROTECT,
        null=True,
        related_name="corrections",
    )
    at = models.DateTimeField("date")
    kind = models.CharField("forme", max_length=10, choices=Kind)
    length = models.CharField("durée", max_length=10, choices=Length, default=Length.NOT_NOTED)
    present = models.JSONField("présents", default=list)
    interpreter = models.CharField(
        "interprète", max_length=10, choices=Interpreter, default=Interpreter.NOT_ASKED
    )
    author_id = models.UUIDField("auteur")
    facts_sealed = models.BinaryField("ce qu’elle dit", default=b"")
    facts = SealedText("facts_sealed", subject="case_id")
    observed_sealed = models.BinaryField("ce que vous constatez", default=b"")
    observed = SealedText("observed_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Session]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "entretien"
        indexes = [models.Index(fields=["case", "at", "id"], name="sessions_of_case")]


class PrivateNote(Record):
    """What a worker notes for herself about an interview: nobody else reads it."""

    session = models.OneToOneField(
        Session, verbose_name="entretien", on_delete=models.PROTECT, related_name="private_note"
    )
    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="+"
    )
    author_id = models.UUIDField("auteur")
    words_sealed = models.BinaryField("notes personnelles", default=b"")
    words = SealedText("words_sealed", subject="case_id")

    class Meta:
        verbose_name = "note personnelle"

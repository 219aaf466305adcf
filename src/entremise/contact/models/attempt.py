"""Tries to reach her."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from entremise.base.models import Record
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.people.models import SafeChannel


class ContactAttempt(Record):
    """One try to reach her, and what came of it. Final: a mistake is said in another entry.

    A try belongs to a case: a referral that nobody has taken yet has none.
    """

    class Kind(models.TextChoices):
        CALL = "call", "appel"
        MESSAGE = "message", "SMS"
        EMAIL = "email", "courriel"
        LETTER = "letter", "courrier"
        VISIT = "visit", "visite à domicile"
        SHE_CALLED = "she_called", "elle a appelé"

    class Outcome(models.TextChoices):
        REACHED = "reached", "jointe"
        NO_ANSWER = "no_answer", "pas de réponse"
        LEFT_MESSAGE = "left_message", "message vocal laissé"
        OTHER_ANSWERED = "other_answered", "quelqu’un d’autre a répondu"
        WRONG_NUMBER = "wrong_number", "faux numéro"
        REFUSED = "refused", "jointe, ne souhaite pas de suite"
        SENT = "sent", "message ou courrier envoyé"
        NOT_MADE = "not_made", "pas fait finalement"

    class Told(models.TextChoices):
        """What somebody else heard who answered in her place: the next call must say the same."""

        WRONG_NUMBER = "wrong_number", "« faux numéro », puis raccroché"
        NOTHING = "nothing", "rien, raccroché"
        ASKED_FOR_HER = "asked_for_her", "son prénom demandé, sans dire pourquoi"
        AS_AGREED = "as_agreed", "ce qui était convenu avec elle"
        MORE = "more", "autre chose, écrit ci-dessous"

    # She was spoken to, whatever she answered.
    REACHING = frozenset({Outcome.REACHED, Outcome.REFUSED})

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="attempts"
    )
    channel = models.ForeignKey(
        SafeChannel, verbose_name="moyen", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField("date")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    outcome = models.CharField("issue", max_length=15, choices=Outcome)
    told = models.CharField("dit à qui a répondu", max_length=13, choices=Told, blank=True)
    author_id = models.UUIDField("auteur")
    note_sealed = models.BinaryField("ce qui a été dit", default=b"")
    note = SealedText("note_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[ContactAttempt]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "tentative de contact"
        indexes = [models.Index(fields=["case", "at", "id"], name="attempts_of_case")]

"""What is prepared with her before a complaint, and where the complaint stands.

Everything she says here is sealed, the days included. It is kept at the office.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from entremise.base.models import Record, Versioned
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet


class Section(models.TextChoices):
    """The parts of a preparation beside the chronology."""

    WITNESSES = "witnesses", "Témoins"
    DOCUMENTS = "documents", "Documents, et où ils sont"
    INJURIES = "injuries", "Blessures et certificats"
    EARLIER = "earlier", "Ce qui s’est passé avant"
    WISHES = "wishes", "Ce qu’elle veut demander"


class ComplaintPreparation(Record, Versioned):
    """One part of what she prepares: a text of its own, so that two people may write at once."""

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="preparations"
    )
    section = models.CharField("partie", max_length=10, choices=Section)
    text_sealed = models.BinaryField("texte", default=b"")
    text = SealedText("text_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[ComplaintPreparation]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "préparation de plainte"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "section"],
                name="preparation_section_once",
                violation_error_message="Cette partie existe déjà.",
            ),
        ]


class ComplaintFact(Record, Versioned):
    """One fact of the chronology: when, in her words, and what. Its order is read in its words."""

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="complaint_facts"
    )
    author_id = models.UUIDField("auteur")
    moment_sealed = models.BinaryField("quand", default=b"")
    moment = SealedText("moment_sealed", subject="case_id")
    text_sealed = models.BinaryField("fait", default=b"")
    text = SealedText("text_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[ComplaintFact]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "fait de la chronologie"
        indexes = [models.Index(fields=["case", "created_at", "id"], name="facts_of_case")]


class ComplaintStatus(models.TextChoices):
    """Where the complaint stands; codes shared with the referral where they mean the same."""

    COMPLAINT = "complaint", "plainte déposée"
    LOG_ENTRY = "log_entry", "main courante"
    REPORT = "report", "procès-verbal de renseignement judiciaire"
    NONE = "none", "rien"
    WITHDRAWN = "withdrawn", "plainte retirée"
    NOT_ASKED = "not_asked", "non demandé"
    UNKNOWN = "unknown", "ne sait pas"


# What an employer without a basis for offence data may keep: complaint, yes or no, and its day.
WITHOUT_OFFENCE_BASIS = frozenset(
    set(ComplaintStatus) - {ComplaintStatus.LOG_ENTRY, ComplaintStatus.REPORT}
)
# A status that has a day.
DATED = frozenset(
    {
        ComplaintStatus.COMPLAINT,
        ComplaintStatus.LOG_ENTRY,
        ComplaintStatus.REPORT,
        ComplaintStatus.WITHDRAWN,
    }
)


class ComplaintNote(Record):
    """Where the complaint stood on a day: one row each time it is said, none is ever changed.

    The number of the procedure is for the phone with the unit: no figure, export or print has it.
    """

    class Moment(models.TextChoices):
        REFERRAL = "referral", "au moment de la saisine"
        DURING = "during", "pendant le suivi"
        CLOSING = "closing", "à la clôture"

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="complaint_notes"
    )
    author_id = models.UUIDField("auteur")
    noted_at = models.DateTimeField("noté le")
    moment = models.CharField("moment", max_length=8, choices=Moment, default=Moment.DURING)
    status = models.CharField("plainte", max_length=10, choices=ComplaintStatus)
    on = models.DateField("date", null=True, blank=True)
    number_sealed = models.BinaryField("numéro de procédure", default=b"")
    number = SealedText("number_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[ComplaintNote]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "état de la plainte"
        indexes = [models.Index(fields=["case", "noted_at", "id"], name="complaint_of_case")]
        constraints = [
            models.CheckConstraint(
                name="complaint_dated_when_it_exists",
                condition=Q(on=None) | Q(status__in=sorted(DATED)),
                violation_error_message="Une date, mais rien n’a été déposé.",
            ),
        ]

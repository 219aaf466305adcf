"""The journal, and the idempotency keys."""

from django.db import models

from entremise.base.models import Record


class JournalEntry(Record):
    """One deed, or one reading, by one actor; insert-only by grants and by trigger.

    It holds no name and no free text, and no foreign key: erasing a case neither erases nor
    falsifies who saw it.
    """

    at = models.DateTimeField("date")
    actor_kind = models.CharField("nature", max_length=10)
    actor_id = models.UUIDField("compte")
    employer_id = models.UUIDField("employeur", null=True)
    event = models.CharField("événement", max_length=40)
    case_id = models.UUIDField("situation", null=True)
    subject_id = models.UUIDField("objet", null=True)
    reason = models.CharField("code du motif", max_length=40, blank=True)

    class Meta:
        verbose_name = "ligne du journal"
        indexes = [
            models.Index(fields=["case_id", "at"], name="journal_of_case"),
            models.Index(fields=["actor_id", "at"], name="journal_of_actor"),
        ]


class Submission(models.Model):
    """An idempotency key, and where the deed that used it led."""

    pk = models.CompositePrimaryKey("user_id", "key")
    user_id = models.UUIDField("compte")
    key = models.UUIDField("clé")
    location = models.CharField("page", max_length=500, blank=True)
    created_at = models.DateTimeField("créé le")

    class Meta:
        verbose_name = "envoi"

    def __str__(self) -> str:
        return "envoi"

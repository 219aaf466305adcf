"""What comes back to who asked: the officer's receipt, and the alert « elle est là »."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.base.models import HasState, Record
from entremise.base.sealing import SealedText
from entremise.organisation.models import Post, Queue, Unit


class Receipt(Record, HasState):
    """All that a referring officer learns: received, taken up. Never what came of it.

    It holds no identifier of the referral or of the case; it disappears when the case becomes
    restricted.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "reçue"
        TAKEN_UP = "taken_up", "prise en charge"

    MOVES = {State.RECEIVED: {State.TAKEN_UP}, State.TAKEN_UP: {State.TAKEN_UP}}

    user_id = models.UUIDField("compte")
    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT)
    state = models.CharField("état", max_length=10, choices=State, default=State.RECEIVED)
    received_on = models.DateField("reçue le")
    taken_up_on = models.DateField("prise en charge le", null=True)
    # His own number, in his words: sealed with a key of the receipt's own.
    reference_sealed = models.BinaryField("référence", default=b"")
    reference = SealedText("reference_sealed", subject="id")

    class Meta:
        verbose_name = "accusé"
        indexes = [models.Index(fields=["user_id", "received_on"], name="receipts_of_account")]


class DutyAlertQuerySet(models.QuerySet["DutyAlert"]):
    def visible_to(self, actor: Actor) -> Self:
        """Alerts of the worker's queues; for an officer, his own."""
        queues = Post.objects.filter(pk__in=actor.post_ids).values("queue_id")
        return self.filter(Q(queue__in=queues) | Q(raised_by=actor.id))


class DutyAlert(Record):
    """« Elle est là maintenant »: an hour and a place, no name.

    Who sees it is computed from the hour: the duty worker at once, then the posts of the same
    queue, then the coordinator.
    """

    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT)
    queue = models.ForeignKey(Queue, verbose_name="file", on_delete=models.PROTECT, null=True)
    raised_at = models.DateTimeField("donnée le")
    raised_by = models.UUIDField("donnée par")
    acknowledged_at = models.DateTimeField("prise le", null=True)
    acknowledged_by = models.UUIDField("prise par", null=True)

    objects = DutyAlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        indexes = [
            models.Index(
                fields=["queue", "raised_at"],
                condition=Q(acknowledged_at=None),
                name="alerts_waiting",
            )
        ]

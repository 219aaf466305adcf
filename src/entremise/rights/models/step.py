"""A step agreed with her: hers to take, to leave, to take up again."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.rights.models.library import FICHES


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    STEP = "rights:step", "étape"


class Step(Record, HasState, Versioned):
    """Something she may do, with what she said of it. A no is an answer like another.

    Never made by the software: a need proposes a fiche, the worker speaks of it, she answers.
    """

    class State(models.TextChoices):
        THINKING = "thinking", "en réflexion"
        AGREED = "agreed", "convenue"
        DECLINED = "declined", "pas souhaitée"
        DONE = "done", "faite"
        DROPPED = "dropped", "abandonnée"
        NOT_POSSIBLE = "not_possible", "pas possible"

    MOVES = {
        State.THINKING: {State.AGREED, State.DECLINED, State.NOT_POSSIBLE},
        State.AGREED: {State.DONE, State.DROPPED, State.NOT_POSSIBLE, State.THINKING},
        State.DECLINED: {State.THINKING, State.AGREED},
        State.DONE: {State.AGREED},
        State.DROPPED: {State.THINKING, State.AGREED},
        State.NOT_POSSIBLE: {State.THINKING, State.AGREED},
    }
    ANSWERS = (State.AGREED, State.THINKING, State.DECLINED)

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="steps"
    )
    author_id = models.UUIDField("auteur")
    fiche = models.CharField("fiche", max_length=20, blank=True)
    state = models.CharField("état", max_length=12, choices=State)
    said_on = models.DateField("dit le")
    due_on = models.DateField("à faire avant le", null=True, blank=True)
    ended_on = models.DateField("terminée le", null=True, blank=True)
    label_sealed = models.BinaryField("étape", default=b"")
    label = SealedText("label_sealed", subject="case_id")
    note_sealed = models.BinaryField("note", default=b"")
    note = SealedText("note_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Step]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "étape"
        indexes = [models.Index(fields=["case", "said_on", "id"], name="steps_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fiche"],
                condition=~Q(fiche="") & Q(state__in=["thinking", "agreed"]),
                name="one_open_step_for_a_fiche",
                violation_error_message="Cette étape est déjà notée.",
            ),
            models.CheckConstraint(
                name="step_ended_when_it_is_over",
                condition=Q(state__in=["done", "dropped", "not_possible"], ended_on__isnull=False)
                | (~Q(state__in=["done", "dropped", "not_possible"]) & Q(ended_on=None)),
                violation_error_message="Une étape terminée a un jour de fin.",
            ),
            models.CheckConstraint(
                name="step_ended_after_it_was_agreed",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("said_on")),
                violation_error_message="Une étape ne finit pas avant d’avoir été convenue.",
            ),
        ]

    @property
    def title(self) -> str:
        """What it is: the title of its fiche, or the words that were written."""
        known = FICHES.get(self.fiche)
        return known.title if known else self.label

    @property
    def paper_label(self) -> str:
        """What a paper calls it."""
        known = FICHES.get(self.fiche)
        return known.label if known else self.label

    @property
    def measure(self) -> str:
        """The measure that it may become, whose days `proceedings` counts."""
        known = FICHES.get(self.fiche)
        return known.measure if known else ""

    @property
    def is_agreed(self) -> bool:
        return self.state == self.State.AGREED

    @property
    def next_states(self) -> list[State]:
        """Where it is, then where it may go."""
        here = self.State(self.state)
        return [here, *(state for state in self.State if state in self.MOVES[here])]

    def is_late(self, today: date) -> bool:
        """Its day has passed, and nothing was said of it; late is computed, never typed."""
        return self.is_agreed and self.due_on is not None and self.due_on < today


OPEN = (Step.State.THINKING, Step.State.AGREED)

"""A protection measure: asked, granted or refused, and the days that count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from entremise.base.models import HasState, Record, Versioned
from entremise.base.sealing import SealedText
from entremise.cases.models import Case, OfCasesQuerySet
from entremise.proceedings.models.clocks import Clock, MeasureKind, Start, clocks_of

# The days that still run when something was granted.
ONCE_GRANTED = frozenset({Start.GRANTED, Start.NOTIFIED})

# Every day of a measure: those of what has happened, and an end that may lie ahead.
DAYS = (*Start.values, "ends_on")


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    MEASURE = "proceeding:measure", "démarche"
    HEARING = "proceeding:hearing", "audition ou audience"
    COMPLAINT = "proceeding:complaint", "plainte"
    PRINTED = "proceeding:printed", "préparation imprimée"
    HANDED = "proceeding:handed", "préparation remise"
    REPORT = "proceeding:report", "écrit à une autorité"
    PERIL = "proceeding:peril", "péril imminent"
    DISCLOSED = "proceeding:disclosed", "transmis à une autorité"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One clock of one measure: its day, from when it is near, whether it waits once passed."""

    on: date
    near_from: date
    clock: Clock
    waits: bool

    def is_near(self, today: date) -> bool:
        return self.near_from <= today <= self.on

    def is_overdue(self, today: date) -> bool:
        """Passed, while nobody said what came of it."""
        return self.waits and self.on < today


class Measure(Record, HasState, Versioned):
    """What was asked for her, and what became of it. The software never decides: it counts days.

    A correction is a new state or a new date on the same row; the timeline keeps each change.
    """

    class State(models.TextChoices):
        THOUGHT = "thought", "envisagée avec elle"
        ASKED = "asked", "demandée"
        GRANTED = "granted", "accordée"
        REFUSED = "refused", "refusée"
        DROPPED = "dropped", "abandonnée"
        ENDED = "ended", "terminée"

    MOVES = {
        State.THOUGHT: {State.ASKED, State.GRANTED, State.DROPPED},
        State.ASKED: {State.GRANTED, State.REFUSED, State.DROPPED},
        State.GRANTED: {State.ENDED},
        State.REFUSED: {State.ASKED, State.DROPPED},
        State.DROPPED: {State.THOUGHT, State.ASKED},
        State.ENDED: {State.GRANTED},
    }
    RUNNING = (State.THOUGHT, State.ASKED, State.GRANTED)

    case = models.ForeignKey(
        Case, verbose_name="situation", on_delete=models.PROTECT, related_name="measures"
    )
    author_id = models.UUIDField("auteur")
    kind = models.CharField("démarche", max_length=12, choices=MeasureKind)
    state = models.CharField("état", max_length=8, choices=State, default=State.THOUGHT)
    facts_on = models.DateField("date des faits", null=True, blank=True)
    proof_on = models.DateField("date de la preuve", null=True, blank=True)
    asked_on = models.DateField("demandée le", null=True, blank=True)
    fixed_on = models.DateField("date d’audience fixée le", null=True, blank=True)
    granted_on = models.DateField("accordée le", null=True, blank=True)
    notified_on = models.DateField("notifiée le", null=True, blank=True)
    judged_on = models.DateField("décision définitive le", null=True, blank=True)
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    note_sealed = models.BinaryField("note", default=b"")
    note = SealedText("note_sealed", subject="case_id")

    objects: ClassVar[OfCasesQuerySet[Measure]] = OfCasesQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "démarche"
        indexes = [models.Index(fields=["case", "created_at", "id"], name="measures_of_case")]
        constraints = [
            models.CheckConstraint(
                name="measure_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(granted_on=None) | Q(ends_on__gte=F("granted_on")),
                violation_error_message="La fin ne peut pas précéder la décision.",
            ),
            models.CheckConstraint(
                name="measure_notified_after_it_is_granted",
                condition=Q(notified_on=None)
                | Q(granted_on=None)
                | Q(notified_on__gte=F("granted_on")),
                violation_error_message="La notification ne peut pas précéder la décision.",
            ),
            models.CheckConstraint(
                name="measure_granted_after_it_is_asked",
                condition=Q(asked_on=None) | Q(granted_on=None) | Q(granted_on__gte=F("asked_on")),
                violation_error_message="La décision ne peut pas précéder la demande.",
            ),
            models.CheckConstraint(
                name="measure_granted_has_its_day",
                condition=~Q(state="granted") | Q(granted_on__isnull=False),
                violation_error_message="Donnez la date de la décision.",
            ),
        ]

    @property
    def next_states(self) -> list[State]:
        """Where it is, then where it may go, in the order of the list."""
        here = self.State(self.state)
        return [here, *(state for state in self.State if state in self.MOVES[here])]

    @property
    def deadlines(self) -> list[Deadline]:
        """The days that count, the first to come first; none once it is over.

        Once it is granted, the days of its asking are history. A written end replaces the one
        that the law gives at most.
        """
        if self.state not in self.RUNNING:
            return []
        found = []
        for clock in clocks_of(self.kind):
            if self.state == self.State.GRANTED and clock.start not in ONCE_GRANTED:
                continue
            start = getattr(self, clock.start)
            if clock.ends_it and self.ends_on is not None:
                on = self.ends_on
            elif start is not None:
                on = clock.due(start)
            else:
                continue
            near = on - timedelta(days=clock.remind)
            found.append(Deadline(on=on, near_from=near, clock=clock, waits=self._waits(clock)))
        return sorted(found, key=lambda one: (one.on, one.clock.says))

    def _waits(self, clock: Clock) -> bool:
        """Whether a passed day asks for an answer: the measure has ended, or was never decided.

        A day from which something may be asked never does.
        """
        decided = self.state == self.State.GRANTED
        return clock.ends_it or not (decided or clock.opens)

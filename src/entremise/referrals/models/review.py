"""A unit's list for one morning: sealed with its own key, gone within the day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.models import HasState, Record
from entremise.base.sealing import SealedJson
from entremise.organisation.models import Unit
from entremise.referrals.models.codes import Problem

# What one list, and one table pasted into it, may hold.
MOST_LINES = 200


class ReviewListQuerySet(models.QuerySet["ReviewList"]):
    def visible_to(self, actor: Actor) -> Self:
        """The units' own lists for a chief; for a worker hers, and those of the units she covers.

        A chief does not see what the worker picked from the log herself.
        """
        if actor.role is Role.CHIEF:
            return self.filter(unit__in=actor.unit_ids, by_worker=False)
        if actor.role is Role.WORKER:
            hers = Q(by_worker=False) | Q(opened_by=actor.id)
            return self.filter(hers, unit__in=units_of_worker(actor))
        return self.none()

    def held_by(self, actor: Actor) -> Self:
        """Those that the actor may write in and close."""
        return self.visible_to(actor).filter(by_worker=actor.role is Role.WORKER)


def units_of_worker(actor: Actor) -> models.QuerySet[Unit]:
    """The units that her posts answer for."""
    return units_of_posts(actor.post_ids)


def units_of_posts(post_ids: Iterable[UUID]) -> models.QuerySet[Unit]:
    """The units that these posts name or whose commune they hold, and all those below them.

    The wall has the one definition.
    """
    below = RawSQL("SELECT unnest(wall.units_of_posts(%s::uuid[]))", [list(post_ids)])
    return Unit.objects.filter(pk__in=below)


class ReviewList(Record, HasState):
    """The events of a night that a unit's chief goes through in the morning."""

    class State(models.TextChoices):
        OPEN = "open", "ouverte"
        CLOSED = "closed", "close"

    MOVES = {State.OPEN: {State.CLOSED}, State.CLOSED: set()}

    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT)
    for_date = models.DateField("matin du")
    state = models.CharField("état", max_length=10, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField("ouverte le")
    opened_by = models.UUIDField("ouverte par")
    holder_id = models.UUIDField("tenue par")
    by_worker = models.BooleanField("de l’intervenante", default=False)
    closed_at = models.DateTimeField("close le", null=True)

    objects = ReviewListQuerySet.as_manager()

    class Meta:
        verbose_name = "liste du matin"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state="open", by_worker=False),
                name="one_open_list_of_a_unit",
                violation_error_message="Une liste est déjà ouverte pour cette unité.",
            ),
            models.UniqueConstraint(
                fields=["unit", "opened_by"],
                condition=Q(state="open", by_worker=True),
                name="one_open_list_of_a_worker",
                violation_error_message="Votre liste est déjà ouverte pour cette unité.",
            ),
            models.CheckConstraint(
                name="list_closed_with_a_date",
                condition=Q(state="open", closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                violation_error_message="Une liste close a une date de clôture.",
            ),
        ]


class ReviewLineQuerySet(models.QuerySet["ReviewLine"]):
    def visible_to(self, actor: Actor) -> Self:
        """All lines of a chief's list; for a worker, hers and those she was allowed to read."""
        within = self.filter(list__in=ReviewList.objects.visible_to(actor))
        if actor.role is Role.WORKER:
            return within.filter(Q(typed_by=actor.id) | Q(shown_to_worker=True))
        return within


class ReviewLine(Record, HasState):
    """One event: one sealed cell, wiped as soon as the line is kept or set aside.

    What stays is the kind of event and the unit, for counting.
    """

    class State(models.TextChoices):
        NEW = "new", "à voir"
        REFERRED = "referred", "gardée"
        SET_ASIDE = "set_aside", "écartée"

    MOVES = {
        State.NEW: {State.REFERRED, State.SET_ASIDE},
        State.REFERRED: set(),
        State.SET_ASIDE: set(),
    }

    list = models.ForeignKey(
        ReviewList, verbose_name="liste", on_delete=models.CASCADE, related_name="lines"
    )
    number = models.PositiveSmallIntegerField("rang")
    state = models.CharField("état", max_length=10, choices=State, default=State.NEW)
    kind_of_event = models.CharField(
        "nature", max_length=30, choices=Problem, default=Problem.NOT_ASKED
    )
    typed_by = models.UUIDField("saisie par")
    shown_to_worker = models.BooleanField("montrée à l’intervenante", default=False)
    # {"date", "kind", "commune", "persons", "phone", "seen"}, as they were typed.
    cells_sealed = models.BinaryField("cellules", default=b"")
    cells = SealedJson("cells_sealed", subject="list_id")

    objects = ReviewLineQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de la liste"
        indexes = [models.Index(fields=["list", "number", "id"], name="lines_of_list")]
        constraints = [
            models.CheckConstraint(
                name="decided_line_is_wiped",
                condition=Q(state="new") | Q(cells_sealed=b""),
                violation_error_message="Une ligne décidée ne garde rien de personnel.",
            ),
        ]

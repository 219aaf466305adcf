"""Lots of business cards: counted out to a unit, recognised by a code when somebody calls."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.models import HasState, Record
from entremise.organisation.models import Employer, Post, Unit
from entremise.referrals.models.card_codes import said

MOST_CARDS = 1000


class CardLotQuerySet(models.QuerySet["CardLot"]):
    def visible_to(self, actor: Actor) -> Self:
        """The lots of the employers of a worker's posts; those of a coordinator's employer."""
        if actor.role is Role.WORKER:
            posts = Post.objects.filter(pk__in=actor.post_ids)
            return self.filter(employer__in=posts.values("employer_id"))
        if actor.role is Role.COORDINATOR:
            return self.filter(employer_id=actor.employer_id)
        return self.none()


class CardLot(Record, HasState):
    """Cards made for one unit and some months, all with one code; nothing of who gets one."""

    class State(models.TextChoices):
        MADE = "made", "à remettre"
        HANDED = "handed", "remis à l’unité"

    MOVES = {State.MADE: {State.HANDED}, State.HANDED: set()}

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    # Whose telephone and hours the card shows.
    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT)
    code = models.CharField("code", max_length=8, unique=True)
    count = models.PositiveSmallIntegerField("cartes")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    made_by = models.UUIDField("fait par")
    state = models.CharField("état", max_length=10, choices=State, default=State.MADE)
    handed_on = models.DateField("remis le", null=True)
    handed_count = models.PositiveSmallIntegerField("cartes remises", null=True)

    objects = CardLotQuerySet.as_manager()

    class Meta:
        verbose_name = "lot de cartes"
        indexes = [models.Index(fields=["employer", "-starts_on", "id"], name="lots_of_employer")]
        constraints = [
            models.CheckConstraint(
                name="lot_holds_cards",
                condition=Q(count__gte=1, count__lte=MOST_CARDS),
                violation_error_message=f"Un lot compte de 1 à {MOST_CARDS} cartes.",
            ),
            models.CheckConstraint(
                name="lot_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="La fin ne peut pas précéder le début.",
            ),
            models.CheckConstraint(
                name="lot_handed_on_a_day_and_counted",
                condition=Q(state="made", handed_on=None, handed_count=None)
                | Q(
                    state="handed",
                    handed_on__isnull=False,
                    handed_count__gte=1,
                    handed_count__lte=F("count"),
                ),
                violation_error_message="Un lot remis a un jour, et pas plus de cartes qu’il n’en"
                " compte.",
            ),
        ]

    @property
    def said(self) -> str:
        """The code as it stands on the card."""
        return said(self.code)

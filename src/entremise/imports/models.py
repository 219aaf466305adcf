"""A sheet on its way in, what it made, and what was learnt for the next one.

The file itself is never kept. Its rows are sealed with a key of their own, which lives a day at
most; what stays after that is who imported when, how many, and by identifiers what was made.
"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from entremise.access.actor import Actor
from entremise.access.roles import Role
from entremise.base.models import HasState, Record
from entremise.base.sealing import SealedJson
from entremise.base.sheets import Kind
from entremise.organisation.models import Employer, Post


class TimelineKind(models.TextChoices):
    """What this context writes in the timeline of a case."""

    BROUGHT = "imports:brought", "reprise d’un ancien tableau"


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> Self:
        """The imports that the worker made herself, for a post that is still hers."""
        if actor.role is not Role.WORKER:
            return self.none()
        return self.filter(user_id=actor.id, post_id__in=actor.post_ids)


class Import(Record, HasState):
    """One sheet of cases that a worker brings to one of her posts, in five steps."""

    class State(models.TextChoices):
        PREPARED = "prepared", "en préparation"
        RUNNING = "running", "en cours"
        DONE = "done", "terminée"
        DROPPED = "dropped", "abandonnée"
        UNDONE = "undone", "annulée"

    MOVES = {
        State.PREPARED: {State.RUNNING, State.DROPPED},
        State.RUNNING: {State.DONE},
        State.DONE: {State.UNDONE},
        State.DROPPED: set(),
        State.UNDONE: set(),
    }

    employer = models.ForeignKey(Employer, verbose_name="employeur", on_delete=models.PROTECT)
    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT)
    user_id = models.UUIDField("compte")
    kind = models.CharField(
        "format", max_length=4, choices=[(kind.value, kind.value.upper()) for kind in Kind]
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.PREPARED)
    brought_at = models.DateTimeField("apporté le")
    ended_at = models.DateTimeField("terminé le", null=True)
    undone_at = models.DateTimeField("annulé le", null=True)
    rows = models.PositiveIntegerField("lignes", default=0)
    made = models.PositiveIntegerField("situations créées", default=0)
    known = models.PositiveIntegerField("lignes déjà reprises", default=0)
    given_back = models.PositiveIntegerField("lignes rendues", default=0)
    # {"tables": [{"name", "rows"}]}: the whole sheet, until the end.
    sheet_sealed = models.BinaryField("tableau", default=b"")
    sheet = SealedJson("sheet_sealed", subject="id")
    # What she chose: leaf, row of titles, columns, values, repairs, who is who.
    choices_sealed = models.BinaryField("choix", default=b"")
    choices = SealedJson("choices_sealed", subject="id")
    # The rows still to be made, once she has said « importer ».
    plan_sealed = models.BinaryField("à créer", default=b"")
    plan = SealedJson("plan_sealed", subject="id")
    # The rows that were not taken, with why, to be given back.
    refused_sealed = models.BinaryField("lignes rendues", default=b"")
    refused = SealedJson("refused_sealed", subject="id")

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "reprise d’un tableau"
        indexes = [models.Index(fields=["user_id", "brought_at", "id"], name="imports_of_account")]
        constraints = [
            models.CheckConstraint(
                name="ended_import_keeps_no_sheet",
                condition=Q(state__in=["prepared", "running"])
                | Q(sheet_sealed=b"", choices_sealed=b"", plan_sealed=b""),
                violation_error_message="Une reprise terminée ne garde pas le tableau.",
            ),
        ]


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    def visible_to(self, actor: Actor) -> Self:
        """Rows brought to the worker's posts, by herself or by who held them before."""
        if actor.role is not Role.WORKER:
            return self.none()
        return self.filter(post_id__in=actor.post_ids)


class ImportedRow(Record):
    """One line of a sheet and the case that it became.

    Its mark recognises the same line in another sheet: a keyed fingerprint from which nothing is
    read back. The rest is identifiers, which undoing needs.
    """

    of = models.ForeignKey(
        Import, verbose_name="reprise", on_delete=models.PROTECT, related_name="made_rows"
    )
    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT)
    line = models.PositiveIntegerField("ligne")
    mark = models.CharField("empreinte", max_length=64)
    case_id = models.UUIDField("situation")
    person_id = models.UUIDField("personne")
    referral_id = models.UUIDField("saisine")
    person_made = models.BooleanField("personne créée")

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne reprise"
        indexes = [models.Index(fields=["case_id"], name="imported_case")]
        constraints = [
            models.UniqueConstraint(fields=["post", "mark"], name="row_imported_once"),
        ]


class KnownColumns(Record):
    """What the columns of a sheet with these titles meant last time; the titles are not kept."""

    scope_id = models.UUIDField("employeur ou unité")
    purpose = models.CharField("usage", max_length=10)
    mark = models.CharField("empreinte", max_length=64)
    columns = models.JSONField("colonnes", default=list)

    class Meta:
        verbose_name = "colonnes connues"
        constraints = [
            models.UniqueConstraint(
                fields=["scope_id", "purpose", "mark"], name="columns_known_once"
            ),
        ]


class KnownValue(Record):
    """What a word of a column meant last time, such as a unit; the word itself is not kept."""

    scope_id = models.UUIDField("employeur")
    field = models.CharField("champ", max_length=30)
    mark = models.CharField("empreinte", max_length=64)
    code = models.CharField("valeur", max_length=60, blank=True)

    class Meta:
        verbose_name = "valeur connue"
        constraints = [
            models.UniqueConstraint(fields=["scope_id", "field", "mark"], name="value_known_once"),
        ]


class NightSheet(Record):
    """The sheet of a night between two pages: sealed with the key of the list that it goes to."""

    list_id = models.UUIDField("liste")
    brought_by = models.UUIDField("compte")
    sheet_sealed = models.BinaryField("tableau", default=b"")
    sheet = SealedJson("sheet_sealed", subject="list_id")

    class Meta:
        verbose_name = "tableau d’une nuit"
        constraints = [
            models.UniqueConstraint(
                fields=["list_id", "brought_by"],
                name="night_brought_once",
                violation_error_message="Vous avez déjà apporté un tableau pour cette liste.",
            ),
        ]

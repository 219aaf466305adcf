"""Abstract rows, and the two tables of the `keys` database."""

from typing import Any, ClassVar, Self, TypeVar
from uuid import uuid4

from django.db import models

from entremise.base.errors import Conflict, NotPossible

StateT = TypeVar("StateT", bound=models.TextChoices)


class Record(models.Model):
    """A row with a random identity made in Python, so that inserting needs no right to read."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Never a name: rows end up in logs and error pages."""
        return f"{self._meta.verbose_name} {str(self.pk)[:8]}"


class HasState(models.Model):
    """A row with a life cycle: `state`, and MOVES from each state to those that may follow."""

    MOVES: ClassVar[dict[Any, set[Any]]] = {}
    state: Any

    class Meta:
        abstract = True

    def move_to(self, target: models.TextChoices) -> None:
        """Change the state in memory, or raise NotPossible if MOVES has no such move."""
        current = type(target)(self.state)
        if target not in self.MOVES[current]:
            message = (
                f"Ce changement n’est plus possible : c’est « {current.label} ». "
                "Rechargez la page."
            )
            raise NotPossible(message)
        self.state = target


class Versioned(models.Model):
    """What two people may edit: saving needs the version that was read."""

    version = models.PositiveIntegerField("version", default=1)

    class Meta:
        abstract = True

    def renew(self, read: int) -> None:
        """Go to the next version, to be saved; Conflict if somebody wrote since `read` was read.

        The row must have been fetched with `select_for_update`. The page compares the answers.
        """
        if read != self.version:
            raise Conflict(field="", theirs="", version=self.version)
        self.version += 1

    def replace(self, *, field: str, text: str, version: int) -> Self:
        """Set the sealed `field` and go to the next version, or raise Conflict.

        The row must have been fetched with `select_for_update`.
        """
        if version != self.version:
            raise Conflict(field=field, theirs=getattr(self, field), version=self.version)
        setattr(self, field, text)
        self.version += 1
        self.save(update_fields=[f"{field}_sealed", "version"])
        return self


class KeyKind(models.TextChoices):
    """Whose key it is."""

    PERSON = "person", "personne"
    CASE = "case", "situation"
    REFERRAL = "referral", "saisine"
    LIST = "list", "liste du matin"
    SHEET = "sheet", "tableau à reprendre"
    DRAFT = "draft", "brouillon"


class WrappedKey(models.Model):
    """A subject's key, wrapped by its employer's key (or its unit's, for a list)."""

    subject_id = models.UUIDField("sujet", primary_key=True)
    scope_id = models.UUIDField("employeur ou unité")
    kind = models.CharField("nature", max_length=10, choices=KeyKind)
    wrapped = models.BinaryField("clé enveloppée")
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"clé {str(self.subject_id)[:8]}"


class SubjectKey(WrappedKey):
    """A key that lives as long as its subject."""

    class Meta:
        verbose_name = "clé"
        indexes = [models.Index(fields=["scope_id", "kind"], name="key_of_scope")]


class EphemeralKey(WrappedKey):
    """The key of a morning list or of a sheet: in no backup, gone at the end or after 24 hours."""

    class Meta:
        verbose_name = "clé d’une liste"

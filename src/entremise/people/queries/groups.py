"""Records that somebody said to be one person: which, and whose name is shown for them.

Joining moves nothing: each record keeps its key, its name and its ways to reach her, and whoever
reads by person asks here for all of them.
"""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import BooleanField, Exists, Func, OuterRef, Q, UUIDField, Value

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.people.models import Merge, Person


class OfSamePerson(Func):
    """Whether a column names a record of the same person: asked in the statement itself."""

    template = "(%(expressions)s))::uuid[]))"
    arg_joiner = " = ANY ((SELECT wall.same_person_ids("

    def __init__(self, column: str, person_id: UUID) -> None:
        super().__init__(
            column, Value(person_id, output_field=UUIDField()), output_field=BooleanField()
        )


def is_merged(column: str) -> Exists:
    """Whether the record that a column names was joined with another: to annotate a row with."""
    her = OuterRef(column)
    return Exists(Merge.objects.filter(Q(kept_id=her) | Q(other_id=her), undone_at=None))


class Groups:
    """The merges within reach, as trees; a record that was joined with none stands alone."""

    def __init__(self, merges: Iterable[tuple[UUID, UUID]]) -> None:
        self._shown: dict[UUID, UUID] = {other: kept for kept, other in merges}
        self._members: dict[UUID, list[UUID]] = defaultdict(list)
        for person_id in sorted({*self._shown, *self._shown.values()}):
            self._members[self.head(person_id)].append(person_id)

    def head(self, person_id: UUID) -> UUID:
        """The record whose name is shown for this one."""
        while person_id in self._shown:
            person_id = self._shown[person_id]
        return person_id

    def members(self, person_id: UUID) -> list[UUID]:
        """Every record of the same person, this one included."""
        return self._members.get(self.head(person_id), [person_id])


def groups(*, actor: Actor) -> Groups:
    """The records said to be one person, among those within reach.

    Who reads a case of one of them sees the whole of its group, by the wall.
    """
    rows = Merge.objects.filter(undone_at=None).order_by("at", "pk")
    return Groups(rows.values_list("kept_id", "other_id"))


def shown_record(*, actor: Actor, person_id: UUID) -> Person:
    """The record that speaks for this one, with its identity open: itself, if it stands alone."""
    actor.require(Can.PERSON_READ)
    head = groups(actor=actor).head(person_id)
    keyring.load([head])
    return Person.objects.select_related("commune", "identity").get(pk=head)


def merges_of(*, actor: Actor, person_id: UUID) -> list[Merge]:
    """What was said of this person's records and still holds, oldest first."""
    actor.require(Can.PERSON_READ)
    members = groups(actor=actor).members(person_id)
    return list(
        Merge.objects.filter(
            Q(kept_id__in=members) | Q(other_id__in=members), undone_at=None
        ).order_by("at", "pk")
    )

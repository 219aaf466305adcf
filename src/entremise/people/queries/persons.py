"""Who she is: names, for those who read one of her cases."""

from collections.abc import Iterable
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.people.models import Identity, NameCard, Person


def person(*, actor: Actor, person_id: UUID) -> Person:
    """A person whose case the actor reads; DoesNotExist otherwise."""
    actor.require(Can.PERSON_READ)
    return Person.objects.select_related("commune").get(pk=person_id)


def names_of(*, actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, NameCard]:
    """The names of these persons, by person; one read of the cells and one of the keys."""
    actor.require(Can.PERSON_READ)
    wanted = set(person_ids)
    cards = Identity.objects.filter(person_id__in=wanted).only("person_id", "card_sealed")
    identities = list(cards)
    keyring.load(wanted)
    return {row.person_id: NameCard.from_text(row.card) for row in identities}

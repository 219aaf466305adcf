"""Who she is: names, for those who read one of her cases."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.french import birth
from entremise.people.models import Identity, NameCard, Person
from entremise.people.queries.groups import groups, is_merged


def person(*, actor: Actor, person_id: UUID) -> Person:
    """A person whose case the actor reads; DoesNotExist otherwise."""
    actor.require(Can.PERSON_READ)
    return Person.objects.select_related("commune").get(pk=person_id)


def names_of(*, actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, NameCard]:
    """The names of these persons, by person; one read of the cells and one of the keys.

    Of records said to be one person, the name of the one that is shown.
    """
    actor.require(Can.PERSON_READ)
    wanted = set(person_ids)
    cells = Identity.objects.annotate(merged=is_merged("person_id")).only(
        "person_id", "card_sealed"
    )
    rows = list(cells.filter(person_id__in=wanted).order_by("pk"))
    shown: dict[UUID, UUID] = {}
    if any(row.merged for row in rows):
        known = groups(actor=actor)
        shown = {person_id: known.head(person_id) for person_id in wanted}
        rows += cells.filter(person_id__in=set(shown.values()) - wanted).order_by("pk")
    keyring.load(row.person_id for row in rows)
    cards = {row.person_id: NameCard.from_text(row.card) for row in rows}
    return {
        person_id: cards[shown.get(person_id, person_id)]
        for person_id in wanted
        if shown.get(person_id, person_id) in cards
    }


def before_her_birth(*, actor: Actor, person_id: UUID, days: Iterable[date | None]) -> str:
    """What is wrong with days that come before her birth, in a sentence; nothing if none does."""
    card = names_of(actor=actor, person_ids=[person_id]).get(person_id, NameCard())
    born = card.born_from
    if born is None or all(day is None or day >= born for day in days):
        return ""
    said = birth(card.born)
    return f"Une date est avant sa naissance ({said}) : vérifiez l’année, ou sa naissance."


def names_recorded(*, actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, NameCard]:
    """The name that each record holds itself, whatever it was joined with."""
    actor.require(Can.PERSON_READ)
    wanted = set(person_ids)
    rows = list(Identity.objects.filter(person_id__in=wanted).order_by("pk"))
    keyring.load(wanted)
    return {row.person_id: NameCard.from_text(row.card) for row in rows}

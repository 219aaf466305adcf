"""A crowd of fictional people as cards, and the people of the misspellings."""

from functools import cache
from uuid import UUID

from entremise.command.bench.cast import HELD_OUT, TUNED_ON, heard
from entremise.people.names import Card
from entremise.people.names.fictional import FictionalPerson, fictional_people

__all__ = ["HELD_OUT", "TUNED_ON", "card_of", "crowd", "misspellings"]


def card_of(person: FictionalPerson, person_id: UUID) -> Card:
    """What names somebody, as the search compares it."""
    return Card(
        person_id=person_id,
        last_name=person.last_name,
        first_name=person.first_name,
        birth_name=person.birth_name,
        born=person.born.isoformat(),
        phones=person.phones,
    )


@cache
def crowd(count: int) -> tuple[Card, ...]:
    """The same `count` fictional people each time."""
    return tuple(
        card_of(person, UUID(int=person.number + 1)) for person in fictional_people(5, count)
    )


def misspellings(name: str) -> list[tuple[str, str, Card]]:
    """Query, kind of misspelling and person meant, one for each row of the file."""
    return [
        (one.query, one.kind, card_of(one.meant, UUID(int=10**9 + one.meant.number)))
        for one in heard(name)
    ]

"""A crowd of fictional people as cards, and the people of the misspellings."""

import csv
from functools import cache
from pathlib import Path
from uuid import UUID

from entremise.people.names import Card
from entremise.people.names.fictional import fictional_people

HERE = Path(__file__).parent
TUNED_ON = "misspellings.csv"
HELD_OUT = "misspellings_held_out.csv"


@cache
def crowd(count: int) -> tuple[Card, ...]:
    """The same `count` fictional people each time."""
    return tuple(
        Card(
            person_id=UUID(int=person.number + 1),
            last_name=person.last_name,
            first_name=person.first_name,
            birth_name=person.birth_name,
            born=person.born.isoformat(),
            phones=person.phones,
        )
        for person in fictional_people(5, count)
    )


def misspellings(name: str) -> list[tuple[str, str, Card]]:
    """Query, kind of misspelling and person meant, one for each row of the file."""
    known: dict[tuple[str, ...], Card] = {}
    rows = []
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            fields = ("last_name", "first_name", "birth_name", "born", "phone")
            last_name, first_name, birth_name, born, phone = key = tuple(row[f] for f in fields)
            if key not in known:
                known[key] = Card(
                    person_id=UUID(int=10**9 + len(known)),
                    last_name=last_name,
                    first_name=first_name,
                    birth_name=birth_name,
                    born=born,
                    phones=(phone,) if phone else (),
                )
            rows.append((row["query"], row["kind"], known[key]))
    return rows

"""Those of the crowd whom a measure looks for: the misspelled, the look-alikes, those who return.

All are fictional. The misspellings are written by hand, one line each: what was heard or typed,
and who was meant.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from entremise.command.bench.sizes import Share
from entremise.people.names.fictional import FictionalPerson

HERE = Path(__file__).parent / "heard"
# The rules were tuned on one set; the other was kept aside.
TUNED_ON = "tuned_on.csv"
HELD_OUT = "held_out.csv"
PAIRS = 250
LEFT_ALONE = 20

# Two people of one family and one age, whom the ear cannot always tell apart.
OF_TWO_SEXES = (
    ("Albert", "Alberte"), ("André", "Andrée"), ("Michel", "Michèle"), ("Daniel", "Danielle"),
    ("Joël", "Joëlle"), ("Frédéric", "Frédérique"), ("Pascal", "Pascale"), ("Martin", "Martine"),
    ("Christian", "Christiane"), ("Dominic", "Dominique"), ("Gabriel", "Gabrielle"),
    ("Emmanuel", "Emmanuelle"), ("René", "Renée"), ("Yvon", "Yvonne"), ("Fabien", "Fabienne"),
    ("Karim", "Karima"), ("Saïd", "Saïda"), ("Amin", "Amina"), ("Latif", "Latifa"),
    ("Djamel", "Djamila"), ("Rachid", "Rachida"), ("Nadir", "Nadira"), ("Mario", "Maria"),
    ("Paulo", "Paula"), ("Fernando", "Fernanda"),
)  # fmt: skip
THEIR_SURNAMES = ("Martin", "Bensalem", "Lefèvre-Roux", "Diallo", "Rossi")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard or typed, of which kind, and who was meant."""

    query: str
    kind: str
    meant: FictionalPerson


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Somebody known, and somebody who comes: the same person, or one who looks alike."""

    known: FictionalPerson
    comes: FictionalPerson
    same: bool


@cache
def heard(name: str) -> tuple[Heard, ...]:
    """Every line of one set; whoever is meant twice is one person."""
    people: dict[tuple[str, ...], FictionalPerson] = {}
    found = []
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            key = (row["last_name"], row["first_name"], row["birth_name"], row["born"])
            if key not in people:
                people[key] = FictionalPerson(
                    number=len(people),
                    sex="woman",
                    last_name=row["last_name"],
                    first_name=row["first_name"],
                    birth_name=row["birth_name"],
                    born=date.fromisoformat(row["born"]),
                    phones=(row["phone"],) if row["phone"] else (),
                )
            found.append(Heard(query=row["query"], kind=row["kind"], meant=people[key]))
    return tuple(found)


def look_alikes(people: Iterable[FictionalPerson]) -> list[Pair]:
    """One pair for each of these people: their age and number, two first names of two sexes."""
    names = [
        (surname, *(reversed(pair) if turned else pair))
        for pair in OF_TWO_SEXES
        for surname in THEIR_SURNAMES
        for turned in (False, True)
    ]
    return [
        Pair(
            known=replace(who, last_name=surname, first_name=known, birth_name=""),
            comes=replace(who, last_name=surname, first_name=comes, birth_name=""),
            same=False,
        )
        for who, (surname, known, comes) in zip(people, names, strict=False)
    ]


def come_again(people: Iterable[FictionalPerson], *, seed: int) -> list[Pair]:
    """The same people, each as another service would write her down."""
    random = Random(seed)  # noqa: S311 - a fiction
    return [Pair(known=who, comes=_told_again(random, who), same=True) for who in people]


def _told_again(random: Random, who: FictionalPerson) -> FictionalPerson:
    return random.choice(
        (
            replace(who, last_name=_typo(random, who.last_name)),
            replace(who, first_name=_typo(random, who.first_name), phones=()),
            replace(who, last_name=who.last_name.upper(), birth_name="", phones=()),
            replace(who, last_name=who.first_name, first_name=who.last_name),
            replace(who, born=who.born + timedelta(days=365)),
            replace(who, last_name=who.birth_name or who.last_name, birth_name=""),
        )
    )


def _typo(random: Random, word: str) -> str:
    """One letter lost, doubled or moved, as on any keyboard."""
    if len(word) < 5:
        return word
    place = random.randrange(1, len(word) - 2)
    return random.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
    )


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who takes whose place in the crowd, by number, and who waits to be taken up."""

    placed: dict[int, FictionalPerson]
    misspelled: dict[int, list[str]]
    pairs: dict[int, Pair]


def cast(held: list[Share], people: list[FictionalPerson], *, seed: int) -> Cast:
    """Place the misspelled among the people of the large employer, pairs in the usual one's last
    post; in a trial in small, as many as fit."""
    own, large = held[0], held[1]
    placed: dict[int, FictionalPerson] = {}
    misspelled: dict[int, list[str]] = {}
    # From the end: the first people are those whom the measure of the search asks for.
    numbers = iter(range(own.cases + large.cases - 1, own.cases + LEFT_ALONE, -2))
    seats: dict[tuple[str, FictionalPerson], int] = {}
    for name in (TUNED_ON, HELD_OUT):
        for one in heard(name):
            seat = seats.get((name, one.meant))
            if seat is None:
                seat = next(numbers, None)
                if seat is None:
                    continue
                seats[name, one.meant] = seat
                placed[seat] = one.meant
            misspelled.setdefault(seat, []).append(one.query)
    of_last = own.cases // own.posts
    count = min(PAIRS, of_last // 4)
    first = own.cases - of_last
    alike = look_alikes(people[first : first + count])
    again = come_again(people[first + count : first + 2 * count], seed=seed)
    pairs = dict(enumerate([*alike, *again], start=first))
    placed |= {number: pair.known for number, pair in pairs.items()}
    return Cast(placed=placed, misspelled=misspelled, pairs=pairs)

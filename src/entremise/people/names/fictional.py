"""Fictional people for the demonstration, the tests and the bench: the same for the same seed.

Telephone numbers come from the ranges that Arcep keeps for works of fiction: none can ring.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from entremise.people.names.fictional_lists import ORIGINS, Origin

# Everybody is between 18 and 90 on this day.
TODAY = date(2026, 1, 1)

_MOBILE = "063998"
_LANDLINES = ("019900", "026191", "035301", "046571", "053649")


@dataclass(frozen=True, kw_only=True)
class FictionalPerson:
    """Somebody who does not exist."""

    number: int
    sex: str
    last_name: str
    first_name: str
    birth_name: str
    born: date
    phones: tuple[str, ...]


def fictional_people(seed: int, count: int) -> list[FictionalPerson]:
    """`count` people drawn from the seed; a longer list begins like a shorter one."""
    random = Random(seed)  # noqa: S311 - a fiction has nothing to keep secret
    shares = [origin.share for origin in ORIGINS]
    return [_person(random, random.choices(ORIGINS, shares)[0], number) for number in range(count)]


def surnames(origin: Origin) -> list[str]:
    """Every surname an origin can give: those in use first, then the composed ones."""
    composed = (f"{head}{tail}" for head in origin.heads for tail in origin.tails)
    return list(dict.fromkeys([*origin.surnames, *composed]))


def _person(random: Random, origin: Origin, number: int) -> FictionalPerson:
    sex = "woman" if random.random() < 0.86 else "man"
    first_names = origin.women if sex == "woman" else origin.men
    first_name = _frequent(random, first_names)
    if origin.code == "french" and random.random() < 0.05:
        first_name = f"{first_name}-{random.choice(first_names)}"
    last_name = _surname(random, origin)
    birth_name = ""
    if sex == "woman" and random.random() < 0.4:
        birth_name, last_name = last_name, _surname(random, origin)
        if random.random() < 0.1:
            last_name = f"{birth_name}-{last_name}"
    return FictionalPerson(
        number=number,
        sex=sex,
        last_name=last_name,
        first_name=first_name,
        birth_name=birth_name,
        born=_born(random),
        phones=_phones(random, number),
    )


def _surname(random: Random, origin: Origin) -> str:
    if origin.heads and random.random() < 0.35:
        return f"{random.choice(origin.heads)}{random.choice(origin.tails)}"
    return _frequent(random, origin.surnames)


def _frequent(random: Random, names: tuple[str, ...]) -> str:
    """One name of the list, the first ones more often: a few names are borne by many."""
    return names[int(len(names) * random.random() ** 1.6)]


def _born(random: Random) -> date:
    """A birth date between 18 and 90 years old, thirty to forty being the most frequent."""
    age = int(random.triangular(18, 90, 34))
    return TODAY - timedelta(days=int(age * 365.25) + 1 + random.randrange(365))


def _phones(random: Random, number: int) -> tuple[str, ...]:
    """Mostly one number of her own: a mobile while the reserved range lasts, then a landline."""
    phones = []
    if random.random() < 0.85:
        phones.append(_MOBILE + _four_digits(number) if number < 10_000 else _landline(number))
    if random.random() < 0.05:
        phones.append(_landline(random.randrange(50_000)))
    return tuple(phones)


def _landline(number: int) -> str:
    return _LANDLINES[number // 10_000 % len(_LANDLINES)] + _four_digits(number)


def _four_digits(number: int) -> str:
    """Digits that look drawn at random; neighbours differ, and none comes twice in 10,000."""
    return f"{number * 7_919 % 10_000:04d}"

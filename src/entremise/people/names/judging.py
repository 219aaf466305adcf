"""One person read word by word against the words asked: what agrees, what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from entremise.people.names.alike import AGREES, is_feminine_pair
from entremise.people.names.cards import read_word

# A run of asked words, from one place to another, and the known words that resemble it.
Segment = tuple[int, int, dict[str, float]]

ATTRIBUTES = ("last_name", "first_name", "birth_name", "commune", "birth", "phone")
NAMES = ATTRIBUTES[:4]

# What a word over is worth: enough to tell Marie from Marie-Claude, not to lose a person.
SUPERFLUOUS = 0.02


@dataclass(frozen=True, kw_only=True)
class Match:
    """One person, what agrees with the question and what differs from it."""

    person_id: UUID
    score: float
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]


class Known(NamedTuple):
    """A word that a person is known by, in one of her names."""

    attribute: str
    token: str
    covers: int
    plain: bool = True


class Found(NamedTuple):
    """A run of asked words taken for a known word."""

    start: int
    end: int
    known: Known
    similarity: float


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The best way to read the asked words in a person's names."""

    evidence: float
    found: tuple[Found, ...]
    missed: tuple[int, ...]

    def agreeing(self, asked: Sequence[str]) -> set[str]:
        """Names of which each asked word is the known one, at most spelled differently."""
        return {found.known.attribute for found in self.found} - self.differing(asked)

    def differing(self, asked: Sequence[str]) -> set[str]:
        """Names of which an asked word is only near: Alberte is not Albert."""
        return {
            found.known.attribute
            for found in self.found
            if found.similarity < AGREES
            or (
                found.known.attribute == "first_name"
                and is_feminine_pair(
                    "".join(asked[found.start : found.end]), read_word(found.known.token).spelling
                )
            )
        }


def evidence(similarity: float) -> float:
    """What a resemblance is worth: chance is worth nothing."""
    return max(0.0, (similarity - 0.45) / 0.55)


def known_words(names: Sequence[str]) -> list[Known]:
    """Words of the four name fields of a line; a joined form covers the words it joins."""
    known: list[Known] = []
    bit = 1
    for attribute, text in zip(NAMES, names, strict=True):
        plain, _, variants = text.partition("|")
        bits: dict[str, int] = {}
        for token in plain.split():
            known.append(Known(attribute, token, bit))
            spelling = read_word(token).spelling
            bits[spelling] = bits.get(spelling, 0) | bit
            bit <<= 1
        for token in variants.split():
            joined = read_word(token).spelling
            covers = sum(mask for spelling, mask in bits.items() if spelling in joined)
            known.append(Known(attribute, token, covers, plain=False))
    return known


def read(segments: Sequence[Segment], weights: Sequence[float], known: list[Known]) -> Reading:
    """Give each asked word to at most one known word, and each known word once."""
    choices: list[list[Found]] = [[] for _ in weights]
    for start, end, similar in segments:
        choices[start] += [
            Found(start, end, word, similar[word.token]) for word in known if word.token in similar
        ]
    best, found = _best(0, 0, choices, weights, {})
    taken = 0
    heard: set[int] = set()
    for one in found:
        taken |= one.known.covers
        heard.update(range(one.start, one.end))
    over = sum(
        1
        for word in known
        if word.plain and word.attribute in NAMES[:2] and not word.covers & taken
    )
    missed = tuple(
        place for place, weight in enumerate(weights) if weight == 1 and place not in heard
    )
    return Reading(evidence=best - SUPERFLUOUS * over, found=found, missed=missed)


_Best = tuple[float, tuple[Found, ...]]


def _best(
    place: int,
    taken: int,
    choices: list[list[Found]],
    weights: Sequence[float],
    seen: dict[tuple[int, int], _Best],
) -> _Best:
    if place == len(weights):
        return 0.0, ()
    if (place, taken) in seen:
        return seen[place, taken]
    best = _best(place + 1, taken, choices, weights, seen)
    for one in choices[place]:
        if one.known.covers & taken:
            continue
        rest, others = _best(one.end, taken | one.known.covers, choices, weights, seen)
        worth = rest + evidence(one.similarity) * sum(weights[one.start : one.end])
        if worth > best[0]:
            best = worth, (one, *others)
    seen[place, taken] = best
    return best

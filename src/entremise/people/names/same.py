"""Before somebody is created: who may already be known under this name.

Proposes and never decides: a mother and her daughter, twins, Albert and Alberte come with what
differs, and a human says.
"""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from entremise.people.names.alike import AGREES, NEAR, alike, is_feminine_pair
from entremise.people.names.asking import Query, query_of
from entremise.people.names.cards import Card, Lines, Word, columns, read_word, search_lines
from entremise.people.names.figures import birth_evidence
from entremise.people.names.judging import ATTRIBUTES, Match
from entremise.people.names.shortlist import shortlist

# Points that make it worth asking: two names, or one and a birth date, or one number.
PROPOSED_FROM = 1.35

_LAST_NAME = 1.0
_FIRST_NAME = 0.8
_BIRTH_DAY = 1.0
_BIRTH_SLIP = 0.5
_BIRTH_YEAR = 0.3
_PHONE = 1.5
# A name that is near and does not agree; a birth date that has nothing in common.
_NOT_QUITE = 0.7
_CHANCE = 0.45
_CONTRADICTED = -0.3
_MOST = _LAST_NAME + _FIRST_NAME + _BIRTH_DAY + _PHONE


def likely_same(candidate: Card, cards: Sequence[Card], limit: int = 10) -> list[Match]:
    """Likely same people among cards that are not sealed yet: a few thousand at most."""
    return likely_same_raw(
        candidate,
        [card.person_id for card in cards],
        search_lines(cards),
        phones=[" ".join(card.phones) for card in cards],
        limit=limit,
    )


def likely_same_raw(
    candidate: Card,
    ids: Sequence[UUID],
    lines: Sequence[str],
    *,
    phones: Sequence[str] | None = None,
    limit: int = 10,
) -> list[Match]:
    """Likely same people by their opened lines, the candidate herself left out.

    `len(match.agreeing)` counts independent attributes: the caller who may only say « ask post X »
    does so from two on.
    """
    query = query_of(candidate)
    if query.is_empty or not ids:
        return []
    people = columns(lines)
    own = columns(search_lines([candidate]))
    short = shortlist(query, people, ids, phones or ())
    matches = (
        _match(query, own, people, row, ids[row], phones[row] if phones else "")
        for row in short.rows
        if ids[row] != candidate.person_id
    )
    kept = [match for match in matches if match.score >= PROPOSED_FROM / _MOST]
    return sorted(kept, key=lambda match: (-match.score, match.person_id.int))[:limit]


class _Likeness(NamedTuple):
    """How near two names are; of two sexes, they differ however near they are."""

    near: float
    of_two_sexes: bool

    @property
    def agrees(self) -> bool:
        return self.near >= AGREES and not self.of_two_sexes

    def points(self, most: float) -> float:
        if self.near < NEAR:
            return 0.0
        share = (min(self.near, AGREES) - _CHANCE) / (AGREES - _CHANCE)
        return most if self.agrees else most * _NOT_QUITE * share


def _match(
    query: Query, own: Lines, people: Lines, row: int, person_id: UUID, numbers: str
) -> Match:
    last, code = _surnames(own, people, row)
    first = _likeness(own.first_names[0], people.first_names[row])
    swapped = [
        _likeness(own.last_names[0], people.first_names[row]),
        _likeness(own.first_names[0], people.last_names[row]),
    ]
    if all(likeness.agrees for likeness in swapped):
        last, code, first = swapped[0], "last_name", swapped[1]
    birth, same_birth = _birth(query, people.born(row))
    phone = _phone(query.digits, numbers)
    points = last.points(_LAST_NAME) + first.points(_FIRST_NAME) + birth + _PHONE * (phone is True)
    verdicts: dict[str, bool | None] = {
        code: last.agrees,
        "first_name": first.agrees if own.first_names[0] and people.first_names[row] else None,
        "birth": same_birth,
        "phone": phone,
    }
    if not (own.last_names[0] or own.birth_names[0]) or not (
        people.last_names[row] or people.birth_names[row]
    ):
        verdicts[code] = None
    return Match(
        person_id=person_id,
        score=round(max(0.0, points) / _MOST, 4),
        agreeing=tuple(code for code in ATTRIBUTES if verdicts.get(code) is True),
        differing=tuple(code for code in ATTRIBUTES if verdicts.get(code) is False),
    )


def _surnames(own: Lines, people: Lines, row: int) -> tuple[_Likeness, str]:
    """The nearest of the surnames in use and at birth, whichever was given to whom."""
    pairs = (
        ("last_name", own.last_names[0], people.last_names[row]),
        ("birth_name", own.birth_names[0], people.birth_names[row]),
        ("birth_name", own.last_names[0], people.birth_names[row]),
        ("birth_name", own.birth_names[0], people.last_names[row]),
    )
    best, code = _Likeness(0.0, of_two_sexes=False), "last_name"
    for name, one, other in pairs:
        likeness = _likeness(one, other)
        if (likeness.agrees, likeness.near) > (best.agrees, best.near):
            best, code = likeness, name
    # A daughter and her mother share no sex of surname: Ivanov and Ivanova may be one family.
    return _Likeness(best.near, of_two_sexes=False), code


def _likeness(one: str, other: str) -> _Likeness:
    """Each word of the shorter name against the other; or both names written as one word."""
    (ours, our_joins), (theirs, their_joins) = _read(one), _read(other)
    if not ours or not theirs:
        return _Likeness(0.0, of_two_sexes=False)
    if len(ours) > len(theirs):
        ours, theirs, our_joins, their_joins = theirs, ours, their_joins, our_joins
    total, of_two_sexes = 0.0, False
    for word in ours:
        near, nearest = max((alike(word, known), known) for known in theirs)
        total += near
        of_two_sexes |= is_feminine_pair(word.spelling, nearest.spelling)
    pairs = [(one, other) for one in our_joins for other in their_joins]
    pairs += [(ours[0], other) for other in their_joins if len(ours) == 1]
    pairs += [(one, theirs[0]) for one in our_joins if len(theirs) == 1]
    whole = max((alike(one, other) for one, other in pairs), default=0.0)
    return _Likeness(max(total / len(ours), whole), of_two_sexes)


def _read(text: str) -> tuple[list[Word], list[Word]]:
    plain, _, joined = text.partition("|")
    return [read_word(t) for t in plain.split()], [read_word(t) for t in joined.split()]


def _birth(query: Query, born: str) -> tuple[float, bool | None]:
    worth, same = birth_evidence(query.days, query.years, born)
    if same:
        return (_BIRTH_DAY if born in query.days else _BIRTH_YEAR), True
    if worth < 0:
        return _CONTRADICTED, same
    return (_BIRTH_SLIP if worth > 0.5 else 0.0), same


def _phone(digits: Sequence[str], numbers: str) -> bool | None:
    if not digits or not numbers:
        return None
    return not set(digits).isdisjoint(numbers.split())

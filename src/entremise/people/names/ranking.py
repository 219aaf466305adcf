"""The people whom a search box may mean, best first.

The lines come opened from their sealed cells; a coarse sum keeps a few hundred people, who are
then read word by word. Nothing outlives the call.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from entremise.people.names.asking import Query
from entremise.people.names.cards import Card, Lines, columns, search_lines
from entremise.people.names.figures import (
    SAME_DAY,
    SAME_YEAR,
    SOME_FIGURES,
    WHOLE_NUMBER,
    birth_evidence,
    number_weight,
)
from entremise.people.names.judging import ATTRIBUTES, Match, known_words, read
from entremise.people.names.shortlist import Shortlist, shortlist, weights

# Below this share of what was asked, nobody is shown rather than anybody.
LEAST_SCORE = 0.3


def rank(query: Query, cards: Sequence[Card], limit: int = 10) -> list[Match]:
    """Rank cards that are not sealed yet: for a few thousand people at most."""
    return rank_raw(
        query,
        [card.person_id for card in cards],
        search_lines(cards),
        phones=[" ".join(card.phones) for card in cards],
        limit=limit,
    )


def rank_raw(
    query: Query,
    ids: Sequence[UUID],
    lines: Sequence[str],
    *,
    phones: Sequence[str] | None = None,
    limit: int = 10,
) -> list[Match]:
    """Rank people by their opened lines, and their numbers if `query.needs_phones`.

    `lines` and `phones` follow the order of `ids`; a person's numbers are separated by spaces.
    The answer does not depend on the order: equals are told apart by their id.
    """
    if query.is_empty or not ids:
        return []
    if phones is None:
        query = replace(query, digits=())
    people = columns(lines)
    short = shortlist(query, people, ids, phones or ())
    matches = (_match(query, people, row, short, ids[row]) for row in short.rows)
    kept = [match for match in matches if match.score >= LEAST_SCORE]
    return sorted(kept, key=lambda match: (-match.score, match.person_id.int))[:limit]


def _match(
    query: Query,
    people: Lines,
    row: int,
    short: Shortlist,
    person_id: UUID,
) -> Match:
    names = [column[row] for column in people[:4]]
    number = short.numbers.get(row, 0.0)
    reading = read(short.segments, weights(query), known_words(names))
    asked = [word.spelling for word in query.words]
    agreeing, differing = reading.agreeing(asked), reading.differing(asked)
    if reading.missed:
        differing |= _unsaid(names, agreeing | differing)
    birth, same_birth = birth_evidence(query.days, query.years, people.born(row))
    if 0 < number < WHOLE_NUMBER and not same_birth:
        # The few figures were the end of a number, not a date.
        birth, same_birth = max(birth, 0.0), None
    if number >= SOME_FIGURES:
        agreeing.add("phone")
    elif query.digits and not query.digits_may_be_a_date:
        differing.add("phone")
    if same_birth is not None:
        (agreeing if same_birth else differing).add("birth")
    return Match(
        person_id=person_id,
        score=round(max(0.0, reading.evidence + birth + number) / _most(query, number), 4),
        agreeing=tuple(code for code in ATTRIBUTES if code in agreeing),
        differing=tuple(code for code in ATTRIBUTES if code in differing),
    )


def _unsaid(names: Sequence[str], said: set[str]) -> set[str]:
    """The name that a word asked in vain must have been about, where there is one."""
    if names[0] and not said & {"last_name", "birth_name"}:
        return {"last_name"}
    return {"first_name"} if names[1] and "first_name" not in said else set()


def _most(query: Query, number: float) -> float:
    """What a person would get who answers the whole question."""
    most = sum(weights(query))
    most += SAME_DAY if query.days else SAME_YEAR if query.years else 0.0
    if number or (query.digits and not query.digits_may_be_a_date):
        most += max(number_weight(digits) for digits in query.digits)
    return most

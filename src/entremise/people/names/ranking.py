"""The people whom a search box may mean, best first.

The lines are opened, cut in columns at once, and only the distinct words are compared with the
words asked: a département's people share a few thousand of them. A coarse sum keeps a few
hundred people, who are then read word by word. Nothing outlives the call.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import eq, mul
from uuid import UUID

from rapidfuzz import process
from rapidfuzz.distance import OSA

from entremise.people.names.alike import prepared, resembling
from entremise.people.names.asking import Query
from entremise.people.names.cards import Card, Lines, columns, search_line
from entremise.people.names.judging import (
    ATTRIBUTES,
    SUPERFLUOUS,
    Segment,
    evidence,
    known_words,
    read,
)

# People read word by word after the coarse sum.
SHORTLIST = 300
# Below this share of what was asked, nobody is shown rather than anybody.
LEAST_SCORE = 0.3

_LIGHT = 0.15
_FULL_NUMBER = 9
_MANY = 6
_WHOLE_NUMBER = 2.0
_MANY_FIGURES = 1.4
_SOME_FIGURES = 0.9
_NEAR_NUMBER = 0.8
_SAME_DAY = 1.2
_SAME_YEAR = 0.6
_WHOLE_DATE = 10


@dataclass(frozen=True, kw_only=True)
class Match:
    """One person, what agrees with the question and what differs from it."""

    person_id: UUID
    score: float
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]


def rank(query: Query, cards: Sequence[Card], limit: int = 10) -> list[Match]:
    """Rank cards that are not sealed yet: for a few thousand people at most."""
    return rank_raw(
        query,
        [card.person_id for card in cards],
        [search_line(card) for card in cards],
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
    people = columns(lines)
    segments = _segments(query, people)
    names = _coarse_names(query, people, segments)
    numbers = number_evidence(query.digits, phones or ())
    rows = set(names) | set(numbers) or _born_then(query, people.born)
    coarse = {
        row: names.get(row, 0.0)
        + numbers.get(row, 0.0)
        + birth_evidence(query.days, query.years, people.born[row])[0]
        for row in rows
    }
    short = nsmallest(SHORTLIST, rows, key=lambda row: (-coarse[row], ids[row].int))
    matches = (
        _match(query, people, row, segments, ids[row], numbers.get(row, 0.0)) for row in short
    )
    kept = [match for match in matches if match.score >= LEAST_SCORE]
    return sorted(kept, key=lambda match: (-match.score, match.person_id.int))[:limit]


def _match(
    query: Query,
    people: Lines,
    row: int,
    segments: list[Segment],
    person_id: UUID,
    number: float,
) -> Match:
    names = [column[row] for column in people[:4]]
    reading = read(segments, _weights(query), known_words(names))
    asked = [word.spelling for word in query.words]
    agreeing, differing = reading.agreeing(asked), reading.differing(asked)
    if reading.missed:
        differing |= _unsaid(names, agreeing | differing)
    birth, same_birth = birth_evidence(query.days, query.years, people.born[row])
    if number and not same_birth:
        # The figures were a telephone number, not a date.
        birth, same_birth = max(birth, 0.0), None
    if number >= _SOME_FIGURES:
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
    most = sum(_weights(query))
    most += _SAME_DAY if query.days else _SAME_YEAR if query.years else 0.0
    if number or (query.digits and not query.digits_may_be_a_date):
        most += max(_weight(digits) for digits in query.digits)
    return most


def _weight(digits: str) -> float:
    if len(digits) >= _FULL_NUMBER:
        return _WHOLE_NUMBER
    return _MANY_FIGURES if len(digits) >= _MANY else _SOME_FIGURES


def _segments(query: Query, people: Lines) -> list[Segment]:
    texts = set(people.last_names).union(people.first_names, people.birth_names, people.communes)
    vocabulary = sorted(set(" ".join(texts).replace("|", " ").split()))
    runs = [*((i, i + 1, word) for i, word in enumerate(query.words)), *query.joined]
    known = prepared(vocabulary)
    return [(start, end, resembling(word, known)) for start, end, word in runs]


def _weights(query: Query) -> list[float]:
    return [_LIGHT if i in query.particles else 1.0 for i in range(len(query.words))]


def _coarse_names(query: Query, people: Lines, segments: list[Segment]) -> dict[int, float]:
    """For each person that any word resembles, the sum of what each asked word finds best."""
    found: dict[str, list[float]] = {}
    for start, end, similar in segments:
        for token, similarity in similar.items():
            sums = found.setdefault(token, [0.0] * len(query.words))
            for place in range(start, end):
                sums[place] = max(sums[place], evidence(similarity))
    best: dict[int, list[float]] = {}
    for column in people[:4]:
        texts = _texts_found(set(column), found)
        for row in [row for row, text in enumerate(column) if text in texts]:
            sums = texts[column[row]]
            best[row] = list(map(max, best[row], sums)) if row in best else sums
    weights = _weights(query)
    return {
        row: sum(map(mul, weights, sums))
        - SUPERFLUOUS / 40 * (len(people.last_names[row]) + len(people.first_names[row]))
        for row, sums in best.items()
    }


def _texts_found(texts: Iterable[str], found: dict[str, list[float]]) -> dict[str, list[float]]:
    result = {}
    for text in texts:
        if text in found:
            result[text] = found[text]
        elif " " in text or "|" in text:
            sums = [found[token] for token in text.replace("|", " ").split() if token in found]
            if sums:
                result[text] = [max(values) for values in zip(*sums, strict=True)]
    return result


def _born_then(query: Query, born: Sequence[str]) -> set[int]:
    years = {str(year) for year in query.years}
    return {row for row, day in enumerate(born) if day[:4] in years} if years else set()


def number_evidence(digits: Iterable[str], phones: Sequence[str]) -> dict[int, float]:
    """What the figures asked say of each person's numbers; one wrong figure is forgiven."""
    found: dict[int, float] = {}
    for asked in digits:
        weight = _weight(asked)
        if weight == _WHOLE_NUMBER:
            near = process.extract(asked, phones, scorer=OSA.distance, score_cutoff=1, limit=None)
            found.update({row: max(found.get(row, 0.0), _NEAR_NUMBER) for _, _, row in near})
        for row in [row for row, numbers in enumerate(phones) if asked in numbers]:
            found[row] = max(found.get(row, 0.0), weight)
    return found


def birth_evidence(
    days: Collection[str], years: Collection[int], born: str
) -> tuple[float, bool | None]:
    """Weight of a birth date against the one asked, and whether they agree, if both are known."""
    if not years or not born:
        return 0.0, None
    if born in days:
        return _SAME_DAY, True
    year = int(born[:4] or 0)
    gap = min(abs(year - asked) for asked in years)
    if days and len(born) == _WHOLE_DATE:
        same = max(_same_parts(day, born) for day in days)
        return (0.7 if same >= 2 else 0.3 if gap <= 1 else -0.3), False
    if gap == 0:
        return _SAME_YEAR, True
    return (0.3 if gap == 1 else 0.1 if gap == 2 else -0.4), False


def _same_parts(day: str, other: str) -> int:
    """How many of year, month and day are the same; month and day may have been swapped."""
    one, two = day.split("-"), other.split("-")
    if len(two) < 3:
        return 0
    swapped = [two[0], two[2], two[1]]
    return max(sum(map(eq, one, two)), sum(map(eq, one, swapped)))

"""The few hundred people worth reading word by word.

A département's people share a few thousand distinct words: only those are compared with the words
asked, and a coarse sum of what each person's words bring keeps the best.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from operator import mul
from uuid import UUID

from entremise.people.names.alike import prepared, resembling
from entremise.people.names.asking import Query
from entremise.people.names.cards import Lines
from entremise.people.names.figures import birth_evidence, number_evidence
from entremise.people.names.judging import SUPERFLUOUS, Segment, evidence

MOST_PEOPLE = 300

# What a particle weighs beside a word that names somebody.
_LIGHT = 0.15


@dataclass(frozen=True, kw_only=True)
class Shortlist:
    """Rows, best first; what each asked word resembles; what the figures say by row."""

    rows: list[int]
    segments: list[Segment]
    numbers: dict[int, float]


def shortlist(
    query: Query, people: Lines, ids: Sequence[UUID], phones: Sequence[str]
) -> Shortlist:
    """Keep those who may be meant; equals are told apart by their id, never by their place."""
    distinct = [set(column) - {""} for column in people[:4]]
    segments = _segments(query, distinct)
    names = _coarse_names(query, people, distinct, segments)
    numbers = number_evidence(query.digits, phones)
    rows = set(names) | set(numbers) or people.born_in(query.years)
    coarse = {
        row: names.get(row, 0.0)
        + numbers.get(row, 0.0)
        + birth_evidence(query.days, query.years, people.born(row))[0]
        for row in rows
    }
    best = nsmallest(MOST_PEOPLE, rows, key=lambda row: (-coarse[row], ids[row].int))
    return Shortlist(rows=best, segments=segments, numbers=numbers)


def weights(query: Query) -> list[float]:
    """What each asked word weighs."""
    return [_LIGHT if i in query.particles else 1.0 for i in range(len(query.words))]


def _segments(query: Query, distinct: list[set[str]]) -> list[Segment]:
    texts = set[str]().union(*distinct)
    vocabulary = list(set(" ".join(texts).replace("|", " ").split()))
    runs = [*((i, i + 1, word) for i, word in enumerate(query.words)), *query.joined]
    known = prepared(vocabulary)
    return [(start, end, resembling(word, known)) for start, end, word in runs]


def _coarse_names(
    query: Query, people: Lines, distinct: list[set[str]], segments: list[Segment]
) -> dict[int, float]:
    """For each person that any word resembles, the sum of what each asked word finds best."""
    found: dict[str, list[float]] = {}
    for start, end, similar in segments:
        for token, similarity in similar.items():
            sums = found.setdefault(token, [0.0] * len(query.words))
            for place in range(start, end):
                sums[place] = max(sums[place], evidence(similarity))
    best: dict[int, list[float]] = {}
    for column, texts in zip(people[:4], distinct, strict=True):
        alike = _texts_found(texts, found)
        # One look at each row: most of them hold nothing alike.
        for row in [row for row, text in enumerate(column) if text in alike]:
            sums = alike[column[row]]
            best[row] = list(map(max, best[row], sums)) if row in best else sums
    each = weights(query)
    return {
        row: sum(map(mul, each, sums))
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

"""What figures say of a person: her birth date or age, her telephone numbers."""

from collections.abc import Collection, Iterable, Sequence
from operator import eq

from rapidfuzz import process
from rapidfuzz.distance import OSA

SAME_DAY = 1.2
SAME_YEAR = 0.6
_WHOLE_DATE = 10

SOME_FIGURES = 0.9
_MANY_FIGURES = 1.4
WHOLE_NUMBER = 2.0
_NEAR_NUMBER = 0.8
_MANY = 6
_WHOLE = 9


def birth_evidence(
    days: Collection[str], years: Collection[int], born: str
) -> tuple[float, bool | None]:
    """Weight of a birth date against the one asked, and whether they agree, if both are known."""
    if not years or not born:
        return 0.0, None
    if born in days:
        return SAME_DAY, True
    year = int(born[:4] or 0)
    gap = min(abs(year - asked) for asked in years)
    if days and len(born) == _WHOLE_DATE:
        same = max(_same_parts(day, born) for day in days)
        return (0.7 if same >= 2 else 0.3 if gap <= 1 else -0.3), False
    if gap == 0:
        return SAME_YEAR, True
    return (0.3 if gap == 1 else 0.1 if gap == 2 else -0.4), False


def _same_parts(day: str, known: str) -> int:
    """How many of year, month and day are the same; month and day swapped count as one slip."""
    one, other = day.split("-"), known.split("-")
    if one[:1] == other[:1] and one[1:] == other[:0:-1]:
        return 2
    return list(map(eq, one, other)).count(True)


def number_evidence(digits: Iterable[str], phones: Sequence[str]) -> dict[int, float]:
    """What the figures asked say of each person's numbers; one wrong figure is forgiven."""
    found: dict[int, float] = {}
    for asked in digits:
        weight = number_weight(asked)
        if weight == WHOLE_NUMBER:
            for row in _one_figure_wrong(asked, phones):
                found[row] = max(found.get(row, 0.0), _NEAR_NUMBER)
        for row in [row for row, numbers in enumerate(phones) if asked in numbers]:
            found[row] = max(found.get(row, 0.0), weight)
    return found


def number_weight(digits: str) -> float:
    """What these figures are worth when they are found in somebody's number."""
    if len(digits) >= _WHOLE:
        return WHOLE_NUMBER
    return _MANY_FIGURES if len(digits) >= _MANY else SOME_FIGURES


def _one_figure_wrong(asked: str, phones: Sequence[str]) -> list[int]:
    each = [(row, number) for row, numbers in enumerate(phones) for number in numbers.split()]
    near = process.extract(
        asked,
        [number for _, number in each],
        scorer=OSA.distance,
        score_cutoff=1,
        limit=None,
    )
    return [each[place][0] for _, _, place in near]

"""Units placed far from all others of their département were given somebody else's place."""

from collections import defaultdict
from math import asin, cos, radians, sin, sqrt
from statistics import median

from entremise.organisation.lists.units import Listed

ENOUGH = 4
LEAST_KM = 100
TIMES = 4

Point = tuple[float, float]


def kilometres(one: Point, other: Point) -> float:
    """Distance on the globe between two points, as (latitude, longitude)."""
    north, east = radians(other[0] - one[0]), radians(other[1] - one[1])
    half = sin(north / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(east / 2) ** 2
    return 12_742 * asin(sqrt(half))


def drop_strays(units: list[Listed]) -> None:
    """Take off the map what lies four times farther from the middle than half of the others.

    Three units or fewer say nothing about where the middle is.
    """
    grouped: dict[str, list[tuple[Listed, Point]]] = defaultdict(list)
    for unit in units:
        if unit.latitude is not None and unit.longitude is not None:
            grouped[unit.departement].append((unit, (unit.latitude, unit.longitude)))
    for placed in grouped.values():
        if len(placed) < ENOUGH:
            continue
        middle = (median(at[0] for _, at in placed), median(at[1] for _, at in placed))
        distances = [kilometres(middle, at) for _, at in placed]
        farthest = max(LEAST_KM, TIMES * median(distances))
        for (unit, _at), distance in zip(placed, distances, strict=True):
            if distance > farthest:
                unit.remark(f"coordonnées à {distance:.0f} km du département, écartées")
                unit.latitude = unit.longitude = None

"""How a figure is written."""

from collections.abc import Mapping

from django import template

from entremise.base.french import number
from entremise.statistics.queries import Door

register = template.Library()

HOURS_IN_A_DAY = 24
HOURS_SHOWN_UP_TO = 48


@register.filter
def shown(n: int | None) -> str:
    """A count, or « masqué » where it is small enough to point at somebody."""
    return "masqué" if n is None else number(n)


@register.filter
def hours(value: float) -> str:
    """A delay: in hours up to two days, then in days."""
    if value < 1:
        return "moins d’une heure"
    if value < HOURS_SHOWN_UP_TO:
        return f"{value:.0f}\u00a0h"
    return f"{value / HOURS_IN_A_DAY:.1f}\u00a0jours".replace(".", ",")


@register.filter
def days(value: float) -> str:
    """A delay in whole days; the day of the handing itself counts as none."""
    whole = round(value)
    return f"{number(whole)}\u00a0jour{'s' if whole > 1 else ''}"


@register.filter
def word_of(words: Mapping[str, str], code: str) -> str:
    """The word of a code."""
    return words.get(code, code)


@register.filter
def share(door: Door, step: str) -> int | None:
    """Of those flagged, the percentage who got to this step."""
    return door.share(step)


@register.filter
def count_of(door: Door, step: str) -> int:
    """How many got to this step."""
    return dict(door.steps)[step] or 0


@register.filter
def times(value: int, by: int) -> int:
    """A product, for the place and the length of a bar."""
    return value * by

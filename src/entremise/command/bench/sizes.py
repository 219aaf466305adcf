"""How many cases stand with whom: an employer of usual size, a large one, all the others."""

from collections.abc import Sequence
from dataclasses import dataclass

USUAL = 20_000  # identities of an employer's usual size, after ten years
LARGE_SHARE = 5 / 8  # of what is left: 50 000 where there are 100 000 cases
OTHER_EMPLOYERS = 10
# What a post takes up in a year, and for how long at most it has done so.
CASES_A_YEAR = 325
YEARS = 10
LEAST_POSTS = 3
PLACES = ("42", "69", "71", "01", "03", "07", "26", "38", "43", "63", "73", "74")


@dataclass(frozen=True, kw_only=True)
class Share:
    """One employer: its place, its cases, its posts."""

    number: int
    departement: str
    cases: int
    posts: int


def usual_of(sizes: Sequence[int], *, quick: bool) -> int:
    """How many cases the usual employer holds in every instance; a trial in small leaves room
    for others beside it."""
    return min(USUAL, sizes[0] // 2 if quick else sizes[0])


def shares(cases: int, *, usual: int) -> list[Share]:
    """The employers of that many cases: the usual one, the large one, then the others.

    The usual employer has the same cases and posts whatever the number of cases, so that what
    changes with it is only what the others hold.
    """
    own = min(usual, cases)
    large = round((cases - own) * LARGE_SHARE)
    rest = cases - own - large
    others = [rest // OTHER_EMPLOYERS] * OTHER_EMPLOYERS if rest else []
    if others:
        others[-1] += rest % OTHER_EMPLOYERS
    return [
        Share(number=number, departement=place, cases=held, posts=_posts(held))
        for number, (place, held) in enumerate(zip(PLACES, [own, large, *others], strict=False))
    ]


def _posts(cases: int) -> int:
    return max(LEAST_POSTS, round(cases / (CASES_A_YEAR * YEARS)))

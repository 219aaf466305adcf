"""Which posts cover which unit, where the holes are, and how many people a post serves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.organisation.models import Commune, Cover, Holding, Post, Unit
from entremise.organisation.queries.posts import GENERATIONS

# 68.95 million inhabitants (the shipped ground, 2026) for about 450 posts (winter 2023-2024: no
# official register exists), and what the association of the trade asks for: one for 150 000.
NATIONAL_INHABITANTS_PER_POST = 153_000
ASKED_INHABITANTS_PER_POST = 150_000


@dataclass(frozen=True, kw_only=True)
class Covering:
    """A post, and whether somebody holds or replaces it that day."""

    post: Post
    staffed: bool


@dataclass(frozen=True, kw_only=True)
class CoveredUnit:
    """A unit, and the posts that answer for it: none is a hole, none staffed another."""

    unit: Unit
    posts: list[Covering]

    @property
    def is_hole(self) -> bool:
        return not self.posts

    @property
    def is_vacant(self) -> bool:
        return bool(self.posts) and not any(one.staffed for one in self.posts)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A département on one day."""

    departement: str
    on: date
    units: list[CoveredUnit]
    posts: list[Covering]
    inhabitants: int
    places: list[Commune]

    @property
    def holes(self) -> list[CoveredUnit]:
        return [one for one in self.units if one.is_hole]

    @property
    def vacant(self) -> list[CoveredUnit]:
        return [one for one in self.units if one.is_vacant]

    @property
    def inhabitants_without_a_post(self) -> int:
        """How many people live where an enquiry would reach no queue."""
        return sum(place.population for place in self.places)

    @property
    def fte(self) -> Decimal:
        return sum((one.post.fte for one in self.posts), Decimal(0))

    @property
    def staffed_fte(self) -> Decimal:
        return sum((one.post.fte for one in self.posts if one.staffed), Decimal(0))

    @property
    def inhabitants_per_fte(self) -> int | None:
        return round(self.inhabitants / self.fte) if self.fte else None


def coverage(*, actor: Actor, departement: str, on: date) -> Coverage:
    """The units of a département that receive the public, and who answers for each that day.

    Posts counted are those of its employers, and those from elsewhere that cover one of its units.
    A place without a post is a commune that neither a post nor a covered unit answers for.
    """
    actor.require(Can.GROUND_READ)
    every_unit = list(
        Unit.objects.filter(departement_id=departement)
        .filter(Q(closed_on=None) | Q(closed_on__gt=on))
        .select_related("commune")
        .order_by("search_key", "pk")
    )
    units = [unit for unit in every_unit if unit.receives_public]
    existing = Post.objects.open_on(on).select_related("employer", "queue")
    posts = {post.pk: post for post in existing.order_by("name", "pk")}
    staffed = _staffed(on)
    covering = _covering(every_unit, posts)
    covered = [
        CoveredUnit(
            unit=unit,
            posts=[Covering(post=post, staffed=post.pk in staffed) for post in covering[unit.pk]],
        )
        for unit in units
    ]
    used = {one.post.pk for row in covered for one in row.posts}
    counted = [
        Covering(post=post, staffed=post.pk in staffed)
        for post in posts.values()
        if post.pk in used or post.employer.departement_id == departement
    ]
    people = Commune.objects.filter(departement_id=departement).aggregate(Sum("population"))
    return Coverage(
        departement=departement,
        on=on,
        units=covered,
        posts=counted,
        inhabitants=people["population__sum"] or 0,
        places=_places_without_a_post(departement, covering, posts),
    )


def _places_without_a_post(
    departement: str, covering: dict[UUID, list[Post]], posts: dict[UUID, Post]
) -> list[Commune]:
    """The communes whose enquiries reach no queue, the most populous first."""
    held = Post.communes.through.objects.filter(post_id__in=posts)
    competent = Unit.communes.through.objects.filter(
        unit_id__in=[unit_id for unit_id, named in covering.items() if named]
    )
    rows = Commune.objects.filter(departement_id=departement)
    for reached in (held, competent):
        rows = rows.exclude(pk__in=reached.values("commune_id"))
    return list(rows.order_by("-population", "pk"))


def _staffed(on: date) -> set[UUID]:
    holdings = Holding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True
    )
    covers = Cover.objects.filter(starts_on__lte=on, ends_on__gte=on, user__is_active=True)
    return set(
        holdings.values_list("post_id", flat=True).union(covers.values_list("post_id", flat=True))
    )


def _covering(units: list[Unit], posts: dict[UUID, Post]) -> dict[UUID, list[Post]]:
    """For each unit: the posts that name it or a unit above it, else those of its commune."""
    by_unit: dict[UUID, list[Post]] = defaultdict(list)
    for pair in Post.units.through.objects.filter(post_id__in=posts).order_by("pk"):
        by_unit[pair.unit_id].append(posts[pair.post_id])
    by_commune: dict[str, list[Post]] = defaultdict(list)
    territory = Post.communes.through.objects.filter(
        post_id__in=posts, commune_id__in={unit.commune_id for unit in units if unit.commune_id}
    )
    for place in territory.order_by("pk"):
        by_commune[place.commune_id].append(posts[place.post_id])
    parents = {unit.pk: unit.parent_id for unit in units}
    found: dict[UUID, list[Post]] = {}
    for unit in units:
        named = _named(unit.pk, parents, by_unit)
        around = [
            post
            for post in by_commune[unit.commune_id or ""]
            if post.kind in (unit.kind, Post.Kind.MIXED)
        ]
        found[unit.pk] = sorted(named or around, key=lambda post: (post.name, str(post.pk)))
    return found


def _named(
    unit_id: UUID, parents: dict[UUID, UUID | None], by_unit: dict[UUID, list[Post]]
) -> list[Post]:
    level: UUID | None = unit_id
    for _generation in range(GENERATIONS + 1):
        if level is None:
            break
        if by_unit[level]:
            return by_unit[level]
        level = parents.get(level)
    return []

"""What the pages of the organisation show: lists of units, posts, employers and accounts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can, Role
from entremise.accounts.models import User
from entremise.organisation.models import (
    Commune,
    Cover,
    DutyHours,
    Employer,
    Epci,
    Holding,
    Post,
    Queue,
    Unit,
)
from entremise.organisation.spelling import begins_words


def may_write(*, actor: Actor, employer_id: UUID | None) -> bool:
    """Whether the actor keeps the posts of this employer."""
    return actor.may(Can.GROUND_WRITE) and (
        actor.role is Role.ADMIN or (employer_id is not None and employer_id == actor.employer_id)
    )


def employers(*, actor: Actor) -> QuerySet[Employer]:
    """Every employer, with the number of its open posts, by département and name."""
    actor.require(Can.GROUND_READ)
    return (
        Employer.objects.select_related("departement")
        .annotate(open_posts=Count("post", filter=Q(post__closed_on=None)))
        .order_by("departement_id", "name", "pk")
    )


def employer(*, actor: Actor, employer_id: UUID) -> Employer:
    """One employer."""
    actor.require(Can.GROUND_READ)
    return Employer.objects.select_related("departement").get(pk=employer_id)


def home_departement(*, actor: Actor) -> str:
    """The département where the actor works: her own, or her employer's; empty if none."""
    if actor.departement or actor.employer_id is None:
        return actor.departement
    found = Employer.objects.filter(pk=actor.employer_id).values_list("departement_id", flat=True)
    return found.first() or ""


def keeps_protocol(*, actor: Actor, departement: str) -> bool:
    """Whether the actor writes the protocol of this département."""
    return actor.may(Can.GROUND_WRITE) and (
        actor.role is Role.ADMIN or home_departement(actor=actor) == departement
    )


def units_list(
    *, actor: Actor, departement: str, text: str = "", closed: bool = False
) -> QuerySet[Unit]:
    """Units of a département, by name; closed ones only if asked for."""
    actor.require(Can.GROUND_READ)
    found = Unit.objects.filter(departement_id=departement).select_related("commune", "parent")
    if not closed:
        found = found.filter(closed_on=None)
    if text:
        found = found.filter(begins_words(text))
    return found.order_by("search_key", "pk")


def every_open_unit(*, actor: Actor) -> QuerySet[Unit]:
    """Every open unit, by département and name, to say where an account belongs."""
    actor.require(Can.ACCOUNT_WRITE)
    return Unit.objects.filter(closed_on=None).order_by("departement_id", "search_key", "pk")


def posts_list(*, actor: Actor, on: date, closed: bool = False) -> QuerySet[Post]:
    """Posts with who holds and who replaces that day, by employer and name.

    A coordinator sees those of her employer; the others with a right to see, all of them.
    """
    actor.require(Can.GROUND_READ)
    found = Post.objects.select_related("employer", "queue")
    if actor.role is Role.COORDINATOR:
        found = found.kept_by(actor)
    if not closed:
        found = found.filter(Q(closed_on=None) | Q(closed_on__gte=on))
    holdings = Holding.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)
    covers = Cover.objects.filter(starts_on__lte=on, ends_on__gte=on)
    return found.prefetch_related(
        Prefetch("holdings", holdings.select_related("user").order_by("starts_on", "pk"), "today"),
        Prefetch(
            "covers", covers.select_related("user").order_by("starts_on", "pk"), "replaced_by"
        ),
    ).order_by("employer__name", "employer_id", "name", "pk")


@dataclass(frozen=True, kw_only=True)
class PostSheet:
    """Everything that is kept about a post."""

    post: Post
    holdings: list[Holding]
    covers: list[Cover]
    duty_hours: list[DutyHours]
    communes: list[Commune]
    units: list[Unit]
    inhabitants: int
    may_write: bool


def post_sheet(*, actor: Actor, post_id: UUID) -> PostSheet:
    """A post, its holders and replacements newest first, its hours, its territory."""
    actor.require(Can.GROUND_READ)
    rows = Post.objects.select_related("employer", "queue")
    if actor.role is Role.COORDINATOR:
        rows = rows.kept_by(actor)
    post = rows.get(pk=post_id)
    communes = list(post.communes.select_related("epci").order_by("search_key", "pk"))
    return PostSheet(
        post=post,
        holdings=list(post.holdings.select_related("user").order_by("-starts_on", "pk")),
        covers=list(post.covers.select_related("user").order_by("-starts_on", "pk")),
        duty_hours=list(post.duty_hours.order_by("weekday", "starts_at", "pk")),
        communes=communes,
        units=list(post.units.order_by("search_key", "pk")),
        inhabitants=sum(commune.population for commune in communes),
        may_write=may_write(actor=actor, employer_id=post.employer_id),
    )


def units_within_reach(*, actor: Actor, post: Post, communes: list[Commune]) -> QuerySet[Unit]:
    """The units that a post may cover: its own, those of its départements."""
    actor.require(Can.GROUND_READ)
    places = {post.employer.departement_id} | {commune.departement_id for commune in communes}
    near = Q(departement_id__in=places, closed_on=None, receives_public=True)
    return Unit.objects.filter(near | Q(posts=post)).distinct().order_by("search_key", "pk")


def epcis_of(*, actor: Actor, departement: str) -> list[Epci]:
    """The inter-municipalities with a commune in this département, by name."""
    return list(
        Epci.objects.filter(commune__departement_id=departement)
        .distinct()
        .order_by("search_key", "pk")
    )


def queues_of(*, actor: Actor, employer_id: UUID) -> list[Queue]:
    """The queues of an employer, with the names of the posts that share each."""
    actor.require(Can.GROUND_READ)
    shared = Post.objects.filter(closed_on=None).order_by("name", "pk")
    return list(
        Queue.objects.filter(employer_id=employer_id)
        .prefetch_related(Prefetch("posts", shared))
        .order_by("name", "pk")
    )


def workers_of(*, actor: Actor, employer_id: UUID) -> list[User]:
    """The active workers who may hold or replace a post of this employer, by name."""
    actor.require(Can.GROUND_WRITE)
    if not may_write(actor=actor, employer_id=employer_id):
        return []
    posts = Post.objects.filter(employer_id=employer_id)
    belongs = Q(affiliation__employer_id=employer_id) | Q(
        pk__in=Holding.objects.filter(post__in=posts).values("user_id")
    )
    return list(
        User.objects.filter(belongs, role=Role.WORKER, is_active=True).order_by("name", "pk")
    )


def accounts(*, actor: Actor, text: str = "", role: str = "") -> QuerySet[User]:
    """Accounts by name, with the place each belongs to."""
    actor.require(Can.ACCOUNT_WRITE)
    found = User.objects.select_related(
        "affiliation__employer", "affiliation__unit", "affiliation__departement"
    )
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role:
        found = found.filter(role=role)
    return found.order_by("name", "pk")


def account(*, actor: Actor, user_id: UUID) -> User:
    """One account."""
    actor.require(Can.ACCOUNT_WRITE)
    return User.objects.select_related(
        "affiliation__employer", "affiliation__unit", "affiliation__departement"
    ).get(pk=user_id)

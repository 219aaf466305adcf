"""Posts and their queues: which covers a place, who reads it, who answers now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from entremise.access.actor import Actor, Kind
from entremise.access.roles import Role
from entremise.accounts.models import User
from entremise.base.errors import NotAllowed
from entremise.base.french import PARIS, in_paris, midnight
from entremise.organisation.models import (
    Cover,
    DutyHours,
    Employer,
    Holding,
    Post,
    Queue,
    Unit,
)
from entremise.organisation.working_days import is_public_holiday

DAYS_AHEAD = 31
GENERATIONS = 4


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who reads a queue: the holder of one of its posts, or who replaces her."""

    user_id: UUID
    name: str
    post_id: UUID
    post_name: str
    covering: bool


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who answers at once, on which number, until when."""

    user_id: UUID
    name: str
    phone: str
    until: datetime
    post_id: UUID
    post_name: str


def _require_staff(actor: Actor) -> None:
    """Names of colleagues are for accounts, jobs and commands, never for an open page."""
    if actor.kind in (Kind.PUBLIC, Kind.LINK):
        raise NotAllowed("staff")


def post(*, actor: Actor, post_id: UUID) -> Post:
    """A post, closed or not, with its employer and its queue."""
    _require_staff(actor)
    return Post.objects.select_related("employer", "queue").get(pk=post_id)


def my_posts(*, actor: Actor) -> list[Post]:
    """The posts that the worker holds or replaces today, by name."""
    return list(
        Post.objects.filter(pk__in=actor.post_ids)
        .select_related("employer", "queue")
        .order_by("name", "pk")
    )


def my_covers(*, actor: Actor, first: date, last: date) -> list[Cover]:
    """The replacements that the worker does today and that touch these days, by day.

    One that has ended gives nothing, whatever the days asked.
    """
    rows = Cover.objects.filter(
        user_id=actor.id, post_id__in=actor.post_ids, starts_on__lte=last, ends_on__gte=first
    )
    return list(rows.select_related("post").order_by("starts_on", "pk"))


def sister_posts(*, actor: Actor, queue_id: UUID) -> list[Post]:
    """The posts that share this queue and are not closed, by name."""
    _require_staff(actor)
    return list(
        Post.objects.filter(queue_id=queue_id, closed_on=None)
        .select_related("employer", "queue")
        .order_by("name", "pk")
    )


def queues_of_departement(*, actor: Actor) -> list[Queue]:
    """The queues of every employer of the actor's own départements: where to redirect."""
    _require_staff(actor)
    mine = Employer.objects.filter(post__in=actor.post_ids).values("departement_id")
    return list(
        Queue.objects.filter(employer__departement__in=mine)
        .select_related("employer")
        .order_by("employer__name", "name", "pk")
    )


def colleagues(*, actor: Actor, today: date) -> list[User]:
    """The workers who hold or replace a post of the actor's employer today, by name."""
    _require_staff(actor)
    at_work = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    of_employer = Q(post__employer_id=actor.employer_id)
    held, covered = (
        rows.filter(at_work & of_employer).values("user_id")
        for rows in (Holding.objects.all(), Cover.objects.all())
    )
    found = User.objects.filter(Q(pk__in=held) | Q(pk__in=covered), is_active=True)
    return list(found.filter(role=Role.WORKER).order_by("name", "pk"))


def addresses_of_data_protection(*, actor: Actor, employer_id: UUID) -> list[str]:
    """Where to write to the officers for data protection of an employer."""
    _require_staff(actor)
    officers = User.objects.filter(
        affiliation__employer_id=employer_id, role=Role.DPO, is_active=True
    )
    return list(officers.order_by("email").values_list("email", flat=True))


def posts_of_employer(*, actor: Actor) -> list[Post]:
    """The posts of the actor's own employer that are not closed, by name."""
    if actor.employer_id is None:
        return []
    return list(
        Post.objects.filter(employer_id=actor.employer_id, closed_on=None)
        .select_related("employer", "queue")
        .order_by("name", "pk")
    )


def queue_for(
    *, actor: Actor, unit_id: UUID | None = None, commune_code: str | None = None, on: date
) -> Queue | None:
    """The queue that receives what comes from this unit, or else from this commune.

    In order: a post that names the unit, or one of the units above it, nearest first; a post of
    the same force whose territory holds the unit's commune; a post whose territory holds the
    commune given; a post that answers so for a unit competent there. Several posts: one whose
    queue somebody reads that day, then the first by name.
    """
    existing = Post.objects.open_on(on).select_related("queue").order_by("name", "pk")
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id is not None else None
    own = _of_unit(unit, existing, on) if unit is not None else None
    if own is not None or not commune_code:
        return own
    holding = _read_first(existing.filter(communes=commune_code), on)
    if holding is not None:
        return holding
    competent = Unit.objects.filter(communes=commune_code).filter(
        Q(closed_on=None) | Q(closed_on__gt=on)
    )
    found = (_of_unit(unit, existing, on) for unit in competent.order_by("name", "pk"))
    return next((queue for queue in found if queue is not None), None)


def _of_unit(unit: Unit, existing: QuerySet[Post], on: date) -> Queue | None:
    for level in _with_parents(unit):
        naming = _read_first(existing.filter(units=level.pk), on)
        if naming is not None:
            return naming
    if not unit.commune_id:
        return None
    own_force = existing.filter(kind__in=(unit.kind, Post.Kind.MIXED))
    return _read_first(own_force.filter(communes=unit.commune_id), on)


def _read_first(posts: QuerySet[Post], on: date) -> Queue | None:
    """Of posts that all cover a place, the queue that somebody reads that day; else the first."""
    queues = list(dict.fromkeys(post.queue for post in posts))
    if len(queues) < 2:
        return next(iter(queues), None)
    staff = _staff([queue.pk for queue in queues], on, on)
    read = {one.post.queue_id for one in staff if one.user.is_active}
    return next((queue for queue in queues if queue.pk in read), queues[0])


def _with_parents(unit: Unit) -> list[Unit]:
    """The unit, then those above it; a loop made by mistake ends."""
    line = [unit]
    while line[-1].parent_id is not None and len(line) <= GENERATIONS:
        parent = line[-1].parent
        if parent is None:
            break
        line.append(parent)
    return line


def readers_of_queue(*, actor: Actor, queue_id: UUID, on: date) -> list[Reader]:
    """Who reads this queue on that day: holders and replacements, by name."""
    _require_staff(actor)
    return sorted(
        (
            Reader(
                user_id=staffing.user_id,
                name=staffing.user.name,
                post_id=staffing.post_id,
                post_name=staffing.post.name,
                covering=isinstance(staffing, Cover),
            )
            for staffing in _staff([queue_id], on, on)
            if staffing.user.is_active
        ),
        key=lambda reader: (reader.covering, reader.name, reader.post_name, str(reader.user_id)),
    )


def _staff(queue_ids: list[UUID], first: date, last: date) -> list[Holding | Cover]:
    """Holdings and covers that touch the days given, of the posts of these queues open then."""
    posts = Post.objects.open_between(first, last).filter(queue_id__in=queue_ids)
    holdings = Holding.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=first), post__in=posts, starts_on__lte=last
    )
    covers = Cover.objects.filter(post__in=posts, starts_on__lte=last, ends_on__gte=first)
    return [
        *holdings.select_related("user", "post").order_by("starts_on", "pk"),
        *covers.select_related("user", "post").order_by("starts_on", "pk"),
    ]


def _who_answers(staff: list[Holding | Cover], post_id: UUID, on: date) -> Holding | Cover | None:
    """The replacement if there is one that day, else the holder."""
    present = [
        one
        for one in staff
        if one.post_id == post_id
        and one.user.is_active
        and one.starts_on <= on
        and (one.ends_on is None or one.ends_on >= on)
    ]
    return min(
        present,
        key=lambda one: (isinstance(one, Holding), one.user.name, str(one.pk)),
        default=None,
    )


def _hours(queue_id: UUID, first: date, last: date) -> list[DutyHours]:
    posts = Post.objects.open_between(first, last)
    return list(
        DutyHours.objects.filter(post__in=posts, post__queue_id=queue_id)
        .select_related("post__employer")
        .order_by("post__name", "post_id", "starts_at", "pk")
    )


def duty_now(*, actor: Actor, queue_id: UUID, at: datetime) -> Duty | None:
    """Who of this queue answers at this moment; nobody on a public holiday.

    Somebody who is away answers nothing. The one who stays longest comes first, since what
    begins now may last.
    """
    _require_staff(actor)
    local = in_paris(at)
    today = local.date()
    staff = _staff([queue_id], today, today)
    found = []
    for hours in _hours(queue_id, today, today):
        if is_public_holiday(today, hours.post.employer.departement_id):
            continue
        if hours.weekday != today.weekday() or not hours.starts_at <= local.time() < hours.ends_at:
            continue
        who = _who_answers(staff, hours.post_id, today)
        if who is not None:
            found.append(_duty(who, hours, today))
    return max(_there(found, at), key=lambda duty: duty.until, default=None)


def _there(found: list[Duty], at: datetime) -> list[Duty]:
    """Those who are not away at this moment, until they leave."""
    if not found:
        return []
    away = away_among(
        user_ids={duty.user_id for duty in found},
        first=at,
        last=max(duty.until for duty in found),
    )
    gone = {user_id for user_id, start, _end in away if start <= at}
    leaves = {user_id: start for user_id, start, _end in reversed(away)}
    return [
        replace(duty, until=min(duty.until, leaves.get(duty.user_id, duty.until)))
        for duty in found
        if duty.user_id not in gone
    ]


def away_among(
    *, user_ids: Iterable[UUID], first: datetime, last: datetime
) -> list[tuple[UUID, datetime, datetime]]:
    """At which hours these people are away, by moment: hours alone, which hold no reason."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, starts_at, ends_at FROM wall.away(%s, %s, %s)",
            [list(user_ids), first, last],
        )
        rows: list[tuple[UUID, datetime, datetime]] = cursor.fetchall()
    return rows


def _duty(who: Holding | Cover, hours: DutyHours, on: date) -> Duty:
    return Duty(
        user_id=who.user_id,
        name=who.user.name,
        phone=hours.post.duty_phone,
        until=_moment(on, hours.ends_at),
        post_id=hours.post_id,
        post_name=hours.post.name,
    )


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)


def next_duty(*, actor: Actor, queue_id: UUID, after: datetime) -> datetime | None:
    """When somebody of this queue next begins to answer, within a month; else None.

    Days on which the post is not open or has neither holder nor replacement do not count, nor
    public holidays, nor those on which whoever answers is away.
    """
    _require_staff(actor)
    first = in_paris(after).date()
    final = first + timedelta(days=DAYS_AHEAD)
    staff = _staff([queue_id], first, final)
    hours = _hours(queue_id, first, final)
    away = away_among(
        user_ids={one.user_id for one in staff},
        first=after,
        last=midnight(final + timedelta(days=1)),
    )
    for ahead in range(DAYS_AHEAD + 1):
        day = first + timedelta(days=ahead)
        starts = [
            start
            for one in hours
            if one.weekday == day.weekday()
            and one.post.is_open_on(day)
            and not is_public_holiday(day, one.post.employer.departement_id)
            and (start := _begins(one, day, _who_answers(staff, one.post_id, day), away))
        ]
        later = [start for start in starts if start > after]
        if later:
            return min(later)
    return None


def _begins(
    hours: DutyHours,
    day: date,
    who: Holding | Cover | None,
    away: list[tuple[UUID, datetime, datetime]],
) -> datetime | None:
    """When these hours begin with somebody there; she may come back in the midst of them."""
    if who is None:
        return None
    start, end = _moment(day, hours.starts_at), _moment(day, hours.ends_at)
    for user_id, since, until in away:
        if user_id == who.user_id and since <= start < until:
            start = in_paris(until)
    return start if start < end else None

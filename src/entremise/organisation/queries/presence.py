"""Who is there and who is away: hours of duty day by day, absences, replacements."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.accounts.models import User
from entremise.base.french import PARIS, in_paris, midnight
from entremise.organisation.models import Absence, Cover, DutyHours, Holding, Post
from entremise.organisation.models.absences import span_in_words
from entremise.organisation.queries.posts import (
    _require_staff,
    _staff,
    _who_answers,
    away_among,
)
from entremise.organisation.working_days import is_public_holiday, is_working_day


@dataclass(frozen=True, kw_only=True)
class DutySpan:
    """Hours of duty on one day, and who answers then: nobody where `name` is empty."""

    starts_at: datetime
    ends_at: datetime
    post_id: UUID
    post_name: str
    user_id: UUID | None
    name: str
    covering: bool
    mine: bool


@dataclass(frozen=True, kw_only=True)
class AwaySpan:
    """An absence: whose, when, and who replaces; the empty name is nobody."""

    user_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime
    mine: bool
    replaced_by: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return span_in_words(self.starts_at, self.ends_at)

    def touches(self, day: date) -> bool:
        return self.starts_at < midnight(day + timedelta(days=1)) and self.ends_at > midnight(day)


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Duty and absences of the posts that share the actor's queues, between two days."""

    duties: list[DutySpan]
    absences: list[AwaySpan]
    holidays: frozenset[date]


def presence(*, actor: Actor, first: date, last: date) -> Presence:
    """Who answers and who is away, both days included, in the worker's posts and their sisters.

    Five statements, whatever the number of days and of posts.
    """
    actor.require(Can.CONTACT_MAKE)
    posts = list(
        Post.objects.filter(queue__posts__in=actor.post_ids)
        .select_related("employer")
        .distinct()
        .order_by("name", "pk")
    )
    staff = _staff(list({post.queue_id for post in posts}), first, last)
    hours = list(
        DutyHours.objects.filter(post__in=[post.pk for post in posts]).order_by("starts_at", "pk")
    )
    people = {one.user_id: one.user for one in staff}
    away = away_among(
        user_ids={*people, actor.id}, first=midnight(first), last=midnight(last + _DAY)
    )
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    by_id = {post.pk: post for post in posts}
    duties = [
        span
        for day in days
        for one in hours
        if one.weekday == day.weekday()
        for span in _duty_spans(actor, by_id[one.post_id], one, day, staff, away)
    ]
    return Presence(
        duties=sorted(duties, key=lambda span: (span.starts_at, span.post_name, span.ends_at)),
        absences=[
            AwaySpan(
                user_id=user_id,
                name=people[user_id].name if user_id in people else actor.name,
                starts_at=start,
                ends_at=end,
                mine=user_id == actor.id,
                replaced_by=_replacing(staff, user_id, start, end),
            )
            for user_id, start, end in away
        ],
        holidays=frozenset(day for day in days if _is_holiday(day, posts)),
    )


_DAY = timedelta(days=1)


def _is_holiday(day: date, posts: Sequence[Post]) -> bool:
    departements = {post.employer.departement_id for post in posts}
    return bool(departements) and all(is_public_holiday(day, code) for code in departements)


def _duty_spans(
    actor: Actor,
    post: Post,
    hours: DutyHours,
    day: date,
    staff: list[Holding | Cover],
    away: Sequence[tuple[UUID, datetime, datetime]],
) -> list[DutySpan]:
    """The hours of duty of a day; where who answers is away for a part, that part has nobody."""
    if is_public_holiday(day, post.employer.departement_id) or not post.is_open_on(day):
        return []
    start, end = (
        datetime.combine(day, at, tzinfo=PARIS) for at in (hours.starts_at, hours.ends_at)
    )
    who = _who_answers(staff, post.pk, day)
    gone = [(since, until) for user_id, since, until in away if who and user_id == who.user_id]
    return [
        DutySpan(
            starts_at=since,
            ends_at=until,
            post_id=post.pk,
            post_name=post.name,
            user_id=who.user_id if who and there else None,
            name=who.user.name if who and there else "",
            covering=there and isinstance(who, Cover),
            mine=there and who is not None and who.user_id == actor.id,
        )
        for since, until, there in cut(start, end, gone)
    ]


def cut(
    start: datetime, end: datetime, gone: Iterable[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime, bool]]:
    """The parts of a span, each with whether somebody is there: pure, parts never overlap."""
    edges = {start, end}
    spans = [(max(since, start), min(until, end)) for since, until in gone]
    spans = [(since, until) for since, until in spans if since < until]
    for since, until in spans:
        edges |= {since, until}
    line = sorted(edges)
    parts: list[tuple[datetime, datetime, bool]] = []
    for since, until in itertools.pairwise(line):
        there = not any(one <= since and until <= other for one, other in spans)
        if parts and parts[-1][2] == there:
            parts[-1] = (parts[-1][0], until, there)
        else:
            parts.append((since, until, there))
    return parts


def _replacing(
    staff: list[Holding | Cover], user_id: UUID, start: datetime, end: datetime
) -> tuple[str, ...]:
    """The names of those who replace the posts that she holds, on a day of her absence."""
    first, last = in_paris(start).date(), in_paris(end - timedelta(microseconds=1)).date()
    held = {one.post_id for one in staff if isinstance(one, Holding) and one.user_id == user_id}
    names = {
        one.user.name
        for one in staff
        if isinstance(one, Cover)
        and one.post_id in held
        and one.user_id != user_id
        and one.starts_on <= last
        and one.ends_on >= first
    }
    return tuple(sorted(names))


def away_at(
    *, actor: Actor, user_ids: Iterable[UUID], starts_at: datetime, ends_at: datetime
) -> list[AwaySpan]:
    """Which of these colleagues are away at these hours, and who replaces them then."""
    _require_staff(actor)
    found = away_among(user_ids=set(user_ids), first=starts_at, last=ends_at)
    if not found:
        return []
    people = {user.pk: user for user in User.objects.filter(pk__in=[one[0] for one in found])}
    staff = _staff_of(people, in_paris(starts_at).date(), in_paris(ends_at).date())
    return [
        AwaySpan(
            user_id=user_id,
            name=people[user_id].name,
            starts_at=start,
            ends_at=end,
            mine=user_id == actor.id,
            replaced_by=_replacing(staff, user_id, starts_at, ends_at),
        )
        for user_id, start, end in found
    ]


def _staff_of(user_ids: Iterable[UUID], first: date, last: date) -> list[Holding | Cover]:
    """What these people hold, and who covers it, between two days."""
    held = list(
        Holding.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=first),
            user_id__in=list(user_ids),
            starts_on__lte=last,
        )
        .select_related("user", "post")
        .order_by("starts_on", "pk")
    )
    covers = Cover.objects.filter(
        post_id__in=[one.post_id for one in held], starts_on__lte=last, ends_on__gte=first
    )
    return [*held, *covers.select_related("user", "post").order_by("starts_on", "pk")]


@dataclass(frozen=True, kw_only=True)
class AbsenceLine:
    """An absence as the service sees it: which working days nobody replaces, post by post."""

    id: UUID
    user_id: UUID
    name: str
    words: str
    ends_at: datetime
    replaced_by: tuple[str, ...]
    uncovered: tuple[tuple[str, int], ...]
    mine: bool


def absences(*, actor: Actor, now: datetime) -> list[AbsenceLine]:
    """Absences that are not over, soonest first: a worker's own, or those of the whole service.

    A working day of a post that its holder leaves and nobody covers is counted.
    """
    actor.require(Can.ABSENCE_WRITE)
    rows = list(
        Absence.objects.kept_by(actor)
        .filter(ends_at__gt=now)
        .select_related("user", "employer")
        .order_by("starts_at", "ends_at", "pk")
    )
    if not rows:
        return []
    first = in_paris(min(row.starts_at for row in rows)).date()
    last = in_paris(max(row.ends_at for row in rows)).date()
    staff = _staff_of({row.user_id for row in rows}, first, last)
    return [
        AbsenceLine(
            id=row.pk,
            user_id=row.user_id,
            name=row.user.name,
            words=row.words,
            ends_at=row.ends_at,
            replaced_by=_replacing(staff, row.user_id, row.starts_at, row.ends_at),
            uncovered=_uncovered(row, staff),
            mine=row.user_id == actor.id,
        )
        for row in rows
    ]


def _uncovered(row: Absence, staff: list[Holding | Cover]) -> tuple[tuple[str, int], ...]:
    """Post by post, how many working days of the absence nobody covers."""
    first = in_paris(row.starts_at).date()
    last = in_paris(row.ends_at - timedelta(microseconds=1)).date()
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    counted: dict[str, int] = {}
    for day in days:
        if not is_working_day(day, row.employer.departement_id):
            continue
        for post in _held_on(staff, row.user_id, day):
            covered = any(
                isinstance(one, Cover)
                and one.post_id == post.pk
                and one.user_id != row.user_id
                and one.starts_on <= day <= one.ends_on
                for one in staff
            )
            if not covered:
                counted[post.name] = counted.get(post.name, 0) + 1
    return tuple(sorted(counted.items()))


def _held_on(staff: list[Holding | Cover], user_id: UUID, day: date) -> list[Post]:
    return [
        one.post
        for one in staff
        if isinstance(one, Holding)
        and one.user_id == user_id
        and one.starts_on <= day
        and (one.ends_on is None or one.ends_on >= day)
        and one.post.is_open_on(day)
    ]

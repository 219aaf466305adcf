"""Who holds a post, who replaces, and when somebody answers at once."""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Role
from entremise.accounts.models import User
from entremise.base.errors import NotPossible
from entremise.base.french import short_day
from entremise.organisation.actions.posts import _kept_post
from entremise.organisation.models import Affiliation, Cover, DutyHours, Holding, Post

Staff = QuerySet[Holding] | QuerySet[Cover]


def _overlapping(first: date, last: date | None) -> Q:
    """Rows with a day in common with these, both ends included; no end is for ever."""
    begun = Q() if last is None else Q(starts_on__lte=last)
    return begun & (Q(ends_on=None) | Q(ends_on__gte=first))


def _worker(user_id: UUID, post: Post, first: date, last: date | None) -> User:
    """An active worker of this employer: data never mix across employers."""
    user: User = User.objects.get(pk=user_id)
    if not user.is_active or user.role != Role.WORKER:
        raise NotPossible("Ce compte n’est pas celui d’une intervenante ou d’un intervenant.")
    elsewhere = Affiliation.objects.filter(user=user).exclude(employer=None)
    days = _overlapping(first, last)
    if (
        elsewhere.exclude(employer_id=post.employer_id).exists()
        or Holding.objects.filter(days, user=user)
        .exclude(post__employer_id=post.employer_id)
        .exists()
        or Cover.objects.filter(days, user=user)
        .exclude(post__employer_id=post.employer_id)
        .exists()
    ):
        raise NotPossible(
            "Cette personne travaille pour un autre employeur : il lui faut un autre compte."
        )
    return user


def _check_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise NotPossible("La fin ne peut pas précéder le début.")


@transaction.atomic
def give_post(
    *,
    actor: Actor,
    post_id: UUID,
    user_id: UUID,
    starts_on: date,
    now: datetime,
    ends_on: date | None = None,
) -> Holding:
    """Give a post to a worker, from one day to another; a post has one holder at a time.

    From that day she sees the cases of the post; after the last one she no longer does.
    """
    post = _kept_post(actor, post_id)
    _check_days(starts_on, ends_on)
    user = _worker(user_id, post, starts_on, ends_on)
    taken = (
        Holding.objects.filter(_overlapping(starts_on, ends_on), post=post)
        .select_related("user")
        .order_by("starts_on", "pk")
        .first()
    )
    if taken is not None:
        raise NotPossible(
            f"{taken.user.name} tient ce poste depuis le {short_day(taken.starts_on)} :"
            " terminez d’abord cette période."
        )
    holding = Holding.objects.create(post=post, user=user, starts_on=starts_on, ends_on=ends_on)
    journal.record(actor, Event.POST_STAFFED, subject_id=post.pk, at=now)
    return holding


@transaction.atomic
def end_holding(
    *, actor: Actor, post_id: UUID, holding_id: UUID, ends_on: date, now: datetime
) -> Holding:
    """Say the last day of a holder."""
    post = _kept_post(actor, post_id)
    holding = Holding.objects.select_for_update(of=("self",)).get(pk=holding_id, post=post)
    _check_days(holding.starts_on, ends_on)
    others = Holding.objects.filter(_overlapping(holding.starts_on, ends_on), post=post)
    if others.exclude(pk=holding.pk).exists():
        raise NotPossible("Quelqu’un d’autre tient déjà ce poste à ces dates.")
    holding.ends_on = ends_on
    holding.save(update_fields=["ends_on"])
    journal.record(actor, Event.POST_STAFFED, subject_id=post.pk, at=now)
    return holding


@transaction.atomic
def cover_post(
    *,
    actor: Actor,
    post_id: UUID,
    user_id: UUID,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> Cover:
    """Have a post replaced: while it lasts, and only then, the replacement sees its cases."""
    post = _kept_post(actor, post_id)
    _check_days(starts_on, ends_on)
    user = _worker(user_id, post, starts_on, ends_on)
    days = _overlapping(starts_on, ends_on)
    if Holding.objects.filter(days, post=post, user=user).exists():
        raise NotPossible("Cette personne tient déjà ce poste à ces dates.")
    if Cover.objects.filter(days, post=post, user=user).exists():
        raise NotPossible("Cette personne remplace déjà à ces dates.")
    cover = Cover.objects.create(post=post, user=user, starts_on=starts_on, ends_on=ends_on)
    journal.record(actor, Event.POST_STAFFED, subject_id=post.pk, at=now)
    return cover


@transaction.atomic
def end_cover(*, actor: Actor, post_id: UUID, cover_id: UUID, on: date, now: datetime) -> None:
    """End a replacement on that day, included; one that has not begun disappears."""
    post = _kept_post(actor, post_id)
    cover = Cover.objects.select_for_update(of=("self",)).get(pk=cover_id, post=post)
    if cover.starts_on > on:
        cover.delete()
    elif cover.ends_on > on:
        cover.ends_on = on
        cover.save(update_fields=["ends_on"])
    journal.record(actor, Event.POST_STAFFED, subject_id=post.pk, at=now)


@transaction.atomic
def add_duty_hours(
    *,
    actor: Actor,
    post_id: UUID,
    weekdays: list[int],
    starts_at: time,
    ends_at: time,
    now: datetime,
) -> None:
    """Say on which days and between which hours somebody of the post answers at once."""
    post = _kept_post(actor, post_id)
    if ends_at <= starts_at:
        raise NotPossible("La permanence doit finir après son début, le même jour.")
    clash = DutyHours.objects.filter(
        post=post, weekday__in=weekdays, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if clash.exists():
        raise NotPossible("Ces heures en recouvrent d’autres : retirez d’abord les anciennes.")
    DutyHours.objects.bulk_create(
        DutyHours(post=post, weekday=day, starts_at=starts_at, ends_at=ends_at)
        for day in sorted(set(weekdays))
    )
    journal.record(actor, Event.GROUND_CHANGED, subject_id=post.pk, at=now)


@transaction.atomic
def remove_duty_hours(*, actor: Actor, post_id: UUID, duty_id: UUID, now: datetime) -> None:
    """Take off hours of duty."""
    post = _kept_post(actor, post_id)
    DutyHours.objects.get(pk=duty_id, post=post).delete()
    journal.record(actor, Event.GROUND_CHANGED, subject_id=post.pk, at=now)

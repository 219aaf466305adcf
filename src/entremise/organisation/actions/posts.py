"""Posts: what they are, which places they answer for, in which queue."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can, Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation.models import Commune, Epci, Post, Queue, Unit


def _kept_post(actor: Actor, post_id: UUID) -> Post:
    """A post that the actor keeps, locked."""
    actor.require(Can.GROUND_WRITE)
    return Post.objects.kept_by(actor).select_for_update(of=("self",)).get(pk=post_id)


@transaction.atomic
def create_post(
    *,
    actor: Actor,
    employer_id: UUID,
    name: str,
    kind: str,
    fte: Decimal,
    opened_on: date,
    now: datetime,
    duty_phone: str = "",
    queue_id: UUID | None = None,
) -> Post:
    """Open a post at an employer, in a queue of its own or in one that it shares."""
    actor.require(Can.GROUND_WRITE)
    if actor.role is not Role.ADMIN and employer_id != actor.employer_id:
        raise NotAllowed(Can.GROUND_WRITE)
    if Post.objects.filter(employer_id=employer_id, name=name).exists():
        raise NotPossible("Ce poste existe déjà chez cet employeur.")
    queue = _queue(actor, employer_id, queue_id, name)
    post = Post.objects.create(
        employer_id=employer_id,
        queue=queue,
        name=name,
        kind=kind,
        fte=_checked_fte(fte),
        duty_phone=duty_phone,
        opened_on=opened_on,
    )
    journal.record(actor, Event.GROUND_CHANGED, subject_id=post.pk, at=now)
    return post


@transaction.atomic
def change_post(
    *,
    actor: Actor,
    post_id: UUID,
    version: int,
    name: str,
    kind: str,
    fte: Decimal,
    opened_on: date,
    closed_on: date | None,
    duty_phone: str,
    queue_id: UUID | None,
    now: datetime,
) -> Post:
    """Correct a post, close it on a day, or let it share the queue of its neighbours.

    What waits in the old queue stays there, for the posts that still read it; where none does,
    the coordinator sees it waiting and gives it to another queue. Conflict if somebody else
    corrected it since it was read.
    """
    post = _kept_post(actor, post_id)
    post.renew(version)
    if Post.objects.filter(employer_id=post.employer_id, name=name).exclude(pk=post.pk).exists():
        raise NotPossible("Ce poste existe déjà chez cet employeur.")
    if closed_on is not None and closed_on < opened_on:
        raise NotPossible("Le poste ne peut pas fermer avant d’avoir ouvert.")
    if queue_id is not None and queue_id != post.queue_id:
        post.queue = _queue(actor, post.employer_id, queue_id, name)
    post.name, post.kind, post.fte = name, kind, _checked_fte(fte)
    post.opened_on, post.closed_on, post.duty_phone = opened_on, closed_on, duty_phone
    post.save()
    journal.record(actor, Event.GROUND_CHANGED, subject_id=post.pk, at=now)
    return post


def _checked_fte(fte: Decimal) -> Decimal:
    if not 0 < fte <= 1:
        raise NotPossible("Un poste va de 0,05 à 1 équivalent temps plein.")
    return fte


def _queue(actor: Actor, employer_id: UUID, queue_id: UUID | None, name: str) -> Queue:
    """The queue chosen, which must be of the same employer; else a new one of that name."""
    if queue_id is not None:
        return Queue.objects.kept_by(actor).get(pk=queue_id, employer_id=employer_id)
    if Queue.objects.filter(employer_id=employer_id, name=name).exists():
        raise NotPossible("Une file porte déjà ce nom : choisissez-la, ou changez de nom.")
    return Queue.objects.create(employer_id=employer_id, name=name)


@transaction.atomic
def rename_queue(*, actor: Actor, queue_id: UUID, name: str, now: datetime) -> Queue:
    """Give a queue the name of the territory that its posts share."""
    actor.require(Can.GROUND_WRITE)
    queue = Queue.objects.kept_by(actor).select_for_update(of=("self",)).get(pk=queue_id)
    same = Queue.objects.filter(employer_id=queue.employer_id, name=name).exclude(pk=queue.pk)
    if same.exists():
        raise NotPossible("Cette file existe déjà chez cet employeur.")
    queue.name = name
    queue.save(update_fields=["name"])
    journal.record(actor, Event.GROUND_CHANGED, subject_id=queue.pk, at=now)
    return queue


@transaction.atomic
def add_to_territory(
    *,
    actor: Actor,
    post_id: UUID,
    now: datetime,
    communes: Collection[str] = (),
    epci: str = "",
    units: Collection[UUID] = (),
) -> int:
    """Add places to a post: communes, a whole inter-municipality, units; how many were new.

    Of an inter-municipality that straddles départements every commune is added.
    """
    post = _kept_post(actor, post_id)
    codes = set(Commune.objects.filter(pk__in=communes).values_list("pk", flat=True))
    if len(codes) != len(set(communes)):
        raise NotPossible("Une des communes est inconnue : choisissez-la dans la liste.")
    if epci:
        members = Commune.objects.filter(epci=Epci.objects.get(pk=epci))
        codes |= set(members.values_list("pk", flat=True))
    open_units = set(
        Unit.objects.filter(pk__in=units, closed_on=None).values_list("pk", flat=True)
    )
    if len(open_units) != len(set(units)):
        raise NotPossible("Une des unités est fermée ou inconnue.")
    new_codes = codes - set(post.communes.values_list("pk", flat=True))
    new_units = open_units - set(post.units.values_list("pk", flat=True))
    post.communes.add(*Commune.objects.filter(pk__in=new_codes))
    post.units.add(*Unit.objects.filter(pk__in=new_units))
    journal.record(actor, Event.GROUND_CHANGED, subject_id=post.pk, at=now)
    return len(new_codes) + len(new_units)


@transaction.atomic
def remove_from_territory(
    *,
    actor: Actor,
    post_id: UUID,
    now: datetime,
    communes: Collection[str] = (),
    units: Collection[UUID] = (),
) -> None:
    """Take places off a post; what came from them before stays where it is."""
    post = _kept_post(actor, post_id)
    post.communes.remove(*Commune.objects.filter(pk__in=communes))
    post.units.remove(*Unit.objects.filter(pk__in=units))
    journal.record(actor, Event.GROUND_CHANGED, subject_id=post.pk, at=now)

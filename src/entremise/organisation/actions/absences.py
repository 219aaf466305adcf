"""Absences: noted without a reason, taken back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from entremise.access import journal
from entremise.access.actor import NOBODY, Actor, Kind
from entremise.access.events import Event
from entremise.access.roles import Can, Role
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.organisation.models import Absence, Cover, Holding

LONGEST = timedelta(days=366)
KEPT = timedelta(days=365)


def _works_there(actor: Actor, user_id: UUID, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether this person holds or replaces a post of the actor's employer in these days."""
    first, last = in_paris(starts_at).date(), in_paris(ends_at).date()
    there = Q(user_id=user_id, post__employer_id=actor.employer_id or NOBODY, starts_on__lte=last)
    held = Holding.objects.filter(there, Q(ends_on=None) | Q(ends_on__gte=first))
    return held.exists() or Cover.objects.filter(there, ends_on__gte=first).exists()


@transaction.atomic
def note_absence(
    *, actor: Actor, user_id: UUID, starts_at: datetime, ends_at: datetime, now: datetime
) -> Absence:
    """Note that somebody is away: oneself, or for a coordinator somebody of her service.

    No reason is asked. Meetings that are fixed then stay, and the agenda says that they must be
    moved; no new one can be fixed.
    """
    actor.require(Can.ABSENCE_WRITE)
    if actor.employer_id is None or (user_id != actor.id and actor.role is not Role.COORDINATOR):
        raise NotAllowed(Can.ABSENCE_WRITE)
    if not _works_there(actor, user_id, starts_at, ends_at):
        raise NotPossible("À ces dates, cette personne ne tient ni ne remplace aucun poste.")
    if ends_at <= starts_at:
        raise NotPossible("La fin ne peut pas précéder le début.")
    if ends_at <= now:
        raise NotPossible("Cette absence est déjà passée : il n’y a plus rien à prévoir.")
    if ends_at - starts_at > LONGEST:
        raise NotPossible(
            "Plus d’un an : c’est la coordination qui note la fin sur le poste, pas une absence."
        )
    if (
        Absence.objects.visible_to(actor)
        .touching(starts_at, ends_at)
        .filter(user_id=user_id)
        .exists()
    ):
        raise NotPossible("Une absence est déjà notée à ces dates : retirez-la d’abord.")
    absence = Absence(
        id=uuid4(),
        employer_id=actor.employer_id,
        user_id=user_id,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    absence.save(force_insert=True)
    journal.record(actor, Event.ABSENCE_CHANGED, subject_id=user_id, at=now)
    return absence


@transaction.atomic
def take_back_absence(*, actor: Actor, absence_id: UUID, now: datetime) -> None:
    """Take an absence back: she is there after all."""
    actor.require(Can.ABSENCE_WRITE)
    absence = Absence.objects.kept_by(actor).get(pk=absence_id)
    user_id = absence.user_id
    absence.delete()
    journal.record(actor, Event.ABSENCE_CHANGED, subject_id=user_id, at=now)


@transaction.atomic
def forget_old_absences(*, actor: Actor, now: datetime) -> int:
    """Forget the absences that ended a year ago; done by a job, which sees no others."""
    if actor.kind is not Kind.JOB:
        raise NotAllowed("forget_old_absences")
    forgotten, _by_table = Absence.objects.filter(ends_at__lt=now - KEPT).delete()
    return forgotten

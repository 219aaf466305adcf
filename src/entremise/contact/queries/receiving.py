"""Who receives her: the worker of an appointment, as long as she reads the case."""

from uuid import UUID

from django.db.models import DateField, Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.accounts.models import User
from entremise.cases.models import Loan
from entremise.contact.models import Appointment
from entremise.organisation.models import Cover, Holding


def left() -> Q:
    """Appointments whose worker no longer reads the case: it was transferred, or she went away.

    The rule of `visible_to`, today, asked of her and not of the actor. A reader of the case reads
    whom it is lent to, so the answer is whole for all who are given the row.
    """
    worker = "worker_id"
    follows = _works(OuterRef(worker), post_id=OuterRef("case__post_id"))
    employed = _works(OuterRef(worker), post__employer_id=OuterRef("case__employer_id"))
    lent = Loan.objects.filter(
        Q(user_id=OuterRef(worker))
        | _works(OuterRef(OuterRef(worker)), post_id=OuterRef("post_id")),
        Q(until=None) | Q(until__gt=Now()),
        case_id=OuterRef("case_id"),
    )
    active = User.objects.filter(pk=OuterRef(worker), is_active=True)
    reads = Q(follows, case__restricted=False) | Q(Exists(lent))
    return ~(Q(Exists(active)) & employed & reads)


def _works(user: F, **place: F) -> Q:
    """Whether somebody holds or replaces a post of this place on the day of the wall."""
    today = Func(function="wall.today", output_field=DateField())
    since = {**place, "user_id": user, "starts_on__lte": today}
    held = Holding.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), **since)
    covered = Cover.objects.filter(ends_on__gte=today, **since)
    return Q(Exists(held)) | Q(Exists(covered))


def receiver(*, actor: Actor, row: Appointment) -> UUID:
    """Who receives her when it is fixed again: its worker, or else the actor in her place."""
    actor.require(Can.CONTACT_MAKE)
    is_left = Appointment.objects.visible_to(actor).filter(left(), pk=row.pk).exists()
    return actor.id if is_left else row.worker_id

"""No sheet lives longer than a day, finished or forgotten."""

from datetime import datetime

from django.db import transaction

from entremise.access.actor import Actor, Kind
from entremise.base import keyring
from entremise.base.errors import NotAllowed
from entremise.imports.actions.bringing import empty
from entremise.imports.actions.making import record_end
from entremise.imports.models import Import, NightSheet
from entremise.imports.queries.brought import LIFE
from entremise.referrals.models import ReviewList


@transaction.atomic
def forget_old_sheets(*, actor: Actor, now: datetime) -> int:
    """Wipe the sheets of a day ago, and those of lists that are closed; a job does it.

    An import that stopped half-way ends with what it made: its worker may undo that, or bring
    the sheet again, of which each line made is known.
    """
    if actor.kind is not Kind.JOB:
        raise NotAllowed("forget_old_sheets")
    holding = Import.objects.filter(brought_at__lte=now - LIFE).exclude(
        sheet_sealed=b"", choices_sealed=b"", plan_sealed=b"", refused_sealed=b""
    )
    old = list(holding.select_for_update(of=("self",)).order_by("pk"))
    gone = [of.pk for of in old]
    for of in old:
        if of.state == Import.State.PREPARED:
            of.move_to(Import.State.DROPPED)
        elif of.state == Import.State.RUNNING:
            of.move_to(Import.State.DONE)
            of.ended_at = now
            record_end(actor=actor, of=of, now=now)
        empty(of)
    transaction.on_commit(lambda: [keyring.destroy(subject_id) for subject_id in gone])
    open_lists = ReviewList.objects.filter(
        state=ReviewList.State.OPEN, opened_at__gt=now - LIFE
    ).values("pk")
    nights, _ = NightSheet.objects.exclude(list_id__in=open_lists).delete()
    return len(old) + nights

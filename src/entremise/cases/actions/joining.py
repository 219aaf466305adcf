"""The same person? A human says so, or that they are two, and may take it back.

Joining is said, never computed; nothing is moved or sealed again, so that undoing it leaves each
record as it was, with what was added to it meanwhile.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotAllowed, NotPossible
from entremise.cases.actions.opening import one_at_a_time
from entremise.cases.models import Case
from entremise.cases.queries.same import NEVER_TOGETHER, follows, hindrance
from entremise.people.models import Merge, Person, ToldApart
from entremise.people.queries import groups

ALREADY = "Ces deux fiches sont déjà réunies."
APART = (
    "Ces deux fiches sont notées comme deux personnes différentes. Retirez d’abord cette note, "
    "en bas de la page."
)
RESTRICTED = (
    "Une des deux fiches a une situation à accès restreint : réunies, elles auraient d’autres "
    "lectrices ou lecteurs. Restreignez l’autre situation aux mêmes personnes, puis recommencez."
)
MEANWHILE = "Quelqu’un vient de réunir une de ces fiches avec une autre. Ouvrez la page à nouveau."
LENT = (
    "Vous ne lisez une de ces fiches que par un accès provisoire. Demandez au poste qui la suit "
    "de partager sa situation avec le vôtre, puis recommencez."
)
NOT_TODAY = "Ces deux fiches ne peuvent pas être réunies."
TOO_LATE = (
    "Cette réunion a plus de 30 jours : elle ne s’annule plus. Si c’est une erreur, prévenez "
    "la personne chargée de la protection des données."
)
ENDED = "Ces deux fiches sont déjà séparées."


@transaction.atomic
def join(
    *, actor: Actor, case_id: UUID, other_id: UUID, now: datetime, shows_other: bool = False
) -> Merge:
    """Say that the person of this case and another record are one.

    The name of this case's record is shown for both, unless `shows_other`. The actor follows
    both: a reading lent for a day does not become one for ever. Never across the wall between a
    person and whoever was met as an alleged author, nor between readers of a restricted case and
    others.
    """
    here = _case(actor, case_id).person_id
    known = groups(actor=actor)
    pair = (known.head(here), known.head(other_id))
    kept, other = reversed(pair) if shows_other else pair
    # In one order: two people who join the same records must not wait for one another.
    rows = {
        row.pk: row
        for row in Person.objects.select_for_update(of=("self",))
        .filter(pk__in=(kept, other))
        .order_by("pk")
    }
    if {kept, other} - rows.keys():
        raise NotAllowed(other_id)
    known = groups(actor=actor)
    if known.head(kept) == known.head(other):
        raise NotPossible(ALREADY)
    if (known.head(kept), known.head(other)) != (kept, other):
        raise NotPossible(MEANWHILE)
    if _told_apart(known.members(kept), known.members(other)):
        raise NotPossible(APART)
    one_at_a_time(rows[kept].employer_id)
    _refuse_what_hinders(actor, kept, other, [*known.members(kept), *known.members(other)])
    _refuse_what_is_lent(kept, other)
    merge = Merge(
        employer_id=rows[kept].employer_id, kept_id=kept, other_id=other, at=now, by=actor.id
    )
    try:
        with transaction.atomic():
            merge.save(force_insert=True)
    except IntegrityError:
        # Joined already with a record that the actor does not read: nothing is told of it.
        raise NotPossible(NOT_TODAY) from None
    _record(actor, Event.PERSON_MERGED, merge, case_id, now)
    return merge


@transaction.atomic
def undo_join(*, actor: Actor, case_id: UUID, merge_id: UUID, now: datetime) -> None:
    """Take back a joining within 30 days: each record is again what it holds itself.

    Whoever follows one of the two may, since both showed it to her.
    """
    here = _case(actor, case_id).person_id
    _refuse_what_is_lent(here)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    if here not in groups(actor=actor).members(merge.kept_id) and merge.undone_at is None:
        raise NotAllowed(merge_id)
    if merge.undone_at is not None:
        raise NotPossible(ENDED)
    if now > merge.undone_until:
        raise NotPossible(TOO_LATE)
    merge.undone_at = now
    merge.undone_by = actor.id
    merge.save(update_fields=["undone_at", "undone_by"])
    _record(actor, Event.PERSON_UNMERGED, merge, case_id, now)


def _record(actor: Actor, event: Event, merge: Merge, case_id: UUID, now: datetime) -> None:
    """A line in the journal of each case within reach: the readers of both see who did it."""
    both = (merge.kept_id, merge.other_id)
    touched = Case.objects.visible_to(actor).filter(person_id__in=both).order_by("pk")
    for one in dict.fromkeys([case_id, *touched.values_list("pk", flat=True)]):
        journal.record(actor, event, at=now, case_id=one, subject_id=merge.other_id)


@transaction.atomic
def tell_apart(*, actor: Actor, case_id: UUID, other_id: UUID, now: datetime) -> None:
    """Say that the person of this case and another record are two: not proposed again.

    The actor follows both. Never across the wall of the alleged author: not even this links them.
    """
    here = _case(actor, case_id).person_id
    known = groups(actor=actor)
    kept, other = known.head(here), known.head(other_id)
    if not Person.objects.filter(pk=other).exists():
        raise NotAllowed(other_id)
    if kept == other:
        raise NotPossible("Ces deux fiches sont réunies. Annulez d’abord cette réunion.")
    if hindrance(kept, other) in NEVER_TOGETHER:
        raise NotAllowed(other_id)
    _refuse_what_is_lent(kept, other)
    if not _told_apart(known.members(kept), known.members(other)):
        one, two = sorted((kept, other))
        ToldApart.objects.create(one_id=one, two_id=two, at=now, by=actor.id)
    journal.record(actor, Event.PERSON_TOLD_APART, at=now, case_id=case_id, subject_id=other)


@transaction.atomic
def compare_again(*, actor: Actor, case_id: UUID, other_id: UUID, now: datetime) -> None:
    """Take back that they are two people, both followed: the pair may be proposed again."""
    here = _case(actor, case_id).person_id
    known = groups(actor=actor)
    said = _told_apart(known.members(here), known.members(other_id))
    if not said:
        raise NotAllowed(other_id)
    _refuse_what_is_lent(here, other_id)
    ToldApart.objects.filter(pk__in=[row.pk for row in said]).delete()
    journal.record(
        actor,
        Event.PERSON_TOLD_APART,
        at=now,
        case_id=case_id,
        subject_id=other_id,
        reason="withdrawn",
    )


def _case(actor: Actor, case_id: UUID) -> Case:
    """The case from which somebody compares; reading it is not enough to join."""
    actor.require(Can.CASE_WRITE)
    return Case.objects.visible_to(actor).get(pk=case_id)


def _told_apart(ours: list[UUID], theirs: list[UUID]) -> list[ToldApart]:
    """What was said of two persons, whichever of their records was named."""
    rows = ToldApart.objects.filter(one_id__in=ours, two_id__in=theirs) | ToldApart.objects.filter(
        one_id__in=theirs, two_id__in=ours
    )
    return list(rows.order_by("at", "pk"))


def _refuse_what_is_lent(*records: UUID) -> None:
    """Whoever reads a record for a day, or to answer an offer, says nothing of whose it is."""
    if not all(follows(record) for record in records):
        raise NotPossible(LENT)


def _refuse_what_hinders(actor: Actor, kept: UUID, other: UUID, members: list[UUID]) -> None:
    """What the wall would refuse, in words; nothing is told of a case out of the actor's reach."""
    code = hindrance(kept, other)
    if code in NEVER_TOGETHER:
        raise NotAllowed(other)
    if code == "restricted":
        seen = Case.objects.visible_to(actor).filter(person_id__in=members, restricted=True)
        raise NotPossible(RESTRICTED if seen.exists() else NOT_TODAY)

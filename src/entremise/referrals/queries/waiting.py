"""What waits: the worker's queue, and what no one reads, by hour and place only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, cast
from uuid import UUID

from django.db import connection
from django.db.models import F, Prefetch

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.organisation.models import Commune, LocalProtocol, Queue, Unit
from entremise.referrals.models import (
    Answer,
    Approach,
    Fact,
    Form,
    Language,
    Problem,
    Referral,
    Source,
    Tier,
    TierChange,
    Wish,
    due_at,
    not_asked,
    reasons,
    tier,
)

# What a row of the queue shows of its neighbours: a word each, not a row each.
NAMES = {
    "of_unit": F("unit__name"),
    "of_commune": F("commune__name"),
    "of_departement": F("employer__departement_id"),
}
SHOWN = (
    *("queue_id", "received_at", "source", "form", "problem", "facts", "wish", "approach"),
    *("asked_tier", "set_tier", "restricted", "planned_on", "redirected_from"),
    *("minor", "language", "interpreter", "reference"),
)


class Waiting(Protocol):
    """The words that `NAMES` adds to a referral."""

    of_unit: str | None
    of_commune: str | None
    of_departement: str
    proposals: list[TierChange]


@dataclass(frozen=True, kw_only=True)
class Lowering:
    """A lowering of the first tier that waits for another worker."""

    id: UUID
    to: Tier
    mine: bool


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """A referral as it waits: why it is urgent and until when, nothing of who she is."""

    id: UUID
    queue_id: UUID
    received_at: datetime
    tier: Tier
    reasons: list[str]
    not_asked: list[Fact]
    due_at: datetime
    late: bool
    source: str
    form: str
    unit: str
    commune: str
    problem: str
    wish: Wish
    approach: Approach
    planned_on: date | None
    lowering: Lowering | None
    restricted: bool
    minor: bool
    language: str
    interpreter: bool
    reference: str

    @property
    def needs_a_decision(self) -> bool:
        """Whether a worker must first decide if she may be approached."""
        return self.approach is Approach.TO_DECIDE


def queue(*, actor: Actor, now: datetime) -> list[QueueRow]:
    """What waits in the worker's queues, in the order in which to try.

    The first tier comes first, by its own clock in real hours; below it one list by least slack,
    so that the third tier is never starved by the second. Late is computed here, and is never
    said of somebody who must not be approached yet.
    """
    actor.require(Can.REFERRAL_TRIAGE)
    proposed = TierChange.objects.filter(state=TierChange.State.PROPOSED).order_by("at", "pk")
    waiting = (
        Referral.objects.visible_to(actor)
        .filter(state=Referral.State.RECEIVED)
        .annotate(**NAMES)
        .only(*SHOWN)
        .prefetch_related(Prefetch("tier_changes", queryset=proposed, to_attr="proposals"))
        .order_by("received_at", "pk")
    )
    protocols = {kept.pk: kept for kept in LocalProtocol.objects.all()}
    rows = [_row(referral, actor, protocols, now) for referral in waiting]
    return sorted(
        rows, key=lambda row: (row.tier is not Tier.FIRST, row.due_at, row.received_at, row.id)
    )


def _row(
    referral: Referral, actor: Actor, protocols: dict[str, LocalProtocol], now: datetime
) -> QueueRow:
    assert referral.queue_id is not None  # noqa: S101  # the worker's queues were asked for
    words = cast("Waiting", referral)
    place = words.of_departement
    due = due_at(referral, protocols.get(place) or LocalProtocol(departement_id=place))
    return QueueRow(
        id=referral.pk,
        queue_id=referral.queue_id,
        received_at=referral.received_at,
        tier=tier(referral),
        reasons=reasons(referral),
        not_asked=not_asked(referral),
        due_at=due,
        late=due < now and referral.approach != Approach.UNSAFE,
        source=Source(referral.source).label,
        form=Form(referral.form).label,
        unit=words.of_unit or "",
        commune=words.of_commune or "",
        problem=Problem(referral.problem).label,
        wish=Wish(referral.wish),
        approach=Approach(referral.approach),
        planned_on=referral.planned_on,
        lowering=_lowering(words.proposals, actor),
        restricted=referral.restricted,
        minor=referral.minor == Answer.YES,
        language=_language(referral),
        interpreter=referral.interpreter == Answer.YES,
        reference=referral.reference,
    )


def _language(referral: Referral) -> str:
    """The language to call in, where it is not French or was not asked."""
    french = referral.language in ("", Language.FRENCH)
    return "" if french else Language(referral.language).label


def _lowering(proposals: list[TierChange], actor: Actor) -> Lowering | None:
    for change in proposals:
        return Lowering(id=change.pk, to=Tier(change.to_tier), mine=change.by == actor.id)
    return None


@dataclass(frozen=True, kw_only=True)
class WaitingUnread:
    """Something waits without a reader: hour, place, tier, and no other column."""

    id: UUID
    received_at: datetime
    unit: str
    commune: str
    queue: str
    tier: Tier


def waiting_unread(*, actor: Actor) -> list[WaitingUnread]:
    """For a coordinator: what waits in a queue that nobody holds today, or in a neighbouring
    place that no post covers; most urgent first.

    Neighbouring: her own département, then her inter-municipalities, then the départements that
    share one; further if nobody is nearer. Something always shows to somebody.
    """
    actor.require(Can.REFERRAL_REASSIGN)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, received_at, unit_id, commune_id, queue_id, tier"
            " FROM wall.waiting_referrals() ORDER BY tier, received_at, id"
        )
        rows = cursor.fetchall()
    units, communes, queues = (
        dict(model.objects.filter(pk__in={row[place] for row in rows}).values_list("pk", "name"))
        for model, place in ((Unit, 2), (Commune, 3), (Queue, 4))
    )
    return [
        WaitingUnread(
            id=referral_id,
            received_at=received_at,
            unit=units.get(unit_id, ""),
            commune=communes.get(commune_id, ""),
            queue=queues.get(queue_id, ""),
            tier=Tier(soon),
        )
        for referral_id, received_at, unit_id, commune_id, queue_id, soon in rows
    ]


def own_queues(*, actor: Actor) -> list[Queue]:
    """The queues of the coordinator's employer, by name: where she may send what waits."""
    actor.require(Can.REFERRAL_REASSIGN)
    if actor.employer_id is None:
        return []
    return list(Queue.objects.filter(employer_id=actor.employer_id).order_by("name", "pk"))

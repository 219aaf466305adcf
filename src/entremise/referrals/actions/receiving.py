"""A referral comes in, by whatever door; a refusal leaves a count and nothing else."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor, Kind
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.base.models import KeyKind
from entremise.organisation import queries as organisation
from entremise.organisation.models import Queue, Unit
from entremise.people.models import NameCard
from entremise.referrals import queries
from entremise.referrals.actions.informants import write_informant
from entremise.referrals.actions.partnering import write_partner_receipt
from entremise.referrals.actions.sheltering import shelter
from entremise.referrals.models import (
    THIRD_PARTIES,
    Answer,
    Approach,
    Due,
    Form,
    Problem,
    Procedure,
    Receipt,
    Referral,
    ReferralIdentity,
    ReferralText,
    RefusalCount,
    Source,
    Speaker,
    Tier,
    Wish,
)

GROUND_NEEDED = (
    "Écrivez pourquoi le danger est grave : sans ce motif, une saisine contre l’avis de la "
    "personne n’est pas possible."
)
UNIT_CLOSED = "Cette unité est fermée. Choisissez celle qui l’a remplacée."

NO_POST = (
    "Vous ne tenez aucun poste aujourd’hui : personne ne lirait cette saisine. Demandez à votre "
    "coordination de vous rattacher à un poste."
)


@dataclass(frozen=True, kw_only=True)
class NewReferral:
    """What somebody who asks has to say; only the wish and where it comes from are owed.

    `officer_id` is who dictates to the worker: the receipt is then his. `channel` holds `value`,
    `safe`, `owner`, `origin`, `message`, `window` and `rule`, with the codes of a SafeChannel.
    `speaker` is who speaks for her. Of a partner, `due` is what may be said back, `contact` how.
    `received_at` is when it really came, where it was written on paper first.
    """

    wish: Wish
    source: Source
    form: Form
    unit_id: UUID | None = None
    commune_code: str = ""
    problem: Problem = Problem.NOT_ASKED
    procedure: Procedure = Procedure.NOT_ASKED
    facts: dict[str, str] = field(default_factory=dict)
    asked_tier: Tier | None = None
    card: NameCard = field(default_factory=NameCard)
    channel: dict[str, Any] = field(default_factory=dict)
    speaker: Speaker = field(default_factory=Speaker)
    seen: str = ""
    said: str = ""
    ground: str = ""
    night_measures: tuple[str, ...] = ()
    reference: str = ""
    card_offered: Answer = Answer.NOT_ASKED
    restricted: bool = False
    officer_id: UUID | None = None
    card_lot_id: UUID | None = None
    partner_id: UUID | None = None
    due: Due = Due.NOTHING
    contact: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it: a referral in a queue, one that no post covers, or a refusal counted."""

    referral_id: UUID | None = None
    queue_id: UUID | None = None

    @property
    def counted_only(self) -> bool:
        return self.referral_id is None


@transaction.atomic
def receive(*, actor: Actor, content: NewReferral, now: datetime) -> Outcome:
    """Put a referral in the queue that covers its place; nothing personal if she refuses.

    Her refusal gives way only to a danger with a written ground. When her wish is not known, or
    somebody else speaks for her, a worker first decides whether she may be approached at all.
    What a worker wrote on paper first keeps its real moment, and delays count from it; the row and
    the journal say when it was typed in.
    """
    unit = _unit_of(actor, content)
    came_at = _came_at(actor, content, now)
    if content.wish is Wish.REFUSES:
        _count_refusal(actor, content, unit, came_at)
        journal.record(actor, Event.REFERRAL_RECEIVED, at=now, reason=Wish.REFUSES)
        return Outcome()
    if content.wish is Wish.DANGER and not content.ground.strip():
        raise NotPossible(GROUND_NEEDED)

    queue = _queue_of(actor, content, now)
    if queue is None and actor.may(Can.REFERRAL_RECORD):
        raise NotPossible(NO_POST)
    referral = _written(actor, content, unit, queue, came_at)
    _promise_answer(actor, referral, content, came_at)
    _seal(referral, content)
    journal.record(
        actor,
        Event.REFERRAL_RECEIVED,
        at=now,
        subject_id=referral.pk,
        employer_id=referral.employer_id,
    )
    return Outcome(referral_id=referral.pk, queue_id=referral.queue_id)


def _written(
    actor: Actor, content: NewReferral, unit: Unit | None, queue: Queue | None, came_at: datetime
) -> Referral:
    """The codes of what was said; who she is, and every word, are sealed apart."""
    return Referral(
        id=uuid4(),
        queue=queue,
        employer_id=queue.employer_id if queue else None,
        unit=unit,
        commune_id=content.commune_code or None,
        source=content.source,
        form=content.form,
        problem=content.problem,
        procedure=content.procedure,
        facts={fact: answer for fact, answer in content.facts.items() if answer != "not_asked"},
        wish=content.wish,
        asked_tier=content.asked_tier,
        approach=_approach(content),
        night_measures=list(content.night_measures),
        restricted=content.restricted,
        received_at=came_at,
        referrer_id=actor.id,
        card_lot_id=content.card_lot_id,
        partner_id=content.partner_id,
    )


def _promise_answer(
    actor: Actor, referral: Referral, content: NewReferral, came_at: datetime
) -> None:
    """A receipt for the officer, or for the partner, who asks."""
    owner = _receipt_owner(actor, content, referral.unit)
    if referral.unit is not None and owner is not None:
        referral.receipt_id = _make_receipt(owner, content, referral.unit, came_at).pk
    elif content.form is Form.PARTNER:
        write_partner_receipt(
            referral=referral,
            link_id=actor.id if actor.kind is Kind.LINK else None,
            due=content.due,
            contact=content.contact,
            reference=content.reference,
            on=in_paris(came_at).date(),
        )


def _came_at(actor: Actor, content: NewReferral, now: datetime) -> datetime:
    """Now, or the moment on a worker's sheet of paper; nobody writes down what is to come."""
    if content.received_at is None:
        return now
    actor.require(Can.REFERRAL_RECORD)
    if content.received_at > now:
        raise NotPossible("Une saisine ne vient pas de l’avenir : vérifiez le jour et l’heure.")
    return content.received_at


def _unit_of(actor: Actor, content: NewReferral) -> Unit | None:
    """The unit it comes from: one's own for an officer, any open one for a worker."""
    if actor.kind is Kind.LINK and content.unit_id is None and not content.restricted:
        # An organisation refers for itself: the wall knows which.
        return None
    if not actor.may(Can.REFERRAL_RECORD):
        actor.require(Can.REFERRAL_MAKE)
        if content.unit_id not in actor.unit_ids or content.restricted:
            raise NotAllowed(content.unit_id)
    if content.unit_id is None:
        return None
    unit = organisation.unit(actor=actor, unit_id=content.unit_id)
    if unit.closed_on is not None:
        raise NotPossible(UNIT_CLOSED)
    return unit


def _queue_of(actor: Actor, content: NewReferral, now: datetime) -> Queue | None:
    """Who covers the place; what a worker writes down falls to her own queue if nobody does."""
    posts = organisation.my_posts(actor=actor)
    own = posts[0].queue if posts else None
    if content.restricted:
        # Hidden from everybody but her until she takes it: another queue would lose it.
        return own
    covering = organisation.queue_for(
        actor=actor,
        unit_id=content.unit_id,
        commune_code=content.commune_code or None,
        on=in_paris(now).date(),
    )
    if covering is None and actor.kind is Kind.LINK:
        return queries.own_link(actor=actor).queue
    return covering or own


def _approach(content: NewReferral) -> Approach:
    unsure = content.wish is Wish.COULD_NOT_ASK or content.source in THIRD_PARTIES
    return Approach.TO_DECIDE if unsure else Approach.NOT_NEEDED


def _count_refusal(
    actor: Actor, content: NewReferral, unit: Unit | None, came_at: datetime
) -> None:
    RefusalCount.objects.create(
        unit=unit,
        queue=None if unit else _own_queue(actor),
        on=in_paris(came_at).date(),
        form=content.form,
        problem=content.problem,
        card_offered=content.card_offered,
    )


def _own_queue(actor: Actor) -> Queue:
    """The queue of the access that asks, or of the worker's first post."""
    if actor.kind is Kind.LINK:
        return queries.own_link(actor=actor).queue
    posts = organisation.my_posts(actor=actor)
    if not posts:
        raise NotPossible(NO_POST)
    return posts[0].queue


def _receipt_owner(actor: Actor, content: NewReferral, unit: Unit | None) -> UUID | None:
    """Whose receipt it is: the officer who writes or dictates; nobody's if it is restricted."""
    if unit is None or content.restricted:
        return None
    if actor.may(Can.RECEIPT_READ):
        return actor.id
    known = {officer for officer, _name in queries.officers_of(actor=actor, unit_id=unit.pk)}
    return content.officer_id if content.officer_id in known else None


def _make_receipt(owner: UUID, content: NewReferral, unit: Unit, at: datetime) -> Receipt:
    receipt = Receipt(id=uuid4(), user_id=owner, unit=unit, received_on=in_paris(at).date())
    if content.reference.strip():
        keyring.create(subject_id=receipt.pk, scope_id=unit.pk, kind=KeyKind.REFERRAL)
        receipt.reference = content.reference.strip()
    receipt.save(force_insert=True)
    return receipt


def _seal(referral: Referral, content: NewReferral) -> None:
    """Write the referral, then its sealed parts: the wall looks at the referral first."""
    # Where no post covers, no employer answers yet: the key belongs to the unit's place.
    scope = referral.employer_id or referral.unit_id
    assert scope is not None  # noqa: S101  # a CHECK of the table says so
    keyring.create(subject_id=referral.pk, scope_id=scope, kind=KeyKind.REFERRAL)
    referral.save(force_insert=True)
    identity = ReferralIdentity(referral=referral)
    identity.card = content.card.text if content.card != NameCard() else ""
    words = (content.seen.strip(), content.said.strip(), content.ground.strip())
    text = ReferralText(referral=referral)
    identity.channel, (text.seen, text.said, text.ground) = shelter(content.channel, *words)
    identity.save(force_insert=True)
    text.save(force_insert=True)
    write_informant(referral, content.speaker, scope=scope)

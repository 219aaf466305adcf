"""A visitor writes by the public form: it goes in once, and nothing of it can be read back."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from entremise.access import journal
from entremise.access.actor import Actor, Kind
from entremise.access.events import Event
from entremise.base import keyring
from entremise.base.errors import NotAllowed
from entremise.base.french import in_paris
from entremise.base.models import KeyKind
from entremise.organisation import queries as organisation
from entremise.organisation.models import Queue
from entremise.people.models import NameCard
from entremise.referrals import queries
from entremise.referrals.actions.informants import write_informant
from entremise.referrals.actions.sheltering import shelter
from entremise.referrals.models import (
    THIRD_PARTIES,
    Answer,
    Approach,
    Form,
    Language,
    Referral,
    ReferralIdentity,
    ReferralText,
    Source,
    Speaker,
    Tier,
    Wish,
)

VISITORS = frozenset({Source.SELF, Source.RELATIVE, Source.WITNESS})


@dataclass(frozen=True, kw_only=True)
class NewEnquiry:
    """What a visitor wrote; only who writes and the commune are owed.

    `card` and `channel` are those of the person concerned; who speaks for her is apart. The code
    of a card is kept with what was sent, and answered to nobody.
    """

    source: Source
    commune_code: str
    wish: Wish = Wish.AGREES
    language: Language = Language.FRENCH
    interpreter: Answer = Answer.NOT_ASKED
    minor: Answer = Answer.NOT_ASKED
    facts: dict[str, str] = field(default_factory=dict)
    card: NameCard = field(default_factory=NameCard)
    channel: dict[str, Any] = field(default_factory=dict)
    speaker: Speaker = field(default_factory=Speaker)
    said: str = ""
    card_code: str = ""
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class EnquiryOutcome:
    """What came of it: whether this sending was the first, and whether a post covers the place."""

    first: bool
    covered: bool


@transaction.atomic
def receive_enquiry(
    *, actor: Actor, enquiry_id: UUID, content: NewEnquiry, now: datetime
) -> EnquiryOutcome:
    """Put what a visitor wrote in the queue that covers the commune, once for each form.

    A place that no post covers is kept all the same: its coordinators see the hour and the place.
    When somebody else speaks for her, a worker first decides whether she may be approached. A
    minor who asks alone is tried within the days of the second tier, never later.
    """
    if actor.kind is not Kind.PUBLIC or content.source not in VISITORS:
        raise NotAllowed(content.source)
    queue = organisation.queue_for(
        actor=actor, commune_code=content.commune_code, on=in_paris(now).date()
    )
    referral = _referral(actor, enquiry_id, content, queue, now)
    if not _add(referral):
        return EnquiryOutcome(first=False, covered=queue is not None)
    _seal(referral, content)
    # In the journal of the employer who answers for it; a visitor belongs to none.
    journal.record(
        replace(actor, employer_id=referral.employer_id),
        Event.REFERRAL_RECEIVED,
        at=now,
        subject_id=referral.pk,
        reason=Form.ONLINE,
    )
    return EnquiryOutcome(first=True, covered=queue is not None)


def _referral(
    actor: Actor, enquiry_id: UUID, content: NewEnquiry, queue: Queue | None, now: datetime
) -> Referral:
    alone = content.source is Source.SELF and content.minor is Answer.YES
    third = content.source in THIRD_PARTIES
    return Referral(
        id=enquiry_id,
        queue=queue,
        employer_id=queue.employer_id if queue else None,
        commune_id=content.commune_code,
        source=content.source,
        form=Form.ONLINE,
        wish=Wish.COULD_NOT_ASK if third and content.wish is not Wish.AGREES else Wish.AGREES,
        approach=Approach.TO_DECIDE if third else Approach.NOT_NEEDED,
        facts={fact: answer for fact, answer in content.facts.items() if answer != "not_asked"},
        asked_tier=Tier.SECOND if alone else None,
        minor=content.minor,
        language=content.language,
        interpreter=content.interpreter,
        reference=content.reference,
        card_lot_id=queries.lot_of_code(actor=actor, text=content.card_code),
        received_at=now,
        referrer_id=actor.id,
    )


def _add(referral: Referral) -> bool:
    """Write the row; False where the same form was already sent, even a moment ago."""
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as clash:
        if isinstance(clash.__cause__, UniqueViolation):
            return False
        raise
    return True


def _seal(referral: Referral, content: NewEnquiry) -> None:
    """Seal who, how to reach her, who speaks for her, and the words."""
    # Where no post covers, no employer answers yet: the key belongs to the commune.
    scope = referral.employer_id or uuid5(NAMESPACE_OID, f"commune:{referral.commune_id}")
    # A try that broke down half-way may have left a key, which opens nothing.
    keyring.destroy(referral.pk)
    keyring.create(subject_id=referral.pk, scope_id=scope, kind=KeyKind.REFERRAL)
    identity = ReferralIdentity(referral=referral)
    identity.card = content.card.text if content.card != NameCard() else ""
    text = ReferralText(referral=referral)
    identity.channel, (text.said,) = shelter(content.channel, content.said.strip())
    identity.save(force_insert=True)
    text.save(force_insert=True)
    write_informant(referral, content.speaker, scope=scope)

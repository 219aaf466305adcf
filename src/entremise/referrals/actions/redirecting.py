"""A referral goes to another queue: by the worker who reads it, or unread by a coordinator."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.models import KeyKind
from entremise.organisation.models import Queue
from entremise.referrals.actions.forgetting import wipe
from entremise.referrals.actions.informants import copy_informants
from entremise.referrals.actions.triage import waiting
from entremise.referrals.models import Referral, ReferralIdentity, ReferralText
from entremise.referrals.models.routing import AssignReason

COPIED = (
    *("unit_id", "commune_id", "source", "form", "problem", "procedure", "facts", "wish"),
    *("asked_tier", "set_tier", "approach", "night_measures", "received_at", "receipt_id"),
    *("card_lot_id", "partner_id", "partner_receipt_id"),
    *("minor", "language", "interpreter", "reference"),
)
# Another queue does not see the doubles, and could tell nothing to who made them.
DOUBLES_WAIT = "Une autre saisine est jointe à celle-ci, et qui l’a faite attend une réponse."
THEN_TRANSFER = (
    "Prenez celle-ci, puis transférez la situation : onglet « Accès », « Proposer un transfert »."
)
# A case never leaves its employer.
THEN_ORIENT = (
    "Cette file est celle d’un autre employeur, à qui aucune situation ne se transfère : prenez "
    "celle-ci, puis orientez la personne vers ce service."
)


@transaction.atomic
def redirect(
    *, actor: Actor, referral_id: UUID, queue_id: UUID, reason: str, now: datetime
) -> UUID:
    """Send a referral to the queue that should have it; its clock does not start again.

    It is received there as a row of its own, sealed for the employer of that queue, and wiped
    here. The words of the reason travel with it.
    """
    old = waiting(actor, referral_id)
    queue = Queue.objects.get(pk=queue_id)
    if queue.pk == old.queue_id:
        raise NotPossible("Cette saisine est déjà dans cette file.")
    if old.restricted:
        raise NotPossible(
            "Une saisine à accès restreint ne se redirige pas : prenez-la, puis nommez la "
            "personne qui lira la situation."
        )
    doubles = Referral.objects.filter(duplicate_of=old)
    if doubles.exclude(receipt_id=None, partner_receipt_id=None).exists():
        stays = queue.employer_id == old.employer_id
        raise NotPossible(f"{DOUBLES_WAIT} {THEN_TRANSFER if stays else THEN_ORIENT}")
    keyring.load([old.pk])
    new = Referral(
        id=uuid4(),
        queue=queue,
        employer_id=queue.employer_id,
        redirected_from=old,
        referrer_id=actor.id,
        **{name: getattr(old, name) for name in COPIED},
    )
    decided, new.set_tier = new.set_tier, None
    if decided is not None and (new.asked_tier is None or decided < new.asked_tier):
        # What was raised stays raised; what was lowered is for the other queue to judge.
        new.asked_tier = decided
    _copy(old, new, reason)
    old.move_to(Referral.State.REDIRECTED)
    old.receipt_id = old.partner_receipt_id = None
    old.answered_at = now
    old.save(update_fields=["state", "receipt_id", "partner_receipt_id", "answered_at"])
    wipe(old)
    journal.record(actor, Event.REFERRAL_REDIRECTED, at=now, subject_id=old.pk)
    return new.pk


def _copy(old: Referral, new: Referral, reason: str) -> None:
    assert new.employer_id is not None  # noqa: S101  # a queue has an employer
    keyring.create(subject_id=new.pk, scope_id=new.employer_id, kind=KeyKind.REFERRAL)
    new.save(force_insert=True)
    identity = ReferralIdentity(referral=new)
    identity.card = old.identity.card
    identity.channel = old.identity.channel
    identity.save(force_insert=True)
    text = ReferralText(referral=new)
    text.seen = old.text.seen
    why = f"Redirigée : {reason.strip()}" if reason.strip() else ""
    text.said = "\n\n".join(part for part in (old.text.said, why) if part)
    text.ground = old.text.ground
    text.approach = old.text.approach
    text.save(force_insert=True)
    copy_informants(old, new, scope=new.employer_id)


@transaction.atomic
def assign(
    *,
    actor: Actor,
    referral_id: UUID,
    queue_id: UUID,
    reason: AssignReason,
    now: datetime,
) -> None:
    """Give what waits without a reader to a queue of one's own employer, without reading it.

    From a place that no post covers too: the journal keeps why, as a code.
    """
    actor.require(Can.REFERRAL_REASSIGN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.assign_referral(%s, %s)", [referral_id, queue_id])
        (done,) = cursor.fetchone()
    if not done:
        raise NotAllowed(referral_id)
    journal.record(
        actor,
        Event.REFERRAL_REDIRECTED,
        at=now,
        subject_id=referral_id,
        reason=f"assigned:{reason.value}",
    )

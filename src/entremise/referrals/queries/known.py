"""Before a referral becomes a case: who may already be known, by name and by number."""

from datetime import datetime
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.cases import queries as cases
from entremise.people.models import NameCard, SafeChannel
from entremise.referrals.models import Referral


def likely_known(*, actor: Actor, referral_id: UUID, now: datetime) -> cases.Answer:
    """Likely same persons as the one a referral is about; a human decides.

    The number that came with it is compared here and stays shut: it is shown to nobody.
    """
    actor.require(Can.REFERRAL_TRIAGE)
    referral = Referral.objects.visible_to(actor).select_related("identity").get(pk=referral_id)
    keyring.load([referral.pk])
    channel = referral.identity.channel
    is_phone = channel.get("kind", SafeChannel.Kind.PHONE) == SafeChannel.Kind.PHONE
    return cases.likely_same(
        actor=actor,
        card=NameCard.from_text(referral.identity.card),
        phone=str(channel.get("value", "")) if is_phone else "",
        now=now,
    )

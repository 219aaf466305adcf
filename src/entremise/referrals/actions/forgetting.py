"""What a referral leaves behind: nothing once it is taken, sent on, or ended for a month."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from entremise.access.actor import Actor, Kind
from entremise.base import keyring
from entremise.base.errors import NotAllowed
from entremise.referrals.actions.informants import WIPED_INFORMANT, wipe_informants
from entremise.referrals.models import (
    Informant,
    Referral,
    ReferralIdentity,
    ReferralText,
    TierChange,
)

KEPT_AFTER_END = timedelta(days=30)
WIPED = {"card_sealed": b"", "channel_sealed": b""}
WIPED_TEXT = {"seen_sealed": b"", "said_sealed": b"", "ground_sealed": b"", "approach_sealed": b""}
WIPED_REASON = {"reason_sealed": b""}


def wipe(referral: Referral, *, informants: bool = True) -> None:
    """Empty the sealed cells, and destroy their key once that is committed.

    Who spoke for her stays with a referral that becomes a case: he may have to be called back.
    """
    if informants:
        wipe_informants(referral.pk)
    ReferralIdentity.objects.filter(referral_id=referral.pk).update(**WIPED)
    ReferralText.objects.filter(referral_id=referral.pk).update(**WIPED_TEXT)
    TierChange.objects.filter(referral_id=referral.pk).update(**WIPED_REASON)
    subject_id = referral.pk
    transaction.on_commit(lambda: keyring.destroy(subject_id))


@transaction.atomic
def forget_ended(*, actor: Actor, now: datetime) -> int:
    """Wipe what a referral that ended without a case still holds, a month later.

    Until then an error can be put right by hand; a job does it each night.
    """
    if actor.kind is not Kind.JOB:
        raise NotAllowed("forget_ended")
    ended = Referral.objects.filter(
        _still_holds(), state=Referral.State.DECLINED, answered_at__lte=now - KEPT_AFTER_END
    )
    old = list(ended.order_by("answered_at", "pk")[:500])
    for referral in old:
        wipe(referral)
    return len(old)


def _still_holds() -> Q:
    """Whether one sealed cell at least, of the referral or of what hangs on it, is not empty."""
    full = (
        ReferralIdentity.objects.exclude(**WIPED),
        ReferralText.objects.exclude(**WIPED_TEXT),
        TierChange.objects.exclude(**WIPED_REASON),
        Informant.objects.exclude(**WIPED_INFORMANT),
    )
    return Q(*(Q(pk__in=rows.values("referral_id")) for rows in full), _connector=Q.OR)

"""Before a referral becomes a case: who may already be known, by name and by number."""

from datetime import datetime
from uuid import UUID

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.french import birth
from entremise.cases import queries as cases
from entremise.cases.models import Case
from entremise.people.models import NameCard, SafeChannel
from entremise.people.queries import names_of
from entremise.referrals.models import Referral

# A case that a referral may join: its identifier, and whose it is in words.
Joinable = tuple[str, str]


def joinable(likely: cases.Answer) -> list[Joinable]:
    """The cases of those who may be her."""
    return [(str(case.pk), _whose(case, one.name)) for one in likely.found for case in one.cases]


def known_by_code(*, actor: Actor, code: str, now: datetime) -> Joinable | None:
    """The case within reach that bears this code, and whose it is; the journal keeps it."""
    actor.require(Can.REFERRAL_TRIAGE)
    case = cases.case_of_code(actor=actor, code=code)
    if case is None:
        return None
    journal.record(actor, Event.PERSON_SEARCHED, at=now, case_id=case.pk)
    names = names_of(actor=actor, person_ids=[case.person_id])
    return str(case.pk), _whose(case, names.get(case.person_id, NameCard()))


def _whose(case: Case, name: NameCard) -> str:
    side = f", {case.get_position_display()}" if case.position == Case.Position.ALLEGED else ""
    who = " ".join(filter(None, [name.display, birth(name.born)]))
    return f"{who}{side} : situation {case.code}, {case.get_state_display()}"


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

"""What is said back to a partner: received; more, only if the person agrees."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.base.models import KeyKind
from entremise.cases.models import Case
from entremise.referrals.models import Due, PartnerReceipt, Referral, Source
from entremise.referrals.queries import taken_among

State = PartnerReceipt.State
ONLY_RECEIVED = (
    "À une élue ou un élu, on ne dit que « reçue » : ni la suite, ni même si la personne a été "
    "jointe."
)
NOT_AGREED = "La personne n’a pas donné son accord pour une réponse : on ne dit que « reçue »."
NOT_TAKEN = "La saisine n’est pas encore prise : prenez-la avant de dire « prise en charge »."
MORE_IS_OWED = (
    "La personne est d’accord pour davantage : dites si la saisine est prise, ou si elle n’a pas "
    "pu être jointe."
)
ALREADY_GIVEN = "Cette réponse est déjà notée comme donnée."


def write_partner_receipt(
    *,
    referral: Referral,
    link_id: UUID | None,
    due: Due,
    contact: str,
    reference: str,
    on: date,
) -> None:
    """Write what may be said back, and how; an elected official gets « reçue », no more."""
    if due is Due.NOTHING and link_id is None:
        return
    if referral.source == Source.ELECTED and due is Due.ANSWER:
        raise NotPossible(ONLY_RECEIVED)
    scope = referral.employer_id
    assert scope is not None  # noqa: S101  # a partner's referral always has a queue
    receipt = PartnerReceipt(
        id=uuid4(),
        partner_id=referral.partner_id,
        link_id=link_id,
        source=referral.source,
        due=due,
        received_on=on,
    )
    if contact.strip() or reference.strip():
        keyring.create(subject_id=receipt.pk, scope_id=scope, kind=KeyKind.REFERRAL)
        receipt.contact = contact.strip()
        receipt.reference = reference.strip()
    receipt.save(force_insert=True)
    referral.partner_receipt_id = receipt.pk


def tell_links_taken(referral: Referral, case: Case, now: datetime) -> None:
    """« Prise en charge » on the page of the accesses that may read it; nothing if restricted."""
    if case.restricted:
        return
    doubles = Referral.objects.filter(duplicate_of_id=referral.pk)
    known = [
        referral.partner_receipt_id,
        *doubles.order_by("pk").values_list("partner_receipt_id", flat=True),
    ]
    PartnerReceipt.objects.filter(
        pk__in=[pk for pk in known if pk is not None], due=Due.ANSWER, link__isnull=False
    ).exclude(source=Source.ELECTED).update(state=State.TAKEN_UP, given_on=in_paris(now).date())


@transaction.atomic
def tell_partner(
    *, actor: Actor, receipt_id: UUID, said: PartnerReceipt.State, now: datetime
) -> PartnerReceipt:
    """Tick what was said to the partner, or put it on the page of his access.

    An elected official, or a partner for whom she did not agree, is told « reçue » and no more.
    """
    actor.require(Can.REFERRAL_TRIAGE)
    referral = (
        Referral.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .get(partner_receipt_id=receipt_id)
    )
    receipt = PartnerReceipt.objects.select_for_update(of=("self",)).get(pk=receipt_id)
    if receipt.given_on is not None and receipt.state == said:
        raise NotPossible(ALREADY_GIVEN)
    taken = bool(taken_among(actor=actor, referrals=[referral]))
    if said is State.RECEIVED:
        _refuse_less(receipt, referral)
    else:
        _refuse_more(receipt, referral, said, taken=taken)
        receipt.move_to(said)
    receipt.given_on = in_paris(now).date()
    receipt.save(update_fields=["state", "given_on"])
    journal.record(
        actor,
        Event.PARTNER_ANSWERED,
        at=now,
        case_id=referral.case_id,
        subject_id=receipt.pk,
        reason=said,
    )
    return receipt


def _refuse_less(receipt: PartnerReceipt, referral: Referral) -> None:
    """« Reçue » settles nothing where she agreed to more, unless it ended without a case."""
    ended = referral.state == Referral.State.DECLINED
    if receipt.due == Due.ANSWER and not referral.restricted and not ended:
        raise NotPossible(MORE_IS_OWED)


def _refuse_more(
    receipt: PartnerReceipt, referral: Referral, said: PartnerReceipt.State, *, taken: bool
) -> None:
    """Why more than « reçue » may not be said."""
    if receipt.source == Source.ELECTED:
        raise NotPossible(ONLY_RECEIVED)
    if receipt.due != Due.ANSWER:
        raise NotPossible(NOT_AGREED)
    if referral.restricted:
        raise NotPossible("L’accès à cette situation est restreint : on ne dit que « reçue ».")
    if said is State.TAKEN_UP and not taken:
        raise NotPossible(NOT_TAKEN)

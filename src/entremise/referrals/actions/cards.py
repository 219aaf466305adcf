"""Lots of cards: made with a code, counted out to a unit, found again when somebody calls."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.codes import save_with_a_code
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.referrals import queries
from entremise.referrals.models import CardLot, units_of_posts
from entremise.referrals.models.card_codes import draw


@transaction.atomic
def make_lot(
    *,
    actor: Actor,
    post_id: UUID,
    unit_id: UUID,
    count: int,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> CardLot:
    """Make a lot for a unit that one's post covers, with a code that no other lot has."""
    actor.require(Can.CARD_MANAGE)
    post = next((one for one in queries.posts_of_cards(actor=actor) if one.pk == post_id), None)
    if post is None:
        raise NotAllowed(post_id)
    unit = units_of_posts([post.pk]).filter(closed_on=None).get(pk=unit_id)
    if ends_on < starts_on:
        raise NotPossible("La période finit avant de commencer : corrigez une date.")
    lot = CardLot(
        id=uuid4(),
        employer_id=post.employer_id,
        post=post,
        unit=unit,
        count=count,
        starts_on=starts_on,
        ends_on=ends_on,
        made_by=actor.id,
    )
    save_with_a_code(lot, draw)
    journal.record(actor, Event.CARDS_MADE, at=now, subject_id=lot.pk)
    return lot


@transaction.atomic
def hand_lot(*, actor: Actor, lot_id: UUID, on: date, count: int, now: datetime) -> CardLot:
    """Note on which day a lot was handed to its unit, and how many cards were counted out."""
    actor.require(Can.CARD_MANAGE)
    lot = CardLot.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=lot_id)
    if lot.state == CardLot.State.HANDED:
        raise NotPossible("Ce lot est déjà noté comme remis.")
    if on > in_paris(now).date():
        raise NotPossible("Le jour de la remise ne peut pas être à venir.")
    if not 1 <= count <= lot.count:
        raise NotPossible(f"Ce lot compte {lot.count} cartes : remettez-en 1 à {lot.count}.")
    lot.move_to(CardLot.State.HANDED)
    lot.handed_on, lot.handed_count = on, count
    lot.save(update_fields=["state", "handed_on", "handed_count"])
    journal.record(actor, Event.CARDS_HANDED, at=now, subject_id=lot.pk)
    return lot


@transaction.atomic
def print_cards(*, actor: Actor, lot_id: UUID, now: datetime) -> queries.CardSheet:
    """The sheet of a lot, to be printed: nothing on it says what it is for."""
    actor.require(Can.CARD_MANAGE)
    sheet = queries.card_sheet(actor=actor, lot_id=lot_id)
    journal.record(actor, Event.PRINTED, at=now, subject_id=lot_id, reason="cards")
    return sheet


@transaction.atomic
def look_up_code(*, actor: Actor, text: str, now: datetime) -> queries.CardFound:
    """The lot behind a code heard on the telephone, or the codes that sound most like it.

    With it, the earlier referrals of that unit and period that the worker reads, and the days on
    which somebody there said no: one of them may be hers. A human decides.
    """
    actor.require(Can.REFERRAL_RECORD)
    found = queries.card_found(actor=actor, text=text)
    subject = found.lot.pk if found.lot is not None else None
    reason = "code_known" if found.lot is not None else "code_unknown"
    journal.record(actor, Event.CARDS_LOOKED_UP, at=now, subject_id=subject, reason=reason)
    return found

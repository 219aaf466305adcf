"""The access of a partner: opened for an organisation, used by its key alone, revoked at once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor, Kind
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.partners.models import Partner
from entremise.referrals import queries
from entremise.referrals.actions.receiving import NewReferral, Outcome, receive
from entremise.referrals.models import (
    PARTNERS,
    Due,
    Form,
    PartnerLink,
    Source,
    hash_of_key,
    new_key,
)

LONGEST = timedelta(days=731)


@transaction.atomic
def open_link(
    *,
    actor: Actor,
    partner_id: UUID,
    queue_id: UUID,
    source: Source,
    holder: str,
    expires_on: date,
    now: datetime,
) -> tuple[PartnerLink, str]:
    """Open the access of an organisation; its key is returned once, and only its hash is kept."""
    actor.require(Can.PARTNER_LINK_WRITE)
    queue = next((one for one in queries.queues_of_links(actor=actor) if one.pk == queue_id), None)
    if queue is None:
        raise NotAllowed(queue_id)
    if source not in PARTNERS:
        raise NotPossible("Choisissez la nature de cet organisme.")
    today = in_paris(now).date()
    if not today < expires_on <= today + LONGEST:
        raise NotPossible("Un accès vaut deux ans au plus, et au moins jusqu’à demain.")
    partner = Partner.objects.filter(closed_on=None).get(pk=partner_id)
    key = new_key()
    link = PartnerLink(
        id=uuid4(),
        partner=partner,
        employer_id=queue.employer_id,
        queue=queue,
        source=source,
        holder=holder.strip(),
        token_hash=hash_of_key(key),
        made_by=actor.id,
        expires_on=expires_on,
    )
    link.save(force_insert=True)
    journal.record(actor, Event.LINK_OPENED, at=now, subject_id=link.pk)
    return link, key


@transaction.atomic
def revoke_link(*, actor: Actor, link_id: UUID, now: datetime) -> PartnerLink:
    """End an access at once: whoever is using it finds no page any more."""
    actor.require(Can.PARTNER_LINK_WRITE)
    link = PartnerLink.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=link_id)
    if link.revoked_on is not None:
        raise NotPossible("Cet accès est déjà fermé.")
    link.revoked_on, link.revoked_by = in_paris(now).date(), actor.id
    link.save(update_fields=["revoked_on", "revoked_by"])
    journal.record(actor, Event.LINK_REVOKED, at=now, subject_id=link.pk)
    return link


@transaction.atomic
def refer_by_link(*, actor: Actor, content: NewReferral, now: datetime) -> Outcome:
    """Refer for the organisation of the access: who it is comes from the access, not the form.

    It goes to the queue that covers the commune, or else to that of the access.
    """
    if actor.kind is not Kind.LINK:
        raise NotAllowed("refer_by_link")
    link = queries.own_link(actor=actor)
    due = Due.RECEIVED if link.is_elected or content.due is not Due.ANSWER else Due.ANSWER
    said = replace(
        content,
        source=Source(link.source),
        form=Form.PARTNER,
        unit_id=None,
        restricted=False,
        partner_id=link.partner_id,
        due=due,
    )
    return receive(actor=actor, content=said, now=now)

"""The one deed of a visitor: what was written goes to whoever answers for the place."""

from datetime import datetime

from django.db import transaction

from entremise.access.actor import Actor
from entremise.public.tickets import Ticket
from entremise.referrals import actions as referrals
from entremise.referrals.actions import EnquiryOutcome, NewEnquiry


@transaction.atomic
def send(*, actor: Actor, ticket: Ticket, content: NewEnquiry, now: datetime) -> EnquiryOutcome:
    """Put an enquiry in the queue of the place; the same form sent again changes nothing."""
    return referrals.receive_enquiry(
        actor=actor, enquiry_id=ticket.enquiry_id, content=content, now=now
    )

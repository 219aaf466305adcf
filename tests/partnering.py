"""Partners for the tests: an organisation, its access, and what it sends by it."""

import datetime as dt

from django.test import Client
from django.urls import reverse

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.partners import actions as directory
from entremise.referrals import actions, queries
from entremise.referrals.models import Due, Form, Source, Wish
from entremise.referrals.queries.links import actor_of_link
from referring import CHANNEL, NAME

REFUSED = ["officer", "chief", "dpo", "steering"]


def organisation_of(world, name="Maternité de Roanne"):
    with acting_as(world.actor(world.worker)) as actor:
        return directory.add_partner(actor=actor, name=name, now=TUESDAY_TEN)


def open_access(world, user=None, source=Source.HOSPITAL, **changes):
    """An access of the maternity hospital, and its key."""
    partner = changes.pop("partner", None) or organisation_of(world)
    # The wall compares with the day it is: an access told in the past would have expired.
    today = dt.datetime.now(tz=TUESDAY_TEN.tzinfo)
    with acting_as(world.actor(user or world.worker)) as actor:
        return actions.open_link(
            actor=actor,
            **{
                "partner_id": partner.pk,
                "queue_id": world.post.queue_id,
                "source": source,
                "holder": "Service social",
                "expires_on": today.date() + dt.timedelta(days=365),
                "now": today,
                **changes,
            },
        )


def content(**changes):
    return actions.NewReferral(
        **{
            "wish": Wish.AGREES,
            "source": Source.OTHER,
            "form": Form.PARTNER,
            "commune_code": "42187",
            "card": NAME,
            "channel": CHANNEL,
            "said": "Canaridit : elle veut partir.",
            "contact": "Mme Canarisociale, poste 12",
            "reference": "Canariref 7",
            "due": Due.ANSWER,
            **changes,
        }
    )


def refer(link, **changes):
    with acting_as(actor_of_link(link.pk)) as actor:
        return actions.refer_by_link(actor=actor, content=content(**changes), now=TUESDAY_TEN)


def take(world, referral_id, **options):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.take(
            actor=actor,
            referral_id=referral_id,
            post_id=world.post.pk,
            now=TUESDAY_TEN,
            **options,
        )


def said_to(link):
    with acting_as(actor_of_link(link.pk)) as actor:
        return [line.state for line in queries.own_receipts(actor=actor)]


def visitor(key):
    """A browser that has given this key."""
    client = Client()
    client.post(reverse("referrals:partner"), {"key": key})
    return client

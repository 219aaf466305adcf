"""Referrals for the tests: made by the doors of the product, as in life."""

import datetime as dt

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.organisation.models import DutyHours
from entremise.people.models import NameCard
from entremise.referrals import actions
from entremise.referrals.actions import NewReferral
from entremise.referrals.models import Form, Source, Wish

NAME = NameCard(last_name="Canarinom", first_name="Zélie")
CHANNEL = {"value": "06 99 00 11 22", "safe": "unknown", "origin": "officer", "owner": "hers"}


def content(world, **changes):
    """A referral as an officer of the station of Roanne fills it."""
    return NewReferral(
        **{
            "wish": Wish.AGREES,
            "source": Source.POLICE,
            "form": Form.OFFICER,
            "unit_id": world.station.pk,
            "card": NAME,
            "channel": CHANNEL,
            "seen": "Canarivu : la porte était cassée.",
            "said": "Canaridit : elle veut partir.",
            **changes,
        }
    )


def refer(world, user=None, now=TUESDAY_TEN, **changes):
    """A referral made by this account (the officer of Roanne); its identifier."""
    with acting_as(world.actor(user or world.officer)) as actor:
        return actions.receive(actor=actor, content=content(world, **changes), now=now).referral_id


def take(world, referral_id, user=None, **options):
    """Taken by this account (the worker of Roanne) for her first post; the case."""
    with acting_as(world.actor(user or world.worker)) as actor:
        post_id = options.pop("post_id", None) or min(actor.post_ids)
        return actions.take(
            actor=actor, referral_id=referral_id, post_id=post_id, now=TUESDAY_TEN, **options
        )


def sister(world):
    """Another worker, whose post shares the queue of Roanne."""
    with acting_as(world.actor(world.admin)):
        post = world.add_post("Roanne bis", world.employer, "42187")
        post.queue = world.post.queue
        post.save(update_fields=["queue"])
        return world.add_holder(post)


def duty(world, post=None, start=dt.time(9), end=dt.time(17)):
    """Somebody of this post answers from Monday to Friday."""
    with acting_as(world.actor(world.admin)):
        for day in range(5):
            DutyHours.objects.create(
                post=post or world.post, weekday=day, starts_at=start, ends_at=end
            )

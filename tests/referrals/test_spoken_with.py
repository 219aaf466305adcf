"""Taking a referral: what is a contact with her, and what is only somebody else's word."""

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.cases.models import Case
from entremise.people.queries import channels_of
from entremise.referrals.actions import take
from entremise.referrals.models import Form, Source
from referring import refer

pytestmark = pytest.mark.django_db


def taken(world, referral):
    """The case as it is kept."""
    with acting_as(world.actor(world.worker)) as actor:
        post_id = world.post.pk
        case = take(actor=actor, referral_id=referral, post_id=post_id, now=TUESDAY_TEN)
        return Case.objects.visible_to(actor).get(pk=case.pk)


class TestTaking:
    @pytest.mark.parametrize(
        ("form", "source", "spoken"),
        [
            (Form.PHONE, Source.SELF, True),
            (Form.WALK_IN, Source.SELF, True),
            (Form.CARD, Source.SELF, True),
            (Form.DICTATED, Source.POLICE, False),
            (Form.ONLINE, Source.SELF, False),
        ],
    )
    def test_counts_as_a_contact_where_she_asked_the_worker_herself(
        self, world, form, source, spoken
    ):
        referral = refer(world, world.worker, unit_id=None, source=source, form=form)
        assert taken(world, referral).last_contact_at == (TUESDAY_TEN if spoken else None)

    def test_says_beside_the_number_that_an_officer_called_it_safe(self, world):
        """Until she was asked herself; it is nothing to say or to hold back on the telephone."""
        told = {"value": "06 99 00 11 22", "safe": "yes", "origin": "officer"}
        case = taken(world, refer(world, channel=told))
        with acting_as(world.actor(world.worker)) as actor:
            (line,) = channels_of(actor=actor, person_id=case.person_id, now=TUESDAY_TEN)
        assert (line.safe, line.instructions["say"]) == ("unknown", "")
        assert "à vérifier avec elle" in line.instructions["given"]

"""Before a referral opens a case: who may already be known, by name, birth and number."""

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base.errors import NotAllowed
from entremise.cases.models import Case
from entremise.people import actions as people
from entremise.people.models import NameCard, SafeChannel
from entremise.referrals.queries.known import likely_known
from referring import refer

pytestmark = pytest.mark.django_db

HERS = NameCard(last_name="Vauquelain", first_name="Solène", born="1988")
NUMBER = "06 39 98 01 12"


def likely(world, referral_id, user=None):
    with acting_as(world.actor(user or world.worker)) as actor:
        return likely_known(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)


def known(world, card=HERS, user=None, number=NUMBER, **options):
    case = world.case_of(user or world.worker, card, **options)
    with acting_as(world.actor(user or world.worker)) as actor:
        people.add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind.PHONE,
            value=number,
            now=TUESDAY_TEN,
        )
    return case


class TestLikelyKnown:
    def test_proposes_whoever_answers_the_number_that_came_with_it(self, world):
        case = known(world)
        referral_id = refer(
            world,
            card=NameCard(first_name="Lou"),
            channel={"value": "+33 6 39 98 01 12", "origin": "officer"},
        )
        (found,) = likely(world, referral_id).found
        assert found.cases == [case]
        assert found.agreeing == ("phone",)

    def test_proposes_nobody_who_was_met_as_an_alleged_author(self, world):
        known(world, position=Case.Position.ALLEGED)
        known(world, user=world.other_worker, position=Case.Position.ALLEGED)
        answer = likely(world, refer(world, card=HERS, channel={"value": NUMBER}))
        assert (answer.found, answer.elsewhere) == ([], [])

    def test_names_the_post_to_ask_and_journals_it(self, world):
        elsewhere = known(world, user=world.other_worker)
        answer = likely(world, refer(world, card=HERS))
        assert [row.post_name for row in answer.elsewhere] == ["Poste de Firminy"]
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event="person:match_elsewhere")
        assert line.case_id == elsewhere.pk

    @pytest.mark.parametrize("role", ["coordinator", "officer", "chief", "dpo"])
    def test_is_refused_to_those_who_take_no_referral(self, world, role):
        referral_id = refer(world, card=HERS)
        with pytest.raises(NotAllowed):
            likely(world, referral_id, getattr(world, role))

    def test_never_puts_the_number_on_the_page(self, world):
        known(world)
        referral_id = refer(world, card=HERS, channel={"value": NUMBER})
        client = logged_in_client(world.worker)
        page = client.get(reverse("referrals:take", args=[referral_id])).content.decode()
        assert "Peut-être déjà connue" in page
        assert "téléphone" in page
        assert not {"0639980112", NUMBER, "39 98 01 12"} & set(page.split('"'))
        assert "39 98 01" not in page.replace("\u00a0", " ")

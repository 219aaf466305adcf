"""The page that joins a referral to a case: one that may be hers, or one whose code is known."""

import re

import pytest
from django.urls import reverse

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.base.errors import NotPossible
from entremise.cases.models import Case
from entremise.people.models import NameCard
from entremise.referrals.models import Referral
from referring import refer, take

pytestmark = pytest.mark.django_db

HERS = NameCard(last_name="Vauquelain", first_name="Solène", born="1988")
OTHER = NameCard(last_name="Canarivent", first_name="Zoé", born="1990")
ALLEGED = Case.Position.ALLEGED


@pytest.fixture
def referral_id(world):
    return refer(world, card=HERS)


@pytest.fixture
def sent(world, referral_id):
    """What the page answers to the worker who sends this."""
    client = logged_in_client(world.worker)

    def send(**answers):
        whole = {"post": str(world.post.pk), "position": "victim", **answers}
        return client.post(reverse("referrals:join", args=[referral_id]), whole)

    return send


def joined(world, referral_id):
    with acting_as(world.actor(world.worker)):
        referral = Referral.objects.get(pk=referral_id)
        return referral.state == Referral.State.ACCEPTED and referral.case_id


def without_tokens(answer):
    return re.sub(r'value="[\w-]{36,}"', "", answer.content.decode())


class TestACaseThatMayBeHers:
    def test_is_proposed_and_joined(self, world, referral_id, sent):
        case = world.case_of(world.worker, HERS)
        page = logged_in_client(world.worker).get(reverse("referrals:join", args=[referral_id]))
        assert f"situation {case.code}, en cours" in page.content.decode()
        answer = sent(case=str(case.pk))
        assert answer["Location"] == reverse("desk:case", args=[case.pk])
        assert joined(world, referral_id) == case.pk

    def test_is_asked_for_if_none_is_chosen(self, world, referral_id, sent):
        world.case_of(world.worker, HERS)
        assert "Choisissez sa situation, ou donnez son repère." in sent().content.decode()
        assert not joined(world, referral_id)


class TestACode:
    def test_shows_whose_case_it_is_before_anything_is_joined(self, world, referral_id, sent):
        case = world.case_of(world.worker, OTHER)
        page = sent(code=f" {case.code.lower()} ").content.decode()
        assert "Zoé CANARIVENT 1990" in page
        assert "Vérifiez que c’est bien elle" in page
        assert not joined(world, referral_id)
        assert sent(code=case.code, case=str(case.pk)).status_code == 302
        assert joined(world, referral_id) == case.pk

    def test_leaves_a_line_in_the_journal(self, world, sent):
        case = world.case_of(world.worker, OTHER)
        sent(code=case.code)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(event=Event.PERSON_SEARCHED, case_id=case.pk)
            assert lines.count() == 1

    @pytest.mark.parametrize("owner", ["other_worker", "far_worker"])
    def test_of_a_case_out_of_reach_is_no_code(self, world, referral_id, sent, owner):
        hidden = world.case_of(getattr(world, owner), OTHER)
        page = without_tokens(sent(code=hidden.code))
        assert page == without_tokens(sent(code="ZZZZZZ")).replace("ZZZZZZ", hidden.code)
        assert "Aucune situation que vous lisez ne porte ce repère" in page
        assert "CANARIVENT" not in page.upper()
        assert "Choisissez une réponse de la liste" in sent(case=str(hidden.pk)).content.decode()
        assert not joined(world, referral_id)

    @pytest.mark.parametrize("code", ["\0", "é" * 8, "%s", "x" * 9, "🦊"])
    def test_that_is_none_breaks_nothing(self, referral_id, sent, code):
        assert sent(code=code).status_code == 200


class TestTheWallOfTheAllegedAuthor:
    def test_keeps_what_is_told_of_a_victim_out_of_his_case(self, world, referral_id, sent):
        his = world.case_of(world.worker, OTHER, position=ALLEGED)
        page = sent(code=his.code, case=str(his.pk)).content.decode()
        assert "celle d’une personne mise en cause" in page
        assert not joined(world, referral_id)

    def test_lets_what_is_told_of_him_in(self, world, referral_id, sent):
        his = world.case_of(world.worker, OTHER, position=ALLEGED)
        assert "mise en cause\u00a0: situation" in sent(code=his.code).content.decode()
        assert sent(code=his.code, case=str(his.pk), position="alleged").status_code == 302
        assert joined(world, referral_id) == his.pk

    def test_keeps_what_is_told_of_him_out_of_the_case_of_a_victim(self, world, referral_id):
        hers = world.case_of(world.worker, HERS)
        with pytest.raises(NotPossible, match="pas celle d’une personne mise en cause"):
            take(world, referral_id, case_id=hers.pk, position=ALLEGED)


@pytest.mark.parametrize("role", ["other_worker", "far_worker", "coordinator", "officer", "dpo"])
def test_looks_missing_to_whoever_does_not_take_it(world, role, referral_id):
    client = logged_in_client(getattr(world, role))
    assert client.get(reverse("referrals:join", args=[referral_id])).status_code == 404
    missing = "11111111-1111-4111-8111-111111111111"
    assert client.get(reverse("referrals:join", args=[missing])).status_code == 404

"""What an enquiry brings to the screens of the worker, and a card to nobody's."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.referrals import actions, queries
from entremise.referrals.models import Referral
from visiting import AT_ROANNE, REACHED, TOLD, Visitor, forget_the_pace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calm(db):
    forget_the_pace()
    yield
    forget_the_pace()


def read(client, name, *args):
    page = client.get(reverse(name, args=args))
    assert page.status_code == 200
    return page.content.decode().replace("&nbsp;", " ").replace("\xa0", " ")


def as_sent(visitor):
    return visitor.page.content.decode()


def referral_of(world):
    with acting_as(world.actor(world.worker)):
        return Referral.objects.get()


class TestTheQueue:
    def test_says_the_language_the_interpreter_and_the_reference(self, world):
        visitor = Visitor().post(lang="pt")
        visitor.ask(reach={**REACHED, "spoken": "pt", "interpreter": "yes"})
        queue = read(logged_in_client(world.worker), "referrals:queue")
        assert "Langue : portugais" in queue
        assert "Interprète demandé" in queue
        digits = referral_of(world).reference
        assert " ".join(digits[at : at + 2] for at in range(0, 8, 2)) in queue

    def test_says_nothing_more_of_somebody_who_writes_in_french(self, world):
        Visitor().ask()
        queue = read(logged_in_client(world.worker), "referrals:queue")
        assert "Langue" not in queue
        assert "Canari" not in queue

    def test_says_that_a_minor_writes_alone(self, world):
        Visitor().ask(where={"who": "minor", "place": "Roanne"})
        queue = read(logged_in_client(world.worker), "referrals:queue")
        assert "Mineur" in queue
        assert "une personne mineure écrit seule" in queue


class TestTheReferral:
    def test_says_when_and_how_she_can_be_reached_without_her_number(self, world):
        Visitor().ask(reach={**REACHED, "confirm": "on"})
        page = read(logged_in_client(world.worker), "referrals:referral", referral_of(world).pk)
        assert "le mardi et le jeudi, de 9 h à 12 h" in page
        assert "jamais de message" in page
        assert REACHED["advice"] in page
        assert "Elle demande un SMS de confirmation" in page
        assert REACHED["number"] not in page

    def test_reminds_the_duties_towards_a_child(self, world):
        Visitor().ask(where={"who": "minor", "place": "Roanne"})
        page = read(logged_in_client(world.worker), "referrals:referral", referral_of(world).pk)
        assert "ne prévenez aucun parent" in page
        assert "L. 226-2-1" in page

    def test_of_an_adult_reminds_nothing_of_the_kind(self, world):
        Visitor().ask()
        page = read(logged_in_client(world.worker), "referrals:referral", referral_of(world).pk)
        assert "ne prévenez aucun parent" not in page

    def test_says_what_a_witness_reports_as_reported(self, world):
        Visitor().ask(
            where={"who": "witness", "place": "Roanne"}, tell={"said": "Des cris la nuit."}
        )
        page = read(logged_in_client(world.worker), "referrals:referral", referral_of(world).pk)
        assert "Ce qui est rapporté" in page
        assert "Ce que la personne a dit" not in page


class TestSendingItOn:
    def test_takes_along_what_she_said_of_herself(self, world):
        Visitor().ask(
            reach={**REACHED, "spoken": "ar", "interpreter": "yes"},
            where={"who": "minor", "place": "Roanne"},
        )
        before = referral_of(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.redirect(
                actor=actor,
                referral_id=before.pk,
                queue_id=world.other_post.queue_id,
                reason="Elle a déménagé.",
                now=TUESDAY_TEN,
            )
        with acting_as(world.actor(world.other_worker)) as actor:
            (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
        assert (row.language, row.interpreter, row.minor) == ("arabe", True, True)
        assert row.reference == before.reference
        assert row.reasons == ["une personne mineure écrit seule"]


class TestTheJournal:
    def test_says_that_somebody_wrote_and_not_who(self, world):
        Visitor().ask()
        page = read(logged_in_client(world.dpo), "desk:journal")
        assert "une personne, par le formulaire" in page
        assert "formulaire en ligne" in page
        assert "Canari" not in page


class TestACard:
    @pytest.fixture
    def lot(self, world):
        with acting_as(world.actor(world.worker)) as actor:
            return actions.make_lot(
                actor=actor,
                post_id=world.post.pk,
                unit_id=world.station.pk,
                count=50,
                starts_on=TUESDAY_TEN.date(),
                ends_on=TUESDAY_TEN.date() + dt.timedelta(days=90),
                now=TUESDAY_TEN,
            )

    def test_whose_code_is_typed_is_known_to_the_worker_alone(self, world, lot):
        right = Visitor().post(REACHED).post({**AT_ROANNE, "card": lot.code})
        wrong = Visitor().post(REACHED).post({**AT_ROANNE, "card": "rien du tout"})
        told = [
            re.sub(r'(value|data-proof)="[^"]*"', "", as_sent(page)) for page in (right, wrong)
        ]
        assert told[0] == told[1]
        right.post(TOLD)
        assert referral_of(world).card_lot_id == lot.pk
        assert lot.code not in right.text

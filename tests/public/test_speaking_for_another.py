"""A relative, a witness, a minor alone: what each is asked, and what the worker may do with it."""

import re

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.errors import NotPossible
from entremise.referrals import actions, queries
from entremise.referrals.models import Approach, Source, Tier
from visiting import REACHED, Visitor, forget_the_pace

pytestmark = pytest.mark.django_db

SEEN = {
    "said": "Canarivu : des cris la nuit.",
    "knows": "no",
    "first_name": "Awa",
    "last_name": "Canarine",
    "her_number": "06 98 00 00 01",
    "own_name": "Canarivoisin Paul",
    "link": "voisin",
    "unnamed": "on",
    "phrase": "le jardin de ma tante",
}


@pytest.fixture(autouse=True)
def calm(db):
    forget_the_pace()
    yield
    forget_the_pace()


def opened_by_the_worker(world):
    with acting_as(world.actor(world.worker)) as actor:
        (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
        opened = actions.open_referral(actor=actor, referral_id=row.id, now=TUESDAY_TEN)
    return row, opened


class TestAWitness:
    def test_is_kept_apart_from_the_person_and_not_named(self, world):
        Visitor().ask(where={"who": "witness", "place": "Roanne"}, tell=SEEN)
        _row, opened = opened_by_the_worker(world)
        assert opened.referral.source == Source.WITNESS
        assert opened.card.last_name == "Canarine"
        (speaker,) = opened.speakers
        assert speaker.unnamed
        assert speaker.person_may_not_know
        assert "Canarivoisin" not in speaker.said
        assert "Canarivoisin" not in opened.said

    def test_waits_for_a_decision_before_anybody_approaches_her(self, world):
        Visitor().ask(where={"who": "witness", "place": "Roanne"}, tell=SEEN)
        row, _opened = opened_by_the_worker(world)
        assert row.approach is Approach.TO_DECIDE
        with acting_as(world.actor(world.worker)) as actor, pytest.raises(NotPossible):
            actions.take(actor=actor, referral_id=row.id, post_id=world.post.pk, now=TUESDAY_TEN)

    def test_is_called_back_on_his_own_number_and_known_by_his_phrase(self, world):
        Visitor().ask(where={"who": "witness", "place": "Roanne"}, tell=SEEN)
        _row, opened = opened_by_the_worker(world)
        with acting_as(world.actor(world.worker)) as actor:
            shown = actions.show_informant(
                actor=actor, informant_id=opened.speakers[0].id, now=TUESDAY_TEN
            )
            known = actions.known_by_phrase(
                actor=actor, said="Le Jardin de ma tante !", now=TUESDAY_TEN
            )
        assert REACHED["number"] in shown.contact
        assert known is not None

    def test_gives_her_number_for_a_first_call_only(self, world):
        Visitor().ask(where={"who": "relative", "place": "Roanne"}, tell=SEEN)
        _row, opened = opened_by_the_worker(world)
        (channel,) = opened.channels
        assert (channel["origin"], channel["message"]) == ("informant", "never")
        assert channel["safe"] == "unknown"

    def test_whose_phrase_is_too_short_is_asked_for_another(self, world):
        visitor = Visitor().ask(
            where={"who": "witness", "place": "Roanne"}, tell={**SEEN, "phrase": "ab c"}
        )
        assert "Choisissez une phrase plus longue." in visitor.text
        assert SEEN["said"] in visitor.text

    def test_who_says_nothing_of_himself_still_says_whether_she_knows(self, world):
        Visitor().ask(
            reach={},
            where={"who": "relative", "place": "Roanne"},
            tell={"said": "Elle a un bleu.", "knows": "agrees"},
        )
        _row, opened = opened_by_the_worker(world)
        assert not opened.speakers[0].person_may_not_know


class TestAMinorAlone:
    def test_is_spoken_to_simply_with_the_119_first(self, world):
        visitor = Visitor().post(REACHED).post({"who": "minor", "place": "Roanne"})
        text = visitor.text
        assert "Qu’est-ce qui se passe ?" in text
        assert "ne prévient pas tes parents" in text
        assert text.index(">119<") < text.index(">17<")

    def test_is_spoken_to_as_simply_once_the_message_has_arrived(self, world):
        minor, adult = Visitor(), Visitor()
        minor.ask(where={"who": "minor", "place": "Roanne"}, tell={"said": "J’ai peur."})
        adult.ask()
        assert "Ton message est arrivé" in minor.text
        assert not re.search(
            r"\b(?:vous|vos|votre|notez|fermez)\b", minor.text.split("<main")[1], re.I
        )
        assert "Votre message est arrivé" in adult.text

    def test_is_tried_within_days_with_the_duties_beside(self, world, client):
        Visitor().ask(where={"who": "minor", "place": "Roanne"}, tell={"said": "J’ai peur."})
        row, opened = opened_by_the_worker(world)
        assert row.minor
        assert row.tier is Tier.SECOND
        assert row.reasons == ["une personne mineure écrit seule"]
        assert opened.referral.approach == Approach.NOT_NEEDED

    def test_a_child_of_whom_somebody_speaks_is_said_to_be_one(self, world):
        Visitor().ask(where={"who": "witness", "place": "Roanne"}, tell={**SEEN, "minor": "yes"})
        row, _opened = opened_by_the_worker(world)
        assert row.minor
        assert row.tier is Tier.THIRD

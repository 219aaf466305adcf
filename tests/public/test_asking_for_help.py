"""Somebody without account asks for help, and a worker of the place reads it."""

import datetime as dt
import re

import pytest

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.people.models import SafeChannel
from entremise.people.queries import channels_of
from entremise.people.safety import Code, Opening
from entremise.referrals import actions, queries
from entremise.referrals.models import Approach, Referral, Tier
from entremise.referrals.models.routing import AssignReason
from visiting import ADDRESS, AT_ROANNE, REACHED, TOLD, Visitor, forget_the_pace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calm(db):
    forget_the_pace()
    yield
    forget_the_pace()


def waiting(world, user=None):
    """What waits in this worker's queue, and the first of it opened."""
    with acting_as(world.actor(user or world.worker)) as actor:
        rows = queries.queue(actor=actor, now=TUESDAY_TEN)
        opened = [
            actions.open_referral(actor=actor, referral_id=row.id, now=TUESDAY_TEN) for row in rows
        ]
    return rows, opened


class TestAsking:
    def test_lands_in_the_queue_of_the_post_that_covers_the_place(self, world):
        visitor = Visitor().ask()
        assert visitor.page.status_code == 201
        (row,), (opened,) = waiting(world)
        assert (row.queue_id, row.commune) == (world.post.queue_id, "Roanne")
        assert opened.card.display == "Zélie CANARI"
        assert opened.said == TOLD["said"]
        assert opened.referral.approach == Approach.NOT_NEEDED

    def test_tells_a_number_once_by_which_the_worker_finds_it(self, world):
        visitor = Visitor().ask()
        (told,) = re.findall(r">(\d\d(?: \d\d){3})<", visitor.text)
        (row,), _opened = waiting(world)
        assert told.replace(" ", "") == row.reference

    def test_keeps_how_she_can_be_reached_and_never_says_that_it_is_safe(self, world):
        Visitor().ask()
        _rows, (opened,) = waiting(world)
        said = dict(opened.reaching)
        assert said["Quand la joindre"] == "le mardi et le jeudi, de 9 h à 12 h".replace(
            " h", "\xa0h"
        )
        assert said["Message"] == "jamais de message"
        assert said["À savoir avant d’appeler"] == REACHED["advice"]
        assert "06 99" not in repr(opened)
        with acting_as(world.actor(world.worker)) as actor:
            case = actions.take(
                actor=actor,
                referral_id=opened.referral.pk,
                post_id=world.post.pk,
                now=TUESDAY_TEN,
            )
            (channel,) = channels_of(actor=actor, person_id=case.person_id, now=TUESDAY_TEN)
            afternoon = TUESDAY_TEN + dt.timedelta(hours=5)
            (later,) = channels_of(actor=actor, person_id=case.person_id, now=afternoon)
        assert channel.safe is SafeChannel.Safe.UNKNOWN
        assert channel.message is SafeChannel.Message.NEVER
        assert channel.window.days == {1, 3}
        assert channel.call.opening is Opening.FIRST_CALL
        assert later.call.code is Code.OUTSIDE_WINDOW

    def test_with_two_hours_that_are_the_same_asks_for_another(self, world):
        visitor = Visitor().post({**REACHED, "start": "18:00", "end": "18:00"})
        assert "Choisissez une heure de fin différente." in visitor.text
        assert REACHED["advice"] in visitor.text
        visitor.post({"start": "18:00", "end": "08:00"})
        assert "Dans quelle commune" in visitor.text

    def test_owes_two_answers_only(self, world):
        visitor = Visitor().post({}).post({"who": "self", "place": "42300"}).post({})
        assert visitor.page.status_code == 201
        _rows, (opened,) = waiting(world)
        assert not opened.has_number
        assert "n’a donné aucun numéro" in opened.said

    def test_without_who_or_place_says_so_and_goes_no_further(self, world):
        visitor = Visitor().post(REACHED).post({})
        assert "Dites pour qui vous écrivez." in visitor.text
        assert "Écrivez le nom de la commune" in visitor.text
        assert waiting(world) == ([], [])

    def test_counts_once_what_is_sent_twice(self, world):
        visitor = Visitor().post(REACHED).post(AT_ROANNE)
        sent = {**visitor.fields(), **TOLD, "go": "next"}
        one, two = (visitor.client.post(ADDRESS, sent) for _time in range(2))
        assert [one.status_code, two.status_code] == [201, 201]
        assert one.content == two.content
        rows, _opened = waiting(world)
        assert len(rows) == 1

    def test_shows_her_fear_as_what_makes_it_urgent(self, world):
        Visitor().ask(tell={**TOLD, "fears": "yes"})
        (row,), _opened = waiting(world)
        assert row.tier is Tier.FIRST

    def test_is_in_the_journal_of_the_employer_without_a_name(self, world):
        Visitor().ask()
        with acting_as(world.actor(world.dpo)):
            (line,) = JournalEntry.objects.filter(reason="online")
            assert (line.event, line.actor_kind) == ("referral:received", "public")
            assert line.actor_id.int == 0

    def test_from_an_account_sends_nothing(self, world):
        client = logged_in_client(world.worker)
        page = client.get(ADDRESS)
        assert "Imprimer le même formulaire" in page.content.decode()
        answer = client.post(ADDRESS, {**AT_ROANNE, **TOLD, "step": "tell", "go": "next"})
        assert answer.status_code == 200
        assert waiting(world) == ([], [])


class TestThePlace:
    def test_that_several_have_is_asked_again_and_nothing_is_guessed(self, world):
        visitor = Visitor().post(REACHED).post({"who": "self", "place": "Saint"})
        assert "Plusieurs communes sont possibles." in visitor.text
        assert visitor.text.count('name="commune" value=') > 1
        assert "Saint-Chamond (Loire)" in visitor.text
        visitor.post({"who": "self", "commune": "42207"}).post(TOLD)
        assert visitor.page.status_code == 201

    def test_misspelt_is_proposed_not_guessed(self, world):
        visitor = Visitor().post(REACHED).post({"who": "self", "place": "Roane"})
        assert "Plusieurs communes sont possibles." in visitor.text
        assert 'value="42187"' in visitor.text

    @pytest.mark.parametrize(
        "typed", ["42300 ROANNE", "roanne", " Roanne (42300) ", "٤٢٣٠٠ Roanne"]
    )
    def test_is_understood_as_people_write_it(self, world, typed):
        Visitor().ask(where={"who": "self", "place": typed})
        (row,), _opened = waiting(world)
        assert row.commune == "Roanne"

    @pytest.mark.parametrize("typed", ["zzzz qqqq", "😀😀", "12", "روان"])
    def test_unknown_is_said_and_every_word_is_kept(self, world, typed):
        visitor = Visitor().post(REACHED).post({"who": "self", "place": typed})
        assert "n’est pas reconnue" in visitor.text
        assert typed in visitor.text
        assert REACHED["advice"] in visitor.text

    def test_that_nobody_covers_is_not_lost(self, world):
        visitor = Visitor().ask(where={"who": "self", "place": "Montbrison", "commune": "42147"})
        assert "Aucun service ne couvre encore cette commune" in visitor.text
        with acting_as(world.actor(world.coordinator)) as actor:
            (row,) = queries.waiting_unread(actor=actor)
            assert list(Referral.objects.all()) == []
            actions.assign(
                actor=actor,
                referral_id=row.id,
                queue_id=world.post.queue_id,
                reason=AssignReason.CLOSEST,
                now=TUESDAY_TEN,
            )
        _rows, (opened,) = waiting(world)
        assert opened.said == TOLD["said"]


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        "said",
        [
            "😀 عربي العربية",
            "😀 \u202eعربي العربية\u202c",
            "a\x00b",
            "<script>alert(1)</script>",
            "{{ x }} {% y %} %(z)s",
        ],
    )
    def test_goes_through_as_it_reads(self, world, said):
        Visitor().ask(tell={"said": said})
        _rows, (opened,) = waiting(world)
        assert opened.said == re.sub("[\x00\u202e\u202c]", "", said)

    def test_too_long_is_said_and_kept(self, world):
        long = "mot " * 250_000
        visitor = Visitor().ask(tell={"said": long})
        assert visitor.page.status_code == 200
        assert "Ce texte est trop long." in visitor.text
        assert long.strip() in visitor.text

    def test_is_kept_on_the_way_back_and_in_another_language(self, world):
        visitor = Visitor().post(REACHED).post(AT_ROANNE).post(TOLD, lang="en")
        assert TOLD["said"] in visitor.text
        visitor.post(go="back")
        assert 'value="Roanne"' in visitor.text
        visitor.post(AT_ROANNE).post()
        assert visitor.page.status_code == 201
        _rows, (opened,) = waiting(world)
        assert opened.said == TOLD["said"]

    @pytest.mark.parametrize("ticket", ["", "forgé", "W10:1abc:zzz", "a" * 3000])
    def test_is_kept_when_the_ticket_is_forged(self, world, ticket):
        visitor = Visitor().post(REACHED).post(AT_ROANNE).post({**TOLD, "ticket": ticket})
        assert "La page est restée ouverte longtemps" in visitor.text
        assert TOLD["said"] in visitor.text
        assert waiting(world) == ([], [])
        assert visitor.post().page.status_code == 201

    def test_is_kept_when_the_ticket_is_too_old(self, world, monkeypatch):
        visitor = Visitor().post(REACHED).post(AT_ROANNE)
        monkeypatch.setattr("entremise.public.tickets.HOURS", -1)
        visitor.post(TOLD)
        assert "La page est restée ouverte longtemps" in visitor.text
        monkeypatch.undo()
        assert visitor.post().page.status_code == 201

    def test_is_not_taken_from_another_site(self, world):
        visitor = Visitor(headers={"sec-fetch-site": "cross-site"}).ask()
        assert visitor.page.status_code == 200
        assert TOLD["said"] in visitor.text
        assert waiting(world) == ([], [])


class TestEveryAnswer:
    def test_sets_no_cookie_and_is_kept_by_nobody(self, world):
        visitor = Visitor().ask()
        refused = Visitor().post(REACHED).post({})
        for page in (*visitor.pages, *refused.pages):
            assert page.cookies == {}
            assert page["Cache-Control"] == "no-store"
            assert page["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in page["Content-Security-Policy"]
        assert visitor.client.cookies == {}

    def test_has_one_neutral_title_and_no_address_outside(self, world):
        for page in (*Visitor().ask().pages, *Visitor().post(REACHED).post({}).pages):
            text = page.content.decode()
            assert "<title>Information</title>" in text
            assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", text)

    def test_stays_at_one_address_without_a_question_mark(self, world):
        visitor = Visitor()
        answer = visitor.client.get(f"{ADDRESS}?said=secret&go=next")
        assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
        assert answer.cookies == {}
        for page in visitor.ask().pages[:-1]:
            assert f'action="{ADDRESS}"' in page.content.decode()

    def test_begins_with_the_numbers_for_an_emergency(self, world):
        text = Visitor().text
        numbers = re.findall(r'en-emergency-number" href="(?:tel|sms):(\d+)"', text)
        assert numbers == ["17", "112", "114", "3919", "119", "115"]
        assert text.index("En cas d’urgence") < text.index("Comment vous joindre")
        assert text.index("historique de cet appareil") < text.index("Comment vous joindre")

    def test_sets_no_cookie_when_it_breaks_down(self, world, monkeypatch):
        def broken(**_asked):
            raise ZeroDivisionError

        visitor = Visitor(raise_request_exception=False).post(REACHED).post(AT_ROANNE)
        monkeypatch.setattr("entremise.public.views.actions.send", broken)
        visitor.post(TOLD)
        assert visitor.page.status_code == 500
        assert visitor.page.cookies == {}
        assert TOLD["said"] in visitor.text

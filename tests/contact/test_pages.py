"""The pages of reaching her: what they show, what they keep back, who opens them."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.contact.models import ContactAttempt
from entremise.people.actions import ChannelWords, add_channel, agree
from entremise.people.models import CallerCheck, NameCard, SafeChannel
from world import close

pytestmark = pytest.mark.django_db

NUMBER = "06 39 98 12 34"
SHOWN = "06\u00a039\u00a098\u00a012\u00a034"
DIGITS = re.compile(r"0?6.?39.?98.?12.?34")
OTHERS = [
    "other_worker",
    "far_worker",
    "coordinator",
    "officer",
    "chief",
    "dpo",
    "steering",
    "admin",
]
Safe = SafeChannel.Safe


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def browser(world, case):
    return logged_in_client(world.worker)


@pytest.fixture
def channel(world, case):
    return phone(world, case)


def phone(world, case, **words):
    with acting_as(world.actor(world.worker)) as actor:
        return add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind.PHONE,
            value=NUMBER,
            now=timezone.now(),
            words=ChannelWords(**words),
            checked=words.get("safe") is Safe.YES,
        )


def as_worker(world):
    return acting_as(world.actor(world.worker))


def text_of(response):
    return response.content.decode()


def call_page(case, channel, name="reach", way="appel"):
    return reverse(f"contact:{name}", args=[case.pk, channel.pk, way])


class TestChannelPages:
    def test_no_page_holds_the_number_but_the_call_screen_once_asked(
        self, world, browser, case, channel
    ):
        pages = [
            reverse("contact:channels", args=[case.pk]),
            reverse("contact:change_channel", args=[case.pk, channel.pk]),
            reverse("contact:agreement", args=[case.pk]),
            call_page(case, channel),
            reverse("contact:day"),
            reverse("contact:week"),
            reverse("desk:case", args=[case.pk]),
            reverse("desk:cases"),
        ]
        for page in pages:
            response = browser.get(page)
            assert response.status_code == 200, page
            assert not DIGITS.search(text_of(response)), page
        assert SHOWN in text_of(browser.post(call_page(case, channel)))

    def test_a_closed_case_shows_how_she_was_reached_and_offers_to_reopen(
        self, world, browser, case, channel
    ):
        with as_worker(world) as actor:
            close(actor, case)
        reopen = f'href="{reverse("cases:reopen", args=[case.pk])}"'
        contact = text_of(browser.get(reverse("contact:channels", args=[case.pk])))
        assert "Pas encore vérifié" in contact
        assert reopen in contact
        for page in (call_page(case, channel), reverse("contact:plan", args=[case.pk])):
            assert f'href="{page}"' not in contact
        assert reverse("desk:listen", args=[case.pk]) not in contact
        call = text_of(browser.get(call_page(case, channel)))
        assert reopen in call
        assert "Afficher le numéro" not in call

    def test_an_open_case_offers_to_call_and_to_meet(self, browser, case, channel):
        contact = text_of(browser.get(reverse("contact:channels", args=[case.pk])))
        for page in (call_page(case, channel), reverse("contact:plan", args=[case.pk])):
            assert f'href="{page}"' in contact
        assert "Afficher le numéro" in text_of(browser.get(call_page(case, channel)))

    def test_the_call_page_gives_the_first_name_to_ask_for(self, world, browser, channel):
        case = world.case_of(world.worker, NameCard(last_name="Canarivent", first_name="Zoé"))
        named = text_of(browser.get(call_page(case, phone(world, case))))
        assert "Son prénom&nbsp;: <strong>Zoé</strong>" in named

    def test_the_call_page_says_when_no_first_name_is_noted(self, browser, world):
        case = world.case_of(world.worker, NameCard(last_name="Canarivent"))
        unnamed = text_of(browser.get(call_page(case, phone(world, case))))
        assert "Son prénom&nbsp;: non noté" in unnamed

    def test_adding_one_takes_a_means_and_a_number(self, world, browser, case):
        page = reverse("contact:add_channel", args=[case.pk])
        response = browser.post(page, {"kind": "phone", "value": NUMBER})
        assert response.status_code == 302
        with as_worker(world):
            kept = SafeChannel.objects.get()
            assert (kept.safe, kept.message, kept.window) == (Safe.UNKNOWN, "never", {})
            assert case.timeline.get(kind="contact:channel").subject_id == kept.pk

    @pytest.mark.parametrize(
        "answers",
        [
            {"kind": "phone", "value": "inconnu"},
            {"kind": "email", "value": "lea"},
            {"kind": "phone", "value": ""},
            {"kind": "phone", "value": "06\x0039"},
            {"kind": "fax", "value": NUMBER},
            {"kind": "phone", "value": NUMBER, "safe": "yes"},
            {"kind": "phone", "value": NUMBER, "start": "09:00", "end": "09:00"},
            {"kind": "phone", "value": NUMBER, "days": ["9"]},
        ],
    )
    def test_an_answer_that_makes_no_sense_is_asked_again(self, browser, case, answers):
        page = reverse("contact:add_channel", args=[case.pk])
        response = browser.post(page, answers)
        assert response.status_code == 200
        assert "Erreur" in text_of(response)

    def test_two_people_who_change_it_see_both_texts(self, world, browser, case, channel):
        page = reverse("contact:change_channel", args=[case.pk, channel.pk])
        first = {"version": "1", "say": "demander Léa", "safe": "unknown"}
        assert browser.post(page, first).status_code == 302
        response = browser.post(page, {**first, "safe": "no", "say": "ne rien dire"})
        assert "modifiée entre-temps" in text_of(response)
        assert "pas encore vérifié" in text_of(response)
        assert "demander Léa" in text_of(response)
        assert response.context["form"]["say"].value() == "ne rien dire"
        assert response.context["form"]["safe"].value() == "no"
        again = {"version": "2", "safe": "no", "say": "ne rien dire"}
        assert browser.post(page, again).status_code == 302

    def test_an_older_page_does_not_open_what_was_found_dangerous(self, browser, case, channel):
        page = reverse("contact:change_channel", args=[case.pk, channel.pk])
        older = {"version": "1", "say": "demander Léa", "safe": "unknown"}
        assert browser.post(page, {**older, "safe": "no"}).status_code == 302
        assert "dangereux" in text_of(browser.post(page, older))
        assert "noté dangereux" in text_of(browser.post(page, {**older, "version": "2"}))
        kept = browser.get(reverse("contact:channels", args=[case.pk]))
        assert "dangereux" in text_of(kept)

    def test_what_is_agreed_is_kept_and_a_second_writer_is_told(self, browser, case):
        page = reverse("contact:agreement", args=[case.pk])
        answers = {"version": "0", "paper": "never", "code_phrase": "le chat gris"}
        assert browser.post(page, answers).status_code == 302
        response = browser.post(page, {**answers, "paper": "yes"})
        assert "modifiée entre-temps" in text_of(response)
        assert 'value="1"' in text_of(response)
        assert "le chat gris" not in text_of(browser.get(page))

    @pytest.mark.parametrize("role", OTHERS)
    def test_others_find_no_page(self, world, case, channel, role):
        browser = logged_in_client(getattr(world, role))
        for page in (
            reverse("contact:channels", args=[case.pk]),
            reverse("contact:add_channel", args=[case.pk]),
            reverse("contact:change_channel", args=[case.pk, channel.pk]),
            reverse("contact:agreement", args=[case.pk]),
            call_page(case, channel),
            reverse("contact:plan", args=[case.pk]),
            reverse("desk:listen", args=[case.pk]),
        ):
            assert browser.get(page).status_code == 404, page
        answer = browser.post(call_page(case, channel))
        assert answer.status_code == 404
        assert not DIGITS.search(text_of(answer))


class TestCallScreen:
    def test_says_what_may_be_said_before_it_shows_the_number(self, browser, case, channel):
        before = text_of(browser.get(call_page(case, channel)))
        assert "premier appel seulement" in before
        assert "faux numéro" in before
        after = text_of(browser.post(call_page(case, channel)))
        assert SHOWN in after
        assert "#31#" in after
        assert "Enregistrer l’issue" in after

    def test_a_second_look_waits_for_the_outcome(self, browser, case, channel):
        browser.post(call_page(case, channel), {"once": str(uuid4())})
        again = text_of(browser.post(call_page(case, channel), {"once": str(uuid4())}))
        assert not DIGITS.search(again)
        assert "issue n’est pas notée" in again
        assert "Enregistrer l’issue" in again

    def test_the_form_sent_twice_shows_the_same_call(self, browser, case, channel):
        sent = {"once": str(uuid4())}
        assert SHOWN in text_of(browser.post(call_page(case, channel), sent))
        assert SHOWN in text_of(browser.post(call_page(case, channel), sent))

    def test_an_unsafe_channel_stays_shut_and_leaves_a_line(self, world, browser, case):
        channel = phone(world, case, safe=Safe.NO)
        answer = text_of(browser.post(call_page(case, channel)))
        assert not DIGITS.search(answer)
        assert "dangereux" in answer
        with as_worker(world):
            lines = JournalEntry.objects.filter(case_id=case.pk, event="channel:refused")
            assert lines.count() == 1

    def test_the_outcome_is_noted_and_the_channel_follows(self, world, browser, case, channel):
        browser.post(call_page(case, channel))
        answer = browser.post(
            call_page(case, channel, "outcome"),
            {"outcome": "reached", "safe": "yes", "days": ["1"], "start": "09:00", "end": "12:00"},
        )
        assert answer.status_code == 302
        with as_worker(world):
            kept = SafeChannel.objects.get()
            assert kept.safe == Safe.YES
            assert kept.window == {"days": [1], "from": "09:00", "to": "12:00"}
            assert ContactAttempt.objects.get().outcome == "reached"

    def test_an_outcome_sent_twice_is_one_attempt(self, world, browser, case, channel):
        browser.post(call_page(case, channel))
        sent = {"outcome": "no_answer", "once": str(uuid4())}
        for _ in range(2):
            assert browser.post(call_page(case, channel, "outcome"), sent).status_code == 302
        with as_worker(world):
            assert ContactAttempt.objects.count() == 1

    def test_an_outcome_that_makes_no_sense_is_asked_again_without_the_number(
        self, browser, case, channel
    ):
        browser.post(call_page(case, channel))
        for answers in ({}, {"outcome": "reached"}, {"outcome": "wrong_number", "safe": "yes"}):
            answer = browser.post(call_page(case, channel, "outcome"), answers)
            assert answer.status_code == 200
            assert not DIGITS.search(text_of(answer))
            assert "Enregistrer l’issue" in text_of(answer)

    @pytest.mark.parametrize("way", ["pigeon", "courrier"])
    def test_a_way_that_this_channel_has_not_does_not_exist(self, browser, case, channel, way):
        assert browser.get(call_page(case, channel, way=way)).status_code == 404


class TestIncomingCall:
    def agree(self, world, case):
        with as_worker(world) as actor:
            agree(
                actor=actor,
                person_id=case.person_id,
                version=0,
                she_calls_us=False,
                paper=CallerCheck.Paper.NEVER,
                code_phrase="le chat est gris",
                now=timezone.now(),
            )

    def ask(self, browser, **answers):
        return text_of(browser.post(reverse("contact:incoming"), answers))

    def bare(self, body, *said):
        """The page without its tokens and without what was typed."""
        body = re.sub(r'value="[^"]*"', "", body)
        for word in said:
            body = body.replace(word, "")
        return body

    def test_known_or_unknown_the_page_is_the_same(self, world, browser, case):
        self.agree(world, case)
        known = self.ask(browser, name="Canarivent", said="rien")
        unknown = self.ask(browser, name="Zzyzx", said="rien")
        assert self.bare(known) == self.bare(unknown)
        assert "Dites seulement" in known

    def test_the_code_phrase_opens_her_case(self, world, browser, case):
        self.agree(world, case)
        body = self.ask(browser, name="canarivent", said="Le chat est GRIS !")
        assert "Phrase reconnue" in body
        assert case.code in body

    def test_after_hanging_up_the_way_to_her_is_shown(self, world, browser, case):
        body = self.ask(browser, name="Canarivent", hung_up="1")
        assert reverse("contact:channels", args=[case.pk]) in body
        assert not DIGITS.search(body)

    def test_each_check_is_journalled_without_a_word_of_it(self, world, browser, case):
        self.agree(world, case)
        self.ask(browser, name="Canarivent", said="le chat est gris")
        with acting_as(world.actor(world.dpo)):
            line = JournalEntry.objects.get(event="contact:caller_checked")
            assert (line.reason, line.subject_id) == ("matched", case.person_id)

    def test_her_call_is_a_contact(self, world, browser, case):
        browser.post(reverse("contact:she_called", args=[case.pk]))
        with as_worker(world):
            assert ContactAttempt.objects.get().kind == "she_called"
            case.refresh_from_db()
            assert case.last_contact_at is not None

    @pytest.mark.parametrize(
        "role", ["coordinator", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_other_roles_find_no_page(self, world, role):
        browser = logged_in_client(getattr(world, role))
        for page in ("contact:incoming", "contact:day", "contact:week"):
            assert browser.get(reverse(page)).status_code == 404

    def test_a_worker_of_another_post_learns_nothing_more_than_anybody(self, world, case):
        self.agree(world, case)
        browser = logged_in_client(world.other_worker)
        body = self.ask(browser, name="Canarivent", said="le chat est gris")
        assert "Phrase reconnue" not in body
        assert case.code not in body

"""What she prefers, what is protected, what an SMS may say, on the pages of reaching her."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.organisation.models import Employer
from entremise.people.actions import ChannelWords, add_channel
from entremise.people.models import SafeChannel
from entremise.people.windows import Window

pytestmark = pytest.mark.django_db

NUMBER, ADDRESS = "06 39 98 12 34", "3 rue des Canaris"
DIGITS = re.compile(r"0?6.?39.?98.?12.?34")
Kind, Safe, Message = SafeChannel.Kind, SafeChannel.Safe, SafeChannel.Message
Protection, Sms = SafeChannel.Protection, SafeChannel.Sms
ANY_HOUR = Window(start=dt.time(0), end=dt.time(23, 59))


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def browser(world, case):
    return logged_in_client(world.worker)


def channel_of(world, case, kind=Kind.PHONE, value=NUMBER, **words):
    with acting_as(world.actor(world.worker)) as actor:
        return add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=kind,
            value=value,
            now=timezone.now(),
            words=ChannelWords(**{"safe": Safe.YES, **words}),
            checked=True,
        )


def allow_sms(world):
    with acting_as(world.actor(world.admin)):
        Employer.objects.filter(pk=world.employer.pk).update(sms_allowed=True)


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def reach(case, channel, way):
    return reverse("contact:reach", args=[case.pk, channel.pk, way])


def add(browser, case, **answers):
    usual = {"kind": "phone", "value": NUMBER}
    page = reverse("contact:add_channel", args=[case.pk])
    return browser.post(page, {**usual, **answers})


class TestTheNameToShow:
    def test_of_a_real_body_is_refused_beside_the_field(self, browser, case):
        answer = add(browser, case, name_to_show="Claire, de la CAF")
        assert answer.status_code == 200
        assert "organisme ou un métier qui existe" in text_of(answer)
        assert 'id="id_name_to_show_error"' in text_of(answer)

    def test_is_what_the_call_screen_says(self, world, browser, case):
        channel = channel_of(world, case, instructions={"name_to_show": "Claire"})
        assert "« Bonjour, c’est Claire." in text_of(browser.get(reach(case, channel, "appel")))


class TestAProtectedAddress:
    def protected(self, world, case, **words):
        usual = {"protection": Protection.ORDER, "protected_until": None}
        return channel_of(world, case, Kind.POST, ADDRESS, **{**usual, **words})

    @pytest.mark.parametrize(("begins", "ends"), [(0, -1), (1, None), (None, -1), (-30, -1)])
    def test_days_that_make_no_sense_are_asked_again(self, browser, case, begins, ends):
        today = timezone.localdate()
        days = {
            name: (today + dt.timedelta(days=days)).isoformat()
            for name, days in (("protected_from", begins), ("protected_until", ends))
            if days is not None
        }
        answer = add(browser, case, kind="post", value=ADDRESS, protection="order", **days)
        assert answer.status_code == 200
        assert "Erreur" in text_of(answer)

    def test_is_given_to_no_service_and_stands_on_no_other_page(self, world, browser, case):
        channel = self.protected(world, case)
        given = browser.post(reach(case, channel, "partenaire"))
        assert "Adresse protégée : elle n’est donnée à personne" in text_of(given)
        pages = [
            reverse("contact:channels", args=[case.pk]),
            reverse("contact:change_channel", args=[case.pk, channel.pk]),
            reverse("desk:case", args=[case.pk]),
            reverse("orientations:of_case", args=[case.pk]),
            reverse("contact:day"),
        ]
        for page in pages:
            assert "Canaris" not in text_of(browser.get(page)), page
        found = browser.post(reverse("desk:search"), {"text": "rue des Canaris"})
        assert "Canaris" not in text_of(found).replace('value="rue des Canaris"', "")

    def test_that_ended_asks_what_becomes_of_it_and_opens_for_nobody(self, world, browser, case):
        channel = self.protected(world, case)
        with acting_as(world.actor(world.worker)):
            yesterday = timezone.localdate() - dt.timedelta(days=1)
            SafeChannel.objects.filter(pk=channel.pk).update(protected_until=yesterday)
        page = text_of(browser.get(reverse("contact:channels", args=[case.pk])))
        assert "La protection de cette adresse a pris fin" in page
        given = text_of(browser.post(reach(case, channel, "partenaire")))
        assert "Canaris" not in given
        assert "ce qu’elle devient" in given
        change = reverse("contact:change_channel", args=[case.pk, channel.pk])
        kept = {"version": "1", "safe": "yes", "protected_until": yesterday.isoformat()}
        assert browser.post(change, {**kept, "protection": "order"}).status_code == 200
        assert browser.post(change, {**kept, "protection": "wish"}).status_code == 302
        with acting_as(world.actor(world.worker)):
            assert SafeChannel.objects.get().protected_until is None
        again = text_of(browser.post(reach(case, channel, "partenaire")))
        assert "elle n’est donnée à personne" in again

    @pytest.mark.parametrize(
        ("answers", "status"),
        [
            ({"protection": "none"}, 200),
            ({"protection": "none", "checked": "on"}, 302),
            ({"protection": "wish"}, 302),
        ],
    )
    def test_stops_being_protected_only_on_her_word_of_today(
        self, world, browser, case, answers, status
    ):
        channel = self.protected(world, case)
        page = reverse("contact:change_channel", args=[case.pk, channel.pk])
        answer = browser.post(page, {"version": "1", "safe": "yes", **answers})
        assert answer.status_code == status


class TestAnSms:
    def agreed(self, world, case, **words):
        usual = {"message": Message.NEUTRAL, "sms": Sms.YES, "window": ANY_HOUR}
        return channel_of(world, case, **{**usual, **words})

    def test_is_shut_and_says_why_while_the_employer_has_not_allowed_it(
        self, world, browser, case
    ):
        channel = self.agreed(world, case)
        answer = text_of(browser.post(reach(case, channel, "message")))
        assert "Votre employeur n’a pas permis les SMS" in answer
        assert not DIGITS.search(answer)

    def test_shows_the_fixed_text_with_the_number_and_sends_nothing(
        self, world, browser, case, mailoutbox
    ):
        allow_sms(world)
        channel = self.agreed(world, case, instructions={"name_to_show": "Claire"})
        before = text_of(browser.get(reach(case, channel, "message")))
        answer = text_of(browser.post(reach(case, channel, "message")))
        assert not DIGITS.search(before)
        assert DIGITS.search(answer)
        assert "Bonjour, c’est Claire. Pouvez-vous me rappeler" in answer
        assert "Le logiciel n’envoie rien" in answer
        assert mailoutbox == []

    def test_needs_her_own_yes_for_this_number(self, world, browser, case):
        allow_sms(world)
        channel = self.agreed(world, case, sms=Sms.NOT_ASKED)
        answer = text_of(browser.post(reach(case, channel, "message")))
        assert "Elle n’a pas dit oui aux SMS" in answer


class TestGivingItToAService:
    def test_shows_the_number_with_what_goes_with_it_and_asks_no_outcome(
        self, world, browser, case
    ):
        channel = channel_of(world, case)
        answer = text_of(browser.post(reach(case, channel, "partenaire")))
        assert DIGITS.search(answer)
        assert "Seulement au service qu’elle a accepté" in answer
        assert "Enregistrer l’issue" not in answer

    def test_has_no_outcome(self, world, browser, case):
        channel = channel_of(world, case)
        page = reverse("contact:outcome", args=[case.pk, channel.pk, "partenaire"])
        assert browser.post(page, {"outcome": "sent"}).status_code == 404


class TestAfterSomebodyElse:
    def test_the_call_screen_says_what_was_heard(self, world, browser, case):
        channel = channel_of(world, case)
        page = reverse("contact:outcome", args=[case.pk, channel.pk, "appel"])
        assert browser.post(page, {"outcome": "other_answered"}).status_code == 200
        said = {"outcome": "other_answered", "told": "asked_for_her", "note": "Une voix d’homme."}
        assert browser.post(page, said).status_code == 302
        answer = text_of(browser.get(reach(case, channel, "appel")))
        assert "son prénom demandé, sans dire pourquoi" in answer
        assert "Dites la même chose" in answer

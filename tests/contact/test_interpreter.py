"""Booking an interpreter: what may be told to the service, and what it answered."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.models import JournalEntry
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.cases.models import TimelineEntry
from entremise.contact import actions
from entremise.people.actions import ChannelWords, add_channel
from entremise.people.models import SafeChannel
from world import close

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
ASKED = {
    "language": "tamoul",
    "means": "phone",
    "day": "2027-03-02",
    "start": "14:00",
    "length": "60",
}
ANSWERED = {**ASKED, "noter": "1", "answer": "obtained", "professional": "on", "service": "ISM"}


@pytest.fixture
def case(world):
    case = world.case_of(world.worker)
    with acting_as(world.actor(world.worker)) as actor:
        add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind.PHONE,
            value="06 39 98 12 34",
            now=timezone.now(),
            words=ChannelWords(safe=SafeChannel.Safe.YES),
            checked=True,
        )
    return case


@pytest.fixture
def send(world, case):
    browser = logged_in_client(world.worker)

    def sent(answers):
        return browser.post(reverse("contact:interpreter", args=[case.pk]), answers)

    return sent


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


class TestWhatIsSaid:
    def test_holds_the_language_the_moment_and_nothing_of_her(self, send, world, case):
        page = text_of(send(ASKED))
        sheet = page.split('aria-labelledby="dire"')[1].split("</section>")[0]
        for word in ("tamoul", "mardi 2 mars 2027 à 14 h", "60 minutes", "un entretien"):
            assert word in sheet
        for word in ("Canarivent", "Aliénor", "39 98", case.code):
            assert word not in sheet
        assert "Canarivent" not in page
        with acting_as(world.actor(world.worker)):
            line = JournalEntry.objects.get(case_id=case.pk, event="paper:printed")
            assert line.reason == "interpreter:discreet"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"day": ""},
            {"start": ""},
            {"language": ""},
            {"means": "pigeon"},
            {"length": "0"},
            {"length": "9999"},
            {"appointment": "x"},
        ],
    )
    def test_what_makes_no_sense_is_asked_again(self, send, wrong):
        answer = send({**ASKED, **wrong})
        assert answer.status_code == 200
        assert "Erreur" in text_of(answer)
        assert 'aria-labelledby="dire"' not in text_of(answer)


class TestTheAppointmentsToChooseFrom:
    def test_stand_in_their_order_before_and_after_the_service_is_asked(self, send, world, case):
        tomorrow = timezone.localtime() + 24 * HOUR
        first = tomorrow.replace(hour=10, minute=0, second=0, microsecond=0)
        with acting_as(world.actor(world.worker)) as actor:
            rows = [
                actions.plan(
                    actor=actor,
                    case_id=case.pk,
                    meeting=actions.Meeting(place="phone", starts_at=at, ends_at=at + HOUR),
                    now=timezone.now(),
                )
                for at in (first + 2 * HOUR, first)
            ]
        later, sooner = (f'value="{row.pk}"' for row in rows)
        for page in (text_of(send({})), text_of(send(ASKED))):
            assert page.index(sooner) < page.index(later)


class TestAClosedCase:
    @pytest.mark.parametrize("answers", [ASKED, ANSWERED])
    def test_asks_no_interpreter(self, send, world, case, answers):
        with acting_as(world.actor(world.worker)) as actor:
            close(actor, case)
        answer = send(answers)
        assert answer.status_code == 200
        assert "Cette situation est close" in text_of(answer)
        assert 'aria-labelledby="dire"' not in text_of(answer)


class TestWhatTheServiceAnswered:
    def test_stands_in_the_timeline(self, send, world, case):
        assert send(ANSWERED).status_code == 302
        with acting_as(world.actor(world.worker)):
            keyring.load([case.pk])
            entry = TimelineEntry.objects.get(case=case, kind="contact:interpreter")
            assert "tamoul" in entry.text
            assert "obtenu (ISM)" in entry.text

    def test_writes_her_language_on_her_record_unless_one_stands_there(self, send, case):
        send(ANSWERED)
        send({**ANSWERED, "language": "cinghalais"})
        page = text_of(send({}))
        assert "Langue notée : tamoul. Interprète : nécessaire" in page

    def test_is_kept_only_for_a_professional(self, send, world, case):
        answer = send({name: said for name, said in ANSWERED.items() if name != "professional"})
        assert answer.status_code == 200
        assert "interprète de métier" in text_of(answer)
        with acting_as(world.actor(world.worker)) as actor:
            assert not TimelineEntry.objects.filter(kind="contact:interpreter").exists()
            with pytest.raises(NotPossible):
                actions.note_interpreter(
                    actor=actor,
                    case_id=case.pk,
                    booking=actions.Booking(
                        language="tamoul",
                        at=timezone.now(),
                        minutes=30,
                        means="par téléphone",
                        place="",
                    ),
                    answer="obtenu",
                    professional=False,
                    now=timezone.now(),
                )


class TestWhoMayBook:
    @pytest.mark.parametrize(
        "who", ["other_worker", "coordinator", "officer", "chief", "dpo", "steering", "admin"]
    )
    def test_nobody_who_does_not_follow_her(self, world, case, who):
        browser = logged_in_client(getattr(world, who))
        page = reverse("contact:interpreter", args=[case.pk])
        assert browser.get(page).status_code == 404
        assert browser.post(page, ASKED).status_code == 404

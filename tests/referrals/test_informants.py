"""Who speaks for her: kept apart, called back, and never named where he asked for that."""

import datetime as dt

import pytest
from django.urls import reverse

from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.actor import Actor, Kind
from entremise.access.models import JournalEntry
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.models import SubjectKey
from entremise.cases import queries as cases
from entremise.people.models import SafeChannel
from entremise.referrals import actions, queries
from entremise.referrals.models import (
    Answer,
    DeclineReason,
    Form,
    Informant,
    Source,
    Speaker,
    Wish,
)
from referring import CHANNEL, refer, sister

pytestmark = pytest.mark.django_db
SISTER = Speaker(
    who="Canarisœur Jeanne, sa sœur",
    contact="06 99 88 77 66",
    phrase="le merle du jardin",
    person_knows=Answer.NO,
)
UNNAMED = Speaker(who="Canarivoisin", contact="04 99 11 22 33", phrase="la haie", unnamed=True)
OTHERS = ["other_worker", "far_worker", "officer", "chief", "coordinator", "dpo", "admin"]


def speak(world, speaker=SISTER, **changes):
    """Somebody rings the worker of Roanne about her."""
    return refer(
        world,
        world.worker,
        **{
            "form": Form.PHONE,
            "source": Source.RELATIVE,
            "wish": Wish.COULD_NOT_ASK,
            "unit_id": None,
            "commune_code": "42187",
            "speaker": speaker,
            **changes,
        },
    )


def take(world, referral_id):
    with acting_as(world.actor(world.worker)) as actor:
        actions.decide_approach(
            actor=actor, referral_id=referral_id, safe=True, reason="Au travail.", now=TUESDAY_TEN
        )
        return actions.take(
            actor=actor, referral_id=referral_id, post_id=world.post.pk, now=TUESDAY_TEN
        )


def opened(world, referral_id):
    with acting_as(world.actor(world.worker)) as actor:
        return actions.open_referral(actor=actor, referral_id=referral_id, now=TUESDAY_TEN)


class TestWriting:
    def test_keeps_him_under_a_key_of_his_own(self, world):
        speak(world)
        with acting_as(world.actor(world.worker)):
            row = Informant.objects.get()
            cells = bytes(row.who_sealed + row.contact_sealed + row.phrase_sealed)
            assert b"Canari" not in cells
            keyring.load([row.pk])
            assert row.who == SISTER.who
        assert SubjectKey.objects.filter(subject_id=row.pk).count() == 1

    def test_writes_nothing_of_nobody(self, world):
        speak(world, Speaker())
        with acting_as(world.actor(world.worker)):
            assert not Informant.objects.exists()

    def test_refuses_a_phrase_that_is_too_short(self, world):
        with pytest.raises(NotPossible):
            speak(world, Speaker(phrase="oui"))

    def test_a_worker_must_first_decide_whether_she_may_be_approached(self, world):
        assert opened(world, speak(world)).referral.approach == "to_decide"


class TestShowing:
    def test_names_him_where_he_accepts_it(self, world):
        (line,) = opened(world, speak(world)).speakers
        assert line.said == "un proche : Canarisœur Jeanne, sa sœur"
        assert line.person_may_not_know

    def test_never_names_him_where_he_does_not(self, world):
        referral_id = speak(world, UNNAMED)
        (line,) = opened(world, referral_id).speakers
        assert line.said == "un proche, qui ne veut pas être nommé"
        assert "Canarivoisin" not in repr(line)

    def test_says_that_she_knows_only_when_somebody_said_so(self, world):
        knows = Speaker(who="Canarisœur", person_knows=Answer.YES)
        (line,) = opened(world, speak(world, knows)).speakers
        assert not line.person_may_not_know

    def test_his_contact_opens_by_a_deed_in_the_journal(self, world):
        speak(world)
        with acting_as(world.actor(world.worker)) as actor:
            row = Informant.objects.get()
            shown = actions.show_informant(actor=actor, informant_id=row.pk, now=TUESDAY_TEN)
        assert shown.contact == "06 99 88 77 66"
        assert "06 99" not in repr(shown)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=row.pk)
            assert list(lines.values_list("event", flat=True)) == ["informant:shown"]

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_reads_him_even_without_the_python_wall(self, world, role):
        speak(world)
        with acting_as(world.actor(getattr(world, role))):
            assert list(Informant.objects.all()) == []

    @pytest.mark.parametrize("role", OTHERS)
    def test_the_python_wall_alone_hides_him_too(self, world, role):
        speak(world)
        with acting_as(world.actor(world.worker)):
            seen = Informant.objects.visible_to(world.actor(getattr(world, role)))
            assert list(seen) == []

    @pytest.mark.parametrize("role", ["officer", "coordinator", "dpo"])
    def test_is_refused_to_those_who_sort_no_referral(self, world, role):
        speak(world)
        with acting_as(world.actor(world.worker)):
            row = Informant.objects.get()
        with acting_as(world.actor(getattr(world, role))) as actor, pytest.raises(NotAllowed):
            actions.show_informant(actor=actor, informant_id=row.pk, now=TUESDAY_TEN)


class TestTaking:
    def timeline(self, world, case):
        with acting_as(world.actor(world.worker)) as actor:
            keyring.load([case.pk])
            return " ".join(one.text for one in cases.timeline(actor=actor, case_id=case.pk))

    def test_what_he_said_of_himself_crosses_with_his_name_if_he_accepts_it(self, world):
        told = self.timeline(world, take(world, speak(world)))
        assert "Canarisœur Jeanne" in told
        assert "Elle ne le sait peut-être pas" in told

    def test_neither_his_name_nor_his_contact_crosses_if_he_does_not(self, world):
        told = self.timeline(world, take(world, speak(world, UNNAMED)))
        assert "qui ne veut pas être nommé" in told
        assert "Canarivoisin" not in told
        assert "04 99" not in told

    def test_he_can_still_be_called_back_by_who_reads_the_case(self, world):
        case = take(world, speak(world))
        with acting_as(world.actor(world.worker)) as actor:
            (line,) = queries.speakers_of_case(actor=actor, case_id=case.pk)
            shown = actions.show_informant(actor=actor, informant_id=line.id, now=TUESDAY_TEN)
        assert shown.contact == "06 99 88 77 66"

    def test_a_sister_post_that_does_not_read_the_case_no_longer_reads_him(self, world):
        other = sister(world)
        referral_id = speak(world)
        with acting_as(world.actor(other)):
            assert Informant.objects.count() == 1
        take(world, referral_id)
        with acting_as(world.actor(other)):
            assert list(Informant.objects.all()) == []

    def test_the_page_before_a_call_says_that_she_may_not_know(self, world):
        case = take(world, speak(world, UNNAMED, channel=CHANNEL))
        with acting_as(world.actor(world.worker)):
            channel = SafeChannel.objects.get(person_id=case.person_id)
        page = logged_in_client(world.worker).get(
            reverse("contact:reach", args=[case.pk, channel.pk, "appel"])
        )
        body = page.content.decode()
        assert "Elle ne le sait peut-être pas" in body
        assert "Canarivoisin" not in body


class TestEnding:
    def cells(self, world):
        with acting_as(world.actor(world.worker)):
            return [
                bytes(row.who_sealed + row.contact_sealed + row.phrase_sealed)
                for row in Informant.objects.all()
            ]

    def test_declined_by_her_leaves_nothing_of_him(self, world):
        referral_id = speak(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.decline(
                actor=actor,
                referral_id=referral_id,
                reason=DeclineReason.DECLINED,
                now=TUESDAY_TEN,
            )
        assert self.cells(world) == [b""]

    def test_a_month_after_another_end_nothing_of_him_is_left(self, world):
        referral_id = speak(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.decline(
                actor=actor,
                referral_id=referral_id,
                reason=DeclineReason.OUT_OF_SCOPE,
                now=TUESDAY_TEN,
            )
        assert self.cells(world) != [b""]
        with acting_as(Actor(kind=Kind.JOB)) as job:
            actions.forget_ended(actor=job, now=TUESDAY_TEN + dt.timedelta(days=31))
        assert self.cells(world) == [b""]

    def test_sent_to_another_queue_he_goes_along_and_stays_nowhere_else(self, world):
        referral_id = speak(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.redirect(
                actor=actor,
                referral_id=referral_id,
                queue_id=world.far_post.queue_id,
                reason="",
                now=TUESDAY_TEN,
            )
        assert self.cells(world) == [b""]
        with acting_as(world.actor(world.far_worker)) as actor:
            row = Informant.objects.get()
            shown = actions.show_informant(actor=actor, informant_id=row.pk, now=TUESDAY_TEN)
        assert shown.contact == "06 99 88 77 66"

    def test_a_double_brings_him_to_the_other_referral(self, world):
        first, second = speak(world, Speaker()), speak(world)
        with acting_as(world.actor(world.worker)) as actor:
            actions.mark_duplicate(actor=actor, referral_id=second, of=first, now=TUESDAY_TEN)
            assert Informant.objects.get().referral_id == first
        assert [line.who for line in opened(world, first).speakers] == [SISTER.who]


class TestCallingBack:
    def known(self, world, said, user=None):
        with acting_as(world.actor(user or world.worker)) as actor:
            return actions.known_by_phrase(actor=actor, said=said, now=TUESDAY_TEN)

    def test_he_is_known_by_his_phrase_as_it_is_heard(self, world):
        referral_id = speak(world)
        assert self.known(world, "Le Merle du jardin !").referral_id == referral_id

    def test_he_is_not_named_even_then(self, world):
        speak(world, UNNAMED)
        assert "Canarivoisin" not in self.known(world, "la haie").said

    @pytest.mark.parametrize("said", ["", "le merle", "merle du jardin le"])
    def test_another_phrase_knows_nobody(self, world, said):
        speak(world)
        assert self.known(world, said) is None

    def test_the_same_phrase_twice_knows_nobody(self, world):
        speak(world)
        speak(world)
        assert self.known(world, SISTER.phrase) is None

    def test_another_post_knows_nobody(self, world):
        speak(world)
        assert self.known(world, SISTER.phrase, world.other_worker) is None

    def test_the_try_is_in_the_journal_either_way(self, world):
        speak(world)
        self.known(world, SISTER.phrase)
        self.known(world, "autre chose")
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(event="informant:checked")
            assert set(lines.values_list("reason", flat=True)) == {
                "phrase_known",
                "phrase_unknown",
            }

    def test_the_page_gives_the_one_sentence_to_say(self, world):
        speak(world)
        client = logged_in_client(world.worker)
        for said in (SISTER.phrase, "rien de tel"):
            body = client.post(reverse("referrals:calls_back"), {"said": said}).content.decode()
            assert "Je ne peux rien vous dire d’une autre personne" in body

    def test_the_form_of_a_call_keeps_him(self, world):
        client = logged_in_client(world.worker)
        client.post(
            reverse("referrals:record", args=["appel"]),
            {
                "source": "witness",
                "wish": "could_not_ask",
                "informant": "Canarivoisin",
                "informant_unnamed": "on",
                "informant_contact": "04 99 11 22 33",
                "informant_phrase": "la haie",
                "person_knows": "no",
            },
        )
        assert self.known(world, "la haie").unnamed

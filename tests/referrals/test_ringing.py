"""An open page asks by itself whether somebody waits at a unit, without keeping itself awake."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.accounts import sessions
from entremise.referrals import actions
from entremise.referrals.models import DutyAlert

pytestmark = pytest.mark.django_db


def ring(world):
    with acting_as(world.actor(world.officer)) as actor:
        actions.raise_alert(actor=actor, unit_id=world.station.pk, now=timezone.now())


class TestRinging:
    def test_names_the_place_to_the_worker_who_covers_it(self, world):
        ring(world)
        answer = logged_in_client(world.worker).get(reverse("referrals:ringing"))
        assert world.station.name in answer.content.decode()

    def test_is_silent_to_a_worker_of_another_employer(self, world):
        ring(world)
        answer = logged_in_client(world.far_worker).get(reverse("referrals:ringing"))
        assert answer.content.decode().strip() == ""

    @pytest.mark.parametrize("role", ["officer", "chief", "dpo", "steering", "admin"])
    def test_does_not_exist_for_those_who_do_not_answer(self, world, role):
        client = logged_in_client(getattr(world, role))
        assert client.get(reverse("referrals:ringing")).status_code == 404

    def test_is_no_sign_of_activity_and_ends_quietly_with_the_session(self, world):
        client = logged_in_client(world.worker)
        session = client.session
        long_ago = dt.datetime.now(dt.UTC).timestamp() - 16 * 60
        sessions.begin(session, world.worker, at=long_ago, second_factor=True)
        session.save()
        answer = client.get(reverse("referrals:ringing"))
        assert (answer.status_code, answer.content) == (204, b"")
        assert client.get(reverse("desk:day")).status_code == 302

    def test_sends_the_coordination_to_the_alerts_and_the_worker_to_her_answer(self, world):
        with acting_as(world.actor(world.officer)) as actor:
            long_ago = timezone.now() - dt.timedelta(minutes=31)
            actions.raise_alert(actor=actor, unit_id=world.station.pk, now=long_ago)
        address = reverse("referrals:ringing")
        for user, words in ((world.worker, "Répondre à l’alerte"), (world.coordinator, "Voir")):
            assert words in logged_in_client(user).get(address).content.decode()


class TestAnswering:
    def test_asks_until_somebody_answers_then_stops(self, world):
        ring(world)
        with acting_as(world.actor(world.officer)):
            alert = DutyAlert.objects.get()
        client, address = logged_in_client(world.officer), of_alert(alert)
        waiting = client.get(address)
        assert waiting.status_code == 200
        assert "Personne n’a encore répondu" in waiting.content.decode()
        with acting_as(world.actor(world.worker)) as actor:
            actions.acknowledge(actor=actor, alert_id=alert.pk, now=timezone.now())
        told = client.get(address)
        assert told.status_code == 286  # htmx asks no more
        assert "Quelqu’un répond" in told.content.decode()

    def test_is_told_to_who_raised_it_alone(self, world):
        ring(world)
        with acting_as(world.actor(world.officer)):
            address = of_alert(DutyAlert.objects.get())
        for user in (world.chief, world.far_officer, world.coordinator, world.worker):
            assert logged_in_client(user).get(address).status_code == 404

    def test_is_no_sign_of_activity(self, world):
        ring(world)
        with acting_as(world.actor(world.officer)):
            address = of_alert(DutyAlert.objects.get())
        client = logged_in_client(world.officer)
        session = client.session
        long_ago = dt.datetime.now(dt.UTC).timestamp() - 16 * 60
        sessions.begin(session, world.officer, at=long_ago, second_factor=True)
        session.save()
        assert client.get(address).status_code == 204


def of_alert(alert):
    return reverse("referrals:answering", args=[alert.pk])

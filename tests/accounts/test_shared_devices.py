"""A computer that a unit shares: enrolled where it stands, it opens nothing by itself."""

import datetime as dt
import time

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.browsing import LOGIN, SECRET, code_of
from clients import logged_in_client
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.access.roles import Role
from entremise.accounts.adapters import SecondFactorAdapter
from entremise.base.errors import NotAllowed, NotPossible
from entremise.organisation import actions, queries
from entremise.organisation.models import SharedDevice, Unit
from entremise.organisation.models.devices import hash_of_secret

pytestmark = pytest.mark.django_db
OWN_PAGE = "/compte/"
BY_KEY = "/compte/connexion/cle/"
WORLD_PASSWORD = "mot de passe long"


@pytest.fixture
def enrolled(world):
    """A computer of the station of Roanne, and what its cookie holds."""
    return enrol(world, world.chief)


def enrol(world, user, unit=None, now=None):
    with acting_as(world.actor(user)) as actor:
        return actions.enrol_device(
            actor=actor,
            unit_id=(unit or world.station).pk,
            name="ordinateur du hall",
            now=now or dt.datetime.now(dt.UTC),
        )


def remove(world, device, user=None):
    with acting_as(world.actor(user or world.chief)) as actor:
        return actions.remove_device(actor=actor, device_id=device.pk, now=TUESDAY_TEN)


def known(secret):
    """What this cookie is worth now."""
    request = RequestFactory(headers={}).get("/")
    request.COOKIES[settings.SHARED_DEVICE_COOKIE] = secret
    return queries.device_of_request(request)


class TestEnrolling:
    @pytest.mark.parametrize("role", ["chief", "admin"])
    def test_is_for_the_chief_of_the_unit_and_the_administration(self, world, role):
        device, secret = enrol(world, getattr(world, role))
        found = known(secret)
        assert (found.id, found.unit_id, found.unit) == (
            device.pk,
            world.station.pk,
            world.station.name,
        )

    @pytest.mark.parametrize("role", ["officer", "worker", "coordinator", "dpo", "steering"])
    def test_is_refused_to_everybody_else(self, world, role):
        with pytest.raises(NotAllowed):
            enrol(world, getattr(world, role))

    def test_is_refused_for_the_unit_of_another_chief_and_for_a_closed_one(self, world):
        with pytest.raises(NotAllowed):
            enrol(world, world.chief, world.brigade)
        with acting_as(world.actor(world.admin)):
            Unit.objects.filter(pk=world.station.pk).update(closed_on=dt.date(2026, 1, 1))
        with pytest.raises(NotAllowed):
            enrol(world, world.admin)

    def test_keeps_only_a_hash_of_the_cookie(self, world, enrolled):
        _device, secret = enrolled
        assert len(secret) >= 43  # 256 bits
        with acting_as(world.actor(world.chief)), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM organisation_shareddevice")
            ((*row,),) = cursor.fetchall()
        assert secret not in str(row)
        assert hash_of_secret(secret) in row

    def test_is_written_in_the_journal_and_so_is_the_end(self, world, enrolled):
        device, _secret = enrolled
        remove(world, device)
        with acting_as(world.actor(world.dpo)):
            lines = JournalEntry.objects.filter(subject_id=device.pk).order_by("created_at")
            told = [(line.event, line.actor_id) for line in lines]
        assert told == [
            (Event.DEVICE_ENROLLED, world.chief.pk),
            (Event.DEVICE_REMOVED, world.chief.pk),
        ]


class TestTheCookie:
    def test_is_worth_nothing_once_the_computer_is_removed(self, world, enrolled):
        device, secret = enrolled
        assert known(secret)
        remove(world, device)
        assert known(secret) is None
        with pytest.raises(NotPossible, match="déjà retiré"):
            remove(world, device)

    def test_is_worth_nothing_after_its_days_nor_once_the_unit_is_closed(self, world, enrolled):
        # One day more: half a year before, the night may have been the next day already in Paris.
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=settings.SHARED_DEVICE_DAYS + 2)
        _device, old = enrol(world, world.chief, now=long_ago)
        assert known(old) is None
        _device, secret = enrolled
        with acting_as(world.actor(world.admin)):
            Unit.objects.filter(pk=world.station.pk).update(closed_on=dt.date(2026, 1, 1))
        assert known(secret) is None

    @pytest.mark.parametrize("secret", ["", "x", "é" * 300, "a" * 10_000])
    def test_that_is_no_computers_is_worth_nothing(self, world, enrolled, secret):
        assert known(secret) is None

    def test_alone_opens_no_page(self, enrolled):
        _device, secret = enrolled
        stranger = browser_with(secret)
        answer = stranger.get(reverse("referrals:refer"))
        assert answer.headers["Location"].startswith(LOGIN)


class TestAPasskeyAlone:
    def test_is_enough_for_an_officer_on_a_computer_of_his_unit(self, world, enrolled):
        device = known(enrolled[1])
        assert queries.enters_by_key_alone(world.officer, device)
        assert queries.enters_by_key_alone(world.chief, device)

    def test_is_not_enough_for_an_officer_of_another_unit(self, world, enrolled):
        assert not queries.enters_by_key_alone(world.far_officer, known(enrolled[1]))

    def test_is_not_enough_for_the_police_anywhere_else(self, world, enrolled):
        device, secret = enrolled
        remove(world, device)
        for user in (world.officer, world.chief):
            assert not queries.enters_by_key_alone(user, known(secret))
            assert not queries.enters_by_key_alone(user, None)

    def test_stays_enough_for_those_who_have_their_own_computer(self, world):
        assert queries.enters_by_key_alone(world.worker, None)

    def test_must_always_be_checked_by_its_own_code(self, enrolled):
        headers = {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"}
        answer = browser_with(enrolled[1]).get(BY_KEY, headers=headers)
        assert answer.json()["request_options"]["publicKey"]["userVerification"] == "required"

    @pytest.mark.parametrize("credential", ["", "{}", "null", '{"id": "x", "response": {}}'])
    def test_that_is_none_opens_nothing_with_a_copied_cookie(self, world, enrolled, credential):
        thief = browser_with(enrolled[1])
        thief.get(BY_KEY, headers={"X-Requested-With": "XMLHttpRequest"})
        assert thief.post(BY_KEY, {"credential": credential}).headers["Location"] == LOGIN
        assert thief.get(OWN_PAGE).headers["Location"].startswith(LOGIN)


class TestASessionOnIt:
    def test_ends_after_five_minutes(self, world, enrolled, clock):
        client = logs_in(world, world.officer, enrolled[1])
        assert client.get(OWN_PAGE).status_code == 200
        clock.forward(minutes=4)
        assert client.get(OWN_PAGE).status_code == 200
        clock.forward(minutes=6)
        assert client.get(OWN_PAGE).headers["Location"].startswith(LOGIN)

    def test_ends_two_minutes_after_a_referral_was_sent_and_says_so(self, world, enrolled, clock):
        client = logs_in(world, world.officer, enrolled[1])
        fields = {"unit": world.station.pk, "wish": "agrees", "phone": "06 39 98 11 22"}
        answer = client.post(reverse("referrals:refer"), fields, follow=True)
        page = answer.content.decode().replace("\xa0", " ")
        assert "La saisine est transmise." in page
        assert "Votre session se ferme d’elle-même après 2 min sans action." in page
        clock.forward(minutes=3)
        assert client.get(OWN_PAGE).status_code == 302

    def test_lasts_its_five_minutes_again_for_another_referral(self, world, enrolled, clock):
        client = logs_in(world, world.officer, enrolled[1])
        fields = {"unit": world.station.pk, "wish": "refuses"}
        client.post(reverse("referrals:refer"), fields)
        client.get(reverse("referrals:refer"))
        clock.forward(minutes=4)
        assert client.get(OWN_PAGE).status_code == 200

    def test_is_of_the_usual_length_elsewhere(self, world, clock):
        client = logs_in(world, world.officer, "")
        fields = {"unit": world.station.pk, "wish": "refuses"}
        page = client.post(reverse("referrals:refer"), fields, follow=True).content.decode()
        assert "Ordinateur partagé" not in page
        clock.forward(minutes=10)
        assert client.get(OWN_PAGE).status_code == 200

    def test_ends_at_once_when_the_computer_is_removed(self, world, enrolled):
        device, secret = enrolled
        client = logs_in(world, world.officer, secret)
        remove(world, device, world.admin)
        assert client.get(OWN_PAGE).headers["Location"].startswith(LOGIN)

    def test_does_not_travel_to_another_computer(self, world, enrolled):
        client = logs_in(world, world.officer, enrolled[1])
        thief = Client()
        name = settings.SESSION_COOKIE_NAME
        thief.cookies[name] = client.cookies[name].value
        assert thief.get(OWN_PAGE).headers["Location"].startswith(LOGIN)

    def test_is_ended_rather_than_locked(self, world, enrolled):
        client = logs_in(world, world.officer, enrolled[1])
        assert client.post("/compte/verrouiller/").headers["Location"] == LOGIN
        assert client.get("/compte/deverrouiller/").headers["Location"] == "/"
        assert client.get(OWN_PAGE).headers["Location"].startswith(LOGIN)

    def test_leaves_the_day_of_the_login_beside_the_computer(self, world, enrolled):
        device, secret = enrolled
        assert line_of(world, device).last_used_on is None
        logs_in(world, world.officer, secret)
        assert line_of(world, device).last_used_on == timezone.localdate()


class TestTheWall:
    def test_shows_a_computer_to_its_keepers_alone(self, world, enrolled):
        for name, seen in (("chief", 1), ("admin", 1), ("officer", 0), ("worker", 0), ("dpo", 0)):
            with acting_as(world.actor(getattr(world, name))):
                assert SharedDevice.objects.count() == seen, name
        with acting_as(world.actor(world.admin)):
            stranger = world.add_member(Role.CHIEF, unit=world.brigade)
        with acting_as(world.actor(stranger)):
            assert SharedDevice.objects.count() == 0

    def test_refuses_a_change_that_python_forgot_to_refuse(self, world, enrolled):
        device, _secret = enrolled
        with acting_as(world.actor(world.officer)), connection.cursor() as cursor:
            cursor.execute("UPDATE organisation_shareddevice SET expires_on = '2099-01-01'")
            assert cursor.rowcount == 0
        assert line_of(world, device).living


class TestThePages:
    def test_give_the_cookie_to_the_browser_that_asks_and_to_no_script(self, world):
        client = just_confirmed(world.chief)
        fields = {"unit": world.station.pk, "name": "ordinateur du hall"}
        answer = client.post(reverse("organisation:enrol_device"), fields)
        cookie = answer.cookies[settings.SHARED_DEVICE_COOKIE]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
        assert known(cookie.value).unit_id == world.station.pk
        page = client.get(reverse("organisation:devices")).content.decode()
        assert "Cet ordinateur est enregistré" in page
        assert cookie.value not in page

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "hall " * 200_000},
            {"name": "hall\x00"},
            {"unit": ""},
            {"unit": "\x00"},
            {"unit": "11111111-1111-4111-8111-111111111111"},
        ],
    )
    def test_ask_again_for_what_makes_no_sense(self, world, wrong):
        client = just_confirmed(world.chief)
        fields = {"unit": world.station.pk, "name": "ordinateur du hall", **wrong}
        answer = client.post(reverse("organisation:enrol_device"), fields)
        assert answer.status_code == 200
        assert "Erreur" in answer.content.decode()
        assert settings.SHARED_DEVICE_COOKIE not in answer.cookies

    def test_ask_again_who_it_is_before_a_computer_is_enrolled(self, world):
        client = logged_in_client(world.chief)
        answer = client.get(reverse("organisation:enrol_device"))
        assert answer.status_code == 302
        assert "/confirmer/" in answer.headers["Location"]

    def test_of_another_chief_remove_nothing(self, world, enrolled):
        device, secret = enrolled
        with acting_as(world.actor(world.admin)):
            stranger = world.add_member(Role.CHIEF, unit=world.brigade)
        address = reverse("organisation:remove_device", args=[device.pk])
        assert logged_in_client(stranger).post(address).status_code == 404
        assert known(secret)
        assert logged_in_client(world.chief).post(address).status_code == 302
        assert known(secret) is None

    @pytest.mark.parametrize("role", ["officer", "worker", "coordinator", "dpo", "steering"])
    def test_do_not_exist_for_others(self, world, role):
        client = logged_in_client(getattr(world, role))
        for page in ("devices", "enrol_device"):
            assert client.get(reverse(f"organisation:{page}")).status_code == 404

    def test_name_the_computer_before_somebody_logs_in_there(self, world, enrolled):
        here = browser_with(enrolled[1]).get(LOGIN).content.decode()
        assert "Ordinateur du hall" in here
        assert "Ordinateur du hall" not in Client().get(LOGIN).content.decode()

    def test_are_linked_where_they_belong(self, world):
        lists = logged_in_client(world.chief).get(reverse("referrals:lists")).content.decode()
        assert reverse("organisation:devices") in lists
        unit = reverse("organisation:unit", args=[world.station.pk])
        page = logged_in_client(world.admin).get(unit).content.decode()
        assert f"{reverse('organisation:enrol_device')}?unit={world.station.pk}" in page


def line_of(world, device):
    with acting_as(world.actor(world.chief)) as actor:
        lines = queries.shared_devices(actor=actor, today=timezone.localdate())
    return next(line for line in lines if line.id == device.pk)


def browser_with(secret):
    client = Client()
    client.cookies[settings.SHARED_DEVICE_COOKIE] = secret
    return client


def logs_in(world, user, secret):
    """The whole login, password and code, on this computer."""
    sealed = SecondFactorAdapter().encrypt(SECRET)
    Authenticator.objects.create(user=user, type="totp", data={"secret": sealed})
    client = browser_with(secret) if secret else Client()
    client.post(LOGIN, {"login": user.email, "password": WORLD_PASSWORD})
    answer = client.post("/compte/second-facteur/etape/", {"code": code_of()})
    assert answer.status_code == 302
    return client


def just_confirmed(user):
    """A session whose second factor was given a moment ago."""
    client = logged_in_client(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client

"""A computer of the station, used once a month: a key, one referral, and nothing left open."""

import pytest
from django.conf import settings as settings_of_django
from django.urls import reverse

from accounts.test_in_a_browser import KEY_OF_THE_DEVICE
from chromium import faults, needs_chromium
from referring import duty

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
BY_KEY = "Me connecter avec une clé d’accès"


@pytest.fixture(autouse=True)
def _plain_http(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def carries_a_key(person):
    """A key in his pocket, which asks for its code: he adds it to his account, once."""
    device = person.page.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_OF_THE_DEVICE})
    person.opens(reverse("mfa_add_webauthn"))
    person.ticks("Me connecter avec cette clé seule")
    person.presses("Enregistrer la clé")
    leaves(person)


def leaves(person):
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Se déconnecter").click()


def enrols(chief):
    chief.follows("Ordinateurs partagés de l’unité")
    chief.follows("Enregistrer cet ordinateur")
    chief.types("Nom de l’ordinateur", "ordinateur du hall")
    chief.presses("Enregistrer cet ordinateur")
    chief.reads("Cet ordinateur est enregistré", "Ordinateur du hall")


def sits_at(person, computer):
    """The computer's cookie is in this browser too."""
    cookies = computer.page.context.cookies()
    (cookie,) = [one for one in cookies if one["name"] == settings_of_django.SHARED_DEVICE_COOKIE]
    person.page.context.add_cookies([cookie])


def enters_by_key(person):
    """The login page has the key under the keyboard: Enter, and the code of the key."""
    person.opens(reverse("account_login"))
    person.reads("Ordinateur du hall")
    with person.page.expect_navigation(url=lambda url: "/cle/" not in url):
        person.page.keyboard.press("Enter")
    person.page.wait_for_load_state()


class TestASharedComputer:
    def test_is_enrolled_then_used_by_a_key_alone_and_closes_by_itself(self, arrives, world):
        duty(world)
        chief, officer = arrives(world.chief), arrives(world.officer)
        enrols(chief)
        sits_at(officer, chief)
        officer.opens(reverse("referrals:refer"))
        carries_a_key(officer)
        enters_by_key(officer)
        assert officer.page.url.endswith(reverse("referrals:refer"))
        officer.page.clock.install()
        officer.page.reload()
        officer.chooses("Oui, elle est d’accord")
        officer.presses("Transmettre")
        officer.reads("La saisine est transmise.", "après 2 min sans action")
        officer.page.clock.run_for(62_000)
        officer.reads("Votre session va se fermer", "elle se ferme dans une minute")
        # Nothing is written on this page: no draft is promised.
        assert "brouillon" not in officer.page.get_by_role("dialog").inner_text()
        with officer.page.expect_navigation():
            officer.page.clock.run_for(70_000)
        officer.reads("Connexion", "Ordinateur du hall")
        officer.opens(reverse("referrals:receipts"))
        officer.reads("Connexion")

    def test_knows_nobody_of_another_unit_and_nobody_once_removed(self, arrives, world):
        chief, stranger = arrives(world.chief), arrives(world.far_officer)
        officer = arrives(world.officer)
        enrols(chief)
        for person in (stranger, officer):
            carries_a_key(person)
            sits_at(person, chief)
        enters_by_key(stranger)
        stranger.reads("Ici, la clé d’accès seule ne suffit pas")
        chief.presses("Retirer")
        chief.reads("Connexion")  # his own session was on that computer
        officer.opens(reverse("account_login"))
        officer.presses(BY_KEY)
        officer.reads("Ici, la clé d’accès seule ne suffit pas")

    def test_has_sound_pages(self, arrives, world):
        chief = arrives(world.chief, bypass_csp=True)
        enrols(chief)
        pages = [reverse("organisation:devices"), reverse("organisation:enrol_device")]
        for page in [*pages, reverse("referrals:receipts")]:
            chief.opens(page)
            assert faults(chief.page) == []
        leaves(chief)
        assert faults(chief.page) == []

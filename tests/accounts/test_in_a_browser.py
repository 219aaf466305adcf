"""The account pages in Chromium: passkeys, no JavaScript, axe, both widths and themes."""

import re

import pytest

from accounts.browsing import LOGIN, code_of, user_with_application
from chromium import SMALL, WIDE, faults, needs_chromium
from clients import PASSWORD, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]

KEY_OF_THE_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
OPEN = ["connexion/", "mot-de-passe-oublie/", "mot-de-passe-oublie/envoye/", "ferme/"]
INSIDE = [
    "",
    "mot-de-passe/",
    "confirmer/",
    "second-facteur/",
    "second-facteur/codes/nouveaux/",
    "second-facteur/cles/",
    "second-facteur/cles/ajouter/",
    "second-facteur/application/retirer/",
]


@pytest.fixture
def open_page(browser, live_server):
    """Opens pages; anything that the browser complains of fails the test."""
    contexts, faults = [], []

    def opener(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        return page

    yield opener
    for context in contexts:
        context.close()
    assert faults == []


def give_password(page, user) -> None:
    page.goto(LOGIN)
    page.get_by_label("Adresse électronique").fill(user.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()


def log_in(page, user) -> None:
    give_password(page, user)
    page.get_by_label("Code").fill(code_of())
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url(re.compile(r"^(?!.*/etape/)"))


class TestPasskeys:
    def test_are_added_then_open_the_door_alone(self, open_page, settings):
        settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
        page = open_page()
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_OF_THE_DEVICE})
        give_password(page, make_user())
        page.get_by_role("link", name="Choisir la clé").click()
        page.get_by_label("Me connecter avec cette clé seule").check()
        page.get_by_role("button", name="Enregistrer la clé").click()
        page.wait_for_url("**/second-facteur/codes/")
        page.goto("/compte/")
        page.get_by_role("button", name="Se déconnecter").click()
        page.get_by_role("button", name="Me connecter avec une clé d’accès").click()
        page.wait_for_url(re.compile(r"^(?!.*/connexion/)"))
        page.goto("/compte/")
        assert page.get_by_role("heading", name="Mon compte").is_visible()


class TestWithoutJavaScript:
    def test_password_and_code_are_enough(self, open_page):
        page = open_page(java_script_enabled=False)
        log_in(page, user_with_application())
        page.goto("/compte/")
        assert page.get_by_role("heading", name="Mon compte").is_visible()

    def test_the_screen_is_locked_at_once(self, open_page):
        page = open_page(java_script_enabled=False)
        log_in(page, user_with_application())
        page.goto("/compte/")
        page.get_by_role("button", name="Masquer l’écran").click()
        assert page.get_by_role("heading", name="Écran verrouillé").is_visible()
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Reprendre", exact=True).click()
        page.goto("/compte/")
        assert page.get_by_role("heading", name="Mon compte").is_visible()


@pytest.mark.long
def test_every_page_is_sound(open_page):
    page = open_page(bypass_csp=True)
    for name in OPEN:
        page.goto(f"/compte/{name}")
        assert faults(page, judged=(SMALL, WIDE)) == [], name
    log_in(page, user_with_application())
    for name in INSIDE:
        page.goto(f"/compte/{name}")
        assert faults(page, judged=(SMALL, WIDE)) == [], name

"""The long menu of a worker on a small screen: folded, opened and closed without any script."""

import pytest
from django.conf import settings

from chromium import faults, needs_chromium
from clients import logged_in_client

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
SEARCH = "nav a:has-text('Chercher')"


@pytest.fixture
def page(browser, live_server, world):
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )
    session = logged_in_client(world.worker).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    opened = context.new_page()
    opened.goto("/ma-journee/")
    yield opened
    context.close()


class TestLongMenu:
    def test_is_folded_until_asked_for_and_closes_again(self, page):
        assert not page.is_visible(SEARCH)
        page.get_by_role("link", name="Menu", exact=True).press("Enter")
        assert page.is_visible(SEARCH)
        page.get_by_role("link", name="Fermer le menu").press("Enter")
        assert not page.is_visible(SEARCH)

    def test_goes_on_by_keyboard_from_its_first_line(self, page):
        page.get_by_role("link", name="Menu", exact=True).press("Enter")
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Ma journée"

    def test_stands_open_on_a_wide_screen(self, page):
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.is_visible(SEARCH)
        assert not page.get_by_role("link", name="Menu", exact=True).is_visible()
        assert not page.get_by_role("link", name="Fermer le menu").is_visible()


class TestOpenMenu:
    def test_is_sound(self, page, browser, live_server):
        cookies = page.context.cookies()
        with browser.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 740}
        ) as scripted:
            scripted.add_cookies(cookies)
            opened = scripted.new_page()
            opened.goto("/ma-journee/#menu")
            assert opened.is_visible(SEARCH)
            assert faults(opened) == []

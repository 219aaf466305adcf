"""The long menu of a worker on a small screen: folded, opened and closed without any script."""

import pytest

from chromium import SMALL, WIDE, faults, needs_chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
SMALL_SCREEN = {"width": SMALL.width, "height": SMALL.height}
SEARCH = "nav a:has-text('Chercher')"


@pytest.fixture
def page(page_of, world):
    opened = page_of(world.worker, java_script_enabled=False, viewport=SMALL_SCREEN)
    opened.goto("/ma-journee/")
    return opened


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
    def test_is_sound(self, page_of, world):
        opened = page_of(world.worker, viewport=SMALL_SCREEN)
        opened.goto("/ma-journee/#menu")
        assert opened.is_visible(SEARCH)
        assert faults(opened) == []


class TestAccountMenu:
    @pytest.mark.parametrize("name", ["Martine Peyrachon", "Marie-Antoinette de Saint-Bonnet"])
    def test_stands_on_the_line_of_the_short_menu(self, page_of, world, name):
        world.coordinator.name = name
        world.coordinator.save(update_fields=["name"])
        opened = page_of(world.coordinator, viewport={"width": WIDE.width, "height": WIDE.height})
        opened.goto("/saisines/attente/")
        brand, account = (opened.locator(one).bounding_box() for one in (".en-brand", ".en-me"))
        assert account["y"] < brand["y"] + brand["height"]
        assert account["height"] < 1.5 * brand["height"]
        assert faults(opened) == []

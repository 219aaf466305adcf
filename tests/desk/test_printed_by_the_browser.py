"""The browser's own menu prints nothing of a page that speaks of a person."""

import pytest
from django.urls import reverse

from chromium import needs_chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
STAYS = "Cette page ne s’imprime pas"


def printed(page, address):
    page.goto(address)
    page.emulate_media(media="print")
    seen = page.locator("body").inner_text()
    page.emulate_media(media="screen")
    assert STAYS not in page.locator("body").inner_text()
    return seen


def test_her_case_stays_on_the_screen_and_the_paper_says_where_to_print(world, page_of):
    case = world.case_of(world.worker)
    page = page_of(world.worker)
    for name in ("desk:case", "contact:channels", "cases:identity"):
        seen = printed(page, reverse(name, args=[case.pk]))
        assert STAYS in seen, name
        assert "canarivent" not in seen.lower()
        assert case.code not in seen
    assert "canarivent" in page.content().lower()


def test_what_speaks_of_nobody_is_printed(world, page_of):
    page = page_of(world.coordinator)
    seen = printed(page, reverse("organisation:posts"))
    assert STAYS not in seen
    assert world.post.name in seen
    blank = printed(page_of(world.worker), reverse("referrals:sheet"))
    assert STAYS not in blank
    assert "Fiche" in blank

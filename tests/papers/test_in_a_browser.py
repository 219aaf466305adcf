"""A paper chosen by keyboard opens in the browser; the page shown to her does not print."""

import pytest
from django.urls import reverse

from chromium import needs_chromium, too_wide, violations
from entremise.people.models import CallerCheck

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]


def test_by_keyboard_she_is_shown_a_page_then_given_a_paper(world, case, says, step, page_of):
    says(CallerCheck.Paper.YES)
    page = page_of(world.worker, viewport={"width": 360, "height": 740})
    page.goto(reverse("papers:handout", args=[case.pk]))
    page.get_by_label("Ouvrir un compte à son nom").press("Space")
    page.get_by_label("Langue").select_option("ar")
    page.get_by_role("button", name="Montrer à l’écran").press("Enter")
    words = page.get_by_text("Ouvrir un compte à son nom")
    words.wait_for()
    assert violations(page) == []
    assert too_wide(page) == []
    page.emulate_media(media="print")
    assert not words.is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Fermer").press("Enter")
    page.get_by_label("Ouvrir un compte à son nom").press("Space")
    with page.expect_response(lambda answer: answer.request.method == "POST") as made:
        page.get_by_role("button", name="Faire le papier").press("Enter")
    assert made.value.headers["content-type"] == "application/pdf"
    assert made.value.headers["content-disposition"] == 'inline; filename="document.pdf"'

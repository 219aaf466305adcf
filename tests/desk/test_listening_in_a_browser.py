"""The page of an interview in Chromium: words, letters, words again; sound everywhere."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.assessment import actions, queries
from entremise.contact.queries import sessions_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
# Every page of a worker asks again every twenty seconds; here, now.
ASKS_WHO_RINGS = """() => new Promise((settled) => {
  const asks = document.querySelector("[hx-get]");
  asks.addEventListener("htmx:afterSettle", settled, { once: true });
  htmx.ajax("GET", asks.getAttribute("hx-get"), asks);
})"""


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


class TestTypingWhileSheTalks:
    def test_needs_no_mouse_from_her_words_to_the_codes_and_back(self, world, case, page_of):
        page = page_of(world.worker)
        page.goto(reverse("desk:listen", args=[case.pk]))
        keys = page.keyboard
        keys.type("Il a dit non")
        for key in ("Escape", "o", "j", "n", "3", "o", "t"):
            keys.press(key)
        keys.type(", puis oui")
        with page.expect_navigation():
            keys.press("Control+Enter")
        with acting_as(world.actor(world.worker)) as actor:
            (session,) = sessions_of(actor=actor, case_id=case.pk)
            draft = queries.draft(actor=actor, case_id=case.pk)
            assert session.facts == "Il a dit non, puis oui"
        signs = [sign.code for sign in draft.questions.signs]
        assert [draft.danger[code] for code in signs[:3]] == ["yes", "no", "not_asked"]
        assert draft.needs["safety"] == "yes"

    def test_goes_on_in_the_text_while_the_page_asks_who_rings(self, world, case, page_of):
        page = page_of(world.worker)
        page.goto(reverse("desk:listen", args=[case.pk]))
        for key in ("Escape", "o", "t"):
            page.keyboard.press(key)
        page.keyboard.type("Il a dit ")
        page.evaluate(ASKS_WHO_RINGS)
        page.keyboard.type("non")
        assert page.locator("[name=facts]").input_value() == "Il a dit non"

    def test_is_sent_once_even_if_the_page_asks_meanwhile_who_rings(self, world, case, page_of):
        page = page_of(world.worker)
        address, sent = reverse("desk:listen", args=[case.pk]), []

        def stays_here(route):
            sent.append(route.request.method)
            route.fulfill(status=204)

        page.goto(address)
        page.keyboard.type("Il a dit non")
        page.route(f"**{address}", stays_here)
        page.keyboard.press("Control+Enter")
        page.evaluate(ASKS_WHO_RINGS)
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(200)
        assert sent == ["POST"]

    def test_leaves_its_last_buttons_uncovered_on_a_low_screen(self, world, case, page_of):
        page = page_of(world.worker)
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(reverse("desk:listen", args=[case.pk]))
        for button in ("Enregistrer", "Enregistrer et signer l’évaluation"):
            # A trial refuses a button that something else covers.
            page.get_by_role("button", name=button, exact=True).click(trial=True, timeout=5000)

    def test_goes_on_by_letters_from_a_list_of_answers(self, world, case, page_of):
        page = page_of(world.worker)
        page.goto(reverse("desk:listen", args=[case.pk]))
        for key in ("Escape", "4", "n"):
            page.keyboard.press(key)
        page.get_by_label("Enceinte").focus()
        for key in ("o", "Escape", "j", "n"):
            page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        with acting_as(world.actor(world.worker)) as actor:
            draft = queries.draft(actor=actor, case_id=case.pk)
        assert (draft.children, draft.pregnancy, draft.complaint) == ("no", "yes", "no")

    @pytest.mark.long
    def test_is_sound_and_so_is_a_comparison(self, world, case, page_of):
        with acting_as(world.actor(world.worker)) as actor:
            for answer in ("yes", "no"):
                said = {"danger": {"weapon": answer}, "needs": {"housing": "yes"}}
                now = timezone.now()
                draft = actions.save(actor=actor, case_id=case.pk, answers=said, now=now)
                actions.sign(actor=actor, case_id=case.pk, version=draft.version, now=now)
        page = page_of(world.worker)
        for name, address in (
            ("listen", reverse("desk:listen", args=[case.pk])),
            ("compare", reverse("assessment:compare", args=[case.pk, draft.pk])),
        ):
            page.goto(address)
            assert faults(page, name) == []

"""The sheet in Chromium: by letters alone, kept while it is typed, sound everywhere."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.assessment import actions, queries

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
ANSWERED = "[name=danger_{}]:checked"


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def page(page_of, world):
    return page_of(world.worker)


class TestSheet:
    def test_is_answered_by_one_letter_a_question(self, world, case, page):
        page.goto(reverse("assessment:sheet", args=[case.pk]))
        page.focus("#id_danger_escalation_3")
        for key in ("o", "j", "n", "j", "s", "j", "o"):
            page.keyboard.press(key)
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        with acting_as(world.actor(world.worker)) as actor:
            danger = queries.draft(actor=actor, case_id=case.pk).danger
        codes = ["escalation", "strangulation", "separation", "seeks_address", "child_violence"]
        assert [danger[code] for code in codes] == ["yes", "no", "unknown", "yes", "not_asked"]

    def test_takes_letters_as_text_inside_a_text(self, case, page):
        page.goto(reverse("assessment:sheet", args=[case.pk]))
        page.keyboard.type("non, jamais")
        assert page.input_value("[name=facts]") == "non, jamais"
        assert page.get_attribute(ANSWERED.format("escalation"), "value") == "not_asked"

    def test_gives_back_what_was_typed_before_the_tab_died(self, case, page):
        page.goto(reverse("assessment:sheet", args=[case.pk]))
        page.keyboard.type("Elle parle")
        page.check("#id_danger_weapon_0")
        page.locator(".en-draft", has_text="Brouillon enregistré").wait_for()
        page.goto("about:blank")
        page.goto(reverse("assessment:sheet", args=[case.pk]))
        assert page.input_value("[name=facts]") == "Elle parle"
        assert page.get_attribute(ANSWERED.format("weapon"), "value") == "yes"

    @pytest.mark.long
    def test_and_its_reading_are_sound(self, world, case, page):
        with acting_as(world.actor(world.worker)) as actor:
            now = timezone.now()
            answers = {"acts": ["strangulation"], "relation": "ex", "needs": {"housing": "yes"}}
            draft = actions.save(actor=actor, case_id=case.pk, answers=answers, now=now)
            actions.sign(actor=actor, case_id=case.pk, version=draft.version, now=now)
        for address in (
            reverse("assessment:sheet", args=[case.pk]),
            reverse("assessment:read", args=[case.pk, draft.pk]),
            reverse("assessment:history", args=[case.pk]),
        ):
            page.goto(address)
            assert faults(page) == []

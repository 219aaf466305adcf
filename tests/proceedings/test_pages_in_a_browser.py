"""Complaint, writings and peril in Chromium: by keyboard, sound at both widths."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chromium import faults, needs_chromium
from entremise.access.acting import acting_as
from entremise.proceedings import actions
from entremise.proceedings.models import Child

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]


@pytest.fixture
def case(world):
    return world.case_of(world.worker)


@pytest.fixture
def signed(world, case):
    """A preparation with two facts, and a writing about a child that is signed."""
    with acting_as(world.actor(world.worker)) as actor:
        ours = {"actor": actor, "case_id": case.pk, "now": timezone.now()}
        for moment, text in (
            ("vers mars 2024", "Il l’a poussée dans l’escalier devant les enfants."),
            ("Noël 2022", "Première gifle, le soir du réveillon."),
        ):
            actions.add_fact(**ours, moment=moment, text=text)
        actions.write_section(
            **ours, section="witnesses", text="Mme Roux, voisine du deuxième", version=0
        )
        actions.note_complaint(
            **ours, moment="referral", status="log_entry", on=None, number="2026/001234"
        )
        decision = actions.Decision(
            kind="child_concern",
            about="minor",
            ground="casf_226_2_1",
            departement="42",
            write=True,
        )
        report = actions.decide_report(**ours, decision=decision)
        answers = {
            "children": [
                Child(last_name="Exemple", first_name="Lou", born="2019-05-02", school="Jaurès"),
                Child(last_name="Exemple", first_name="Sacha", age="environ 2 ans"),
            ],
            "parents": "Mme Exemple, M. Exemple ; autorité parentale conjointe",
            "informed": "no",
            "not_informed": "Le père n’en est pas informé : il menace la mère.",
            "seen": "Lou se cache sous la table quand un téléphone sonne.",
            "told": "« Il a levé la main sur Lou mardi. »",
            "told_by": "sa mère, en entretien",
        }
        report = actions.write_report(**ours, report_id=report.pk, answers=answers, version=1)
        actions.note_peril(**ours, called="17", at=ours["now"], done="Patrouille envoyée", told="")
        return actions.sign_report(**ours, report_id=report.pk, version=report.version)


@pytest.fixture
def draft(world, signed):
    """The writing that corrects it, not signed yet."""
    with acting_as(world.actor(world.worker)) as actor:
        ours = {"actor": actor, "case_id": signed.case_id, "now": timezone.now()}
        return actions.correct_report(**ours, report_id=signed.pk)


class TestPeril:
    def test_is_reached_and_noted_by_keyboard_alone(self, world, case, page_of):
        page = page_of(world.worker)
        page.goto(reverse("proceedings:of_case", args=[case.pk]))
        page.keyboard.press("u")
        page.wait_for_url("**/peril/")
        page.locator("[name=done]").focus()
        page.keyboard.type("Patrouille envoyée")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/demarches/")
        assert "Patrouille envoyée" in page.locator("main").inner_text()


class TestPages:
    @pytest.mark.long
    def test_are_sound_at_both_widths(self, world, case, signed, draft, page_of):
        page = page_of(world.worker)
        for name, args in (
            ("of_case", []),
            ("complaint", []),
            ("reports", []),
            ("new_report", ["prosecutor"]),
            ("report", [signed.pk]),
            ("edit_report", [draft.pk]),
            ("peril", []),
        ):
            page.goto(reverse(f"proceedings:{name}", args=[case.pk, *args]))
            assert faults(page, name) == []

    def test_the_letter_opens_as_a_paper(self, world, case, signed, page_of):
        page = page_of(world.worker)
        page.goto(reverse("proceedings:report", args=[case.pk, signed.pk]))
        with page.expect_response("**/imprimer/") as answer:
            page.get_by_role("button", name="Imprimer la lettre").click()
        assert answer.value.headers["content-type"] == "application/pdf"

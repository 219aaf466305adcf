"""The five steps and the night's sheet in Chromium, at each width, with and without scripts."""

import pytest
from django.urls import reverse

import untidy
from chromium import faults, needs_chromium
from entremise.imports.actions import making

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
NIGHT = [["Nature", "Personnes", "Vu"], ["VIF", "Mme CANARI Zoé", "Cris entendus"]]


def choose(page, content, name="suivi.xlsx"):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


def press(page, words):
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


class TestEveryPage:
    @pytest.mark.long
    def test_is_sound_at_each_width_and_in_each_theme(self, world, page_of):
        page = page_of(world.worker)
        page.goto(reverse("imports:imports"))
        sound(page, "import-1")
        choose(page, b"%PDF-1.7")
        press(page, "Lire le tableau")
        sound(page, "import-refused")
        choose(page, untidy.two_persons_in_a_cell(), "suivi.ods")
        press(page, "Lire le tableau")
        for step in ("titles", "columns"):
            sound(page, f"import-{step}")
            press(page, "Continuer")
        sound(page, "import-preview")
        page.get_by_label("ouvrir une situation pour chaque personne").check()
        press(page, "Appliquer ces choix")
        press(page, "Reprendre ces situations")
        sound(page, "import-result")
        page.goto(reverse("imports:imports"))
        choose(page, untidy.header_on_row_three())
        press(page, "Lire le tableau")
        press(page, "Continuer")
        press(page, "Continuer")
        sound(page, "import-values")

    def test_of_a_night_is_sound_and_adds_its_lines(self, world, page_of):
        page = page_of(world.chief)
        page.goto(reverse("referrals:lists"))
        page.keyboard.press("o")
        page.wait_for_url("**/liste-du-matin/*-*/")
        sound(page, "night-list")
        choose(page, untidy.xlsx(NIGHT), "nuit.xlsx")
        press(page, "Lire le tableau")
        sound(page, "night-columns")
        press(page, "Ajouter les lignes")
        assert page.get_by_text("1 ligne ajoutée.").is_visible()


class TestLongWork:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_goes_on_by_itself_or_by_a_button(self, world, page_of, monkeypatch, scripts):
        monkeypatch.setattr(making, "CHUNK", 2)
        page = page_of(world.worker, java_script_enabled=scripts)
        page.goto(reverse("imports:imports"))
        choose(page, untidy.merged_cells())
        for words in ("Lire le tableau", "Continuer", "Continuer", "Continuer"):
            page.get_by_role("button", name=words, exact=True).first.click()
        page.get_by_role("button", name="Reprendre ces situations").click()
        if not scripts:
            page.get_by_role("button", name="Continuer", exact=True).click()
        page.get_by_role("heading", name="Reprise terminée").wait_for()
        assert page.get_by_text("Situations créées", exact=True).is_visible()


def sound(page, name):
    assert faults(page, name) == [], name

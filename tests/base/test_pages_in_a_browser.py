"""The style guide in Chromium: nothing sticks out, axe finds nothing, the modules work."""

import json
import re

import pytest
from playwright.sync_api import expect

from chromium import SMALL, WIDE, faults, needs_chromium, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]

PAGES = ["", "?erreur", "open/", "conflict/", "404/", "500/"]
IDLE = "120"
HTML = "text/html"
NEUTRAL = "<title>Neutre</title>"


@pytest.fixture
def page(browser, live_server):
    context = browser.new_context(base_url=live_server.url)
    opened = context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda fault: opened.faults.append(str(fault)))
    opened.on(
        "console",
        lambda line: opened.faults.append(line.text) if line.type == "error" else None,
    )
    yield opened
    context.close()
    assert opened.faults == []


class TestEveryComponent:
    def test_is_sound_at_each_width_and_in_each_theme(self, page):
        for name in PAGES:
            page.goto(f"/_styleguide/{name}")
            assert faults(page, judged=(SMALL, WIDE), contrast=True) == [], name

    def test_has_targets_big_enough_for_a_thumb(self, page):
        page.set_viewport_size({"width": 360, "height": 900})
        page.goto("/_styleguide/")
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                   "button, .en-nav a, .en-tabs a, .en-field input")]
                 .filter((one) => !["hidden", "checkbox", "radio"].includes(one.type))
                 .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect().height])
                 .filter(([, height]) => height > 0 && height < 32)"""
        )
        assert small == []


class TestDrafts:
    def test_are_sent_a_moment_after_the_last_key_and_say_when(self, page):
        sent = []
        page.route("**/_styleguide/?path=*", lambda route: answer_draft(route, sent))
        page.goto("/_styleguide/")
        page.get_by_label("Ce qui a été dit").press_sequentially("Elle viendra.")
        expect(page.locator(".en-draft")).to_contain_text("Brouillon enregistré à")
        assert "note=Elle+viendra." in sent[-1]

    def test_that_cannot_be_kept_say_so_until_they_are(self, page):
        sent, broken = [], [True]
        page.route(
            "**/_styleguide/?path=*",
            lambda route: (
                route.abort()
                if broken and route.request.method == "POST"
                else answer_draft(route, sent)
            ),
        )
        page.goto("/_styleguide/")
        page.get_by_label("Ce qui a été dit").fill("Elle viendra.")
        expect(page.locator(".en-draft--failed")).to_contain_text("n’est pas enregistré")
        broken.clear()
        page.get_by_role("button", name="Réessayer").click()
        expect(page.locator(".en-draft")).to_contain_text("Brouillon enregistré à")
        page.faults.clear()

    def test_that_wait_are_offered_and_taken_up(self, page):
        kept = {
            "hour": "14 h 32",
            "fields": {"note": "Déjà écrit", "unit": "3", "safe": "neutral"},
        }
        page.route("**/_styleguide/?path=*", lambda route: route.fulfill(json=kept))
        page.goto("/_styleguide/")
        page.get_by_role("button", name="Le reprendre").click()
        expect(page.get_by_label("Ce qui a été dit")).to_have_value("Déjà écrit")
        expect(page.get_by_label("Oui, neutre")).to_be_checked()
        expect(page.get_by_role("combobox", name="Unité")).to_have_value(
            "Commissariat de Montrivel"
        )

    def test_are_still_offered_to_whoever_types_something_else_first(self, page):
        kept = {"hour": "14 h 32", "fields": {"note": "Déjà écrit"}}
        sent = []

        def answer(route):
            if route.request.method == "GET":
                route.fulfill(json=kept)
            else:
                sent.append(route.request.post_data)
                route.fulfill(status=204)

        page.route("**/_styleguide/?path=*", answer)
        page.goto("/_styleguide/")
        page.get_by_label("Ce qui a été dit").press_sequentially("Autre")
        expect(page.get_by_text("Brouillon enregistré à")).to_be_visible()
        page.get_by_role("button", name="Le reprendre").click()
        expect(page.get_by_label("Ce qui a été dit")).to_have_value("Déjà écrit")
        expect(page.get_by_role("button", name="Le reprendre")).to_have_count(0)

    def test_go_on_after_a_new_login_in_another_tab(self, page):
        sent, closed = [], [True]

        def answer(route):
            if route.request.method == "GET":
                route.fulfill(json={"hour": "", "fields": {}, "token": "nouveau"})
            elif closed:
                closed.clear()
                route.fulfill(status=403)
            else:
                answer_draft(route, sent)

        page.route("**/_styleguide/?path=*", answer)
        page.goto("/_styleguide/")
        page.get_by_label("Ce qui a été dit").fill("Elle viendra.")
        expect(page.locator(".en-draft--failed")).to_contain_text("reconnectez-vous")
        page.get_by_role("button", name="Réessayer").click()
        expect(page.get_by_text("Brouillon enregistré à")).to_be_visible()
        assert "Elle+viendra." in sent[-1]
        assert "csrfmiddlewaretoken=nouveau" in sent[-1]
        page.faults.clear()


def answer_draft(route, sent):
    if route.request.method == "GET":
        route.fulfill(json={"hour": "", "fields": {}})
    else:
        sent.append(route.request.post_data)
        route.fulfill(status=204)


class TestCombobox:
    def test_finds_a_unit_by_three_letters_without_accents(self, page):
        page.goto("/_styleguide/")
        field = page.get_by_role("combobox", name="Unité")
        field.press_sequentially("elo")
        expect(page.get_by_role("option")).to_have_text(["Brigade de Saint-Éloi-sur-Loire"])
        field.press("Enter")
        expect(field).to_have_value("Brigade de Saint-Éloi-sur-Loire")
        assert page.locator("select[name=unit]").input_value() == "2"

    def test_knows_that_st_is_saint_and_forgets_what_is_typed_over(self, page):
        page.goto("/_styleguide/")
        field = page.get_by_role("combobox", name="Unité")
        field.fill("ste ber")
        field.press("Tab")
        assert page.locator("select[name=unit]").input_value() == "1"
        field.fill("nulle part")
        field.press("Tab")
        assert page.locator("select[name=unit]").input_value() == ""


class TestLetterKeys:
    def test_move_in_the_queue_and_act_on_the_line(self, page):
        page.goto("/_styleguide/")
        page.evaluate(
            """() => document.addEventListener("click", (event) => {
                 const row = event.target.closest("[data-row]");
                 if (row) window.acted = [row.rowIndex, event.target.dataset.key];
               })"""
        )
        for key in ("j", "j", "p"):
            page.keyboard.press(key)
        assert page.evaluate("window.acted") == [2, "p"]

    def test_are_letters_inside_a_field(self, page):
        page.goto("/_styleguide/")
        page.get_by_label("Prénom").press_sequentially("jkt?")
        expect(page.get_by_label("Prénom")).to_have_value("jkt?")
        assert page.locator('[data-row][aria-current="true"]').count() == 0

    def test_are_listed_and_switched_off(self, page):
        page.goto("/_styleguide/")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("Prendre")
        assert violations(page) == []
        page.get_by_role("button", name="Couper les lettres").click()
        page.keyboard.press("j")
        assert page.locator('[data-row][aria-current="true"]').count() == 0

    def test_are_listed_in_the_words_of_their_buttons(self, page):
        page.goto("/_styleguide/")
        page.evaluate(
            """() => {
                 const button = document.querySelector('[data-row] [data-key="t"]');
                 button.firstChild.data = "Rattacher";
               }"""
        )
        page.keyboard.press("?")
        expect(page.get_by_role("dialog").get_by_text("Rattacher", exact=True)).to_be_visible()

    def test_are_told_of_where_there_is_a_keyboard(self, page):
        page.goto("/_styleguide/")
        expect(page.locator(".en-keys")).to_be_visible()
        expect(page.locator("[data-key] > kbd").first).to_be_visible()

    @pytest.mark.parametrize(
        "without", [{"java_script_enabled": False}, {"has_touch": True, "is_mobile": True}]
    )
    def test_are_not_told_of_where_they_do_nothing(self, browser, live_server, without):
        context = browser.new_context(base_url=live_server.url, **without)
        opened = context.new_page()
        opened.goto("/_styleguide/")
        expect(opened.locator(".en-keys")).to_be_hidden()
        assert opened.locator("[data-key] > kbd:visible").count() == 0
        context.close()


class TestSending:
    def test_goes_by_control_and_enter_once_for_two_presses(self, page):
        sent = []
        page.route(
            "**/_styleguide/",
            lambda route: (
                sent.append(route.request.post_data) or route.fulfill(status=204)
                if route.request.method == "POST"
                else route.continue_()
            ),
        )
        page.goto("/_styleguide/")
        page.get_by_label("Prénom").fill("Nadège")
        page.get_by_label("Prénom").press("Control+Enter")
        page.get_by_label("Prénom").press("Control+Enter")
        page.wait_for_timeout(300)
        assert [line.count("first") + line.count("name=Nad") for line in sent] == [1]

    def test_refused_puts_the_focus_on_the_problems(self, page):
        page.goto("/_styleguide/?erreur")
        assert page.title().startswith("Erreur")
        expect(page.locator("[data-problems]")).to_be_focused()
        page.locator("[data-problems]").get_by_role("link", name=re.compile("^Téléphone")).click()
        expect(page.get_by_label("Téléphone")).to_be_focused()


class TestExit:
    def test_by_the_button_leaves_nothing_to_go_back_to(self, page):
        page.route("**/quitter/", lambda route: route.fulfill(body=NEUTRAL, content_type=HTML))
        page.goto("/_styleguide/")
        page.goto("/_styleguide/open/")
        page.get_by_role("link", name="Quitter vite").click()
        expect(page).to_have_title("Neutre")
        page.go_back()
        expect(page).to_have_title("Guide des composants")

    def test_by_shift_three_times(self, page):
        page.route("**/quitter/", lambda route: route.fulfill(body=NEUTRAL, content_type=HTML))
        page.goto("/_styleguide/open/")
        for _press in range(3):
            page.keyboard.press("Shift")
        expect(page).to_have_title("Neutre")

    def test_is_not_taken_for_a_name_in_capitals(self, page):
        page.goto("/_styleguide/open/")
        field = page.get_by_label("Prénom")
        for letter in "ABCD":
            field.press(f"Shift+{letter}")
        expect(field).to_have_value("ABCD")
        expect(page).to_have_title("Information")

    def test_works_without_javascript(self, browser, live_server):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
        page = context.new_page()
        page.route("**/quitter/", lambda route: route.fulfill(body=NEUTRAL, content_type=HTML))
        page.goto("/_styleguide/open/")
        page.get_by_role("link", name="Quitter vite").click()
        expect(page).to_have_title("Neutre")
        context.close()


class TestNeutralScreen:
    """The style guide plays the part of somebody logged in: `?session` gives it a clock."""

    def open(self, page, posts):
        def record(route):
            posts.append(route.request.url.rsplit("/", 2)[-2])
            route.fulfill(body="<title>Verrou</title>", content_type=HTML)

        page.route("**/_styleguide/lock/", record)
        page.route("**/_styleguide/alive/", record)
        page.clock.install()
        page.goto(f"/_styleguide/?session={IDLE}")

    def test_covers_the_page_at_once_and_locks_a_minute_later(self, page):
        posts = []
        self.open(page, posts)
        page.keyboard.press("F8")
        expect(page.get_by_role("dialog", name="En pause")).to_be_visible()
        expect(page).to_have_title("Entremise")
        page.clock.run_for(30_000)
        assert "lock" not in posts
        page.clock.run_for(40_000)
        expect(page).to_have_title("Verrou")
        assert "lock" in posts

    def test_gives_the_page_back_before_that(self, page):
        self.open(page, [])
        page.get_by_role("button", name="Masquer l’écran").click()
        page.get_by_role("button", name="Reprendre").click()
        expect(page).to_have_title("Guide des composants")
        expect(page.get_by_role("dialog", name="En pause")).to_be_hidden()

    def test_warns_before_an_idle_session_ends_then_locks(self, page):
        posts = []
        self.open(page, posts)
        page.clock.run_for(70_000)
        warning = page.get_by_role("dialog", name="L’écran va se verrouiller")
        expect(warning).to_contain_text("Votre texte est gardé en brouillon.")
        page.clock.run_for(60_000)
        expect(page).to_have_title("Verrou")
        assert posts == ["lock"]

    def test_stays_open_for_whoever_goes_on(self, page):
        posts = []
        self.open(page, posts)
        page.clock.run_for(70_000)
        page.get_by_role("button", name="Continuer", exact=True).click()
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert json.dumps(posts) == '["alive"]'

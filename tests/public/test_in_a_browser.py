"""The visit in Chromium, with and without JavaScript, left by the exit on each of its pages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from chromium import SHOTS, faults, needs_chromium, violations
from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.referrals import actions, queries
from visiting import ADDRESS, forget_the_pace
from world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True),
    needs_chromium,
]
BEFORE = "/accessibilite/"
NEUTRAL = "<title>Neutre</title>"
SECRET = "Canarimots : il crie."


@pytest.fixture
def world():
    forget_the_pace()
    yield World()
    forget_the_pace()


@pytest.fixture
def open_page(browser, live_server):
    contexts = []

    def opened(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.route(
            "**/quitter/", lambda route: route.fulfill(body=NEUTRAL, content_type="text/html")
        )
        page.faults, page.asked = [], []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.on("request", lambda request: page.asked.append(request))
        page.goto(BEFORE)
        page.title_before = page.title()
        page.goto(ADDRESS)
        return page

    yield opened
    for context in contexts:
        context.close()


def say_how(page):
    page.get_by_label("Sur mon téléphone").check()
    page.get_by_label("Numéro de téléphone").fill("06 99 11 22 33")
    page.get_by_label("mardi").check()
    page.get_by_label("Non, jamais").check()
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Pour qui écrivez-vous")).to_be_visible()


def say_where(page, who="Pour moi"):
    page.get_by_label(who, exact=True).check()
    page.get_by_label("Dans quelle commune").fill("Roanne")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("button", name="Envoyer")).to_be_visible()


def say_what(page):
    page.get_by_label("Que se passe-t-il").fill(SECRET)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Votre message est arrivé")).to_be_visible()


STEPS = (say_how, say_where, say_what)
# The first page and the last one at each change, those between with all the rest.
EACH_PAGE = [0, *(pytest.param(between, marks=pytest.mark.long) for between in (1, 2)), 3]


def go_to(page, number):
    for step in STEPS[:number]:
        step(page)


def what_the_worker_reads(world):
    with acting_as(world.actor(world.worker)) as actor:
        (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
        return actions.open_referral(actor=actor, referral_id=row.id, now=TUESDAY_TEN)


class TestTheVisit:
    @pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
    def test_goes_from_her_phone_to_the_worker(self, open_page, world, scripts):
        page = open_page(java_script_enabled=scripts, viewport={"width": 360, "height": 640})
        go_to(page, 3)
        opened = what_the_worker_reads(world)
        assert opened.said == SECRET
        assert dict(opened.reaching)["Quand la joindre"] == "le mardi"
        assert page.context.cookies() == []
        assert page.faults == []

    def test_is_one_line_of_the_history(self, open_page, world):
        page = open_page()
        lines = page.evaluate("history.length")
        go_to(page, 3)
        assert page.evaluate("history.length") == lines
        assert page.url.endswith(ADDRESS)
        page.go_back()
        expect(page).to_have_title(page.title_before)

    def test_stays_with_one_server_which_is_not_told_where_from(self, open_page, world):
        page = open_page()
        page.asked.clear()
        go_to(page, 3)
        assert {request.url.split("/")[2] for request in page.asked} == {page.url.split("/")[2]}
        sent = [request for request in page.asked if request.method == "POST"]
        assert len(sent) == 3
        assert not any("?" in request.url or request.headers.get("referer") for request in sent)

    def test_does_the_work_while_somebody_writes(self, open_page, world):
        page = open_page()
        go_to(page, 2)
        expect(page.locator("[data-proof]")).not_to_have_value("")

    def test_goes_on_the_ordinary_way_when_a_script_fails(self, open_page, world):
        page = open_page()
        page.evaluate("() => { window.fetch = () => Promise.reject(new Error()); }")
        go_to(page, 3)
        assert what_the_worker_reads(world).said == SECRET

    def test_goes_on_by_the_enter_key(self, open_page, world):
        page = open_page()
        page.get_by_label("Numéro de téléphone").press("Enter")
        expect(page.get_by_text("Pour qui écrivez-vous")).to_be_visible()
        assert page.locator("html").get_attribute("lang") == "fr"

    def test_says_what_is_wrong_and_takes_the_reader_there(self, open_page, world):
        page = open_page()
        say_how(page)
        page.get_by_role("button", name="Continuer").click()
        expect(page.locator("[data-problems]")).to_be_focused()
        assert page.title() == "Information"


class TestTheExit:
    @pytest.mark.parametrize("number", EACH_PAGE)
    @pytest.mark.parametrize("way", ["button", pytest.param("shift", marks=pytest.mark.long)])
    def test_leaves_nothing_to_go_back_to(self, open_page, world, way, number):
        page = open_page()
        go_to(page, number)
        if way == "button":
            page.get_by_role("link", name="Quitter vite").click()
        else:
            for _press in range(3):
                page.keyboard.press("Shift")
        expect(page).to_have_title("Neutre")
        page.go_back()
        expect(page).to_have_title(page.title_before)
        assert SECRET not in page.content()

    @pytest.mark.parametrize("number", EACH_PAGE)
    def test_blanks_the_page_before_anything_arrives(self, open_page, world, number):
        page = open_page()
        go_to(page, number)
        page.unroute("**/quitter/")
        held = []
        page.route("**/quitter/", lambda route: held.append(route))
        covered = page.evaluate(
            """() => { document.querySelector("[data-exit] a").click();
                      const top = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
                      return [top.className, document.title.trim()]; }"""
        )
        assert covered == ["en-blankout", ""]
        page.wait_for_timeout(100)
        for route in held:
            route.abort()

    @pytest.mark.parametrize("number", EACH_PAGE)
    def test_is_a_link_without_scripts(self, open_page, world, number):
        page = open_page(java_script_enabled=False)
        expect(page.get_by_text("le bouton Retour pourrait rouvrir cette page")).to_be_visible()
        go_to(page, number)
        page.get_by_role("link", name="Quitter vite").click()
        expect(page).to_have_title("Neutre")

    def test_stays_in_sight_at_the_end_of_a_small_page(self, open_page, world):
        page = open_page(viewport={"width": 360, "height": 640})
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        expect(page.get_by_role("link", name="Quitter vite")).to_be_in_viewport()


class TestEveryPage:
    @pytest.mark.long
    @pytest.mark.parametrize("language", ["Français", "العربية"])
    def test_is_sound(self, open_page, world, language):
        page = open_page()
        go = page.locator("button[data-default]")

        def look(name, mark):
            expect(page.locator(mark).first).to_be_visible()
            assert faults(page, f"ecrire-{language}-{name}") == [], name

        page.get_by_role("button", name=language).click()
        expect(page.get_by_role("button", name=language)).to_have_attribute("aria-pressed", "true")
        look("1", "input[name=number]")
        go.click()
        look("2", "input[name=place]")
        go.click()
        look("2-wrong", "[data-problems]")
        page.locator("input[name=who][value=relative]").check()
        page.locator("input[name=place]").fill("Saint")
        go.click()
        look("2-which", "#commune-1")
        page.locator("#commune-1").check()
        go.click()
        look("3-relative", "input[name=own_name]")
        page.locator("button[value=back]").click()
        page.locator("input[name=who][value=minor]").check()
        go.click()
        look("3-minor", "textarea[name=said]")
        go.click()
        look("4", ".en-figure-value")

    def test_of_paper_is_sound_and_in_the_same_order(self, open_page, world):
        page = open_page()
        page.goto("/ecrire/papier/")
        assert violations(page) == []
        page.emulate_media(media="print")
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / "ecrire-papier.png"), full_page=True)
        assert not page.get_by_text("Entremise").first.is_visible()

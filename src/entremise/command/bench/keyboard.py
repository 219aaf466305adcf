"""Usual moments at the keyboard of a real browser: keys and clicks counted as they are sent.

An officer refers somebody, from his home page to « transmise »; a chief decides twenty lines of
the night; a worker writes a note on somebody whom she followed a moment ago. The bench measures
this with Chromium; without it, it says so and leaves it out.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from entremise.command.bench.browser import LOGIN, code_of
from entremise.command.bench.instance import Instance
from entremise.command.logins import Login
from entremise.command.quality import BROWSER_OPTIONS, find_browser
from entremise.command.refusal import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NO_BROWSER = (
    "Touches non comptées : il faut Chromium et « playwright » (requirements/test.lock). Le reste "
    "est mesuré."
)
HOME, LISTS = "/", "/liste-du-matin/"
DAY, QUEUE, CASES = "/ma-journee/", "/saisines/file/", "/situations/"
# What an officer usually writes. The note has sixty signs.
PHONE, FIRST_NAME, LAST_NAME = "0639981234", "Zélie", "Canarinom"
NOTE = "La porte est cassée, elle pleure, les enfants étaient à côté"
LINES = 20
# One or two keys a line, as the morning goes: how soon where it presses, then what becomes of it.
DECISIONS = ("a", "x", "1i", "x", "2a", "r", "x", "i", "c", "x")


class Counted:
    """Somebody at a keyboard; every key and click that leaves for the browser is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0
        self.clicks = 0

    def press(self, *keys: str) -> None:
        """Keys one after the other; two held together are two."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1 if len(key) == 1 else len(key.split("+"))

    def type(self, text: str) -> None:
        for sign in text:
            self.page.keyboard.type(sign)
            self.keys += 1

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.clicks += 1

    def turn(self, *keys: str) -> None:
        """Keys of which the last one opens another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])


def available() -> bool:
    """Whether a browser and what drives it are here."""
    try:
        import playwright.sync_api  # noqa: F401
    except ModuleNotFoundError:
        return False
    return find_browser() is not None


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, for as long as the block lasts."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=find_browser(), args=BROWSER_OPTIONS)
        try:
            yield opened
        finally:
            opened.close()


def measure(instance: Instance) -> dict[str, float | int]:
    """The keys of bench.json: a referral, and a line of the night."""
    with chromium() as browser:
        with _logged_in(browser, instance, "officer") as page:
            officer = Counted(page)
            refer(officer)
        with _logged_in(browser, instance, "chief") as page:
            chief = Counted(page)
            _bring_a_night(page)
            decide(chief)
        with _logged_in(browser, instance, "worker") as page:
            _read_a_case(page)
            opening, worker = Counted(page), Counted(page)
            open_note(opening)
            write_note(worker)
    return {
        "note_keys": worker.keys,
        "note_clicks": worker.clicks,
        "note_open_keys": opening.keys,
        "referral_keys": officer.keys,
        "referral_clicks": officer.clicks,
        "triage_keys_per_line": round(chief.keys / LINES, 2),
    }


@contextlib.contextmanager
def _logged_in(browser: Browser, instance: Instance, role: str) -> Iterator[Page]:
    """A browser of this account, on its home page: the login is not what is measured."""
    login: Login = instance.login(role)
    context = browser.new_context(base_url=f"http://{instance.address}", locale="fr-FR")
    try:
        page = context.new_page()
        page.goto(LOGIN)
        page.fill("[name=login]", login.email)
        page.fill("[name=password]", login.password)
        page.press("[name=password]", "Enter")
        page.fill("[name=code]", code_of(login.secret, at=time.time()))
        with page.expect_navigation():
            page.press("[name=code]", "Enter")
        page.goto(HOME)
        page.wait_for_load_state()
        yield page
    finally:
        context.close()


def refer(officer: Counted) -> None:
    """She agrees, may be called, is named; what was seen, in a sentence."""
    # The page puts the focus on the first question by itself, once it is drawn.
    officer.page.wait_for_function("document.activeElement?.matches('[name=wish]')")
    officer.press("Space", "Tab", "o", "Tab", "Tab", "Tab")
    officer.type(PHONE)
    officer.press("Tab")
    officer.type(FIRST_NAME)
    officer.press("Tab")
    officer.type(LAST_NAME)
    officer.press("Tab")
    officer.type(NOTE)
    written = {
        "phone_safe": "yes",
        "phone": PHONE,
        "first_name": FIRST_NAME,
        "last_name": LAST_NAME,
        "seen": NOTE,
    }
    for name, wanted in written.items():
        found = officer.page.input_value(f"[name={name}]")
        if found != wanted:
            raise Refused(f"La saisine du banc a mis « {found} » dans « {name} ».")
    officer.turn("Control+Enter")
    _expect(officer.page, "La saisine est transmise.")


def _bring_a_night(page: Page) -> None:
    """Twenty lines pasted into today's list; the pasting is not what is measured."""
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - as units write it
    rows = [
        f"{yesterday:%d/%m}\tVIF\t\tMme CANARILIGNE Numéro\t06399812{number:02}\tCris entendus"
        for number in range(LINES)
    ]
    page.goto(LISTS)
    with page.expect_navigation():
        page.keyboard.press("o")
    page.fill("[name=table]", "\n".join(rows))
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    _expect(page, f"{LINES} lignes ajoutées.")


def decide(chief: Counted) -> None:
    """Each line by its own keys; the next one is where the keyboard already is."""
    for place in range(LINES):
        chief.turn(*DECISIONS[place % len(DECISIONS)])
        left = chief.page.locator("[data-row]").count()
        if left != LINES - place - 1:
            raise Refused(f"Après {place + 1} décisions, il reste {left} lignes du banc.")


def _read_a_case(page: Page) -> None:
    """The person is one whom the worker read today; the reading is not what is measured."""
    page.goto(CASES)
    with page.expect_navigation():
        page.click("[data-row] th a")


def open_note(worker: Counted) -> None:
    """From another page to the note on the right person, ready to be typed."""
    worker.page.goto(QUEUE)
    worker.page.wait_for_load_state()
    worker.turn("m")
    worker.turn("1")
    _expect_note(worker.page)


def write_note(worker: Counted) -> None:
    """From « Ma journée » to a note of sixty signs that is kept, its day filled in."""
    worker.page.goto(DAY)
    worker.page.wait_for_load_state()
    worker.turn("1")
    _expect_note(worker.page)
    worker.type(NOTE)
    worker.turn("Control+Enter")
    _expect(worker.page, "La note est dans la chronologie.")
    _expect(worker.page, NOTE)


def _expect_note(page: Page) -> None:
    page.wait_for_function("document.activeElement?.matches('textarea[name=text]')")
    if not page.input_value("[name=on]"):
        raise Refused("Le jour de la note n’est pas rempli.")


def _expect(page: Page, words: str) -> None:
    page.wait_for_load_state()
    shown = page.inner_text("main").replace("\xa0", " ")
    if words not in shown:
        raise Refused(f"Le banc attendait « {words} » sur la page :\n{shown[:600]}")

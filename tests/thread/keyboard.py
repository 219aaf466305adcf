"""A person at a keyboard: Tab from field to field, the arrows to choose, and letters."""

import datetime as dt
import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page

from accounts.browsing import LOGIN, code_of
from entremise.accounts.models import User
from papers import read_paper

MOST_TABS = 400
SHOTS = os.environ.get("ENTREMISE_SHOTS", "")
IN_THE_SAME_GROUP = """(document.activeElement.type === "radio"
  && document.activeElement.form === one.form && document.activeElement.name === one.name)"""
# From the top of a page, the first link leads past the menu; an address may lead further down.
SKIPS_THE_MENU = """one => document.activeElement === document.body && !!one.closest("main")
  && !location.hash
  && !!document.querySelector(".en-skip") && !!document.querySelector(".en-nav")"""
# About how many stops there are on the way: a group of answers is one stop, what is hidden none.
STEPS_TO = """one => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((stop) => !stop.disabled && stop.tabIndex >= 0 && stop.checkVisibility())
    .filter((stop) => stop === one || stop.type !== "radio" || stop.checked
      || document.querySelector(`[name="${stop.name}"]:is(:checked)`) === null
         && document.querySelector(`[name="${stop.name}"]`) === stop);
  const here = stops.findIndex((stop) => stop === document.activeElement
    || !(stop.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING));
  return stops.indexOf(one) - here;
}"""
WORLD_PASSWORD = "mot de passe long"


class Person:
    """Someone who has no mouse. Fields are found by the words written beside them."""

    def __init__(self, page: Page, faults: list[str]) -> None:
        self.page = page
        self.faults = faults
        self.seen: set[str] = set()

    # Where she is

    def opens(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)
        self._look()

    def opens_in_vain(self, address: str) -> None:
        """What is hidden looks as if it did not exist."""
        answer = self.page.goto(address)
        assert answer.status == 404, f"{address}: {answer.status}"
        self.faults[:] = [fault for fault in self.faults if "404" not in fault]

    def second_tab(self) -> "Person":
        """The same page in another tab."""
        other = Person(self.page.context.new_page(), self.faults)
        other.opens(self.page.url)
        return other

    def reads(self, *words: str) -> None:
        """These words stand on the page; spaces of any kind are spaces."""
        text = self.text()
        for one in words:
            assert one in text, f"« {one} » n’est pas sur {self.page.url}:\n{text}"

    def reads_nothing_of(self, *words: str) -> None:
        html = plain(self.page.content())
        for one in words:
            assert one not in html, f"« {one} » est sur {self.page.url}"

    def text(self) -> str:
        return plain(self.page.locator("body").inner_text())

    def _look(self) -> None:
        self.page.wait_for_load_state()
        self.seen.add(self.page.url)
        if SHOTS:
            number = len(list(Path(SHOTS).glob("*.png")))
            self.page.screenshot(path=Path(SHOTS) / f"{number:03}.png", full_page=True)

    # Going to a field and using it

    def goes_to(self, there: Locator) -> None:
        """Press Tab until the focus is there: what Tab never reaches cannot be used."""
        self._tabs_to(there, "one === document.activeElement")

    def _tabs_to(self, there: Locator, arrived: str) -> None:
        """Skip the menu, go the shorter way, and look at each step when it is near."""
        wanted = there.element_handle()
        if wanted.evaluate(SKIPS_THE_MENU):
            self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
        far = wanted.evaluate(STEPS_TO)
        key = "Tab" if far > 0 else "Shift+Tab"
        for _ in range(abs(far) - 2):
            self.page.keyboard.press(key)
        for _ in range(MOST_TABS):
            is_there = wanted.evaluate(f"one => one.isConnected ? {arrived} : null")
            if is_there:
                return
            if is_there is None:  # a part of the page was replaced on the way
                wanted = there.element_handle()
            self.page.keyboard.press(key)
        raise AssertionError(f"Tab never reaches {there} on {self.page.url}")

    def field(self, label: str, within: str = "") -> Locator:
        """The field written beside this label; « (facultatif) » may follow."""
        place = self.page.get_by_role("main")
        if within:
            place = place.get_by_role(
                "group", name=re.compile(spaced(within), re.IGNORECASE)
            ).first
        return place.get_by_label(re.compile(rf"^\s*{spaced(label)}")).first

    def types(self, label: str, text: str) -> None:
        self.goes_to(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def gives_day(self, label: str, day: dt.date) -> None:
        """Type a day, in the order of this browser: 31 12 2026, or 12 31 2026."""
        there = self.field(label)
        self.goes_to(there)
        for order in ("%d%m%Y", "%m%d%Y"):
            self.page.keyboard.type(f"{day:{order}}")
            if there.input_value() == f"{day:%Y-%m-%d}":
                return
            for _ in range(2):
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"« {label} » does not take {day}")

    def gives_hour(self, label: str, hour: str) -> None:
        """Type an hour; a browser that counts to twelve also asks which half of the day."""
        there = self.field(label)
        self.goes_to(there)
        self.page.keyboard.type(hour.replace(":", ""))
        if there.input_value() != hour:
            self.page.keyboard.type("a" if hour < "12" else "p")
        assert there.input_value() == hour

    def chooses(self, label: str, within: str = "") -> None:
        """One of several answers: Tab enters the group, the arrows move in it."""
        answer = self.field(label, within)
        self._tabs_to(answer, IN_THE_SAME_GROUP)
        wanted = answer.element_handle()
        for _ in range(30):
            if wanted.evaluate("one => one === document.activeElement"):
                if not wanted.is_checked():
                    self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"« {label} » is not reached by the arrows on {self.page.url}")

    def ticks(self, label: str) -> None:
        self.goes_to(self.field(label))
        self.page.keyboard.press("Space")

    def picks(self, label: str, option: str) -> None:
        """In a list, typing the first letters chooses."""
        there = self.field(label)
        self.goes_to(there)
        if there.evaluate("one => one.tagName") == "SELECT":
            self.page.keyboard.type(option[:20])
            chosen = there.evaluate("one => one.selectedOptions[0].text")
            assert plain(chosen).startswith(option), f"{chosen} instead of {option}"
        else:
            self.page.keyboard.type(option[:8])
            self.page.keyboard.press("Tab")

    def presses(self, button: str) -> None:
        """Go to a button and press Enter; the next page comes."""
        self._enter(self._named("button", button))

    def prints(self, button: str) -> str:
        """Press a button that makes a paper, and read it."""
        self.goes_to(self._named("button", button))
        with self.page.expect_download() as paper:
            self.page.keyboard.press("Enter")
        content = paper.value.path().read_bytes()
        if SHOTS:
            number = len(list(Path(SHOTS).glob("*.pdf")))
            (Path(SHOTS) / f"{number:03}.pdf").write_bytes(content)
        return read_paper(content).text

    def unfolds(self, summary: str) -> None:
        """Open what is folded."""
        self.goes_to(self.page.locator("summary", has_text=summary).first)
        self.page.keyboard.press("Enter")

    def saves(self) -> None:
        """What saves a page by itself, from wherever one types."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+Enter")
        self._look()

    def follows(self, link: str) -> None:
        """Go to a link of the page and press Enter."""
        self._enter(self._named("link", link))

    def turns_to(self, entry: str) -> None:
        """Go to an entry of the menu and press Enter."""
        menu = self.page.get_by_role("navigation", name="Principale")
        self._enter(menu.get_by_role("link", name=entry, exact=True))

    def _named(self, role: str, words: str) -> Locator:
        main = self.page.get_by_role("main")
        return main.get_by_role(role, name=re.compile(f"^{spaced(words)}")).first

    def _enter(self, there: Locator) -> None:
        self.goes_to(there)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._look()

    # Coming in

    def log_in(self, user: User) -> None:
        """Password, then the code of the application; one that was used waits for the next."""
        self.opens(LOGIN)
        self.types("Adresse électronique", user.email)
        self.types("Mot de passe", WORLD_PASSWORD)
        self.presses("Continuer")
        for steps in (0, 1, -1):
            self.types("Code", code_of(steps=steps))
            self.presses("Me connecter")
            if "/etape/" not in self.page.url:
                return
        raise AssertionError("No code is taken")


def plain(text: str) -> str:
    """Without the no-break spaces of French typography."""
    return text.replace("\xa0", " ").replace("\u202f", " ")


def spaced(text: str) -> str:
    """A pattern for these words, whatever the spaces between them."""
    return r"[\s\u00a0\u202f]+".join(re.escape(word) for word in text.split(" "))

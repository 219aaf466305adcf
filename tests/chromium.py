"""A real browser for the tests that need one, and what axe says of a page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from depth import FULL
from entremise.command.quality import BROWSER_OPTIONS, find_browser

PATH = find_browser()
# Pictures of what the tests look at are kept in this folder, if one is named.
SHOTS = os.environ.get("ENTREMISE_SHOTS", "")


class Screen(NamedTuple):
    """Where a page is looked at."""

    width: int
    height: int
    theme: str


WIDE, SMALL = Screen(1280, 900, "light"), Screen(360, 740, "dark")

needs_chromium = pytest.mark.skipif(not PATH, reason="Chromium is not installed here")


@contextmanager
def chromium() -> Iterator[Any]:
    """Chromium, for as long as the block lasts; the thread may still use the database."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=PATH, args=BROWSER_OPTIONS)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def faults(
    page: Page, name: str = "", *, judged: tuple[Screen, ...] = (WIDE,), contrast: bool = FULL
) -> list[str]:
    """What is wrong with the page as it stands, on a small dark screen and on a wide light one.

    Nothing may stick out on either; axe, which takes its time, is asked on those `judged`. The
    pages of one context are judged wide and light; `thread/test_every_page.py` judges all of them
    small and dark. Contrast takes axe longer than all the rest: it is computed from the tokens in
    both themes, and measured on every component, on every page with `entremise test --full`.
    """
    page.wait_for_load_state()
    before, found = page.viewport_size, []
    for screen in (SMALL, WIDE):
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        page.emulate_media(color_scheme=screen.theme, reduced_motion="reduce")
        if SHOTS and name:
            page.screenshot(path=Path(SHOTS) / f"{name}-{screen.width}.png", full_page=True)
        found += [f"{page.url}: {one} sticks out" for one in too_wide(page)]
        if screen in judged:
            found += [f"{page.url}: {one}" for one in violations(page, contrast=contrast)]
    page.set_viewport_size(before)
    return found


def violations(page: Page, *, contrast: bool = FULL) -> list[str]:
    """What axe finds wrong, one line each."""
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found]


def too_wide(page: Page) -> list[str]:
    """The elements that stick out of the window to the right."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
             [...document.querySelectorAll("body *")]
               .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
               .map((one) => `${one.tagName}.${one.className}`)"""
    )

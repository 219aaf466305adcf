"""A real browser for the tests that need one, and what axe says of a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

PATH = shutil.which("chromium") or shutil.which("chromium-browser") or ""
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = (1280, 360)
THEMES = ("light", "dark")
# Where a page of one context is looked at; `thread/test_every_page.py` has the other two.
SCREENS = ((1280, "dark"), (360, "light"))

needs_chromium = pytest.mark.skipif(not PATH, reason="Chromium is not installed here")


@contextmanager
def chromium() -> Iterator[Any]:
    """Chromium, for as long as the block lasts; the thread may still use the database."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=PATH, args=OPTIONS)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong, one line each; by these rules only, if any are named."""
    options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
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

"""What a text in the making loses when something dies: a tab, a browser, the network, the server.

Several people type at once in a real browser, at a known rhythm, on pages of the product. At a
moment drawn at random something is killed without warning; then each comes back, logs in again
where the session is gone, and finds a draft. What was typed after the last sign that came back is
lost: in seconds, since a person counts so.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from entremise.command.bench.browser import LOGIN, code_of
from entremise.command.logins import Login
from entremise.command.quality import BROWSER_OPTIONS, find_browser
from entremise.command.refusal import Refused

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Playwright

# One tab dies: closed, crashed, cut from the network, or its session gone.
TAB, CRASH, NETWORK, SESSION = "tab", "crash", "network", "session"
OF_ONE_TAB = (TAB, CRASH, NETWORK, SESSION)
# Everybody is hit at once.
BROWSER, SERVER, WORKER = "browser", "server", "worker"
OFFER = "button:text('Le reprendre')"
PATIENCE_MS = 20_000
SENTENCE = "Elle dit que c’est arrivé deux fois déjà, hier soir encore ; elle a noté l’heure. "

Tamper = Callable[["BrowserContext"], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page where somebody writes, and the name of the box."""

    path: str
    box: str


@dataclass(kw_only=True)
class Trial:
    """One accident: what was typed and when, and what came back."""

    kind: str
    typed: list[float] = field(default_factory=list)
    struck: float = 0.0
    kept: str = ""

    @property
    def text(self) -> str:
        return (SENTENCE * (len(self.typed) // len(SENTENCE) + 1))[: len(self.typed)]

    @property
    def lost(self) -> float:
        """Seconds between the last sign that came back and the accident."""
        before = [moment for moment in self.typed if moment <= self.struck]
        if not before or len(self.kept) >= len(before):
            return 0.0
        return self.struck - before[max(0, len(self.kept) - 1)]

    def check(self) -> None:
        """A draft that holds anything else than the beginning of the text measures nothing."""
        if not self.text.startswith(self.kept.rstrip("\n")):
            raise Refused(f"Le brouillon rendu n’est pas le texte tapé : « {self.kept[-80:]} »")


@dataclass(frozen=True, kw_only=True)
class Site:
    """Where the pages are, and how to kill what serves them; `kill` gives back how to revive."""

    address: str
    kill: Callable[[str], Callable[[], None]] | None = None


class Writer:
    """Somebody who writes, with her account, her windows and her rhythm."""

    def __init__(self, site: Site, login: Login, *, seed: str, tamper: Tamper | None) -> None:
        self.site, self.login, self.tamper = site, login, tamper
        self.random = Random(seed)  # noqa: S311 - a rhythm
        self.codes: set[int] = set()
        self.context: BrowserContext | None = None

    async def arrives(self, browser: Browser) -> None:
        self.context = await browser.new_context(
            base_url=f"http://{self.site.address}", locale="fr-FR"
        )
        if self.tamper is not None:
            await self.tamper(self.context)

    async def opens(self, sheet: Sheet) -> Page:
        """The page, in a new tab; through the login pages if the session is gone."""
        assert self.context is not None  # noqa: S101 - she has arrived
        page = await self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        await page.goto(sheet.path)
        if LOGIN in page.url:
            await self._logs_in(page)
            await page.goto(sheet.path)
        await page.wait_for_load_state()
        return page

    async def _logs_in(self, page: Page) -> None:
        await page.fill("[name=login]", self.login.email)
        await page.fill("[name=password]", self.login.password)
        async with page.expect_navigation():
            await page.press("[name=password]", "Enter")
        if "/etape/" not in page.url:
            raise Refused(f"{self.login.role} n’entre pas : {await _shown(page)}")
        await page.fill("[name=code]", await self._code())
        async with page.expect_navigation():
            await page.press("[name=code]", "Enter")
        if "/etape/" in page.url:
            raise Refused(f"Le code du compte {self.login.role} a été refusé.")

    async def _code(self) -> str:
        """A code that was not used: each serves once, a little early or late too."""
        while not (free := [step for step in _steps() if step not in self.codes]):
            await asyncio.sleep(0.5)
        self.codes.add(free[0])
        return code_of(self.login.secret, at=free[0] * 30)

    async def types(self, page: Page, trial: Trial, over: asyncio.Event) -> None:
        """Sign after sign until something happens: mostly fast, now and then a pause."""
        for sign in _endless(SENTENCE):
            if over.is_set():
                return
            trial.typed.append(time.monotonic())
            await page.keyboard.type(sign)
            slow = self.random.random() < 0.03
            pause = self.random.uniform(0.8, 2.5) if slow else self.random.uniform(0.06, 0.25)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), pause)

    async def finds(self, sheet: Sheet) -> str:
        """What is in the box of the page opened again, the draft taken up where it is offered."""
        page = await self.opens(sheet)
        box = page.locator(f"[name={sheet.box}]")
        with contextlib.suppress(Exception):
            await page.locator(OFFER).wait_for(timeout=2500 if not await box.input_value() else 1)
            await page.locator(OFFER).click()
        kept = await box.input_value()
        await page.close()
        return kept


def _steps() -> tuple[int, ...]:
    now = int(time.time()) // 30
    return now, now + 1, now - 1


def _endless(text: str) -> Any:
    while True:
        yield from text


class Trials:
    """Rounds of accidents, with the same people."""

    def __init__(
        self,
        site: Site,
        logins: Sequence[Login],
        *,
        seed: int,
        longest: float = 9.0,
        shortest: float = 0.7,
        tamper: Tamper | None = None,
    ) -> None:
        self.site, self.span = site, (shortest, longest)
        self.random = Random(seed)  # noqa: S311 - moments of accidents
        self.writers = [
            Writer(site, login, seed=f"{seed}-{number}", tamper=tamper)
            for number, login in enumerate(logins)
        ]
        self.found: list[Trial] = []
        self.engine: Playwright | None = None
        self.browser: Browser | None = None
        self.pid = 0

    def run(self, rounds: Sequence[tuple[str, Sheet]]) -> list[Trial]:
        """A round for each kind and page; « one » draws a kind for each tab."""
        asyncio.run(self._run(rounds))
        for trial in self.found:
            trial.check()
        return self.found

    async def _run(self, rounds: Sequence[tuple[str, Sheet]]) -> None:
        from playwright.async_api import async_playwright

        async with async_playwright() as self.engine:
            await self._launch()
            for number, (kind, sheet) in enumerate(rounds):
                if kind in (BROWSER, SERVER, WORKER):
                    await self._everybody(kind, sheet)
                else:
                    await self._each(kind, sheet, number)
            if self.browser is not None:
                await self.browser.close()

    async def _launch(self) -> None:
        assert self.engine is not None  # noqa: S101 - inside the engine's block
        self.browser = await self.engine.chromium.launch(
            executable_path=find_browser(), args=BROWSER_OPTIONS
        )
        session = await self.browser.new_browser_cdp_session()
        told = await session.send("SystemInfo.getProcessInfo")
        self.pid = next(one["id"] for one in told["processInfo"] if one["type"] == "browser")
        for writer in self.writers:
            await writer.arrives(self.browser)

    # --- Accidents of one tab -------------------------------------------------------------------

    async def _each(self, kind: str, sheet: Sheet, number: int) -> None:
        drawn = [
            kind if kind in OF_ONE_TAB else OF_ONE_TAB[(place + number) % len(OF_ONE_TAB)]
            for place, _ in enumerate(self.writers)
        ]
        moments = [self.random.uniform(*self.span) for _ in self.writers]
        self.found += await asyncio.gather(
            *(
                self._one(writer, one, sheet, moment)
                for writer, one, moment in zip(self.writers, drawn, moments, strict=True)
            )
        )

    async def _one(self, writer: Writer, kind: str, sheet: Sheet, after: float) -> Trial:
        trial, over = Trial(kind=kind), asyncio.Event()
        page = await self._begins(writer, sheet)
        typing = asyncio.create_task(writer.types(page, trial, over))
        await asyncio.sleep(after)
        trial.struck = time.monotonic()
        await self._strike(writer, page, kind)
        over.set()
        await asyncio.gather(typing, return_exceptions=True)
        trial.kept = await writer.finds(sheet)
        return trial

    async def _begins(self, writer: Writer, sheet: Sheet) -> Page:
        page = await writer.opens(sheet)
        if not await page.locator(f"[name={sheet.box}]").count():
            raise Refused(f"{page.url} n’est pas la page du texte : {await _shown(page)}")
        await page.focus(f"[name={sheet.box}]")
        return page

    async def _strike(self, writer: Writer, page: Page, kind: str) -> None:
        context = page.context
        if kind == TAB:
            await page.close()
            return
        if kind == NETWORK:
            await context.set_offline(True)
        elif kind == SESSION:
            await context.clear_cookies()
        if kind != CRASH:
            # She goes on for a moment: nothing more arrives.
            await asyncio.sleep(writer.random.uniform(0.1, 1.0))
        await _crash(page)
        if kind == NETWORK:
            await context.set_offline(False)

    # --- Accidents of everybody -----------------------------------------------------------------

    async def _everybody(self, kind: str, sheet: Sheet) -> None:
        trials, over = [Trial(kind=kind) for _ in self.writers], asyncio.Event()
        pages = await asyncio.gather(*(self._begins(one, sheet) for one in self.writers))
        typing = [
            asyncio.create_task(self._later(writer.types(page, trial, over)))
            for writer, page, trial in zip(self.writers, pages, trials, strict=True)
        ]
        await asyncio.sleep(self.random.uniform(*self.span) + 1)
        moment = time.monotonic()
        await self._strike_all(kind, pages)
        over.set()
        await asyncio.gather(*typing, return_exceptions=True)
        found = await asyncio.gather(*(one.finds(sheet) for one in self.writers))
        for trial, kept in zip(trials, found, strict=True):
            trial.struck, trial.kept = moment, kept
        self.found += [trial for trial in trials if trial.typed]

    async def _later(self, typing: Coroutine[Any, Any, None]) -> None:
        """Nobody begins at the same moment."""
        await asyncio.sleep(self.random.uniform(0, 1))
        await typing

    async def _strike_all(self, kind: str, pages: Sequence[Page]) -> None:
        """Kill at once, and only then begin again: no page that is alive saves its text later."""
        if kind == BROWSER:
            os.kill(self.pid, signal.SIGKILL)
            await self._launch()
            return
        if self.site.kill is None:
            raise Refused("Le serveur de cet essai ne peut pas être tué.")
        revive = self.site.kill(kind)
        await asyncio.gather(*(_crash(page) for page in pages))
        await asyncio.to_thread(revive)


async def _shown(page: Page) -> str:
    return (await page.inner_text("body"))[:600]


async def _crash(page: Page) -> None:
    """The tab dies without a word to the page."""
    gone = asyncio.Event()
    page.on("crash", lambda _page: gone.set())
    session = await page.context.new_cdp_session(page)
    dying = asyncio.create_task(session.send("Page.crash"))
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(gone.wait(), 5)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    with contextlib.suppress(Exception):
        await asyncio.wait_for(page.close(), 3)

"""`entremise screenshots`: look at the main pages of a demonstration, in a real browser.

Without `--all`, only the few pictures that the README and the guide show are written again.
"""

from __future__ import annotations

import argparse
import contextlib
import hmac
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from base64 import b32decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from entremise.command import demo, processes, quality
from entremise.command.data_directory import DataDirectory, clone
from entremise.command.refusal import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, NARROW = (1280, 860), (360, 760)
STEP = 30
LONGEST_START = 600


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture that the repository keeps: whose screen, which page, how."""

    name: str
    email: str
    path: str
    size: tuple[int, int] = WIDE
    dark: bool = False


KEPT = (
    Picture(name="ma-journee", email="roanne@", path="/ma-journee/"),
    Picture(name="file-des-saisines", email="roanne@", path="/saisines/file/"),
    Picture(name="agenda", email="roanne@", path="/agenda/semaine/"),
    Picture(name="chiffres", email="coordination@", path="/chiffres/"),
    Picture(
        name="ma-journee-telephone-sombre",
        email="roanne@",
        path="/ma-journee/",
        size=NARROW,
        dark=True,
    ),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-dir", type=Path, help="une démonstration qui fonctionne déjà")
    parser.add_argument("--out", type=Path, help="dossier des images (docs/images du clone)")
    parser.add_argument(
        "--all",
        type=Path,
        metavar="DOSSIER",
        help="toutes les pages de chaque rôle, large et étroit, clair et sombre",
    )


def run(options: argparse.Namespace) -> int:
    """Draw the pictures, on the demonstration given or on one that lives just for this."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        raise Refused(
            "Il manque « playwright », qui conduit le navigateur : installez les dépendances "
            "d’essai (requirements/test.lock)."
        ) from None
    browser = quality.find_browser()
    if browser is None:
        raise Refused("Il manque un navigateur Chromium sur cette machine.")
    root = clone()
    out = options.all or options.out or (root / "docs" / "images" if root else None)
    if out is None:
        raise Refused("Dites dans quel dossier écrire les images, avec --out.")
    out.mkdir(parents=True, exist_ok=True)
    with _demonstration(options.data_dir) as described, sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        try:
            _draw_all(opened, described, out) if options.all else _draw_kept(
                opened, described, out
            )
        finally:
            opened.close()
    return 0


@contextlib.contextmanager
def _demonstration(data_dir: Path | None) -> Iterator[dict[str, Any]]:
    """What the demonstration says to scripts: address and logins."""
    if data_dir is not None:
        yield demo.describe(DataDirectory(data_dir.absolute()))
        return
    folder = Path(tempfile.mkdtemp(prefix="e-"))
    program = [sys.executable, "-m", "entremise.command.main", "demo", "--data-dir", folder]
    running = subprocess.Popen([str(part) for part in program])
    try:
        yield _described(DataDirectory(folder), running)
    finally:
        running.terminate()
        running.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _described(directory: DataDirectory, running: subprocess.Popen[bytes]) -> dict[str, Any]:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and not processes.has_ended(running):
        time.sleep(1)
        with contextlib.suppress(Refused, KeyError, ValueError):
            return demo.describe(directory)
    raise Refused("La démonstration n’a pas démarré.")


# --- logging in -------------------------------------------------------------------------------


def one_time_code(secret: str, at: float) -> str:
    """The six figures that an authenticator application shows at this moment (RFC 6238)."""
    counter = struct.pack(">Q", int(at) // STEP)
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    (number,) = struct.unpack(">I", digest[digest[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"


@contextlib.contextmanager
def logged_in(
    browser: Browser, described: dict[str, Any], email: str, *, size: tuple[int, int], dark: bool
) -> Iterator[Page]:
    """A page of this account, after its password and its code."""
    login = next(one for one in described["logins"] if one["email"].startswith(email))
    context = browser.new_context(
        base_url=described["address"],
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale="fr-FR",
        reduced_motion="reduce",
    )
    page = context.new_page()
    try:
        page.goto("/compte/connexion/")
        page.fill("[name=login]", login["email"])
        page.fill("[name=password]", login["password"])
        page.click("main form button[type=submit] >> nth=0")
        page.fill("[name=code]", one_time_code(login["secret"], time.time()))
        page.click("main form button[type=submit] >> nth=0")
        page.wait_for_load_state()
        if "/connexion/" in page.url or "/etape/" in page.url:
            raise Refused(f"{login['email']} n’entre pas : {page.inner_text('main')[:200]}")
        yield page
    finally:
        context.close()


# --- drawing ----------------------------------------------------------------------------------


def _draw_kept(browser: Browser, described: dict[str, Any], out: Path) -> None:
    for picture in KEPT:
        with logged_in(
            browser, described, picture.email, size=picture.size, dark=picture.dark
        ) as page:
            page.goto(picture.path)
            _shoot(page, out / f"{picture.name}.png", whole=False)


def _draw_all(browser: Browser, described: dict[str, Any], out: Path) -> None:
    """Every page of the menu of every account, and the first pages behind the lists."""
    for login in described["logins"]:
        for size in (WIDE, NARROW):
            for dark in (False, True):
                with logged_in(browser, described, login["email"], size=size, dark=dark) as page:
                    look = f"{size[0]}-{'sombre' if dark else 'clair'}"
                    for number, path in enumerate(_paths(page)):
                        page.goto(path)
                        name = f"{login['email'].split('@')[0]}-{number:02d}-{look}.png"
                        _shoot(page, out / name, whole=True)


def _paths(page: Page) -> list[str]:
    """What the menu leads to, then the first line of its lists."""
    menu = _links(page, "nav a")
    found = [page.url, *menu]
    for address in menu:
        page.goto(address)
        found += _links(page, "main table a, main li a, main h2 a, main h3 a")[:2]
    return list(dict.fromkeys(found))


def _links(page: Page, selector: str) -> list[str]:
    read = "links => links.map(link => link.href).filter(address => address.startsWith('http'))"
    return [str(one).split("#")[0] for one in page.eval_on_selector_all(selector, read)]


def _shoot(page: Page, file: Path, *, whole: bool) -> None:
    page.screenshot(path=file, full_page=whole)
    print(f"{file.name} : {file.stat().st_size // 1000} ko, {page.url}")

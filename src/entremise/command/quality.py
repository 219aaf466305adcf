"""`entremise test`: everything that must be true before a change is kept.

By itself within minutes: what has no end is drawn, what plays the whole product is left out.
With `--full` nothing is: this is what the forge runs.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from entremise.command.bootstrap import test_cluster
from entremise.command.data_directory import clone
from entremise.command.refusal import Refused

# The one without windows does the same with half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PYTHON = sys.executable
TOOLS = Path(PYTHON).parent

# Cheap ones first: what a typing slip breaks is said within seconds.
QUICK: dict[str, list[str | Path]] = {
    "ruff check": [TOOLS / "ruff", "check", "."],
    "ruff format": [TOOLS / "ruff", "format", "--check", "."],
    "djlint": [TOOLS / "djlint", "src", "--lint", "--quiet"],
    "import-linter": [TOOLS / "lint-imports"],
}
# Long ones run beside the tests.
LONG: dict[str, list[str | Path]] = {
    "mypy": [TOOLS / "mypy"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
}

FULL = "--full"
EVERYDAY = ["-m", "not long"]


@dataclass(frozen=True)
class Outcome:
    """How one step ended."""

    name: str
    passed: bool
    said: str
    seconds: float


def run(options: argparse.Namespace) -> int:
    """Run every step, whatever the first ones say; with other arguments, only those tests."""
    root = clone()
    if root is None:
        raise Refused("« entremise test » vérifie le code : lancez-le depuis un clone du dépôt.")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "entremise.settings.test"}
    # A hundred processes start here: each would compile the whole software again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    browser = find_browser() or _install_browser()
    if browser:
        environment["ENTREMISE_BROWSER"] = browser
    else:
        print("Aucun navigateur Chromium : les essais qui en ont besoin ne seront pas faits.")
    full = FULL in options.arguments
    if full:
        environment["ENTREMISE_FULL"] = "1"
    some = [one for one in options.arguments if one != FULL]
    if some:
        return _tests(some, root, environment).returncode
    outcomes = [_told(_step(name, step, root, environment)) for name, step in QUICK.items()]
    with test_cluster() as addresses, ThreadPoolExecutor(1) as beside:
        stepped = {**environment, **addresses}
        waiting = [beside.submit(_step, name, step, root, stepped) for name, step in LONG.items()]
        tests = [*_shared_out(), *([] if full else EVERYDAY)]
        outcomes += _with_tests(tests, waiting, root, environment)
    return _conclude(outcomes)


def _with_tests(
    arguments: Sequence[str],
    waiting: Sequence[Future[Outcome]],
    root: Path,
    environment: dict[str, str],
) -> list[Outcome]:
    began = time.monotonic()
    tests = _tests(arguments, root, environment)
    seconds = time.monotonic() - began
    return [
        *(_told(step.result()) for step in waiting),
        Outcome("pytest", tests.returncode == 0, "", seconds),
    ]


def _shared_out() -> list[str]:
    """Each processor that we may use takes some; what shares something dear stays together."""
    mine = getattr(os, "sched_getaffinity", None)  # Linux alone tells
    number = len(mine(0)) if mine else os.cpu_count() or 1
    return ["-n", str(number), "--dist", "loadgroup"]


def _tests(
    arguments: Sequence[str], root: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[bytes]:
    sys.stdout.flush()
    command = [PYTHON, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=root, env=environment, check=False)


def _step(
    name: str, command: Sequence[str | Path], root: Path, environment: dict[str, str]
) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, done.stdout.strip(), time.monotonic() - began)


def _told(outcome: Outcome) -> Outcome:
    """Say how a step ended; what it printed only matters when it failed."""
    print(f"{_sign(outcome)} {outcome.name} ({outcome.seconds:.0f} s)", flush=True)
    if not outcome.passed:
        print(outcome.said, flush=True)
    return outcome


def _conclude(outcomes: Sequence[Outcome]) -> int:
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print("\n" + " · ".join(f"{_sign(outcome)} {outcome.name}" for outcome in outcomes))
    print(f"En échec : {', '.join(failed)}" if failed else "Tout est bon.", flush=True)
    return int(bool(failed))


def _sign(outcome: Outcome) -> str:
    return "✓" if outcome.passed else "✗"


# --- browser -------------------------------------------------------------------------------


# Nothing but this machine: whatever a page names elsewhere does not exist.
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find_browser() -> str | None:
    """The path of the system's Chromium, if it has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _install_browser() -> str | None:
    """Install Chromium where apt can be used without asking anybody anything."""
    if shutil.which("apt-get") is None:
        return None
    rise = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rise and (not shutil.which("sudo") or _quiet([*rise, "true"])):
        print("Pour les essais dans un navigateur, tapez : sudo apt install chromium")
        return None
    print("Installation de Chromium pour les essais…", flush=True)
    _quiet([*rise, "apt-get", "update", "-qq"])
    install = [*rise, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y"]
    for package in ("chromium-headless-shell", "chromium"):  # Ubuntu has only the second
        if _quiet([*install, package]) == 0:
            break
    return find_browser()


def _quiet(command: Sequence[str]) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode

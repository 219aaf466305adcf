"""How long a person waits for her paper: chosen on the page, made, received whole."""

import re
import statistics
from collections.abc import Mapping

from entremise.command.bench.browser import Answer, Browser
from entremise.command.refusal import Refused

RUNS = 20
WARM = 3
CHOSEN = {"language": "fr", "shape": "sheet", "go": "paper"}
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_NUMBER = re.compile(r'name="numbers" value="([^"]+)"')


def measure(browser: Browser, case: str) -> dict[str, float]:
    """The median of twenty papers, in thousandths of a second."""
    _she_may_carry_one(browser, case)
    seconds = [_handed(browser, case).seconds for _turn in range(WARM + RUNS)][WARM:]
    return {"handout_pdf_ms": round(statistics.median(seconds) * 1000, 1)}


def _send(browser: Browser, path: str, answers: Mapping[str, str]) -> Answer:
    """Read the page, then send its form with these answers and what it hides."""
    page = browser.get(path)
    hidden = dict(_HIDDEN.findall(page.text))
    return browser.post(path, {**hidden, **answers, "csrfmiddlewaretoken": page.token})


def _she_may_carry_one(browser: Browser, case: str) -> None:
    said = _send(browser, f"{case}contact/convenu/", {"paper": "yes"})
    if said.status != 302:
        raise Refused(f"Le banc n’a pas pu noter qu’un papier est sans danger ({said.status}).")


def _handed(browser: Browser, case: str) -> Answer:
    path = f"{case}papier/"
    numbers = _NUMBER.findall(browser.get(path).text)
    answer = _send(browser, path, {**CHOSEN, "moment": "on", "numbers": numbers[0]})
    if answer.headers.get("Content-Type") != "application/pdf":
        raise Refused(f"Le papier du banc n’a pas été fait ({answer.status}).")
    return answer

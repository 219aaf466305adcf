"""A worker's old sheet of five thousand lines, read, checked and previewed through the pages.

The seconds are those that the browser waits, from the file that is sent to the preview that is
read; the memory, the most that one process of the server holds meanwhile with what it starts.
"""

import re
import statistics
import threading
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from entremise.command.bench.browser import Answer, Browser
from entremise.command.bench.sheet import LINES, old_sheet
from entremise.command.probes.pages import forms_of
from entremise.command.refusal import Refused

IMPORTS = "/reprise/"
EVERY = 0.005


class Watch:
    """The memory of the processes under one server, looked at while something is asked of it."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            for worker in _children(self.server):
                held = _kilobytes(worker, "VmRSS")
                held += sum(_kilobytes(aside, "VmHWM") for aside in _children(worker))
                self.most = max(self.most, held)

    @property
    def mebibytes(self) -> int:
        return round(self.most / 1024)


def _children(process: int) -> list[int]:
    """What a process has started and has not seen end, by any of its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def _kilobytes(process: int, what: str) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(rf"^{what}:\s*(\d+)", status, re.MULTILINE)
    return int(found[1]) if found else 0


def measure(browser: Browser, server: int, *, runs: int) -> dict[str, float | int]:
    """The median of so many sheets, each given up after its preview; and the most memory."""
    content = old_sheet()
    with Watch(server) as watch:
        seconds = [_preview(browser, content) for _ in range(runs)]
    return {
        "import_5000_rows_s": round(statistics.median(seconds), 2),
        "import_5000_rows_mib": watch.mebibytes,
    }


def _preview(browser: Browser, content: bytes) -> float:
    """All pages from the file to the preview, answered as they propose; how long they took."""
    first = browser.get(IMPORTS)
    sent = _send_file(browser, _fields(first), content)
    waited = first.seconds + sent.seconds
    for step in ("titres", "colonnes", "valeurs", "apercu"):
        path = _led_to(sent, step)
        page = browser.get(path)
        waited += page.seconds
        if step == "apercu":
            _check(page)
            _drop(browser, path, page)
            return waited
        sent = browser.post(path, _fields(page))
        waited += sent.seconds
    raise AssertionError  # the last step returns


def _led_to(sent: Answer, step: str) -> str:
    path = sent.headers.get("Location", "")
    if sent.status != 302 or not path.endswith(f"/{step}/"):
        raise Refused(f"La reprise du banc s’est arrêtée avant « {step} » ({sent.status}).")
    return path


def _fields(page: Answer) -> dict[str, str]:
    """What the form of the page holds, as it is proposed."""
    form = next(forms_of("", page.text.split("<main", 1)[-1]))
    return {field.name: field.given for field in form.fields if field.given is not None}


def _send_file(browser: Browser, fields: Mapping[str, str], content: bytes) -> Answer:
    mark = uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        f'--{mark}\r\nContent-Disposition: form-data; name="sheet"; filename="suivi.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
    )
    body = b"".join([*parts, content, f"\r\n--{mark}--\r\n".encode()])
    return browser.send(
        "POST", IMPORTS, body, {"Content-Type": f"multipart/form-data; boundary={mark}"}
    )


def _check(page: Answer) -> None:
    said = re.sub(r"[\s\u202f\u00a0]|&nbsp;", "", page.text)
    if page.status != 200 or f">{LINES}<" not in said:
        raise Refused(f"L’aperçu du banc n’a pas lu {LINES} lignes ({page.status}).")


def _drop(browser: Browser, path: str, page: Answer) -> None:
    """Give the sheet up: the next one begins as the first."""
    browser.post(path.replace("/apercu/", "/abandonner/"), {"csrfmiddlewaretoken": page.token})

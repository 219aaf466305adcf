"""The probes of the whole product, asked over HTTP from a server that runs.

Everything is read first, then everything is sent: what a probe does stays done. Each role logs
in once, through the pages; several lines then ask at the same time with its session.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from entremise.command.bench.browser import Answer, Browser
from entremise.command.bench.instance import Instance
from entremise.command.refusal import Refused

AT_ONCE = 4
OWN_PAGE = "/compte/"
T = TypeVar("T")


class Roles:
    """The sessions of every role on one server; each thread has lines of its own."""

    def __init__(self, instance: Instance, roles: Iterable[str]) -> None:
        self.address = instance.address
        self.cookies: dict[str, dict[str, str]] = {}
        for role in roles:
            browser = Browser(self.address)
            if role != "anonymous":
                browser.log_in(instance.login(role))
            browser.get("/compte/connexion/" if role == "anonymous" else OWN_PAGE)
            self.cookies[role] = dict(browser.cookies)
        self._own = threading.local()

    def browser(self, role: str) -> Browser:
        """The browser of this role in this thread."""
        lines: dict[str, Browser] = self._own.__dict__.setdefault("lines", {})
        if role not in lines:
            lines[role] = Browser(self.address, cookies=dict(self.cookies[role]))
        return lines[role]

    def send(self, role: str, method: str, path: str, data: Mapping[str, Any] | None) -> Answer:
        """Ask as this role; a form carries the token of its session, as the pages give it."""
        browser = self.browser(role)
        if data is None:
            return browser.send(method, path)
        fields = {**data, "csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")}
        return browser.post(path, fields)

    def check(self) -> None:
        """A session that was lost on the way would see nothing, and prove nothing."""
        lost = [
            role
            for role in self.cookies
            if role != "anonymous" and self.browser(role).get(OWN_PAGE).status != 200
        ]
        if lost:
            raise Refused(f"Sessions perdues pendant les essais du banc : {', '.join(lost)}.")


def shared_out(
    work: Callable[[Sequence[T]], Any], items: Iterable[T], by: Callable[[T], str]
) -> list[Any]:
    """Do the work on the items of each name, several names at the same time."""
    heaps: dict[str, list[T]] = defaultdict(list)
    for item in items:
        heaps[by(item)].append(item)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, sorted(heaps.values(), key=len, reverse=True)))

"""The probes of the whole product, asked over HTTP from a server that runs.

Everything is read first, then everything is sent: what a probe does stays done. Each role logs
in once, through the pages; several lines then ask at the same time with its session.
"""

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode
from uuid import uuid4

from entremise.command.bench.browser import Answer as Page
from entremise.command.bench.browser import Browser
from entremise.command.bench.instance import Instance
from entremise.command.bench.plan import SEED
from entremise.command.data_directory import DataDirectory
from entremise.command.refusal import Refused

if TYPE_CHECKING:
    from entremise.command.probes.canaries import Planted
    from entremise.command.probes.matrix import Answer, Leak, Probe

AT_ONCE = 4
TOLD_APART = "hidden is not missing"
OWN_PAGE, OPEN_PAGE = "/compte/", "/compte/connexion/"
PAIRS = "application/x-www-form-urlencoded"
# The number of a form, in pairs or in parts.
_ONCE = re.compile(rb'((?:^|&)once=|name="once"\r\n\r\n)[^&\r]*')
T = TypeVar("T")
R = TypeVar("R")


class Sessions:
    """The sessions of every role on one server; each thread has lines of its own."""

    def __init__(self, instance: Instance, roles: Iterable[str]) -> None:
        self.address = instance.address
        self.cookies: dict[str, dict[str, str]] = {}
        for role in roles:
            browser = Browser(self.address)
            if role != "anonymous":
                browser.log_in(instance.login(role))
            browser.get(OPEN_PAGE if role == "anonymous" else OWN_PAGE)
            self.cookies[role] = dict(browser.cookies)
        self._own = threading.local()

    def _browser(self, role: str) -> Browser:
        lines: dict[str, Browser] = self._own.__dict__.setdefault("lines", {})
        if role not in lines:
            lines[role] = Browser(self.address, cookies=dict(self.cookies[role]))
        return lines[role]

    def send(
        self, role: str, method: str, path: str, data: Mapping[str, Any] | None = None
    ) -> "Answer":
        """Ask as this role."""
        if data is None:
            return answered(lambda: self._browser(role).send(method, path))
        return self.send_body(role, path, urlencode(data).encode())

    def ask(self, role: str, path: str) -> "Answer":
        """Read a page as this role."""
        return self.send(role, "GET", path)

    def send_body(self, role: str, path: str, body: bytes, kind: str = PAIRS) -> "Answer":
        """Send a form as this role: its session's token, and a number that was never used."""
        browser = self._browser(role)
        fresh = _ONCE.sub(rb"\g<1>" + str(uuid4()).encode(), body)
        headers = {"Content-Type": kind, "X-CSRFToken": browser.cookies.get("csrftoken", "")}
        return answered(lambda: browser.send("POST", path, fresh, headers))

    def check(self) -> None:
        """A session that was lost on the way would see nothing, and prove nothing."""
        named = [role for role in self.cookies if role != "anonymous"]
        lost = [role for role in named if self.ask(role, OWN_PAGE).status != 200]
        if lost:
            raise Refused(f"Sessions perdues pendant les essais du banc : {', '.join(lost)}.")


def answered(ask: Callable[[], Page]) -> "Answer":
    """What came back; where nothing did, what a proxy in front of the server would show."""
    from entremise.command.probes.matrix import Answer
    from entremise.command.probes.papers import words_of

    try:
        page = ask()
    except ConnectionError:
        return Answer(status=HTTPStatus.BAD_GATEWAY, headers={}, body="")
    headers: dict[str, str] = {}
    for name, value in page.headers.items():
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return Answer(
        status=page.status,
        headers=headers,
        body=words_of(page.body, headers.get("Content-Type", "")),
    )


def shared_out(work: Callable[[Sequence[T]], R], items: Sequence[T]) -> list[R]:
    """Do the work on a part of the items in each of a few threads."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, [items[part::AT_ONCE] for part in range(AT_ONCE)]))


def planted_in(instance: Instance) -> "Planted":
    """The scenarios of the probes, told in this instance by its own accounts."""
    DataDirectory(instance.data_dir).use(instance.environment)
    from django.db import connections
    from django.utils import timezone

    from entremise.accounts.models import User
    from entremise.command import logins
    from entremise.command.probes.canaries import Accounts
    from entremise.command.probes.planting import plant

    users = {
        login.role: User.objects.get(email=login.email) for login in logins.kept(instance.data_dir)
    }
    planted = plant(Accounts(users=users), now=timezone.localtime())
    connections.close_all()
    return planted


def probe_access(sessions: Sessions, planted: "Planted", *, count: int) -> tuple[int, list[str]]:
    """Ask so many questions, of every page and role; what was shown to whom it may not."""
    from entremise.command.probes import matrix

    asked = list(matrix.plan(planted, full=True, kept=True))
    if len(asked) > count:  # spread over all of them, in their order
        chosen = Random(SEED).sample(range(len(asked)), count)  # noqa: S311 - the same each time
        asked = [asked[place] for place in sorted(chosen)]
    reading, sending = _parted(asked, _sends)
    results = [
        result
        for some in (reading, sending)
        for result in shared_out(lambda part: matrix.run(sessions.send, part, planted), some)
    ]
    leaks = {leak for result in results for leak in result.leaks}
    apart, shown = _parted(sorted(leaks), lambda leak: leak.what != TOLD_APART)
    shown += _again(sessions, planted, asked, apart)
    return sum(result.probes for result in results), [" · ".join(leak) for leak in shown]


def _again(
    sessions: Sessions, planted: "Planted", asked: Sequence["Probe"], apart: Iterable["Leak"]
) -> list["Leak"]:
    """Ask again, alone, what told a hidden row from a missing one: lines that share a session
    also share its messages, and a limit of tries may fall between two questions."""
    from entremise.command.probes import matrix

    doubtful = {(leak.role, leak.way, leak.path) for leak in apart}
    probes = [probe for probe in asked if (probe.role, probe.way, probe.path) in doubtful]
    return matrix.run(sessions.send, probes, planted).leaks


def _parted(items: Iterable[T], to_the_second: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    first: list[T] = []
    second: list[T] = []
    for item in items:
        (second if to_the_second(item) else first).append(item)
    return first, second


def _sends(probe: "Probe") -> bool:
    """Whether this probe may change something; a search changes nothing."""
    return probe.method != "GET" and probe.route != "desk:search"


def send_malformed(
    sessions: Sessions, planted: "Planted", *, count: int, roles: Iterable[str]
) -> tuple[int, list[str], list[str]]:
    """Spoil every field of every form; how many were sent, what failed, what was lost."""
    from entremise.command.probes import malformed

    forms = malformed.collect(sessions.ask, planted, roles)
    bad = list(malformed.inputs(forms, count=count))
    reports = shared_out(lambda part: malformed.run(sessions.send_body, part), bad)
    defects = [defect for report in reports for defect in report.defects]
    failed = [" · ".join(one) for one in defects if one.kind in ("server error", "stack trace")]
    lost = [" · ".join(one) for one in defects if one.kind == "text lost"]
    return sum(report.sent for report in reports), failed, lost

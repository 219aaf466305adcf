"""Every page, asked in every way by every role about every case: what may be seen, and by whom.

    result = run(send, plan(planted, full=True), planted)

`send(role, method, path, data)` is any way to ask: a test client whose deeds are rolled back, or
a browser on a server that runs (then `plan(…, kept=True)`: no probe acts, or ends a session).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from entremise.access.roles import GRANTS, Can, Role
from entremise.base.middleware import POLICY
from entremise.command.probes import junk
from entremise.command.probes.canaries import ROLES, SCENARIOS, WORKERS, Canary, Planted
from entremise.command.probes.routes import (
    CHOICES,
    ENDS_THE_SESSION,
    OBJECTS,
    Route,
    routes,
)

# No row has this identity: what a page says of it is what it must say of a hidden one.
MISSING = UUID("00000000-0000-4000-8000-00000000dead")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
# A page may be stricter: a visitor's form needs no origin, since it has no cookie to guard.
STRICTER = {"Referrer-Policy": "no-referrer"}
# Where what is sent stays done, these are not sent by who may do them.
KEEPS_THE_GROUND = ("organisation:", "partners:")
# One text is enough: everybody of the post sees the case from then on.
GIVES_BACK = "cases:lift"
KEEPS_THE_ACCOUNTS = ("accounts:", "account_", "mfa_")
SERVER_ERROR = 500
WAYS = ("GET", "junk", "empty")

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOKEN = re.compile(r'(name="(?:csrfmiddlewaretoken|once)"[^>]*?value=")[^"]*')
_NOTICE = re.compile(r'<div[^>]*role="status".*?</div>', re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def words(self) -> str:
        """The body and every header: a redirection or a cookie may give a name away too."""
        return "\n".join((self.body, *self.headers.values()))

    @property
    def shape(self) -> tuple[int, str, str]:
        """The answer without what differs each time: tokens, identities, notices, hours.

        A notice tells of the deed before, and leaves blanks where it stood.
        """
        body = _TOKEN.sub(r"\1", _NOTICE.sub("", self.body))
        body = " ".join(re.sub(r"\d\d:\d\d", "", _UUID.sub("ID", body)).split())
        return self.status, _UUID.sub("ID", self.headers.get("Location", "")), body


Send = Callable[[str, str, str, Mapping[str, Any] | None], Answer]


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One question: who asks what, how, and about which row."""

    role: str
    method: str
    path: str
    data: Mapping[str, Any] | None
    route: str
    scenario: str
    # The same question about a row that does not exist; empty where the role knows the row.
    missing: str = ""

    @property
    def way(self) -> str:
        """GET, an empty POST, a POST with something in it."""
        return self.method if self.data is None else f"{self.method} {'junk' if self.data else ''}"


class Leak(NamedTuple):
    """What a probe found, with all that is needed to ask again."""

    what: str
    role: str
    way: str
    path: str
    route: str
    scenario: str
    detail: str


@dataclass(kw_only=True)
class Result:
    """How many questions were asked, and what went wrong."""

    probes: int = 0
    leaks: list[Leak] = field(default_factory=list)


class Target(NamedTuple):
    """Where a route leads in one scenario, and where it would lead if the row did not exist."""

    scenario: str
    path: str
    missing: str
    seers: frozenset[str]
    asked_by: frozenset[str] = frozenset(ROLES)


def targets(route: Route, planted: Planted, scenarios: Iterable[str]) -> Iterator[Target]:
    """The addresses of a route: each case, row and word; and rows of two cases mixed."""
    for words in _words(route):
        if not route.objects:
            rows = {**dict.fromkeys(route.rows, MISSING), **planted.ground}
            yield Target("", route.path({**rows, **words}), "", frozenset(ROLES))
            continue
        for name in scenarios:
            for values in _rows(route, planted, name):
                seers = [planted.scenarios[name].seers[row] for row in values.values()]
                yield Target(
                    name,
                    route.path({**values, **words}),
                    route.path({**dict.fromkeys(route.objects, MISSING), **words}),
                    frozenset.intersection(*seers),
                )
        yield from _mixed(route, planted, scenarios, words)


def _words(route: Route) -> Iterator[dict[str, str]]:
    chosen = [word for word in route.keywords if word in CHOICES]
    longest = max((len(CHOICES[word]) for word in chosen), default=1)
    for number in range(longest):
        yield {word: CHOICES[word][min(number, len(CHOICES[word]) - 1)] for word in chosen}


def _rows(route: Route, planted: Planted, name: str) -> Iterator[dict[str, UUID]]:
    """The rows of a scenario that this address names; a scenario without one has no address."""
    ids = planted.scenarios[name].ids
    if any(word not in ids for word in route.objects):
        return
    for number in range(max(len(ids[word]) for word in route.objects)):
        yield {word: ids[word][min(number, len(ids[word]) - 1)] for word in route.objects}


def _mixed(
    route: Route, planted: Planted, scenarios: Iterable[str], words: Mapping[str, str]
) -> Iterator[Target]:
    """A case that one reads, with a row of another case: the second must not be found."""
    if len(route.objects) < 2 or "case_id" not in route.objects:
        return
    for mine, hers in (("own", "other"), ("own", "restricted"), ("other", "own"), ("far", "own")):
        case = planted.scenarios[mine].ids.get("case_id")
        if hers not in scenarios or case is None:
            continue
        for values in _rows(route, planted, hers):
            base = {"case_id": case[0]}
            missing = {**dict.fromkeys(route.objects, MISSING), **base, **words}
            yield Target(
                f"{mine} with a row of {hers}",
                route.path({**values, **base, **words}),
                route.path(missing),
                seers=frozenset(),
                asked_by=planted.scenarios[mine].seers[base["case_id"]] & set(WORKERS),
            )


def plan(
    planted: Planted,
    *,
    roles: Iterable[str] = ROLES,
    scenarios: Iterable[str] = SCENARIOS,
    full: bool = True,
    kept: bool = False,
) -> Iterator[Probe]:
    """The questions of these roles. Without `full`, a sample in which each route is asked by
    each role, read about one case and written to about the next.

    `kept`: what is sent stays done, so first everything is read, then everything is sent, and
    nothing that would be rightly done and change the world of the other probes.
    """
    wanted, roles = tuple(scenarios), tuple(roles)
    asked = [
        (route, target, way)
        for route in routes()
        for target in _some(targets(route, planted, wanted), full=full)
        for way in (WAYS if full else _sampled_ways(target, wanted))
    ]
    passes: list[tuple[str, ...]] = [("GET",), ("junk", "empty")] if kept else [WAYS]
    for some in passes:
        for role in roles:
            for route, target, way in asked:
                if way not in some or role not in target.asked_by:
                    continue
                if not (kept and _stays_done(route, role, way)):
                    yield _probe(role, way, route, target, kept=kept)
        if "GET" in some:
            yield from _by_query(planted, roles)


def _some(found: Iterator[Target], *, full: bool) -> Iterator[Target]:
    """All of them, or one for each scenario."""
    seen: set[str] = set()
    for target in found:
        if full or target.scenario not in seen:
            seen.add(target.scenario)
            yield target


def _sampled_ways(target: Target, scenarios: tuple[str, ...]) -> tuple[str, ...]:
    if target.scenario not in scenarios:
        return ("GET",) if target.scenario else ("GET", "junk")
    return ("junk",) if scenarios.index(target.scenario) % 2 else ("GET",)


def _probe(role: str, way: str, route: Route, target: Target, *, kept: bool) -> Probe:
    data: Mapping[str, Any] | None = None
    if way != "GET":
        data = {} if way == "empty" else junk.harmless() if kept else junk.plausible()
    return Probe(
        role=role,
        method="GET" if way == "GET" else "POST",
        path=target.path,
        data=data,
        route=route.name,
        scenario=target.scenario,
        missing="" if role in target.seers else target.missing,
    )


def _stays_done(route: Route, role: str, way: str) -> bool:
    """Whether a probe over HTTP would lose its session, or change the ground under the others."""
    if route.name in ENDS_THE_SESSION:
        return True
    if way == "GET":
        return False
    if route.name.startswith(KEEPS_THE_ACCOUNTS):
        return True
    held = frozenset() if role == "anonymous" else GRANTS[_role(role)]
    if route.name == GIVES_BACK and way == "junk" and Can.CASE_WRITE in held:
        return True
    writes = {Can.GROUND_WRITE, Can.ACCOUNT_WRITE, Can.DIRECTORY_WRITE} & held
    return bool(writes) and route.name.startswith(KEEPS_THE_GROUND)


def _role(name: str) -> Role:
    return Role(name.removeprefix("other_").removeprefix("far_"))


def _by_query(planted: Planted, roles: Iterable[str]) -> Iterator[Probe]:
    """Rows named after the « ? »: the draft of a page, a unit, an assessment to correct."""
    own = planted.scenarios["own"].ids
    case_id, assessment_id = own["case_id"][0], own["assessment_id"][0]
    for role in roles:
        for route, path in (
            ("accounts:draft", f"/compte/brouillon/?path=/situations/{case_id}/note/"),
            ("referrals:refer", f"/saisines/unite/?unite={planted.ground['unit_id']}"),
            ("assessment:sheet", f"/situations/{case_id}/evaluation/?corrige={assessment_id}"),
            ("desk:cases", "/situations/?etat=all"),
            ("account_login", f"/compte/connexion/?next=/situations/{case_id}/"),
        ):
            yield Probe(
                role=role, method="GET", path=path, data=None, route=route, scenario="query"
            )
        for canary in planted.canaries:
            if "last name" in canary.place or canary.place == "safe number":
                yield Probe(
                    role=role,
                    method="POST",
                    path="/recherche/",
                    data={"text": canary.text},
                    route="desk:search",
                    scenario=f"search for {canary.scenario}",
                )


def run(send: Send, probes: Iterable[Probe], planted: Planted, *, strict: bool = True) -> Result:
    """Ask, and judge each answer; `strict=False` looks for canaries only (a wall is down)."""
    result = Result()
    missing: dict[tuple[str, str, str, str], Answer] = {}
    for probe in probes:
        answer = send(probe.role, probe.method, probe.path, probe.data)
        result.probes += 1
        found: Iterable[tuple[str, str]] = _shown(probe, answer, planted)
        if strict:
            found = chain(found, _broken(answer))
            if probe.missing:
                key = (probe.role, probe.way, probe.route, probe.missing)
                if key not in missing:
                    missing[key] = send(probe.role, probe.method, probe.missing, probe.data)
                    result.probes += 1
                found = chain(found, _told_apart(answer, missing[key]))
        result.leaks += [
            Leak(what, probe.role, probe.way, probe.path, probe.route, probe.scenario, detail)
            for what, detail in found
        ]
    return result


def _shown(probe: Probe, answer: Answer, planted: Planted) -> Iterator[tuple[str, str]]:
    """Canaries that this role may not read, or that stand in a title, which nobody's may."""
    typed = str(probe.data.get("text", "")) if probe.data else ""
    said = {canary.key for canary in planted.found_in(typed)}
    for canary in planted.found_in(answer.words):
        if probe.role not in canary.readers and canary.key not in said:
            yield "canary", _told(canary)
    for title in _TITLE.findall(answer.body):
        for canary in planted.found_in(title):
            yield "canary in a title", _told(canary)


def _told(canary: Canary) -> str:
    return f"{canary.secrecy} « {canary.text} » of {canary.scenario}, {canary.place}"


def _broken(answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.status >= SERVER_ERROR:
        yield "server error", str(answer.status)
    if "Traceback (most recent call last)" in answer.body:
        yield "stack trace", ""
    for name, value in HEADERS.items():
        if answer.headers.get(name) not in (value, STRICTER.get(name, value)):
            yield "header", f"{name}: {answer.headers.get(name)}"
    if "no-store" not in answer.headers.get("Cache-Control", ""):
        yield "header", f"Cache-Control: {answer.headers.get('Cache-Control')}"


def _told_apart(hidden: Answer, missing: Answer) -> Iterator[tuple[str, str]]:
    if hidden.shape != missing.shape:
        yield "hidden is not missing", f"{hidden.status} where nothing is: {missing.status}"


__all__ = ["OBJECTS", "Answer", "Leak", "Probe", "Result", "Send", "plan", "run", "targets"]

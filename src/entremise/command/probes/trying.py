"""Every act that leaves, tried for people for whom it is not safe: what is let out all the same.

What a page lets out for the person who is safe shows how each act is done. The same pages, with
the same answers, are then asked about people who differ from her by one thing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from entremise.command.probes import junk, leaving
from entremise.command.probes.canaries import Canary, Planted
from entremise.command.probes.matrix import Answer, Send
from entremise.command.probes.pages import PageForm, forms_of
from entremise.command.probes.routes import Route, routes
from entremise.command.probes.unsafe import KINDS, ROLE, SAFE_ONE, Kind, Told
from entremise.contact.views.reaching import WAYS
from entremise.people.models import SafeChannel
from entremise.people.safety import CARRIES, Act

# A sheet that is to be carried says so; a screen that is turned towards her does not.
_PRINTED = re.compile(r"imprimez cette page|window\.print", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Try:
    """One way to do an act, as it is done for the person who is safe."""

    acts: frozenset[Act]
    method: str
    path: str
    page: str
    fields: Mapping[str, str] | None = None
    kind: SafeChannel.Kind | None = None


@dataclass(kw_only=True)
class Outcome:
    """What was tried where it was not safe, what was let out, and by which pages."""

    tried: int = 0
    passed: list[str] = field(default_factory=list)
    covered: set[Act] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    @property
    def share(self) -> float:
        """The share of the acts of the rule that some page was seen to do."""
        return len(self.covered) / len(Act)


def example_of(everybody: Iterable[Told]) -> Told:
    """The person who is safe."""
    return next(one for one in everybody if one.state.name == SAFE_ONE)


def run(send: Send, everybody: list[Told], ways: list[Try], *, sparing: bool = False) -> Outcome:
    """See each way let something out for the person who is safe, then try it for the others.

    `sparing`: of the ways that ask a page by the same method, only the first that lets something
    out for her is tried for the others.
    """
    outcome, example = Outcome(), example_of(everybody)
    working: list[Try] = []
    for way in ways:
        if sparing and any((way.method, way.path) == (one.method, one.path) for one in working):
            continue
        if _lets_out(way, send(ROLE, way.method, way.path, way.fields), example):
            outcome.covered |= way.acts
            outcome.pages.add(way.page)
            working.append(way)
    for person in everybody:
        try_all(send, working if sparing else ways, example, person, outcome)
    return outcome


def try_all(
    send: Send, ways: Iterable[Try], example: Told, person: Told, outcome: Outcome
) -> None:
    """Every way, for one person, if it is unsafe for her."""
    for way in ways:
        _try(send, way, example, person, outcome)


def _try(send: Send, way: Try, example: Told, person: Told, outcome: Outcome) -> None:
    """One act for one person, if it is unsafe for her; nothing of hers may come back."""
    if way.kind is not None and not way.acts & person.state.shut:
        return  # her number is shown for this act, and may be
    answer = send(ROLE, way.method, _for(way.path, example, person), _fields(way, example, person))
    outcome.tried += 1
    if _gives_away(way, answer, person):
        names = ", ".join(sorted(way.acts))
        outcome.passed.append(f"{names} · {person.state.name} · {way.method} {way.page}")


def _for(text: str, example: Told, person: Told) -> str:
    for one, two in zip(example.rows, person.rows, strict=True):
        text = text.replace(one, two)
    return text


def _fields(way: Try, example: Told, person: Told) -> dict[str, str] | None:
    if way.fields is None:
        return None
    return {name: _for(value, example, person) for name, value in way.fields.items()}


def _lets_out(way: Try, answer: Answer, person: Told) -> bool:
    """Whether the act was done: a number shown, a paper made, or a page that answered."""
    if way.kind is not None:
        return any(one.place == _PLACES[way.kind] for one in _shown(answer, person.secrets))
    if way.acts & {Act.HANDOUT, Act.PRINT, Act.AUTHORITY, Act.EXPORT, Act.CALENDAR}:
        return _is_paper(answer)
    return answer.status in (200, 302) and way.method == "POST"


_PLACES = {Kind.PHONE: "her phone", Kind.EMAIL: "her mail", Kind.POST: "her address"}


def _gives_away(way: Try, answer: Answer, person: Told) -> bool:
    """A number, a mail box or an address; a paper where none is safe; a name in a calendar."""
    if any(_shown(answer, person.secrets)):
        return True
    if Act.CALENDAR in way.acts and any(_shown(answer, person.name)):
        return True
    return Act.HANDOUT in way.acts & person.state.shut and _is_paper(answer)


def _shown(answer: Answer, canaries: Iterable[Canary]) -> Iterator[Canary]:
    held = tuple(canaries)
    return (
        Planted(canaries=held, scenarios={}, ground={}).found_in(answer.words)
        if held
        else iter(())
    )


def _is_paper(answer: Answer) -> bool:
    kind = answer.headers.get("Content-Type", "text/html")
    leaves = not kind.startswith("text/html") or bool(_PRINTED.search(answer.body))
    return answer.status == 200 and leaves


# --- how each act is done ---------------------------------------------------------------------


def ways_of(send: Send, example: Told) -> Iterator[Try]:
    """Every page that names an act, as its links, its own form and the forms of others do it."""
    addresses = dict(_addresses(example))
    sent: dict[str, list[PageForm]] = {}
    for route in routes():
        for path in _paths(route, example):
            answer = send(ROLE, "GET", path, None)
            for form in forms_of(path, answer.body) if answer.status == 200 else ():
                sent.setdefault(form.action.split("?")[0], []).append(form)
    for path, (name, acts, kind) in addresses.items():
        at: dict[str, Any] = {"acts": acts, "path": path, "page": name, "kind": kind}
        yield Try(**at, method="GET")
        yield Try(**at, method="POST", fields={})
        # The outcome of a call, rightly noted, would make her channel safe or not.
        for fields in _answers(sent.get(path, ())) if name != "contact:outcome" else ():
            yield Try(**at, method="POST", fields=fields)


def _addresses(
    example: Told,
) -> Iterator[tuple[str, tuple[str, frozenset[Act], SafeChannel.Kind | None]]]:
    """The pages that name an act, for this person; of a channel, only what it can carry."""
    named = leaving.acts_by_page()
    for route in routes():
        if route.name not in named:
            continue
        for path in _paths(route, example):
            if "way" not in route.keywords:
                yield path, (route.name, named[route.name], None)
                continue
            act = next(act for way, act in WAYS.items() if f"/{way}/" in path)
            place = next(
                number
                for number, row in enumerate(example.scenario.ids["channel_id"])
                if str(row) in path
            )
            if act in CARRIES[KINDS[place]]:
                yield path, (route.name, frozenset({act}), KINDS[place])


def _paths(route: Route, example: Told) -> Iterator[str]:
    """The addresses of a route for this person: each of her rows, each way to reach her."""
    rows: dict[str, list[Any]] = {**example.scenario.ids, "secret": [example.secret]}
    if route.keywords and not set(route.keywords) <= {*rows, "way"}:
        return
    if not route.keywords and "case" not in route.name and not route.name.startswith("contact:"):
        return
    longest = max((len(rows[word]) for word in route.keywords if word in rows), default=1)
    for number in range(longest):
        values: dict[str, object] = {
            word: rows[word][min(number, len(rows[word]) - 1)]
            for word in route.keywords
            if word in rows
        }
        for way in WAYS if "way" in route.keywords else ("",):
            yield route.path({**values, "way": way} if way else values)


def _answers(forms: Iterable[PageForm]) -> Iterator[dict[str, str]]:
    """What each form sends, by each of its buttons, with its boxes ticked and then without;
    blanks hold something plausible."""
    for form in forms:
        buttons = [{one.name: one.value} for one in form.fields if one.kind == "button"]
        for ticked in (True, False):
            filled = {
                one.name: one.value or str(junk.plausible().get(one.name, "on"))
                for one in form.typed
                if one.kind != "button"
                and one.name != "once"
                and (ticked or one.kind != "unticked")
            }
            yield from ({**filled, **pressed} for pressed in (*buttons, {}))

"""Every act that leaves, tried for people for whom it is not safe: what is let out all the same.

One person is safe in all respects: what a page lets out for her shows how each act is done. The
same pages, with the same answers, are then asked about people who differ from her by one thing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from entremise.access.columns import Secrecy
from entremise.cases import actions as cases
from entremise.command.probes import junk, leaving
from entremise.command.probes.canaries import Canary, Planted, Scenario
from entremise.command.probes.cases import Teller, tell_case
from entremise.command.probes.matrix import Answer, Send
from entremise.command.probes.pages import PageForm, forms_of
from entremise.command.probes.planting import Company
from entremise.command.probes.routes import Route, routes
from entremise.command.probes.sheets import start_import
from entremise.contact import actions as contact
from entremise.contact.views.reaching import WAYS
from entremise.partners import actions as partners
from entremise.partners.models import ServiceKind
from entremise.people import actions as people
from entremise.people.actions import ChannelWords
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.safety import CARRIES, HANDING_OVER, REACHING, WRITING, Act
from entremise.people.windows import Window

Kind, Safe, Message = SafeChannel.Kind, SafeChannel.Safe, SafeChannel.Message
Sms, Protection, Paper = SafeChannel.Sms, SafeChannel.Protection, CallerCheck.Paper

ROLE = "worker"
ANY_HOUR = Window(start=time(0), end=time(23, 59))
USUAL = ChannelWords(
    safe=Safe.YES,
    message=Message.NEUTRAL,
    sms=Sms.YES,
    origin=SafeChannel.Origin.HERSELF,
    owner=SafeChannel.Owner.HERS,
    window=ANY_HOUR,
    instructions={"name_to_show": "Claire"},
)
LONG_AGO = timedelta(days=45)
# The hours of the day that the other probes leave free.
FIRST_HOUR = 6
KINDS = (Kind.PHONE, Kind.EMAIL, Kind.POST)
SAFE_ONE = "safe"
# A sheet that is to be carried says so; a screen that is turned towards her does not.
_PRINTED = re.compile(r"imprimez cette page|window\.print", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class State:
    """One thing that makes acts unsafe, and those that it shuts whatever the channel."""

    name: str
    shut: frozenset[Act]
    words: ChannelWords = USUAL
    noted: timedelta = timedelta()
    she_calls: bool = False
    paper: CallerCheck.Paper = Paper.YES
    # What a protection has become since: the end that it had then has passed.
    ended: bool = False
    called: bool = False


def states(now: datetime) -> tuple[State, ...]:
    """Who is safe, then who is not, each by one thing; written without asking the rule."""
    elsewhere = Window(days=frozenset({(now.weekday() + 3) % 7}), start=time(9), end=time(12))
    but_a_call = (REACHING | HANDING_OVER) - {Act.CALL}
    hidden = replace(USUAL, protection=Protection.ORDER)
    return (
        State(name=SAFE_ONE, shut=frozenset()),
        State(
            name="unsafe",
            shut=REACHING | HANDING_OVER,
            words=replace(USUAL, safe=Safe.NO),
        ),
        State(name="never verified", shut=but_a_call, words=replace(USUAL, safe=Safe.UNKNOWN)),
        State(
            name="outcome awaited",
            shut=REACHING | HANDING_OVER,
            words=replace(USUAL, safe=Safe.UNKNOWN),
            called=True,
        ),
        State(name="checked long ago", shut=but_a_call, noted=LONG_AGO),
        State(
            name="outside her hours",
            shut=REACHING - {Act.LETTER},
            words=replace(USUAL, window=elsewhere),
        ),
        State(name="never a message", shut=WRITING, words=replace(USUAL, message=Message.NEVER)),
        State(
            name="no yes to SMS",
            shut=frozenset({Act.MESSAGE}),
            words=replace(USUAL, sms=Sms.NOT_ASKED),
        ),
        State(name="she calls us", shut=REACHING | HANDING_OVER, she_calls=True),
        State(name="never a paper", shut=frozenset({Act.HANDOUT}), paper=Paper.NEVER),
        State(name="paper not asked", shut=frozenset({Act.HANDOUT}), paper=Paper.NOT_ASKED),
        State(name="protected address", shut=HANDING_OVER, words=hidden),
        State(
            name="protection that ended",
            shut=HANDING_OVER,
            words=hidden,
            noted=LONG_AGO,
            ended=True,
        ),
    )


@dataclass(kw_only=True)
class Told:
    """One person: her rows by keyword, and what must not be seen of her."""

    state: State
    scenario: Scenario
    secrets: tuple[Canary, ...]
    name: tuple[Canary, ...]
    secret: str

    @property
    def rows(self) -> list[str]:
        """Her rows in a fixed order: another person's stand at the same places."""
        return [
            str(row) for word in sorted(self.scenario.ids) for row in self.scenario.ids[word]
        ] + [self.secret]


def tell(company: Company, *, only: Collection[str] = ()) -> list[Told]:
    """Every state, or the safe one and those that are named, told by the deeds of the worker."""
    secret, service_id = _open_calendar(company), _add_service(company)
    wanted = [
        state
        for state in states(company.now)
        if not only or state.name == SAFE_ONE or state.name in only
    ]
    return [
        _tell_one(company, state, service_id, hour, secret)
        for hour, state in enumerate(wanted, start=FIRST_HOUR)
    ]


def _open_calendar(company: Company) -> str:
    with company.acting(ROLE) as actor:
        return contact.open_calendar(actor=actor, now=company.now)


def _add_service(company: Company) -> UUID:
    """Somebody to orient to, added by the worker."""
    with company.acting(ROLE) as actor:
        partner = partners.add_partner(
            actor=actor, name=f"Organisme {company.nest.word()}", now=company.now
        )
        service = partners.add_service(
            actor=actor,
            partner_id=partner.pk,
            name="Accueil de jour",
            kind=ServiceKind.DAY_CENTRE,
            now=company.now,
        )
    key: UUID = service.pk
    return key


def _tell_one(company: Company, state: State, service_id: UUID, hour: int, secret: str) -> Told:
    nest, scenario = company.nest, Scenario(name=f"acts: {state.name}")
    before = len(nest.canaries)
    tell_case(
        Teller(
            company=company,
            scenario=scenario,
            role=ROLE,
            officer="officer",
            readers=frozenset({ROLE}),
            listed=frozenset({"coordinator"}),
            service_id=service_id,
            hour=hour,
        )
    )
    told = len(nest.canaries)
    scenario.ids["channel_id"] = []
    _note_channels(company, state, scenario)
    noted = len(nest.canaries)
    start_import(company, scenario)
    return Told(
        state=state,
        scenario=scenario,
        secrets=tuple(nest.canaries[told:noted]),
        name=tuple(one for one in nest.canaries[before:told] if one.place.endswith("last name")),
        secret=secret,
    )


def _note_channels(company: Company, state: State, scenario: Scenario) -> None:
    """A telephone, a mail box and an address, and what was agreed with her."""
    nest, now = company.nest, company.now
    case_id = scenario.ids["case_id"][0]
    values = {
        Kind.PHONE: nest.plant(scenario.name, Secrecy.SAFE, "her phone", {ROLE}, nest.number()),
        Kind.EMAIL: nest.plant(scenario.name, Secrecy.SAFE, "her mail", {ROLE}) + "@exemple.fr",
        Kind.POST: f"12 rue {nest.plant(scenario.name, Secrecy.SAFE, 'her address', {ROLE})}",
    }
    words, at = state.words, now - state.noted
    if state.ended:
        words = replace(words, protected_until=(at + timedelta(days=10)).date())
    with company.acting(ROLE) as actor:
        case = cases.consult(actor=actor, case_id=case_id, now=now)
        for kind, value in values.items():
            row = people.add_channel(
                actor=actor,
                person_id=case.person_id,
                kind=kind,
                value=value,
                now=at,
                words=words,
                checked=True,
                case_id=case_id,
            )
            scenario.put("channel_id", row.pk, {ROLE})
            if state.ended:  # asked again since, about everything but its protection
                people.settle_call(actor=actor, channel_id=row.pk, now=now, safe=Safe.YES)
        people.agree(
            actor=actor,
            person_id=case.person_id,
            version=1,
            she_calls_us=state.she_calls,
            paper=state.paper,
            now=now,
        )
    if state.called:
        with company.acting(ROLE) as actor:
            contact.open_channel(
                actor=actor,
                case_id=case_id,
                channel_id=scenario.ids["channel_id"][0],
                act=Act.CALL,
                now=now,
            )


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


def run(send: Send, everybody: list[Told], ways: list[Try]) -> Outcome:
    """See each way let something out for the person who is safe, then try it for the others."""
    outcome, example = Outcome(), example_of(everybody)
    for way in ways:
        if _lets_out(way, send(ROLE, way.method, way.path, way.fields), example):
            outcome.covered |= way.acts
            outcome.pages.add(way.page)
    for person in everybody:
        for way in ways:
            _try(send, way, example, person, outcome)
    return outcome


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

"""People for whom acts are not safe, each by one thing; and one who is safe in all respects."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from entremise.access.columns import Secrecy
from entremise.cases import actions as cases
from entremise.command.probes.canaries import Canary, Scenario
from entremise.command.probes.cases import Teller, tell_case
from entremise.command.probes.planting import Company, add_service
from entremise.command.probes.sheets import start_import
from entremise.contact import actions as contact
from entremise.people import actions as people
from entremise.people.actions import ChannelWords
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.safety import HANDING_OVER, REACHING, WRITING, Act
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
    secret, service_id = _open_calendar(company), add_service(company).pk
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

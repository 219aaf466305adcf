"""Every act that leaves, over HTTP from a server that runs, for people for whom it is not safe."""

from dataclasses import replace
from typing import TYPE_CHECKING

from entremise.command import logins
from entremise.command.bench.instance import Instance
from entremise.command.bench.probing import Sessions
from entremise.command.data_directory import DataDirectory
from entremise.command.refusal import Refused

if TYPE_CHECKING:
    from entremise.command.probes.trying import Outcome
    from entremise.command.probes.unsafe import Told

KEEPER = "coordinator"
# A trial in small asks about some of the people only, in the ways that let something out.
SAMPLE = ("unsafe", "never a paper")


def try_unsafe_acts(instance: Instance, *, quick: bool) -> "Outcome":
    """Tell the people, let SMS be sent, try everything; then shut SMS, and try those again."""
    everybody, employer = _told_in(instance, only=SAMPLE if quick else ())
    from entremise.command.probes import trying
    from entremise.command.probes.unsafe import ROLE, State
    from entremise.people.safety import Act

    sessions = Sessions(instance, (ROLE, KEEPER))
    _switch(sessions, employer, on=True)
    example = trying.example_of(everybody)
    ways = list(trying.ways_of(sessions.send, example))
    outcome = trying.run(sessions.send, everybody, ways, sparing=quick)
    _switch(sessions, employer, on=False)
    sms = frozenset({Act.MESSAGE})
    shut = replace(example, state=State(name="SMS not allowed", shut=sms))
    by_sms = [way for way in ways if Act.MESSAGE in way.acts]
    trying.try_all(sessions.send, by_sms, example, shut, outcome)
    sessions.check()
    return outcome


def _told_in(instance: Instance, *, only: tuple[str, ...]) -> "tuple[list[Told], str]":
    """The people, told by the deeds of the accounts of this instance; and their employer."""
    DataDirectory(instance.data_dir).use(instance.environment)
    from django.db import connections
    from django.utils import timezone

    from entremise.accounts.models import User
    from entremise.command.probes import unsafe
    from entremise.command.probes.canaries import Accounts, Nest
    from entremise.command.probes.planting import Company

    users = {
        login.role: User.objects.get(email=login.email) for login in logins.kept(instance.data_dir)
    }
    company = Company(Accounts(users=users), Nest("unsafe acts"), timezone.localtime())
    everybody = unsafe.tell(company, only=only)
    with company.acting(unsafe.ROLE) as actor:
        employer = str(actor.employer_id)
    connections.close_all()
    return everybody, employer


def _switch(sessions: Sessions, employer: str, *, on: bool) -> None:
    """As the coordinator of the service does it, on the page of the employers."""
    said = {"permis": "oui" if on else "non"}
    answer = sessions.send(KEEPER, "POST", f"/organisation/employeurs/{employer}/sms/", said)
    if answer.status != 302:
        raise Refused(f"La coordination du banc n’a pas pu régler les SMS ({answer.status}).")

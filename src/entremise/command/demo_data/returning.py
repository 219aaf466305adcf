"""Who comes back under another spelling; and a demand from a place that no post covers."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from entremise.access.acting import acting_as
from entremise.cases import actions as cases
from entremise.command.demo_data.calendar import at_work, working_day
from entremise.command.demo_data.telling import Stage
from entremise.command.demo_data.waiting import ENQUIRIES, enquire
from entremise.organisation import queries as organisation
from entremise.people import actions as people
from entremise.people.models import NameCard, SafeChannel

POST = "roanne"
# The first of each pair came long ago; the second, lately, as the telephone gave her name.
NOT_YET_SEEN = (
    NameCard(last_name="Bouzidane", first_name="Mériem", birth_name="Khelladj", born="1991"),
    NameCard(last_name="Bouzidan", first_name="Meryem", born="1991"),
    "06 39 98 77 11",
)
JOINED = (
    NameCard(last_name="Delavigne", first_name="Coralie", birth_name="Vasseurot", born="1986"),
    NameCard(last_name="Vasseurot", first_name="Coralie"),
    "06 39 98 77 12",
)
DAYS_AGO = (240, 6)


def come_back(stage: Stage) -> None:
    """Two people with two records each: of the second, somebody said so yesterday."""
    for one, other, number in (NOT_YET_SEEN, JOINED):
        ids = [
            _record(stage, card, number, days=days)
            for card, days in zip((one, other), DAYS_AGO, strict=True)
        ]
        if one is JOINED[0]:
            with acting_as(stage.ground.actor(POST)) as actor:
                cases.join(
                    actor=actor,
                    case_id=ids[0][0],
                    other_id=ids[1][1],
                    now=stage.ground.now - timedelta(days=1),
                )


def _record(stage: Stage, card: NameCard, number: str, *, days: int) -> tuple[UUID, UUID]:
    """A case opened that many days ago, with her number, and something noted."""
    ground = stage.ground
    now = min(at_work(ground.now - timedelta(days=days)), ground.now)
    with acting_as(ground.actor(POST)) as actor:
        case = cases.open_case(
            actor=actor, post_id=ground.posts[POST].pk, card=card, problem="conjugal", now=now
        )
        people.add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind.PHONE,
            value=number,
            case_id=case.pk,
            now=now,
        )
        cases.write_note(
            actor=actor,
            case_id=case.pk,
            text="A appelé d’elle-même. Ne sait pas encore ce qu’elle veut faire, rappellera.",
            now=now,
        )
        cases.plan_next_step(
            actor=actor, case_id=case.pk, on=working_day(ground.today, 3), now=now
        )
        return case.pk, case.person_id


def from_nowhere(stage: Stage) -> None:
    """Somebody wrote from the largest commune of the Loire that no post covers."""
    _hours, enquiry = ENQUIRIES[-1]
    with acting_as(stage.ground.actor(POST)) as actor:
        sheet = organisation.coverage(actor=actor, departement="42", on=stage.ground.today)
    if sheet.places:
        place = sheet.places[0].pk
        enquire(stage, 9, replace(enquiry, commune_code=place, reference="61840297"))

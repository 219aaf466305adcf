"""Where people are received, who is away soon, and a private calendar: told after all the lives,
whose past meetings then stay where they were."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from entremise.access.acting import acting_as
from entremise.base.french import PARIS
from entremise.command.demo_data.calendar import working_day
from entremise.command.demo_data.ground import Ground
from entremise.contact import actions as contact
from entremise.organisation import actions
from entremise.organisation.actions import RoomFacts
from entremise.organisation.models.absences import MIDDAY

MORNING, AFTERNOON = (time(9), time(12)), (time(13, 30), time(17))
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


@dataclass(frozen=True, kw_only=True)
class Lent:
    """A room of a unit: whose post notes it, and at which half-days it is lent."""

    post: str
    unit: str
    facts: RoomFacts
    mornings: tuple[int, ...] = ()
    afternoons: tuple[int, ...] = ()


ROOMS = (
    Lent(
        post="roanne",
        unit="Commissariat de Roanne",
        facts=RoomFacts(
            name="bureau du premier étage",
            separate_entrance=True,
            waiting_apart=True,
            note="Entrée par la cour, interphone.",
        ),
        mornings=(MONDAY, TUESDAY, THURSDAY, FRIDAY),
        afternoons=(MONDAY, TUESDAY, THURSDAY),
    ),
    Lent(
        post="roanne",
        unit="Brigade de Renaison",
        facts=RoomFacts(name="bureau d’accueil", separate_entrance=False, waiting_apart=False),
        mornings=(WEDNESDAY,),
    ),
    Lent(
        post="roanne",
        unit="Brigade de Charlieu",
        facts=RoomFacts(name="salle de réunion", waiting_apart=True, note="Clé à l’accueil."),
        afternoons=(WEDNESDAY,),
    ),
    Lent(
        post="etienne_1",
        unit="Commissariat de Saint-Étienne",
        facts=RoomFacts(
            name="bureau 112", separate_entrance=True, waiting_apart=True, minutes_between=30
        ),
        mornings=(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY),
        afternoons=(MONDAY, WEDNESDAY, FRIDAY),
    ),
    Lent(
        post="etienne_2",
        unit="Commissariat de Saint-Étienne",
        facts=RoomFacts(name="bureau 114", separate_entrance=True, waiting_apart=False),
        afternoons=(TUESDAY, THURSDAY),
    ),
    Lent(
        post="gier",
        unit="Commissariat de Saint-Chamond",
        facts=RoomFacts(name="bureau du fond", separate_entrance=False),
        mornings=(MONDAY, THURSDAY),
    ),
    Lent(
        post="forez",
        unit="Brigade de Montbrison",
        facts=RoomFacts(name="salle claire", separate_entrance=True, waiting_apart=True),
        mornings=(TUESDAY, FRIDAY),
        afternoons=(FRIDAY,),
    ),
    Lent(
        post="forez",
        unit="Brigade de Noirétable",
        facts=RoomFacts(name="bureau de passage", separate_entrance=False, waiting_apart=False),
        mornings=(THURSDAY,),
    ),
)


def host(ground: Ground) -> None:
    """Rooms, absences, and one calendar that nobody reads."""
    for lent in ROOMS:
        _lend(ground, lent)
    first = working_day(ground.today, 6)
    # Replaced since a few days; away soon and replaced by nobody; away for half a day.
    _away(ground, "gier", ground.today - timedelta(days=3), ground.today + timedelta(days=11))
    _away(ground, "forez", first, first + timedelta(days=4))
    _away(ground, "roanne", working_day(ground.today, 9), None)
    with acting_as(ground.actor("roanne")) as actor:
        contact.open_calendar(actor=actor, now=ground.now)


def _lend(ground: Ground, lent: Lent) -> None:
    with acting_as(ground.actor(lent.post)) as actor:
        room = actions.add_room(
            actor=actor, unit_id=ground.units[lent.unit].pk, facts=lent.facts, now=ground.now
        )
        for weekdays, (start, end) in ((lent.mornings, MORNING), (lent.afternoons, AFTERNOON)):
            if weekdays:
                actions.add_room_hours(
                    actor=actor,
                    room_id=room.pk,
                    weekdays=list(weekdays),
                    starts_at=start,
                    ends_at=end,
                    valid_from=ground.today - timedelta(days=365),
                    valid_until=None,
                    now=ground.now,
                )


def _away(ground: Ground, key: str, first: date, last: date | None) -> None:
    """From one day to another, both included; without a last day, one afternoon."""
    start = datetime.combine(first, time(0) if last else MIDDAY, tzinfo=PARIS)
    end = datetime.combine((last or first) + timedelta(days=1), time(0), tzinfo=PARIS)
    with acting_as(ground.actor(key)) as actor:
        actions.note_absence(
            actor=actor, user_id=actor.id, starts_at=start, ends_at=end, now=ground.now
        )

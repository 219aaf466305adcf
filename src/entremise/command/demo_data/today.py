"""What stands on the screens today, whatever the day and the hour: arranged, not drawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from entremise.access.acting import acting_as
from entremise.cases import actions as cases
from entremise.command.demo_data import helping
from entremise.command.demo_data.calendar import HOURS, at_work, moment, working_day
from entremise.command.demo_data.duties import DUTIES
from entremise.command.demo_data.lives import Life
from entremise.command.demo_data.matters import common
from entremise.command.demo_data.plans import Plan, spare_plans
from entremise.command.demo_data.reaching import call, phone_of
from entremise.command.demo_data.returning import come_back, from_nowhere
from entremise.command.demo_data.telling import Stage
from entremise.command.demo_data.waiting import (
    ENQUIRIES,
    POST_OF,
    WAITING,
    enquire,
    open_list,
    past_alert,
    wait,
)
from entremise.contact import actions as contact
from entremise.contact.actions import Meeting
from entremise.contact.models import Appointment, ContactAttempt
from entremise.referrals.models import Form, Source, Wish

Scene = Callable[[], None]
# How many people have an appointment with whom in the days that come.
FULL_WEEKS = {"roanne": 8, "etienne_1": 6, "macon_1": 6, "forez": 3}
# Numbers of the people of these scenes: far from those of the lives that are drawn.
FIRST_NUMBER = 5_000
PEOPLE = 60
PLACES = (
    *(Appointment.Place.UNIT, Appointment.Place.UNIT, Appointment.Place.PHONE),
    *(Appointment.Place.OUTSIDE, Appointment.Place.UNIT),
)


# Cases whose next step is past: at which post, begun how many days ago.
FORGOTTEN = (("roanne", 11), ("roanne", 13), ("etienne_1", 12), ("macon_1", 11))


def last_scene(stage: Stage) -> None:
    """The morning list comes after all the others: opening one ends that of another day."""
    open_list(stage, spare_plans(ground=stage.ground, first=FIRST_NUMBER + PEOPLE, count=3))


def scenes(stage: Stage) -> list[Scene]:
    """Every scene of today, in order; each is told alone."""
    stock = spare_plans(ground=stage.ground, first=FIRST_NUMBER, count=PEOPLE)[::-1]
    return [
        *(partial(wait, stage, expected, stock.pop()) for expected in WAITING),
        *(partial(enquire, stage, hours, enquiry) for hours, enquiry in ENQUIRIES),
        *(
            partial(_book, _recent(stage, stock.pop(), post, days=4 + number), number)
            for post, many in FULL_WEEKS.items()
            for number in range(many)
        ),
        partial(past_alert, stage),
        partial(come_back, stage),
        partial(from_nowhere, stage),
        *(
            partial(_forget, _recent(stage, stock.pop(), post, days=days), days - 9)
            for post, days in FORGOTTEN
        ),
        partial(_offer, _recent(stage, stock.pop(), "forez", days=12)),
        partial(_hand_over, _recent(stage, stock.pop(), "roanne", days=70)),
        partial(_share, _recent(stage, stock.pop(), "etienne_1", days=14)),
        partial(_restrict, _recent(stage, stock.pop(), "etienne_1", days=18)),
        partial(_break_glass, _recent(stage, stock.pop(), "roanne", days=21)),
        *(
            partial(_owe, _recent(stage, stock.pop(), post, days=days), deed)
            for post, days, deed in DUTIES
        ),
    ]


def _recent(stage: Stage, plan: Plan, post: str, *, days: int) -> Life:
    """A life that began some days ago, by the words of a unit, with her agreement."""
    where = POST_OF[post]
    unit = stage.ground.units_of(where)[0]
    arrived = at_work(stage.ground.now - timedelta(days=days))
    plan = replace(
        plan,
        post=where,
        unit=unit,
        town=unit.commune or plan.town,
        arrived=min(arrived, stage.ground.now - timedelta(days=days - 3)),
        form=Form.DICTATED,
        source=Source(unit.kind),
        wish=Wish.AGREES,
    )
    return Life(ground=stage.ground, agenda=stage.agenda, directory=stage.directory, plan=plan)


def _met(life: Life) -> None:
    """Taken, reached, listened to on the telephone: everything that the scenes start from."""
    life.begin()
    life.clock.minutes(30)
    channel = phone_of(life)
    if channel is None:
        helping.she_calls(life)
    else:
        call(life, channel, ContactAttempt.Outcome.REACHED)
    helping.listen(life)
    helping.assess(life)


def _book(life: Life, number: int) -> None:
    """One more appointment of this week, on each day in turn."""
    place = PLACES[number % len(PLACES)] if number > 1 else Appointment.Place.PHONE

    def deeds() -> None:
        _met(life)
        starts_at = next(
            at
            for ahead in range(number // 2, number // 2 + 30)
            for hour in HOURS[number % 2 :: 2]
            if (at := moment(working_day(life.ground.today, ahead), hour)) > life.clock.end
            and life.agenda.is_free(life.by, at)
        )
        if number < 2:
            starts_at = _soon(life, number) or starts_at
        life.agenda.give(life.by, starts_at)
        contact.plan(
            actor=life.actor,
            case_id=life.case_id,
            meeting=Meeting(
                place=place,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=45),
                unit_id=life.plan.unit.pk if place is Appointment.Place.UNIT else None,
                where="Maison des services" if place is Appointment.Place.OUTSIDE else "",
            ),
            now=life.now,
        )
        life.look_ahead(starts_at.date())

    life.chapter(deeds)


def _soon(life: Life, number: int) -> datetime | None:
    """An hour of this very day, even of a Sunday: a call agreed on; none late in the evening."""
    after = max(life.ground.now, moment(life.ground.today, HOURS[0]))
    at = after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1 + number)
    return at if at.date() == life.ground.today and at.hour < 20 else None


def _owe(life: Life, deed: Callable[[Life], None]) -> None:
    """Heard, then a complaint that is prepared, a writing to an authority, a call for help."""

    def deeds() -> None:
        _met(life)
        deed(life)
        life.look_ahead()

    life.chapter(deeds)


def _forget(life: Life, days: int) -> None:
    """Somebody was to be called some days ago, and has not been: late is computed from that."""

    def deeds() -> None:
        _met(life)
        life.look_ahead(working_day(life.ground.today, -days))

    life.chapter(deeds)


def _offer(life: Life) -> None:
    """The worker of Forez proposes a case to Roanne, which has not answered yet."""

    def deeds() -> None:
        _met(life)
        cases.propose_transfer(
            actor=life.actor,
            case_id=life.case_id,
            post_id=life.ground.posts["roanne"].pk,
            reason=common("transfer", life.random),
            now=life.clock.reach(life.clock.end - timedelta(hours=5)),
        )
        life.look_ahead(working_day(life.ground.today, 2))

    life.chapter(deeds)


def _hand_over(life: Life) -> None:
    """Roanne gave a case to Forez two months ago: accepted, and still followed there."""
    offered = []

    def offer() -> None:
        _met(life)
        life.clock.wait(timedelta(days=3))
        offered.append(
            cases.propose_transfer(
                actor=life.actor,
                case_id=life.case_id,
                post_id=life.ground.posts["forez"].pk,
                reason=common("transfer", life.random),
                now=life.now,
            )
        )

    def accept() -> None:
        life.clock.wait(timedelta(days=1))
        cases.accept_transfer(actor=life.actor, transfer_id=offered[0].pk, now=life.now)
        helping.go_on(life)
        life.look_ahead(working_day(life.ground.today, 6))

    life.chapter(offer)
    life.by = "forez"
    life.chapter(accept)


def _share(life: Life) -> None:
    """A case of Saint-Étienne that Gier follows too, until she has settled there."""

    def deeds() -> None:
        _met(life)
        cases.share(
            actor=life.actor,
            case_id=life.case_id,
            post_id=life.ground.posts["gier"].pk,
            until=life.clock.end + timedelta(days=60),
            now=life.now,
        )
        life.look_ahead(working_day(life.ground.today, 4))

    life.chapter(deeds)


def _restrict(life: Life) -> None:
    """The other party belongs to the force: two named readers, and nobody else."""

    def deeds() -> None:
        _met(life)
        cases.restrict(
            actor=life.actor,
            case_id=life.case_id,
            reader_ids=[life.ground.users["etienne_2"].pk],
            now=life.now,
        )
        life.look_ahead(working_day(life.ground.today, 3))

    life.chapter(deeds)


def _break_glass(life: Life) -> None:
    """A worker of another post opened a case with a reason: the data protection officer sees it.

    Such a reading lasts a day from the true present: a demonstration told at another date cannot
    hold one, and goes without.
    """

    def deeds() -> None:
        _met(life)
        life.look_ahead(working_day(life.ground.today, 1))

    life.chapter(deeds)
    if abs(timezone.now() - life.ground.now) > timedelta(hours=1):
        return
    with acting_as(life.ground.actor("forez")) as actor:
        cases.break_glass(
            actor=actor,
            case_id=life.case_id,
            reason="Appel de la brigade de Feurs : elle vient de s’y présenter avec ses enfants.",
            now=life.ground.now - timedelta(minutes=40),
        )

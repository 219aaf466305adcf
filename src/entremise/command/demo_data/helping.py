"""Meeting her, understanding with her, handing on what others do better."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from entremise.assessment import actions as assessments
from entremise.assessment.models import CURRENT
from entremise.base.french import in_paris
from entremise.cases import actions as cases
from entremise.command.demo_data.matters import common
from entremise.command.demo_data.places import ASSOCIATION
from entremise.command.demo_data.reaching import agree_on_calls
from entremise.contact import actions as contact
from entremise.contact.actions import Account, Meeting
from entremise.contact.models import Appointment, Session
from entremise.orientations import actions as orientations
from entremise.orientations.models import Consent, Orientation, Shared, Way
from entremise.partners.models import Need, ServiceKind

if TYPE_CHECKING:
    from entremise.command.demo_data.lives import Life

Place, State = Appointment.Place, Orientation.State
PLACES = {Place.UNIT: 52, Place.PHONE: 28, Place.OUTSIDE: 16, Place.VIDEO: 4}
FORM_OF = {
    Place.UNIT: Session.Kind.IN_PERSON,
    Place.PHONE: Session.Kind.PHONE,
    Place.OUTSIDE: Session.Kind.IN_PERSON,
    Place.VIDEO: Session.Kind.VIDEO,
}
LENGTHS = (
    *(Session.Length.QUARTER, Session.Length.HALF, Session.Length.HALF),
    *(Session.Length.HOUR, Session.Length.LONG),
)
SHORT_OF_PLACES = frozenset({ServiceKind.SIAO, ServiceKind.SHELTER})


def first_meeting(life: Life) -> None:
    """Some are met at once, at the desk or on the telephone; the others by appointment."""
    if life.plan.speaks_herself or life.chance(0.3):
        life.clock.minutes(10)
        on_the_spot = Session.Kind.PHONE
        if life.plan.form in ("walk_in", "dictated"):
            on_the_spot = Session.Kind.IN_PERSON
        _hold(life, on_the_spot)
    else:
        meet(life)
    _write_summary(life)
    if life.chance(0.4):
        agree_on_calls(life)


def listen(life: Life) -> None:
    """An interview on the telephone, at once."""
    life.clock.minutes(15)
    _hold(life, Session.Kind.PHONE)
    _write_summary(life)


def she_calls(life: Life) -> None:
    """She telephones, months later."""
    contact.note_her_call(
        actor=life.actor,
        case_id=life.case_id,
        note=common("attempt", life.random),
        now=life.now,
    )


def meet(life: Life) -> None:
    """An appointment, kept at once or after having been missed; then the interview."""
    worker = life.by
    (place,) = life.random.choices(list(PLACES), list(PLACES.values()))
    row = contact.plan(
        actor=life.actor, case_id=life.case_id, meeting=_meeting(life, place), now=life.now
    )
    for _again in range(2):
        life.clock.reach(row.starts_at + timedelta(minutes=20))
        if not life.chance(0.17):
            break
        contact.miss(actor=life.actor, appointment_id=row.pk, now=life.now)
        life.clock.wait(timedelta(hours=life.random.uniform(2, 30)))
        row = contact.move(
            actor=life.actor,
            appointment_id=row.pk,
            version=row.version + 1,
            meeting=_meeting(life, place),
            now=life.now,
        )
    life.clock.reach(row.ends_at)
    _hold(life, FORM_OF[place], row)
    assert worker == life.by  # noqa: S101 - one worker tells a chapter


def _meeting(life: Life, place: Appointment.Place) -> Meeting:
    wanted = life.now + timedelta(days=life.random.triangular(0.2, 8, 2))
    starts_at = life.agenda.first_free(life.by, wanted, life.random)
    return Meeting(
        place=place,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=life.random.choice((30, 45, 60))),
        unit_id=life.plan.unit.pk if place is Place.UNIT else None,
        line=life.random.choice((Appointment.Line.INTERVIEW, Appointment.Line.BUSY)),
        where="Maison des services, entrée par la cour" if place is Place.OUTSIDE else "",
    )


def _hold(life: Life, kind: Session.Kind, row: Appointment | None = None) -> None:
    present = Session.Present.CHILD if life.chance(0.12) else Session.Present.NOBODY
    contact.hold(
        actor=life.actor,
        case_id=life.case_id,
        appointment_id=row.pk if row else None,
        account=Account(
            kind=kind,
            at=life.now,
            length=life.random.choice(LENGTHS),
            present=[present.value],
            interpreter=Session.Interpreter.NOT_NEEDED
            if life.chance(0.7)
            else Session.Interpreter.NOT_ASKED,
            facts=life.say("told"),
            observed=common("observed", life.random) if life.chance(0.5) else "",
            private=common("private", life.random) if life.chance(0.15) else "",
        ),
        now=life.now,
    )


def _write_summary(life: Life) -> None:
    cases.write_text(
        actor=life.actor,
        case_id=life.case_id,
        field="summary",
        text=life.say("summaries"),
        version=1,
        now=life.now,
    )
    # What is said of the other party is offence data: some employers may not keep it.
    if life.plan.post.employer != ASSOCIATION and life.chance(0.5):
        cases.write_text(
            actor=life.actor,
            case_id=life.case_id,
            field="author",
            text=common("author", life.random),
            version=2,
            now=life.now,
        )


# --- assessment -------------------------------------------------------------------------------


def assess(life: Life) -> None:
    """What was understood with her; one in twelve stays a draft for now."""
    if life.chance(0.06):
        return
    draft = assessments.save(
        actor=life.actor, case_id=life.case_id, answers=answers(life), now=life.now
    )
    if life.chance(0.92):
        assessments.sign(
            actor=life.actor,
            case_id=life.case_id,
            version=draft.version,
            now=life.clock.minutes(15),
        )


def answers(life: Life) -> dict[str, Any]:
    """Answers that fit her matter; what was not asked stays so."""
    matter, random = life.plan.matter, life.random
    grid = CURRENT
    wanted = {need for need, _kind in matter.needs}
    needs = {
        need.value: random.choices(
            ("yes", "no", "not_asked"), (60, 20, 20) if need in wanted else (5, 55, 40)
        )[0]
        for need in grid.needs
    }
    kinds = {kind: "yes" for kind in matter.violence if life.chance(0.5)}
    danger = {
        sign.code: random.choices(
            ("yes", "no", "unknown", "not_asked"),
            (35, 30, 5, 30) if sign.code in matter.signs else (4, 46, 5, 45),
        )[0]
        for sign in grid.signs
        if matter.violence
    }
    return {
        "needs": needs,
        "violence": kinds,
        "acts": [act for act in matter.acts if life.chance(0.3)],
        "danger": danger,
        "facts": life.say("told"),
        "observations": common("observed", random) if life.chance(0.5) else "",
        **_around(life),
        **_known(life),
    }


def _around(life: Life) -> dict[str, Any]:
    """The other party, the children, her fear, the official grid."""
    matter, random = life.plan.matter, life.random
    found: dict[str, Any] = {"relation": random.choice(matter.relations)}
    if found["relation"] in ("partner", "ex"):
        together = (
            ("yes", "yes", "no") if found["relation"] == "partner" else ("no", "no", "never")
        )
        found["cohabitation"] = random.choice((*together, "not_asked"))
    if life.chance(0.6):
        bands = random.sample(("0-1", "2-5", "6-11", "12-14", "15-17", "18+"), 2)
        count = random.randint(1, 4)
        found |= {"children": "yes", "children_count": count, "child_bands": bands[:count]}
        exposed = ("present", "witness", "witness", "no", "unknown", "not_asked")
        found["children_exposed"] = random.choice(exposed)
    if life.plan.person.sex == "woman":
        found["pregnancy"] = random.choices(("yes", "no", "not_asked"), (5, 60, 35))[0]
    if matter.violence:
        fears = ("yes", "no", "for_children", "for_life", "unknown", "not_asked")
        found["fear"] = random.choices(fears, (38, 18, 10, 5, 4, 25))[0]
        if life.chance(0.35):
            results = ("characterised", "not_characterised", "not_told")
            found |= {
                "grid_done": "yes",
                "grid_by": life.plan.unit.kind,
                "grid_result": random.choices(results, (25, 50, 25))[0],
            }
    return found


def _known(life: Life) -> dict[str, Any]:
    """Known before to social services: about six in ten were not, when they were asked."""
    found: dict[str, Any] = {}
    if life.chance(0.8):
        known = ("not_known", "known", "known_for_this", "unknown")
        found["known_before"] = life.random.choices(known, (60, 22, 12, 6))[0]
        sources = ("she_says", "she_says", "service", "own_base")
        found["known_source"] = life.random.choice(sources)
    found["complaint"] = life.random.choices(
        ("yes", "no", "unknown", "not_asked"), (34, 42, 4, 20)
    )[0]
    if found["complaint"] == "yes":
        found["complaint_on"] = in_paris(life.plan.arrived).date()
    elif life.plan.by_unit:
        found["police_record"] = life.random.choice(("log_entry", "call_out", "pvrj", "not_asked"))
    return found


# --- orientations -----------------------------------------------------------------------------


def orient(life: Life) -> None:
    """Hand over what others do better, each with her agreement; answers come days later."""
    count = life.random.choices((0, 1, 2, 3), (18, 38, 30, 14))[0]
    needs = life.random.sample(life.plan.matter.needs, min(count, len(life.plan.matter.needs)))
    sent = [row for need, kind in needs if (row := _hand_over(life, need, kind)) is not None]
    for row in sent:
        _answer(life, row)


def _hand_over(life: Life, need: Need, kind: ServiceKind) -> Orientation | None:
    service_id = life.directory.near(kind, life.plan.town)
    common_words: dict[str, Any] = {"actor": life.actor, "now": life.now}
    row = orientations.propose(
        case_id=life.case_id,
        need=need,
        service_id=service_id,
        kind=kind,
        note=common("orientation", life.random) if life.chance(0.4) else "",
        **common_words,
    )
    named = {"orientation_id": row.pk, **common_words}
    if service_id is None or (kind in SHORT_OF_PLACES and life.chance(0.35)):
        orientations.record_answer(
            state=State.UNAVAILABLE, words=common("unavailable", life.random), **named
        )
        return None
    if life.chance(0.1):
        orientations.record_consent(consent=Consent.REFUSED, **named)
        return None
    consent = Consent.WRITTEN if life.chance(0.2) else Consent.ORAL
    shared = [Shared.NAME, Shared.CHANNEL, *([Shared.SITUATION] if life.chance(0.6) else [])]
    orientations.record_consent(consent=consent, shared=shared, **named)
    ways = (Way.APPOINTMENT, Way.JOINT_CALL, Way.EMAIL, Way.CONTACT_GIVEN, Way.ESCORTED)
    return orientations.send(
        how=life.random.choices(ways, (30, 25, 22, 18, 5))[0],
        expects_answer_on=in_paris(life.now).date() + timedelta(days=life.random.randint(7, 20)),
        **named,
    )


def _answer(life: Life, row: Orientation) -> None:
    """Accepted, no place, declined, already followed, kept in the end or not."""
    life.clock.wait(timedelta(days=life.random.triangular(0.5, 15, 4)))
    named: dict[str, Any] = {"actor": life.actor, "orientation_id": row.pk}
    short = row.kind in SHORT_OF_PLACES
    outcomes = (
        *(State.ACCEPTED, State.UNAVAILABLE, State.DECLINED),
        *(State.ALREADY_RECEIVED, State.DECLINED_BY_PERSON),
    )
    (state,) = life.random.choices(outcomes, (45, 45, 5, 2, 3) if short else (78, 6, 6, 5, 5))
    words = {
        State.ACCEPTED: "answer",
        State.UNAVAILABLE: "unavailable",
    }.get(state)
    orientations.record_answer(
        state=state,
        words=common(words, life.random) if words else "",
        now=life.now,
        **named,
    )
    if state is State.ACCEPTED and life.chance(0.7):
        life.clock.wait(timedelta(days=life.random.triangular(2, 20, 8)))
        kept = State.KEPT if life.chance(0.82) else State.NOT_KEPT
        orientations.record_answer(state=kept, now=life.now, **named)


def go_on(life: Life) -> None:
    """One or two more interviews over the weeks, and notes between them."""
    for _more in range(life.random.choices((0, 1, 2, 3), (45, 30, 17, 8))[0]):
        life.clock.wait(timedelta(days=life.random.triangular(6, 35, 14)))
        if life.chance(0.4):
            cases.write_note(
                actor=life.actor,
                case_id=life.case_id,
                text=common("note", life.random),
                now=life.now,
            )
        meet(life)

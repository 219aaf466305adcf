"""A measure: asked, granted or refused, with the days that count."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import capfirst

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import Conflict, NotPossible
from entremise.base.french import in_paris, short_day
from entremise.cases.actions import append, locked
from entremise.proceedings.models import DAYS, Deed, Measure, MeasureKind, Start

LONG_AGO = date(2000, 1, 1)
# The days of what has happened.
PAST = tuple(Start.values)


@transaction.atomic
def note_measure(
    *,
    actor: Actor,
    case_id: UUID,
    kind: str,
    state: str,
    days: Mapping[str, date | None],
    now: datetime,
    note: str = "",
) -> Measure:
    """Note a measure that she thinks of, asked for, or was given; `days` by column."""
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    measure = Measure(case=case, author_id=actor.id, kind=MeasureKind(kind))
    measure.state = Measure.State(state)
    _put_days(measure, days, in_paris(now).date())
    measure.note = note
    measure.save(force_insert=True)
    _tell_measure(actor, measure, now)
    return measure


@transaction.atomic
def change_measure(
    *,
    actor: Actor,
    case_id: UUID,
    measure_id: UUID,
    state: str,
    days: Mapping[str, date | None],
    version: int,
    now: datetime,
    note: str = "",
) -> Measure:
    """Note what became of a measure: its state, its days.

    Conflict if somebody else did since it was read.
    """
    actor.require(Can.PROCEEDING_WRITE)
    locked(actor=actor, case_id=case_id)
    measure = (
        Measure.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .get(pk=measure_id, case_id=case_id)
    )
    if version != measure.version:
        as_hers = state == measure.state and all(
            days.get(name) == getattr(measure, name) for name in DAYS
        )
        theirs = measure.note if as_hers else f"{_said(measure)}\n{measure.note}"
        raise Conflict(field="note", theirs=theirs, version=measure.version)
    if state != measure.state:
        measure.move_to(Measure.State(state))
    _put_days(measure, days, in_paris(now).date())
    measure.note = note
    measure.version += 1
    measure.save(update_fields=["state", *DAYS, "note_sealed", "version"])
    _tell_measure(actor, measure, now)
    return measure


def _put_days(measure: Measure, days: Mapping[str, date | None], today: date) -> None:
    """Put the days, or say which one cannot be."""
    for name in DAYS:
        setattr(measure, name, days.get(name))
    for name in PAST:
        day = getattr(measure, name)
        if day is not None and not LONG_AGO <= day <= today:
            raise NotPossible(f"« {Start(name).label} » : cette date n’est pas possible.")
    for earlier, later, sentence in (
        ("asked_on", "granted_on", "La décision ne peut pas précéder la demande."),
        ("granted_on", "notified_on", "La notification ne peut pas précéder la décision."),
        ("granted_on", "ends_on", "La fin ne peut pas précéder la décision."),
    ):
        first, then = getattr(measure, earlier), getattr(measure, later)
        if first is not None and then is not None and then < first:
            raise NotPossible(sentence)
    if measure.state == Measure.State.GRANTED and measure.granted_on is None:
        raise NotPossible("Donnez la date de la décision.")


def _said(measure: Measure) -> str:
    """What it is, where it stands, and its days."""
    days = [
        f"{Start(name).label} : {short_day(day)}"
        for name in PAST
        if (day := getattr(measure, name)) is not None
    ]
    if measure.ends_on is not None:
        days.append(f"Jusqu’au {short_day(measure.ends_on)}")
    said = capfirst(f"{measure.get_kind_display()}, {measure.get_state_display()}")
    return "\n".join([f"{said}.", *days])


def _tell_measure(actor: Actor, measure: Measure, now: datetime) -> None:
    append(
        actor=actor,
        case_id=measure.case_id,
        at=now,
        kind=Deed.MEASURE,
        text=_said(measure),
        subject_id=measure.pk,
    )
    journal.record(
        actor,
        Event.MEASURE_CHANGED,
        at=now,
        case_id=measure.case_id,
        subject_id=measure.pk,
        reason=measure.state,
    )

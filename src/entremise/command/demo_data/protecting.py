"""Protection measures and hearings: asked with her, granted or not, months long."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from entremise.base.french import in_paris
from entremise.people.actions import ChannelWords, add_channel
from entremise.people.models import SafeChannel
from entremise.proceedings import actions as proceedings
from entremise.proceedings.models import HearingKind, MeasureKind, Presence

if TYPE_CHECKING:
    from entremise.command.demo_data.lives import Life

Protection = SafeChannel.Protection
KINDS = {
    MeasureKind.ORDER: 40,
    MeasureKind.PHONE: 22,
    MeasureKind.AID: 26,
    MeasureKind.COMPENSATION: 12,
}


def protect(life: Life) -> None:
    """For one in five where there is violence: a measure, at times a hearing."""
    if not life.plan.matter.violence or not life.chance(0.2):
        return
    (kind,) = life.random.choices(list(KINDS), list(KINDS.values()))
    began = in_paris(life.plan.arrived).date()
    days: dict[str, Any] = {"asked_on": in_paris(life.now).date()}
    if kind is MeasureKind.AID:
        days["proof_on"] = began
    if kind is MeasureKind.COMPENSATION:
        days["facts_on"] = began
    named: dict[str, Any] = {"actor": life.actor, "case_id": life.case_id}
    measure = proceedings.note_measure(**named, kind=kind, state="asked", days=days, now=life.now)
    if life.chance(0.4):
        _be_heard(life)
    life.clock.wait(timedelta(days=life.random.triangular(4, 30, 9)))
    day = in_paris(life.now).date()
    granted = life.chance(0.7)
    if granted:
        days |= {"granted_on": day}
        if kind is MeasureKind.ORDER:
            days |= {"notified_on": day}
    proceedings.change_measure(
        **named,
        measure_id=measure.pk,
        state="granted" if granted else "refused",
        days=days,
        version=measure.version,
        now=life.now,
    )
    if granted and kind is MeasureKind.ORDER:
        _hide_address(life, day)


def _hide_address(life: Life, day: date) -> None:
    """The judge lets her hide where she lives, for as long as the order runs.

    Drawn apart, so that the rest of her life is told as before.
    """
    apart = life.plan.random("address")
    if life.case is None or apart.random() < 0.3:
        return
    elected = apart.random() < 0.25
    street = apart.choice(("rue des Lilas", "allée des Tilleuls", "impasse du Lavoir"))
    place = "aux soins d’une association" if elected else f"{apart.randint(2, 40)} {street}"
    add_channel(
        actor=life.actor,
        person_id=life.case.person_id,
        kind=SafeChannel.Kind.POST,
        value=f"{place}, {life.plan.town.name}",
        words=ChannelWords(
            safe=SafeChannel.Safe.YES,
            origin=SafeChannel.Origin.HERSELF,
            owner=SafeChannel.Owner.HERS,
            protection=Protection.DOMICILE if elected else Protection.ORDER,
            protected_from=day,
            protected_until=day + relativedelta(months=12),
        ),
        checked=True,
        case_id=life.case_id,
        now=life.now,
    )


def _be_heard(life: Life) -> None:
    """A hearing at her unit; the worker at her side where that is agreed."""
    at = life.now + timedelta(days=life.random.randint(1, 4))
    named: dict[str, Any] = {"actor": life.actor, "case_id": life.case_id}
    hearing = proceedings.plan_hearing(
        **named,
        rendezvous=proceedings.Rendezvous(
            kind=HearingKind.HEARING, at=at, unit_id=life.plan.unit.pk
        ),
        presence=Presence.ASKED,
        now=life.now,
    )
    life.clock.reach(at + timedelta(hours=2))
    agreed = life.chance(0.75)
    proceedings.change_hearing(
        **named,
        hearing_id=hearing.pk,
        state="held",
        presence=Presence.AGREED if agreed else Presence.REFUSED,
        refused_by="" if agreed else "unit",
        attended=agreed,
        version=hearing.version,
        now=life.now,
    )

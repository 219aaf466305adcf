"""What may be chosen for her: composed of what other contexts know, each by its own rule."""

from datetime import datetime
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.assessment import queries as assessments
from entremise.base.french import in_paris
from entremise.cases.models import Case
from entremise.contact import queries as contact
from entremise.orientations import queries as orientations
from entremise.orientations.models import Orientation
from entremise.papers.models import Handout, Offer, Place, words_of
from entremise.partners import queries as partners
from entremise.partners.models import Service
from entremise.people.queries import may_leave
from entremise.people.safety import Act
from entremise.rights import queries as rights

# A list to choose from with her, not a directory.
MOST_AROUND = 12


def offer(*, actor: Actor, case: Case, now: datetime) -> Offer:
    """What was agreed with her, what is near her, the numbers, and whether a paper is safe."""
    actor.require(Can.HANDOUT_MAKE)
    steps = rights.steps_of(actor=actor, case_id=case.pk, today=in_paris(now).date())
    return Offer(
        appointment_at=_next_appointment(actor, case.pk, now),
        steps=[line for line in steps if line.step.is_agreed],
        places=_places(actor, case, now),
        numbers=partners.national_numbers(actor=actor),
        verdict=may_leave(actor=actor, act=Act.HANDOUT, person_id=case.person_id),
    )


def _next_appointment(actor: Actor, case_id: UUID, now: datetime) -> datetime | None:
    found = contact.appointments_of(actor=actor, case_id=case_id)
    planned = [one.starts_at for one in found if one.state == "planned" and one.starts_at > now]
    return min(planned, default=None)


def _places(actor: Actor, case: Case, now: datetime) -> list[Place]:
    """The services still open to her, then those of her territory that answer her needs.

    Without her commune nothing is near her: only what was agreed is shown.
    """
    last = orientations.last_words(actor=actor, case_id=case.pk)
    found = [_agreed(one, now) for one in last.values() if one.is_open_to_her]
    # Near her or not, what she does not want is not held out to her again.
    left_out = {place.service.pk for place in found}
    left_out |= {pk for pk, one in last.items() if one.state == one.State.DECLINED_BY_PERSON}
    near = _around(actor, case) if case.person.commune_id else []
    around = {one.pk: Place(service=one, agreed=False) for one in near if one.pk not in left_out}
    return [*found, *list(around.values())[:MOST_AROUND]]


def _agreed(one: Orientation, now: datetime) -> Place:
    """A service that she agreed to, with the appointment there that is still to come."""
    service, at = one.service, one.appointment_at
    assert service is not None  # noqa: S101  # open to her: it has one
    return Place(service=service, agreed=True, appointment_at=at if at and at > now else None)


def _around(actor: Actor, case: Case) -> list[Service]:
    """The services of her territory: those that answer her needs, or all while none is known."""
    commune = case.person.commune_id or ""
    needs = assessments.overview(actor=actor, case_id=case.pk).needs
    if not needs:
        return list(partners.services(actor=actor, commune=commune)[:MOST_AROUND])
    fits = [partners.services_for(actor=actor, need=need, commune=commune) for need in needs]
    return [fit.service for fitting in fits for fit in fitting]


def words(*, actor: Actor, handout: Handout, printed: bool = False) -> dict[str, object]:
    """What a paper or a screen says; what goes on a paper was read by somebody entitled."""
    actor.require(Can.HANDOUT_MAKE)
    if printed:
        handout.require_read()
    return words_of(handout)

"""What can be read about orientations, by those who read the case."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.cases.models import Case
from entremise.orientations.models import Orientation
from entremise.partners.models import ServiceKind
from entremise.partners.queries import Fit, services_for

# The main problem of a case, as referrals code it.
CONJUGAL = "conjugal"


def _readable(actor: Actor) -> QuerySet[Orientation]:
    actor.require(Can.ORIENTATION_READ)
    return Orientation.objects.visible_to(actor).select_related(
        "service__partner__commune", "service__commune"
    )


def orientations_of(*, actor: Actor, case_id: UUID) -> list[Orientation]:
    """The orientations of a case, latest first."""
    keyring.load([case_id])
    found = _readable(actor).filter(case_id=case_id)
    return list(found.order_by("-proposed_on", "-created_at", "-pk"))


def last_words(*, actor: Actor, case_id: UUID) -> dict[UUID, Orientation]:
    """For each service, the orientation where the last word was said: a later no ends a yes.

    Of two of the same day, the one that was proposed last.
    """
    found: dict[UUID, Orientation] = {}
    latest = orientations_of(actor=actor, case_id=case_id)
    for one in sorted(latest, key=lambda row: row.said_on, reverse=True):
        if one.service_id is not None and one.is_a_word:
            found.setdefault(one.service_id, one)
    return found


def orientation(*, actor: Actor, case_id: UUID, orientation_id: UUID) -> Orientation:
    """One orientation of this case."""
    found = _readable(actor).select_related("case").get(pk=orientation_id, case_id=case_id)
    keyring.load([case_id])
    return found


def awaiting_answer(*, actor: Actor, today: date) -> list[Orientation]:
    """Handed over, and the answer was expected by now: the longest waiting first."""
    due = _readable(actor).filter(state=Orientation.State.SENT, expects_answer_on__lte=today)
    return list(due.select_related("case").order_by("expects_answer_on", "pk"))


def services_near(*, actor: Actor, case_id: UUID, need: str) -> list[Fit]:
    """Who can answer this need, nearest to her commune first; all of them if it is not known."""
    actor.require(Can.ORIENTATION_READ)
    case = Case.objects.visible_to(actor).select_related("person").get(pk=case_id)
    return services_for(actor=actor, need=need, commune=case.person.commune_id or "")


def mediation_warned(*, actor: Actor, case_id: UUID, kind: str = ServiceKind.MEDIATION) -> bool:
    """Whether this kind of service calls for a warning and a written reason in this case.

    Code civil 373-2-10: no family mediation where violence is alleged or coercive control is
    manifest. The assessment knows; it is reached by the name in the settings, because contexts
    of one layer do not import each other.
    """
    if kind != ServiceKind.MEDIATION:
        return False
    case = Case.objects.visible_to(actor).get(pk=case_id)
    if case.problem == CONJUGAL:
        return True
    known = import_string(settings.CONJUGAL_VIOLENCE_KNOWN)
    return bool(known(actor=actor, case_id=case_id))

"""What was written to authorities, what is missing before it is signed, what was disclosed."""

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.people.models import SafeChannel
from entremise.people.queries import groups
from entremise.proceedings.models import (
    GROUNDS,
    About,
    Child,
    Disclosure,
    Ground,
    Informed,
    PerilCall,
    StatutoryReport,
)

OF_AGE = 18


def reports_of(*, actor: Actor, case_id: UUID) -> list[StatutoryReport]:
    """The writings of a case, and the decisions not to write, the latest first."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    rows = StatutoryReport.objects.visible_to(actor).filter(case_id=case_id)
    found = rows.select_related("departement", "corrected_by")
    return list(found.order_by("-decided_at", "-created_at", "-pk"))


def report(*, actor: Actor, case_id: UUID, report_id: UUID) -> StatutoryReport:
    """One writing of this case."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    rows = StatutoryReport.objects.visible_to(actor)
    found = rows.select_related("departement", "corrected_by", "case")
    return found.get(pk=report_id, case_id=case_id)


def grounds(*, actor: Actor) -> tuple[Ground, ...]:
    """Which text allows what and to whom, those that are not hers included."""
    actor.require(Can.PROCEEDING_READ)
    return GROUNDS


def perils_of(*, actor: Actor, case_id: UUID) -> list[PerilCall]:
    """The times when somebody was in peril, the latest first."""
    actor.require(Can.PROCEEDING_READ)
    keyring.load([case_id])
    rows = PerilCall.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.order_by("-at", "-created_at", "-pk"))


def disclosures_of(*, actor: Actor, case_id: UUID) -> list[Disclosure]:
    """What was told to authorities about this case, the latest first."""
    actor.require(Can.PROCEEDING_READ)
    rows = Disclosure.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.select_related("departement").order_by("-at", "-created_at", "-pk"))


def address_is_protected(*, actor: Actor, person_id: UUID) -> bool:
    """Whether an address of hers is hidden, on any of her records.

    One whose protection has ended stays hidden until somebody asked her again.
    """
    actor.require(Can.CHANNEL_READ)
    hers = SafeChannel.objects.filter(person_id__in=groups(actor=actor).members(person_id))
    return hers.exclude(protection=SafeChannel.Protection.NONE).exists()


def missing_in(*, actor: Actor, report: StatutoryReport, today: date) -> list[str]:
    """What must still be said before it can be signed, in words; empty when it is complete."""
    actor.require(Can.PROCEEDING_READ)
    missing = []
    if report.about == About.MINOR:
        missing += _missing_about_children(report, today)
    elif not report.who:
        missing.append("dites de qui il s’agit")
    if not report.seen and not report.told:
        missing.append("écrivez au moins un fait, constaté ou rapporté")
    if report.told and not report.told_by:
        missing.append("dites qui rapporte les faits")
    return missing


def _missing_about_children(report: StatutoryReport, today: date) -> list[str]:
    missing = [] if report.children else ["nommez au moins un enfant"]
    for place, child in enumerate(report.children, start=1):
        missing += [f"enfant {place}, {what}" for what in _wrong_in(child, today)]
    if report.informed == Informed.NOT_SAID:
        missing.append("dites si les parents sont informés")
    if report.informed == Informed.NO and not report.not_informed:
        missing.append("dites pourquoi les parents ne sont pas informés")
    return missing


def _wrong_in(child: Child, today: date) -> list[str]:
    if not child.born and not child.age:
        return ["donnez sa date de naissance ou son âge"]
    born = child.born_on
    if born is None:
        return []
    if born > today:
        return ["sa date de naissance est dans l’avenir"]
    # Counted back from today: who was born on a 29 February comes of age on 1 March.
    if born <= today - relativedelta(years=OF_AGE):
        return ["cette personne est majeure"]
    return []

"""A writing to an authority: decided, prepared, signed, sent, received; or decided against.

The software records the decision, its ground, its author and its day. It never decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import capfirst

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import Conflict, NotPossible
from entremise.base.french import PARIS, in_paris, short_day
from entremise.cases.actions import append, locked
from entremise.people.actions import authorise
from entremise.people.safety import Act
from entremise.proceedings.actions.disclosing import disclose
from entremise.proceedings.actions.measures import LONG_AGO
from entremise.proceedings.models import (
    About,
    Address,
    Deed,
    Disclosure,
    GroundCode,
    Informed,
    Kind,
    SentHow,
    StatutoryReport,
    serves,
)
from entremise.proceedings.queries.reports import address_is_protected, missing_in

State = StatutoryReport.State
# What a person writes in it, by the name of the text.
TEXTS = ("to", "who", "parents", "address", "seen", "told", "told_by", "not_informed")
NOT_HERS = "Ce texte ne permet pas cet écrit à une intervenante sociale ou un intervenant social."
TO = {
    Kind.CHILD_CONCERN: (Disclosure.What.CHILD_CONCERN, Disclosure.To.CRIP),
    Kind.PROSECUTOR: (Disclosure.What.REPORT, Disclosure.To.PROSECUTOR),
    Kind.WEAPON: (Disclosure.What.WEAPON, Disclosure.To.PREFECT),
}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is decided: to whom, about whom, by which text; to write or not, and why."""

    kind: str
    about: str
    ground: str
    departement: str
    write: bool
    because: str = ""


@transaction.atomic
def decide_report(
    *, actor: Actor, case_id: UUID, decision: Decision, now: datetime
) -> StatutoryReport:
    """Record a decision: a draft to write, or « no writing, because ». No consent is needed.

    The ground must allow that writing to a social worker: what is for health professionals alone
    (code pénal, 226-14, 2° and 3°) is refused here and by the database.
    """
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    if not serves(decision.ground, decision.kind, decision.about):
        raise NotPossible(NOT_HERS)
    if not decision.write and not decision.because.strip():
        raise NotPossible("Dites pourquoi vous décidez de ne pas écrire.")
    report = StatutoryReport(
        case=case,
        author_id=actor.id,
        decided_at=now,
        kind=Kind(decision.kind),
        about=About(decision.about),
        ground=GroundCode(decision.ground),
        departement_id=decision.departement,
        copy_to_council=decision.kind == Kind.PROSECUTOR and decision.about == About.MINOR,
        state=State.DRAFT if decision.write else State.NOT_MADE,
    )
    report.because = decision.because
    report.save(force_insert=True)
    _tell(actor, report, now)
    return report


@transaction.atomic
def write_report(
    *,
    actor: Actor,
    case_id: UUID,
    report_id: UUID,
    answers: Mapping[str, Any],
    version: int,
    now: datetime,
) -> StatutoryReport:
    """Write the draft: texts by name, `children`, `informed`, `departement`, `give_address`.

    An address protected by a judge is in it only by a choice made for this very authority.
    """
    report = _locked(actor, case_id, report_id)
    if report.state != State.DRAFT:
        raise NotPossible("Cet écrit est signé : corrigez-le par un nouvel écrit.")
    if version != report.version:
        raise _clash(report, answers)
    for name in TEXTS:
        if name in answers:
            setattr(report, name, answers[name])
    if "children" in answers:
        report.children_json = [vars(child) for child in answers["children"] if not child.is_empty]
    report.informed = Informed(answers.get("informed") or report.informed)
    if report.informed != Informed.NO:
        report.not_informed = ""
    report.departement_id = answers.get("departement", report.departement_id)
    given = bool(answers.get("give_address", report.address_is == Address.GIVEN))
    _put_address(actor, report, given=given)
    report.version += 1
    report.save()
    _record(actor, report, now, "written")
    return report


def _clash(report: StatutoryReport, answers: Mapping[str, Any]) -> Conflict:
    """Both versions of the first text that differs."""
    differing = (name for name in TEXTS if answers.get(name, "") != getattr(report, name))
    field = next(differing, "seen")
    return Conflict(field=field, theirs=getattr(report, field), version=report.version)


def _put_address(actor: Actor, report: StatutoryReport, *, given: bool) -> None:
    """Say what the address is; refuse one that a judge hides and that nobody decided to give.

    The prefect is never given it.
    """
    if not address_is_protected(actor=actor, person_id=report.case.person_id):
        report.address_is = Address.WRITTEN if report.address else Address.UNKNOWN
        return
    if report.address and report.kind == Kind.WEAPON:
        raise NotPossible(
            "Son adresse est protégée : effacez-la, elle n’est pas donnée au préfet."
        )
    if report.address and not given:
        raise NotPossible(
            "Son adresse est protégée : effacez-la, ou cochez que vous décidez de la donner à "
            "cette autorité."
        )
    report.address_is = Address.GIVEN if report.address else Address.WITHHELD


@transaction.atomic
def sign_report(
    *, actor: Actor, case_id: UUID, report_id: UUID, version: int, now: datetime
) -> StatutoryReport:
    """Sign what is complete: from then on nothing of it changes."""
    report = _locked(actor, case_id, report_id)
    if version != report.version:
        raise NotPossible("Cet écrit a changé depuis que vous l’avez lu : relisez-le.")
    missing = missing_in(actor=actor, report=report, today=in_paris(now).date())
    if missing:
        raise NotPossible(f"Avant de signer : {' ; '.join(missing)}.")
    report.move_to(State.SIGNED)
    # A protection may have been noted since it was written.
    _put_address(actor, report, given=report.address_is == Address.GIVEN)
    report.signed_at, report.signed_by = now, actor.id
    report.save(update_fields=["state", "address_is", "signed_at", "signed_by"])
    _tell(actor, report, now)
    return report


@transaction.atomic
def drop_report(
    *, actor: Actor, case_id: UUID, report_id: UUID, because: str, now: datetime
) -> StatutoryReport:
    """Decide against a writing that was begun, and say why; it is not erased."""
    report = _locked(actor, case_id, report_id)
    if not because.strip():
        raise NotPossible("Dites pourquoi vous décidez de ne pas écrire.")
    report.move_to(State.NOT_MADE)
    report.because = because
    report.save(update_fields=["state", "because_sealed"])
    _tell(actor, report, now)
    return report


@transaction.atomic
def send_report(
    *, actor: Actor, case_id: UUID, report_id: UUID, on: date, how: str, now: datetime
) -> StatutoryReport:
    """Note that it left, when and how; one row for each authority that it was told to."""
    report = _locked(actor, case_id, report_id)
    if report.state == State.DRAFT:
        raise NotPossible("Signez d’abord cet écrit.")
    report.move_to(State.SENT)
    signed = in_paris(report.signed_at or now).date()
    if not signed <= on <= in_paris(now).date():
        raise NotPossible("La date d’envoi est entre la signature et aujourd’hui.")
    report.sent_on, report.sent_how = on, SentHow(how)
    report.save(update_fields=["state", "sent_on", "sent_how"])
    told = [TO[Kind(report.kind)]]
    if report.copy_to_council:
        told.append((Disclosure.What.COPY, Disclosure.To.CRIP))
    for what, to in told:
        disclose(
            actor=actor,
            case_id=case_id,
            what=what,
            to=to,
            ground=GroundCode(report.ground),
            subject_id=report.pk,
            departement=report.departement_id,
            # Of a letter the day is known, not the hour.
            at=min(datetime.combine(on, time(12), tzinfo=PARIS), now),
            now=now,
        )
    _tell(actor, report, now)
    return report


@transaction.atomic
def acknowledge_report(
    *, actor: Actor, case_id: UUID, report_id: UUID, on: date, now: datetime
) -> StatutoryReport:
    """Note that the authority said it received it."""
    report = _locked(actor, case_id, report_id)
    report.move_to(State.ACKNOWLEDGED)
    if not (report.sent_on or LONG_AGO) <= on <= in_paris(now).date():
        raise NotPossible("La date de réception est entre l’envoi et aujourd’hui.")
    report.acknowledged_on = on
    report.save(update_fields=["state", "acknowledged_on"])
    _tell(actor, report, now)
    return report


@transaction.atomic
def correct_report(
    *, actor: Actor, case_id: UUID, report_id: UUID, now: datetime
) -> StatutoryReport:
    """Begin another writing from a signed one, which stays as it was."""
    wrong = _locked(actor, case_id, report_id)
    if wrong.state not in (State.SIGNED, *StatutoryReport.LEFT):
        raise NotPossible("Seul un écrit signé se corrige par un nouvel écrit.")
    if StatutoryReport.objects.filter(corrects=wrong).exists():
        raise NotPossible("Cet écrit est déjà corrigé : corrigez le plus récent.")
    report = StatutoryReport(
        case=wrong.case,
        author_id=actor.id,
        decided_at=now,
        kind=wrong.kind,
        about=wrong.about,
        ground=wrong.ground,
        departement_id=wrong.departement_id,
        copy_to_council=wrong.copy_to_council,
        informed=wrong.informed,
        address_is=wrong.address_is,
        corrects=wrong,
    )
    for name in (*TEXTS, "because"):
        setattr(report, name, getattr(wrong, name))
    report.children_json = wrong.children_json or []
    report.save(force_insert=True)
    _tell(actor, report, now)
    return report


def _locked(actor: Actor, case_id: UUID, report_id: UUID) -> StatutoryReport:
    actor.require(Can.PROCEEDING_WRITE)
    locked(actor=actor, case_id=case_id)
    return (
        StatutoryReport.objects.visible_to(actor)
        .select_related("case", "departement")
        .select_for_update(of=("self",))
        .get(pk=report_id, case_id=case_id)
    )


def _tell(actor: Actor, report: StatutoryReport, now: datetime) -> None:
    """A line for whoever takes over, without a name; one for the journal, without a word."""
    lines = [capfirst(f"{report.get_kind_display()} : {report.get_state_display()}.")]
    lines.append(f"Fondement : {report.get_ground_display()}.")
    if report.corrects_id:
        lines.append("Corrige un écrit déjà signé.")
    if report.sent_on:
        lines.append(f"Envoi : {short_day(report.sent_on)}, {report.get_sent_how_display()}.")
    append(
        actor=actor,
        case_id=report.case_id,
        at=now,
        kind=Deed.REPORT,
        text="\n".join(lines),
        subject_id=report.pk,
    )
    _record(actor, report, now, report.state)


def _record(actor: Actor, report: StatutoryReport, now: datetime, reason: str) -> None:
    journal.record(
        actor,
        Event.REPORT_CHANGED,
        at=now,
        case_id=report.case_id,
        subject_id=report.pk,
        reason=reason,
    )


def print_letter(*, actor: Actor, case_id: UUID, report_id: UUID, now: datetime) -> None:
    """Let a signed writing be printed: the rule of what leaves the office is asked each time."""
    actor.require(Can.PROCEEDING_WRITE)
    rows = StatutoryReport.objects.visible_to(actor).exclude(signed_at=None)
    report = rows.select_related("case").get(pk=report_id, case_id=case_id)
    authorise(
        actor=actor,
        act=Act.AUTHORITY,
        now=now,
        person_id=report.case.person_id,
        case_id=case_id,
    )

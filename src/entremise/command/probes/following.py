"""What follows an interview: a need handed to a service, a measure asked for, a hearing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from entremise.access.columns import Secrecy
from entremise.orientations import actions as orientations
from entremise.orientations.models import Consent, Orientation, Shared, Way
from entremise.partners.models import Need
from entremise.proceedings import actions as proceedings
from entremise.proceedings.models import Child, HearingKind
from entremise.rights import actions as rights

if TYPE_CHECKING:
    from entremise.command.probes.cases import Teller

IDENTITY, NARRATIVE, SAFE = Secrecy.IDENTITY, Secrecy.NARRATIVE, Secrecy.SAFE


def orient(teller: Teller) -> None:
    """A need handed to a service with her agreement, and its answer."""
    company = teller.company
    with company.acting(teller.role) as actor:
        made = orientations.orient(
            actor=actor,
            case_id=teller.case_id,
            need=Need.SAFETY,
            service_id=teller.service_id,
            consent=Consent.ORAL,
            shared=[Shared.NAME],
            how=Way.APPOINTMENT,
            note=f"Demande : {teller.word(NARRATIVE, 'orientation: note')}.",
            reason=f"Motif : {teller.word(NARRATIVE, 'orientation: reason')}.",
            expects_answer_on=company.now.date(),
            now=company.now,
        )
        orientations.record_answer(
            actor=actor,
            orientation_id=made.pk,
            state=Orientation.State.ACCEPTED,
            words=f"Réponse : {teller.word(NARRATIVE, 'orientation: answer')}.",
            now=company.now,
        )
    teller.put("orientation_id", made.pk)


def proceed(teller: Teller) -> None:
    """A measure asked for and a hearing to come."""
    company = teller.company
    with company.acting(teller.role) as actor:
        step: dict[str, Any] = {"actor": actor, "case_id": teller.case_id, "now": company.now}
        measure = proceedings.note_measure(
            **step,
            kind="order",
            state="asked",
            days={"asked_on": company.now.date()},
            note=f"Avocat : {teller.word(NARRATIVE, 'measure: note')}.",
        )
        rendezvous = proceedings.Rendezvous(
            kind=HearingKind.COURT,
            at=company.now,
            place=f"Salle {teller.word(NARRATIVE, 'hearing: place')}",
        )
        hearing = proceedings.plan_hearing(**step, rendezvous=rendezvous, presence="not_asked")
        _prepare(teller, step)
        _report(teller, step)
    teller.put("measure_id", measure.pk)
    teller.put("hearing_id", hearing.pk)


def _prepare(teller: Teller, step: dict[str, Any]) -> None:
    """What she prepares before a complaint, and where it stands."""
    fact = proceedings.add_fact(
        **step,
        moment=f"mars 2024, {teller.word(NARRATIVE, 'fact: when')}",
        text=f"Fait : {teller.word(NARRATIVE, 'fact: what')}.",
    )
    proceedings.write_section(
        **step,
        section="witnesses",
        text=f"Témoin : {teller.word(NARRATIVE, 'preparation: witnesses')}.",
        version=0,
    )
    far = teller.scenario.name == "far"
    number = "" if far else teller.word(NARRATIVE, "complaint: number")
    proceedings.note_complaint(**step, moment="during", status="complaint", on=None, number=number)
    teller.put("fact_id", fact.pk)


def agree(teller: Teller) -> None:
    """A step in words of her own, and her no to a right that was explained."""
    company = teller.company
    with company.acting(teller.role) as actor:
        told: dict[str, Any] = {"actor": actor, "case_id": teller.case_id, "now": company.now}
        step = rights.note_answer(
            **told,
            answer="agreed",
            label=f"Voir {teller.word(NARRATIVE, 'step: label')}",
            note=f"Avec {teller.word(NARRATIVE, 'step: note')}.",
        )
        rights.note_answer(**told, answer="declined", fiche="phone")
    teller.put("step_id", step.pk)


def _report(teller: Teller, step: dict[str, Any]) -> None:
    """A child concern report signed, a draft to correct it, and an imminent peril."""
    day = step["now"].date()
    decision = proceedings.Decision(
        kind="child_concern",
        about="minor",
        ground="casf_226_2_1",
        departement="42",
        write=True,
        because=f"Avis : {teller.word(NARRATIVE, 'report: because')}.",
    )
    report = proceedings.decide_report(**step, decision=decision)
    child = Child(
        last_name=teller.word(IDENTITY, "report: child"),
        born=day.replace(year=day.year - 6, day=1).isoformat(),
        school=f"École {teller.word(IDENTITY, 'report: school')}",
    )
    report = proceedings.write_report(
        **step,
        report_id=report.pk,
        version=report.version,
        answers={
            "children": [child],
            "parents": teller.word(IDENTITY, "report: parents"),
            "address": teller.word(SAFE, "report: address"),
            "informed": "no",
            "not_informed": f"Danger : {teller.word(NARRATIVE, 'report: not informed')}.",
            "seen": f"Vu : {teller.word(NARRATIVE, 'report: seen')}.",
            "told": f"Dit : {teller.word(NARRATIVE, 'report: told')}.",
            "told_by": teller.word(NARRATIVE, "report: told by"),
        },
    )
    proceedings.sign_report(**step, report_id=report.pk, version=report.version)
    draft = proceedings.correct_report(**step, report_id=report.pk)
    _report_a_weapon(teller, step)
    proceedings.note_peril(
        **step,
        called="17",
        at=step["now"],
        done=f"Fait : {teller.word(NARRATIVE, 'peril: done')}.",
        told=f"Prévenu : {teller.word(NARRATIVE, 'peril: told')}.",
    )
    teller.put("report_id", report.pk)
    teller.put("report_id", draft.pk)


def _report_a_weapon(teller: Teller, step: dict[str, Any]) -> None:
    """A letter to the préfet that is being written."""
    decision = proceedings.Decision(
        kind="weapon", about="armed", ground="cp_226_14_4", departement="42", write=True
    )
    letter = proceedings.decide_report(**step, decision=decision)
    proceedings.write_report(
        **step,
        report_id=letter.pk,
        version=letter.version,
        answers={
            "to": f"Bureau {teller.word(NARRATIVE, 'report: to')}",
            "who": teller.word(IDENTITY, "report: who"),
            "seen": "Un fusil dans le coffre.",
        },
    )
    teller.put("report_id", letter.pk)

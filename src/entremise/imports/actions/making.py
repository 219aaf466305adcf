"""Importing: each line becomes a case by the deeds that everybody uses, on its true day."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris, short_day
from entremise.cases import actions as cases
from entremise.cases.models import ClosingReason
from entremise.imports import queries
from entremise.imports.actions.bringing import empty
from entremise.imports.judging import REPAIRS, Judged
from entremise.imports.models import Import, ImportedRow, TimelineKind
from entremise.imports.queries.brought import GONE, leaf_of
from entremise.imports.queries.steps import titles_of
from entremise.organisation.models import Unit
from entremise.people import actions as people
from entremise.people.models import NameCard, SafeChannel, Sex
from entremise.referrals import actions as referrals
from entremise.referrals.models import Problem, Procedure, Source

# How many lines one request makes: a few seconds, well within what a browser waits for.
CHUNK = 150
NOON = time(12)
NOTHING = "Aucune ligne de ce tableau ne peut être reprise. Réparez d’abord ce qui est signalé."


@transaction.atomic
def start(*, actor: Actor, import_id: UUID, now: datetime) -> Import:
    """Fix what will be made and what is given back; the sheet itself is wiped here."""
    actor.require(Can.CASE_IMPORT)
    Import.objects.visible_to(actor).select_for_update(of=("self",)).only("id").get(pk=import_id)
    of = queries.opened(actor=actor, import_id=import_id)
    if not of.choices.get("columns"):
        raise NotPossible("Dites d’abord ce que contient chaque colonne.")
    result = queries.judged(actor=actor, of=of, now=now)
    if not result.to_make and not result.already:
        raise NotPossible(NOTHING)
    titles = titles_of(leaf_of(of), of.choices["header"])
    of.refused = {"titles": titles, "rows": [_refused(row) for row in result.refused]}
    of.plan = [row.plan for row in result.to_make]
    of.rows = len(result.rows)
    of.known = len(result.already)
    of.given_back = len(result.refused)
    of.move_to(Import.State.RUNNING)
    empty(of, keeping=("plan_sealed", "refused_sealed"))
    if not result.to_make:
        _finish(actor, of, now)
    return of


def _refused(row: Judged) -> dict[str, Any]:
    why = [
        f"{REPAIRS[fault.code].title} : {fault.found}"
        if fault.found
        else REPAIRS[fault.code].title
        for fault in row.faults
    ]
    return {"cells": list(row.cells), "why": " ; ".join(why)}


@transaction.atomic
def carry_on(*, actor: Actor, import_id: UUID, now: datetime) -> Import:
    """Make the next lines; the last ones end the import. What was made stays if it stops here."""
    actor.require(Can.CASE_IMPORT)
    of = (
        Import.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("post")
        .get(pk=import_id)
    )
    if of.state != Import.State.RUNNING:
        return of
    if not of.plan_sealed:
        raise NotPossible(GONE)
    keyring.load_list(of.pk)
    plan: list[dict[str, Any]] = of.plan or []
    known = _marks(of, plan[:CHUNK])
    units = Unit.objects.in_bulk([row["unit"] for row in plan[:CHUNK] if row["unit"]])
    by_code = {str(pk): unit for pk, unit in units.items()}
    for row in plan[:CHUNK]:
        if row["mark"] in known:
            of.known += 1
        else:
            _make(actor, of, row, by_code.get(row["unit"]), now)
            of.made += 1
    of.plan = plan[CHUNK:]
    if plan[CHUNK:]:
        of.save(update_fields=["plan_sealed", "made", "known"])
    else:
        _finish(actor, of, now)
    return of


def _marks(of: Import, plan: list[dict[str, Any]]) -> set[str]:
    """Lines that became cases meanwhile, by another sheet."""
    marks = [row["mark"] for row in plan]
    found = ImportedRow.objects.filter(post_id=of.post_id, mark__in=marks)
    return set(found.values_list("mark", flat=True))


def _finish(actor: Actor, of: Import, now: datetime) -> None:
    """Nothing is left of the sheet but the rows given back, until tomorrow."""
    of.move_to(Import.State.DONE)
    of.ended_at = now
    empty(of, keeping=("refused_sealed",) if of.given_back else ())
    if not of.given_back:
        subject_id = of.pk
        transaction.on_commit(lambda: keyring.destroy(subject_id))
    record_end(actor=actor, of=of, now=now)


def record_end(*, actor: Actor, of: Import, now: datetime) -> None:
    """How many lines were made, of how many: in the journal of the employer, whoever ends it."""
    journal.record(
        actor,
        Event.IMPORT_MADE,
        at=now,
        subject_id=of.pk,
        reason=f"{of.made}/{of.rows}",
        employer_id=of.employer_id,
    )


def _noon(day: str) -> datetime:
    """A day of a sheet has no hour."""
    return datetime.combine(date.fromisoformat(day), NOON, ZoneInfo(settings.TIME_ZONE))


def _make(actor: Actor, of: Import, row: dict[str, Any], unit: Unit | None, now: datetime) -> None:
    """One line: a person unless she is known, a case, where it came from, what was noted."""
    opened_at = min(_noon(row["opened_on"]), now)
    person_id = _known_person(of, row)
    case = cases.open_past_case(
        actor=actor,
        post_id=of.post_id,
        opened_at=opened_at,
        now=now,
        card=NameCard(**{part: row[part] for part in _NAME}),
        person_id=person_id,
        problem=row["problem"] or Problem.NOT_ASKED,
        **_codes(row),
    )
    referral = referrals.record_past(
        actor=actor,
        case_id=case.pk,
        received_at=opened_at,
        now=now,
        source=_source(row["source"], unit),
        problem=Problem(row["problem"] or Problem.NOT_ASKED),
        procedure=Procedure(row["procedure"] or Procedure.NOT_ASKED),
        facts=row["facts"],
        unit_id=unit.pk if unit else None,
        commune_code=row["commune"],
    )
    _tell(actor, of, row, case.pk, case.person_id, opened_at, now)
    ImportedRow(
        of=of,
        post_id=of.post_id,
        line=row["line"],
        mark=row["mark"],
        case_id=case.pk,
        person_id=case.person_id,
        referral_id=referral.pk,
        person_made=person_id is None,
    ).save(force_insert=True)


_NAME = ("last_name", "first_name", "birth_name", "born")


def _codes(row: dict[str, Any]) -> dict[str, object]:
    """What is noted of the person in codes."""
    return {
        "sex": row["sex"] or Sex.NOT_ASKED.value,
        "age_band": row["age_band"],
        "commune_id": row["commune"] or None,
    }


def _known_person(of: Import, row: dict[str, Any]) -> UUID | None:
    """Whom the worker said that it is: a person she follows, or that of a line above."""
    if row.get("person_id"):
        return UUID(row["person_id"])
    if not row.get("same_as"):
        return None
    above = ImportedRow.objects.filter(post_id=of.post_id, mark=row["same_as"]).first()
    return above.person_id if above else None


def _source(code: str, unit: Unit | None) -> Source:
    """Who asked; where the sheet does not say, a unit that is named asked."""
    if code:
        return Source(code)
    return Source(unit.kind) if unit is not None else Source.UNKNOWN


def _tell(
    actor: Actor,
    of: Import,
    row: dict[str, Any],
    case_id: UUID,
    person_id: UUID,
    opened_at: datetime,
    now: datetime,
) -> None:
    """What the line said in words, how to reach her, and whether it was closed."""
    brought = f"Repris le {short_day(in_paris(now))} d’un ancien tableau, ligne {row['line']}."
    cases.append(
        actor=actor,
        case_id=case_id,
        at=opened_at,
        kind=TimelineKind.BROUGHT,
        text="\n".join(filter(None, (brought, row["notes"]))),
        subject_id=of.pk,
    )
    for number in row["phones"]:
        people.add_channel(
            actor=actor,
            person_id=person_id,
            kind=SafeChannel.Kind.PHONE,
            value=number,
            now=now,
            case_id=case_id,
        )
    if row["last_contact_on"]:
        at = min(_noon(row["last_contact_on"]), now)
        cases.note_contact(actor=actor, case_id=case_id, at=at)
    if row["closed_on"]:
        cases.close_past(
            actor=actor,
            case_id=case_id,
            reason=ClosingReason(row["closing_reason"] or ClosingReason.OTHER),
            closed_at=min(_noon(row["closed_on"]), now),
            now=now,
        )

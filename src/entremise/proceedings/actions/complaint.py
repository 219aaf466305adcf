"""What is prepared with her before a complaint, kept at the office; and where it stands."""

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
from entremise.cases.models import Case
from entremise.organisation.models import Employer
from entremise.people.actions import authorise
from entremise.people.queries import names_of
from entremise.people.safety import Act
from entremise.proceedings.actions.measures import LONG_AGO
from entremise.proceedings.models import (
    DATED,
    WITHOUT_OFFENCE_BASIS,
    ComplaintFact,
    ComplaintNote,
    ComplaintPreparation,
    ComplaintStatus,
    Deed,
    NoSuchDay,
    Section,
    span_of,
)

IN_HER_BAG = (
    "Une chronologie des violences trouvée dans son sac ou chez elle est le papier le plus "
    "dangereux de ce dossier : gardez-la au bureau, elle peut la relire ici."
)
LEAVES = {
    Act.PRINT: (Deed.PRINTED, "Préparation de la plainte imprimée. Le papier reste au bureau."),
    Act.HANDOUT: (Deed.HANDED, "Préparation de la plainte imprimée et remise à la personne."),
}


@transaction.atomic
def write_section(
    *, actor: Actor, case_id: UUID, section: str, text: str, version: int, now: datetime
) -> ComplaintPreparation:
    """Write one part of the preparation; `version` is the one that was read (0: none yet)."""
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    rows = ComplaintPreparation.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(case_id=case_id, section=Section(section)).first()
    if row is None:
        row = ComplaintPreparation(case=case, section=Section(section))
        row.text = text
        row.save(force_insert=True)
    else:
        row.replace(field="text", text=text, version=version)
    _record(actor, case_id, row.pk, section, now)
    return row


@transaction.atomic
def add_fact(
    *, actor: Actor, case_id: UUID, moment: str, text: str, now: datetime
) -> ComplaintFact:
    """Add one fact to the chronology: when, as she says it, and what."""
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    _check_moment(actor, case, moment, in_paris(now).date())
    fact = ComplaintFact(case=case, author_id=actor.id)
    fact.moment, fact.text = moment, text
    fact.save(force_insert=True)
    _record(actor, case_id, fact.pk, "fact", now)
    return fact


@transaction.atomic
def change_fact(
    *,
    actor: Actor,
    case_id: UUID,
    fact_id: UUID,
    moment: str,
    text: str,
    version: int,
    now: datetime,
) -> ComplaintFact:
    """Write a fact again; Conflict if somebody else did since it was read."""
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    _check_moment(actor, case, moment, in_paris(now).date())
    fact = _fact(actor, case_id, fact_id)
    if version != fact.version:
        theirs = fact.text if fact.moment == moment else f"{fact.moment} : {fact.text}"
        raise Conflict(field="text", theirs=theirs, version=fact.version)
    fact.moment, fact.text = moment, text
    fact.version += 1
    fact.save(update_fields=["moment_sealed", "text_sealed", "version"])
    _record(actor, case_id, fact.pk, "fact", now)
    return fact


@transaction.atomic
def remove_fact(*, actor: Actor, case_id: UUID, fact_id: UUID, now: datetime) -> None:
    """Take a fact out of the chronology because she asks for it: the row is gone, not hidden."""
    actor.require(Can.PROCEEDING_WRITE)
    locked(actor=actor, case_id=case_id)
    _fact(actor, case_id, fact_id).delete()
    _record(actor, case_id, fact_id, "removed", now)


def _fact(actor: Actor, case_id: UUID, fact_id: UUID) -> ComplaintFact:
    rows = ComplaintFact.objects.visible_to(actor).select_for_update(of=("self",))
    return rows.get(pk=fact_id, case_id=case_id)


def _check_moment(actor: Actor, case: Case, moment: str, today: date) -> None:
    """Neither to come, nor before she was born; what holds no date is taken as it is said."""
    try:
        span = span_of(moment)
    except NoSuchDay as error:
        raise NotPossible("« Quand » : cette date n’existe pas.") from error
    if span is None:
        return
    if span.first > today:
        raise NotPossible("« Quand » : cette date est dans l’avenir.")
    born = names_of(actor=actor, person_ids=[case.person_id])[case.person_id].born
    try:
        birth = span_of(born)
    except NoSuchDay:
        return
    if birth is not None and span.last < birth.first:
        raise NotPossible("« Quand » : cette date est avant sa naissance.")


def _record(actor: Actor, case_id: UUID, subject_id: UUID, reason: str, now: datetime) -> None:
    journal.record(
        actor,
        Event.COMPLAINT_CHANGED,
        at=now,
        case_id=case_id,
        subject_id=subject_id,
        reason=reason,
    )


@transaction.atomic
def note_complaint(
    *,
    actor: Actor,
    case_id: UUID,
    moment: str,
    status: str,
    on: date | None,
    number: str,
    now: datetime,
) -> ComplaintNote:
    """Note where the complaint stands; a correction is another note, the latest one counts.

    Without a basis for offence data, an employer keeps only whether there is a complaint.
    """
    actor.require(Can.PROCEEDING_WRITE)
    case = locked(actor=actor, case_id=case_id)
    _check_status(case, ComplaintStatus(status), on, number, in_paris(now).date())
    note = ComplaintNote(
        case=case,
        author_id=actor.id,
        noted_at=now,
        moment=ComplaintNote.Moment(moment),
        status=ComplaintStatus(status),
        on=on,
    )
    note.number = number
    note.save(force_insert=True)
    day = "" if on is None else f", {short_day(on)}"
    append(
        actor=actor,
        case_id=case_id,
        at=now,
        kind=Deed.COMPLAINT,
        text=f"{capfirst(note.get_status_display())}{day} ({note.get_moment_display()}).",
        subject_id=note.pk,
    )
    _record(actor, case_id, note.pk, status, now)
    return note


def _check_status(
    case: Case, status: ComplaintStatus, on: date | None, number: str, today: date
) -> None:
    if case.employer.offence_basis == Employer.OffenceBasis.NONE and (
        number or status not in WITHOUT_OFFENCE_BASIS
    ):
        raise NotPossible(
            "Votre employeur n’a pas de base légale pour ces données : notez seulement s’il y a "
            "une plainte, et sa date."
        )
    if on is not None and status not in DATED:
        raise NotPossible("Une date, mais rien n’a été déposé : corrigez l’un des deux.")
    if on is not None and not LONG_AGO <= on <= today:
        raise NotPossible("« Date » : cette date n’est pas possible, vérifiez-la.")
    if number and status not in DATED:
        raise NotPossible(
            "Un numéro de procédure, mais rien n’a été déposé : corrigez l’un des deux."
        )


def let_out(*, actor: Actor, case_id: UUID, act: Act, now: datetime) -> None:
    """Let the preparation be printed for the office, or given to her; refused if not safe.

    Not one transaction: the refusal itself is written in the journal and stays there.
    """
    actor.require(Can.PROCEEDING_WRITE)
    case = Case.objects.visible_to(actor).get(pk=case_id)
    try:
        authorise(actor=actor, act=act, now=now, person_id=case.person_id, case_id=case_id)
    except NotPossible as refusal:
        raise NotPossible(f"{refusal} {IN_HER_BAG}") from refusal
    kind, text = LEAVES[act]
    append(actor=actor, case_id=case_id, at=now, kind=kind, text=text)

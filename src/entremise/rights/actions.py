"""What can be done with rights: note who validated a text, note her answer, tick a step."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import Conflict, NotAllowed, NotPossible
from entremise.base.french import in_paris, nbsp, short_day
from entremise.cases.actions import append, locked
from entremise.rights import queries
from entremise.rights.models import FICHES, OPEN, Deed, Fiche, FicheReview, Step

OTHER_TEXT = "Ce texte a changé depuis que la page a été ouverte. Relisez-le avant de le valider."
NOT_YET = "La relecture ne peut pas être à venir."
NOT_VALID = "Cette fiche n’est pas validée : il n’y a rien à retirer."
NO_WORDS = "Choisissez une fiche, ou écrivez l’étape en quelques mots."


def _fiche(code: str) -> Fiche:
    if code not in FICHES:
        raise FicheReview.DoesNotExist
    return FICHES[code]


@transaction.atomic
def validate(
    *, actor: Actor, code: str, mark: str, reader: str, body: str, read_on: date, now: datetime
) -> FicheReview:
    """Write down that somebody entitled has read this very text, for the coordinator's service.

    The text is the one that the page showed: another mark is another text, which nobody read.
    """
    actor.require(Can.FICHE_VALIDATE)
    fiche = _fiche(code)
    if mark != fiche.mark:
        raise NotPossible(OTHER_TEXT)
    if read_on > in_paris(now).date():
        raise NotPossible(NOT_YET)
    if not reader.strip() or not body.strip():
        raise NotPossible("Dites qui a relu le texte, et de quel organisme.")
    return _record(
        actor, fiche, FicheReview.Verdict.VALID, now, reader=reader, body=body, read_on=read_on
    )


@transaction.atomic
def withdraw(*, actor: Actor, code: str, now: datetime) -> FicheReview:
    """Take a validation back: from now on the fiche is printed for nobody."""
    actor.require(Can.FICHE_VALIDATE)
    fiche = _fiche(code)
    if not queries.fiche(actor=actor, code=code).is_valid:
        raise NotPossible(NOT_VALID)
    verdict = FicheReview.Verdict.WITHDRAWN
    return _record(actor, fiche, verdict, now, read_on=in_paris(now).date())


def _record(
    actor: Actor,
    fiche: Fiche,
    verdict: FicheReview.Verdict,
    now: datetime,
    *,
    read_on: date,
    reader: str = "",
    body: str = "",
) -> FicheReview:
    if actor.employer_id is None:
        raise NotAllowed(Can.FICHE_VALIDATE)
    review = FicheReview(
        employer_id=actor.employer_id,
        fiche=fiche.code,
        mark=fiche.mark,
        verdict=verdict,
        reader=reader.strip(),
        body=body.strip(),
        read_on=read_on,
        recorded_at=now,
        recorded_by=actor.id,
    )
    review.save(force_insert=True)
    journal.record(
        actor, Event.FICHE_REVIEWED, at=now, subject_id=review.pk, reason=f"fiche:{verdict.value}"
    )
    return review


@transaction.atomic
def note_answer(
    *,
    actor: Actor,
    case_id: UUID,
    answer: str,
    now: datetime,
    fiche: str = "",
    label: str = "",
    due_on: date | None = None,
    note: str = "",
) -> Step:
    """Note what she says of a right that was explained to her, or of a step in her own words.

    Yes, « I think about it » and no are kept alike: a no is not asked again by the software.
    """
    actor.require(Can.STEP_WRITE)
    case = locked(actor=actor, case_id=case_id)
    if fiche:
        _fiche(fiche)
    elif not label.strip():
        raise NotPossible(NO_WORDS)
    state = Step.State(answer)
    if state not in Step.ANSWERS:
        raise NotPossible("Notez d’abord sa réponse ; la suite se note sur l’étape.")
    if fiche and Step.objects.filter(case=case, fiche=fiche, state__in=OPEN).exists():
        raise NotPossible("Cette étape est déjà notée. Ouvrez-la pour la changer.")
    row = Step(
        case=case,
        author_id=actor.id,
        fiche=fiche,
        state=state,
        said_on=in_paris(now).date(),
        due_on=due_on if state == Step.State.AGREED else None,
    )
    row.label = "" if fiche else label.strip()
    row.note = note
    row.save(force_insert=True)
    _tell(actor, row, now)
    _keep_line(actor, row, now)
    return row


@transaction.atomic
def change_step(
    *,
    actor: Actor,
    case_id: UUID,
    step_id: UUID,
    state: str,
    version: int,
    now: datetime,
    due_on: date | None = None,
    note: str = "",
) -> Step:
    """Note what became of a step; it can be taken up again, and nothing is held against her.

    Conflict if somebody else did since it was read. The journal has every change, the timeline
    those of the state and of the day.
    """
    actor.require(Can.STEP_WRITE)
    locked(actor=actor, case_id=case_id)
    row = (
        Step.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .get(pk=step_id, case_id=case_id)
    )
    before = _said(row)
    if version != row.version:
        as_hers = (state, due_on) == (row.state, row.due_on)
        theirs = row.note if as_hers else f"{before}\n{row.note}"
        raise Conflict(field="note", theirs=theirs, version=row.version)
    if state != row.state:
        row.move_to(Step.State(state))
        _refuse_twice(row)
    today = in_paris(now).date()
    over = row.state not in (*OPEN, Step.State.DECLINED)
    row.ended_on = (row.ended_on or max(today, row.said_on)) if over else None
    row.due_on = due_on if row.state in OPEN else row.due_on
    row.note = note
    row.version += 1
    row.save(update_fields=["state", "ended_on", "due_on", "note_sealed", "version"])
    if _said(row) != before:
        _tell(actor, row, now)
    _keep_line(actor, row, now)
    return row


def _refuse_twice(row: Step) -> None:
    """Two open steps for one right would be ticked once."""
    if not row.fiche or row.state not in OPEN:
        return
    others = Step.objects.filter(case_id=row.case_id, fiche=row.fiche, state__in=OPEN)
    if others.exclude(pk=row.pk).exists():
        raise NotPossible("Cette étape est déjà notée à nouveau plus haut.")


def _said(row: Step) -> str:
    """What it is, where it is, and its day while one counts."""
    lines = [f"{row.title} : {row.get_state_display()}."]
    if row.due_on and row.state == Step.State.AGREED:
        lines.append(f"Avant le {short_day(row.due_on)}.")
    return nbsp("\n".join(lines))


def _tell(actor: Actor, row: Step, now: datetime) -> None:
    append(
        actor=actor,
        case_id=row.case_id,
        at=now,
        kind=Deed.STEP,
        text=_said(row),
        subject_id=row.pk,
    )


def _keep_line(actor: Actor, row: Step, now: datetime) -> None:
    journal.record(
        actor,
        Event.STEP_CHANGED,
        at=now,
        case_id=row.case_id,
        subject_id=row.pk,
        reason=f"step:{row.state}",
    )

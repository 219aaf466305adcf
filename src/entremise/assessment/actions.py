"""What can be done with an assessment: write the draft, sign it, or throw the draft away."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import TextChoices

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.assessment import queries
from entremise.assessment.models import (
    CURRENT,
    Answer,
    Assessment,
    Children,
    Cohabitation,
    Deed,
    Fear,
    GridBy,
    GridResult,
    KnownBefore,
    KnownSource,
    PoliceRecord,
    Pregnancy,
    Relation,
    ViolenceType,
    context_of,
    rolled_up,
)
from entremise.base import keyring
from entremise.base.errors import Conflict, NotPossible
from entremise.base.french import PARIS, in_paris
from entremise.cases.actions import append
from entremise.cases.models import Case
from entremise.organisation.models import Employer
from entremise.people.actions import correct_identity
from entremise.people.queries import before_her_birth, person

CHOICES: dict[str, type[TextChoices]] = {
    "relation": Relation,
    "cohabitation": Cohabitation,
    "children": Answer,
    "children_exposed": Children,
    "pregnancy": Pregnancy,
    "fear": Fear,
    "grid_done": Answer,
    "grid_by": GridBy,
    "grid_result": GridResult,
    "known_before": KnownBefore,
    "known_source": KnownSource,
    "complaint": Answer,
    "police_record": PoliceRecord,
}
PLAIN = ("children_count", "grid_on", "known_on", "complaint_on")
DAYS = ("on", "grid_on", "known_on", "complaint_on")
TEXTS = ("facts", "observations")
ABOUT_HER = ("language", "interpreter")
LISTS = ("needs", "violence", "acts", "danger", "child_bands")
NOTHING_TO_SIGN = (
    "Il n’y a encore aucune réponse à signer : répondez à une question au moins, ou enregistrez"
    " sans signer."
)
ANSWERS = frozenset({"on", *LISTS, *CHOICES, *PLAIN, *TEXTS, *ABOUT_HER})


@transaction.atomic
def save(
    *,
    actor: Actor,
    case_id: UUID,
    answers: Mapping[str, Any],
    now: datetime,
    version: int = 0,
    corrects_id: UUID | None = None,
) -> Assessment:
    """Write the draft of this case, or begin it; nothing is mandatory.

    `version` is the one that was read (0: none yet): Conflict if somebody saved since. What is
    absent from `answers` keeps its value. `corrects_id` begins a correction of a signed one. The
    language and the need of an interpreter are written on the person.
    """
    actor.require(Can.ASSESSMENT_WRITE)
    case = _locked_case(actor, case_id)
    keyring.load([case.pk])
    unknown = set(answers) - ANSWERS
    if unknown:
        msg = f"no such answers: {sorted(unknown)}"
        raise TypeError(msg)
    days = [answers.get(name) for name in DAYS]
    if wrong := before_her_birth(actor=actor, person_id=case.person_id, days=days):
        raise NotPossible(wrong)
    draft = _draft(actor, case, now, version, corrects_id)
    _write_answers(draft, answers, now)
    if case.employer.offence_basis == Employer.OffenceBasis.NONE:
        _reduce(draft)
    _derive(draft)
    draft.version += 1
    draft.save()
    _write_about_her(actor, case, answers, now)
    journal.record(actor, Event.ASSESSMENT_CHANGED, at=now, case_id=case.pk, subject_id=draft.pk)
    return draft


@transaction.atomic
def sign(*, actor: Actor, case_id: UUID, version: int, now: datetime) -> Assessment:
    """Sign the draft: from then on it is corrected by a new one, never changed."""
    actor.require(Can.ASSESSMENT_WRITE)
    case = _locked_case(actor, case_id)
    keyring.load([case.pk])
    draft = _open_draft(case)
    if draft is None:
        raise NotPossible(NOTHING_TO_SIGN)
    _same_version(draft, version)
    draft.move_to(Assessment.State.SIGNED)
    draft.signed_at, draft.author_id = now, actor.id
    if not draft.corrects:
        before = queries.latest(actor=actor, case_id=case.pk)
        draft.previous_id = None if before is None else before.pk
    draft.save(update_fields=["state", "signed_at", "author_id", "previous"])
    append(
        actor=actor,
        case_id=case.pk,
        at=draft.at,
        kind=Deed.CORRECTED if draft.corrects else Deed.SIGNED,
        text=_in_short(draft),
        subject_id=draft.pk,
    )
    journal.record(actor, Event.ASSESSMENT_SIGNED, at=now, case_id=case.pk, subject_id=draft.pk)
    return draft


@transaction.atomic
def discard(*, actor: Actor, case_id: UUID, now: datetime) -> None:
    """Throw away a draft that was begun by mistake; what is signed stays."""
    actor.require(Can.ASSESSMENT_WRITE)
    case = _locked_case(actor, case_id)
    draft = _open_draft(case)
    if draft is None:
        raise NotPossible("Aucun brouillon à effacer.")
    subject_id = draft.pk
    draft.delete()
    journal.record(
        actor,
        Event.ASSESSMENT_CHANGED,
        at=now,
        case_id=case.pk,
        subject_id=subject_id,
        reason="discarded",
    )


def _locked_case(actor: Actor, case_id: UUID) -> Case:
    """The case within reach, locked: two people cannot begin a draft at the same time."""
    return (
        Case.objects.visible_to(actor)
        .select_related("employer")
        .select_for_update(of=("self",))
        .get(pk=case_id)
    )


def _open_draft(case: Case) -> Assessment | None:
    drafts = Assessment.objects.filter(case=case, state=Assessment.State.DRAFT)
    return drafts.select_for_update(of=("self",)).first()


def _same_version(draft: Assessment, version: int) -> None:
    if version != draft.version:
        raise Conflict(field="facts", theirs=draft.facts, version=draft.version)


def _draft(
    actor: Actor, case: Case, now: datetime, version: int, corrects_id: UUID | None
) -> Assessment:
    """The draft that was read, or a new one; Conflict if it is another."""
    draft = _open_draft(case)
    if draft is not None:
        _same_version(draft, version)
        return draft
    draft = Assessment(case=case, author_id=actor.id, grid=CURRENT.version, at=now, version=0)
    if corrects_id is not None:
        _begin_correction(draft, corrects_id, queries.latest(actor=actor, case_id=case.pk))
    return draft


def _begin_correction(draft: Assessment, corrects_id: UUID, standing: Assessment | None) -> None:
    """A correction starts from what was signed, at the same date and by the same grid."""
    if standing is None or standing.pk != corrects_id:
        raise NotPossible("Seule la dernière évaluation signée peut être corrigée.")
    for name in (*LISTS, *CHOICES, *PLAIN, *TEXTS, "grid", "at"):
        setattr(draft, name, getattr(standing, name))
    draft.previous, draft.corrects = standing, True


def _write_answers(draft: Assessment, answers: Mapping[str, Any], now: datetime) -> None:
    today = in_paris(now).date()
    for name in DAYS:
        if (day := answers.get(name)) is not None and day > today:
            raise NotPossible("Une date est dans l’avenir : corrigez-la.")
    if (day := answers.get("on")) is not None and day != in_paris(draft.at).date():
        draft.at = now if day == today else datetime.combine(day, time(12), tzinfo=PARIS)
    _write_lists(draft, answers)
    for name, choices in CHOICES.items():
        if name in answers:
            setattr(draft, name, choices(answers[name]))
    for name in (*PLAIN, *TEXTS):
        if name in answers:
            setattr(draft, name, answers[name])
    _complete(draft)


def _write_lists(draft: Assessment, answers: Mapping[str, Any]) -> None:
    """The answers that are many, kept to the codes of the grid and complete."""
    grid = draft.questions
    signs = [sign.code for sign in grid.signs]
    codes: dict[str, list[str]] = {
        "needs": [need.value for need in grid.needs],
        "violence": [kind.value for kind in ViolenceType],
        "danger": signs,
    }
    for name, keys in codes.items():
        given = getattr(draft, name) | dict(answers.get(name, {}))
        setattr(draft, name, {key: Answer(given.get(key, "not_asked")).value for key in keys})
    if "acts" in answers:
        ticked = set(answers["acts"])
        draft.acts = [act.code for act in grid.acts if act.code in ticked]
    if "child_bands" in answers:
        draft.child_bands = list(answers["child_bands"])


def _complete(draft: Assessment) -> None:
    """What an answer says of another: a date of complaint is a complaint, an age is a child.

    Who filled in the official grid, when, or with which result: each alone says that it was done.
    """
    if draft.children == Answer.NOT_ASKED and (draft.children_count or draft.child_bands):
        draft.children = Answer.YES
    said = any(code != "not_asked" for code in (draft.grid_by, draft.grid_result))
    if draft.grid_done == Answer.NOT_ASKED and (draft.grid_on or said):
        draft.grid_done = Answer.YES
    if draft.complaint == Answer.NOT_ASKED and draft.complaint_on:
        draft.complaint = Answer.YES
    if draft.known_before != KnownBefore.NOT_ASKED and draft.known_on is None:
        draft.known_on = in_paris(draft.at).date()


def _reduce(draft: Assessment) -> None:
    """Without a basis for offence data, only « complaint: yes, no, date » is kept."""
    draft.police_record = PoliceRecord.NOT_HELD
    allowed = {sign.code for sign in draft.questions.signs_for(offence=False)}
    draft.danger = {
        code: answer if code in allowed else Answer.NOT_ASKED.value
        for code, answer in draft.danger.items()
    }


def _derive(draft: Assessment) -> None:
    types = rolled_up(draft.questions, draft.violence, draft.acts)
    draft.types = [kind.value for kind, answer in types.items() if answer == Answer.YES]
    context = context_of(types, Relation(draft.relation))
    draft.conjugal, draft.intrafamilial = context.conjugal, context.intrafamilial


def _write_about_her(actor: Actor, case: Case, answers: Mapping[str, Any], now: datetime) -> None:
    """Language and interpreter belong to the person: a change there is journalled there."""
    her = person(actor=actor, person_id=case.person_id)
    changed = {
        name: answers[name]
        for name in ABOUT_HER
        if name in answers and answers[name] != getattr(her, name)
    }
    if changed:
        correct_identity(actor=actor, person_id=her.pk, now=now, **changed)


def _in_short(draft: Assessment) -> str:
    """One line for the timeline."""
    types = [str(ViolenceType(code).label) for code in draft.types]
    needs = [str(need.label) for need in draft.questions.needs if draft.needs[need] == Answer.YES]
    lines = [
        f"Violences : {', '.join(types)}." if types else "",
        f"Besoins : {', '.join(needs)}." if needs else "",
    ]
    return " ".join(line for line in lines if line)

"""What can be read about assessments, by those who read the case."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.assessment.models import (
    CURRENT,
    Answer,
    Assessment,
    Grid,
    Relation,
    Rising,
    Section,
    Side,
    compared,
    never_a_couple,
    rising,
    sections,
)
from entremise.base import keyring
from entremise.cases.models import Case
from entremise.organisation.models import Employer
from entremise.partners.models import Need

SEALED = ("facts_sealed", "observations_sealed")


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the case page shows, read at once; drafts count for facts, never for figures."""

    latest: Assessment | None
    draft: Assessment | None
    rising: list[Rising]
    needs: list[Need]
    conjugal: Answer
    intrafamilial: Answer
    never_a_couple: bool


def _of_case(actor: Actor, case_id: UUID) -> QuerySet[Assessment]:
    actor.require(Can.ASSESSMENT_READ)
    found = Assessment.objects.visible_to(actor).filter(case_id=case_id)
    return found.latest_first()


def assessments_of(*, actor: Actor, case_id: UUID) -> list[Assessment]:
    """Every assessment of a case, the draft included, latest first."""
    keyring.load([case_id])
    return list(_of_case(actor, case_id).select_related("previous"))


def assessment(*, actor: Actor, case_id: UUID, assessment_id: UUID) -> Assessment:
    """One assessment of this case, with the one before."""
    found = _of_case(actor, case_id).select_related("previous").get(pk=assessment_id)
    keyring.load([case_id])
    return found


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One assessment in words, compared with the one before, and what it rises and proposes."""

    assessment: Assessment
    before: Assessment | None
    sections: list[Section]
    rising: list[Rising]
    needs: list[Need]
    stands: bool


def reading(*, actor: Actor, case_id: UUID, assessment_id: UUID) -> Reading:
    """An assessment to be read: its answers, those that changed, its facts, its needs."""
    one = assessment(actor=actor, case_id=case_id, assessment_id=assessment_id)
    standing_one = latest(actor=actor, case_id=case_id)
    return Reading(
        assessment=one,
        before=one.previous,
        sections=sections(one, one.previous),
        rising=rising([one]),
        needs=_needs([one]),
        stands=standing_one is not None and standing_one.pk == one.pk,
    )


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two assessments of one case side by side, the earlier one first."""

    earlier: Assessment
    later: Assessment
    others: list[Assessment]
    sides: list[Side]

    @property
    def changed(self) -> list[Side]:
        return [side for side in self.sides if side.differs]

    @property
    def same(self) -> list[Side]:
        return [side for side in self.sides if not side.differs]


def comparison(
    *, actor: Actor, case_id: UUID, assessment_id: UUID, with_id: UUID | None = None
) -> Comparison | None:
    """An assessment beside another of the same case; beside the one before if none is named.

    None where there is nothing to compare with. Both are read as they were signed.
    """
    rows = [one for one in assessments_of(actor=actor, case_id=case_id) if one.is_signed]
    one = next((row for row in rows if row.pk == assessment_id), None)
    if one is None:
        raise Assessment.DoesNotExist
    others = [row for row in rows if row.pk != one.pk]
    wanted = with_id or one.previous_id
    other = next((row for row in others if row.pk == wanted), None)
    if with_id is not None and other is None:
        raise Assessment.DoesNotExist
    if other is None:
        other = others[0] if others else None
    if other is None:
        return None
    first, second = sorted((one, other), key=lambda row: (row.at, row.created_at, row.pk))
    return Comparison(earlier=first, later=second, others=others, sides=compared(first, second))


def grid_for(*, actor: Actor, case_id: UUID, corrects_id: UUID | None = None) -> Grid:
    """The grid of the draft that was begun, of what is being corrected, or the current one."""
    begun = draft(actor=actor, case_id=case_id)
    if begun is None and corrects_id is not None:
        begun = latest(actor=actor, case_id=case_id)
    return CURRENT if begun is None else begun.questions


def latest(*, actor: Actor, case_id: UUID) -> Assessment | None:
    """The signed assessment that stands: one that was corrected does not."""
    keyring.load([case_id])
    return next((one for one in _standing(_of_case(actor, case_id)) if one.is_signed), None)


def draft(*, actor: Actor, case_id: UUID) -> Assessment | None:
    """The assessment that somebody began and has not signed; one at most."""
    keyring.load([case_id])
    return _of_case(actor, case_id).filter(state=Assessment.State.DRAFT).first()


def _standing(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Those that no signed correction replaces, in the same order."""
    rows = list(assessments)
    replaced = {one.previous_id for one in rows if one.corrects and one.is_signed}
    return [one for one in rows if one.pk not in replaced]


def overview(*, actor: Actor, case_id: UUID) -> Overview:
    """Everything that the case page needs, in one read and without opening a text."""
    rows = _standing(_of_case(actor, case_id).defer(*SEALED))
    return Overview(
        latest=next((one for one in rows if one.is_signed), None),
        draft=next((one for one in rows if not one.is_signed), None),
        rising=rising(rows),
        needs=_needs(rows),
        conjugal=_context(rows, "conjugal"),
        intrafamilial=_context(rows, "intrafamilial"),
        never_a_couple=_never_a_couple(rows),
    )


def conjugal_violence_known(*, actor: Actor, case_id: UUID) -> bool:
    """Whether conjugal violence stands recorded, draft included: mediation then needs a reason."""
    return overview(actor=actor, case_id=case_id).conjugal == Answer.YES


def _needs(rows: list[Assessment]) -> list[Need]:
    """For each need the latest yes or no; a pregnancy is a need by itself."""
    found = []
    for need in Need:
        said = next(
            (answer for one in rows if (answer := one.needs.get(need)) in (Answer.YES, Answer.NO)),
            None,
        )
        if said == Answer.YES:
            found.append(need)
    if Need.PREGNANCY not in found and any(fact.code == "pregnancy" for fact in rising(rows)):
        found.append(Need.PREGNANCY)
    return found


def _never_a_couple(rows: list[Assessment]) -> bool:
    """By the latest relation that was said, and by every act that was."""
    unsaid = {Relation.UNKNOWN, Relation.NOT_ASKED}
    said = next((one.relation for one in rows if one.relation not in unsaid), Relation.NOT_ASKED)
    return never_a_couple(Relation(said), (act for one in rows for act in one.acts))


def _context(rows: list[Assessment], column: str) -> Answer:
    """Yes as soon as one assessment that stands says so: what was recorded is not undone."""
    said = {Answer(getattr(one, column)) for one in rows}
    if Answer.YES in said:
        return Answer.YES
    return Answer.NO if said == {Answer.NO} else Answer.UNKNOWN


def may_hold_offences(*, actor: Actor, case_id: UUID) -> bool:
    """Whether the employer of this case has a basis for data about offences."""
    case = Case.objects.visible_to(actor).select_related("employer").get(pk=case_id)
    return case.employer.offence_basis != Employer.OffenceBasis.NONE

"""The facts that rise to the top of the case page. Facts with their date: no score, no level.

A fact stays until somebody answered otherwise: « non demandé » later does not take it down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from entremise.assessment.models.answers import Answer, Fear, Pregnancy
from entremise.assessment.models.assessment import Assessment

# Code of the fact, words of the page, and the signs, acts or answers that say it.
RISING: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("strangulation", "étranglement ou étouffement", frozenset({"strangulation"})),
    ("weapon", "arme", frozenset({"weapon"})),
    ("separation", "séparation", frozenset({"separation", "seeks_address"})),
    ("pregnancy", "enceinte", frozenset({"pregnancy"})),
    (
        "children",
        "menaces ou violences sur les enfants",
        frozenset({"child_threats", "child_violence"}),
    ),
    ("coercive_control", "emprise", frozenset({"coercive_control", "prevented_leaving"})),
    ("fear", "elle a peur", frozenset({"fear"})),
)
FEARS = {Fear.FOR_LIFE, Fear.FOR_CHILDREN, Fear.YES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """One fact: what, since which assessment, and whether that one is signed."""

    code: str
    label: str
    at: datetime
    assessment_id: UUID
    signed: bool


def marks(assessment: Assessment) -> dict[str, Answer]:
    """Everything that was answered yes or no, under one name for each fact."""
    found = {
        code: Answer(answer)
        for code, answer in assessment.danger.items()
        if answer in (Answer.YES, Answer.NO)
    }
    if assessment.pregnancy == Pregnancy.YES:
        found["pregnancy"] = Answer.YES
    elif assessment.pregnancy in (Pregnancy.NO, Pregnancy.NOT_CONCERNED):
        found["pregnancy"] = Answer.NO
    if assessment.fear in FEARS:
        found["fear"] = Answer.YES
    elif assessment.fear == Fear.NO:
        found["fear"] = Answer.NO
    return found | dict.fromkeys(assessment.acts, Answer.YES)


def rising(assessments: Iterable[Assessment]) -> list[Rising]:
    """The facts that hold, from assessments given latest first, in the order of RISING."""
    known = [(one, marks(one)) for one in assessments]
    found = []
    for code, label, names in RISING:
        for one, marked in known:
            said = {marked[name] for name in names if name in marked}
            if not said:
                continue
            if Answer.YES in said:
                found.append(_fact(code, label, one))
            break
    return found


def _fact(code: str, label: str, one: Assessment) -> Rising:
    words = Fear(one.fear).label if code == "fear" else label
    return Rising(
        code=code, label=str(words), at=one.at, assessment_id=one.pk, signed=one.is_signed
    )

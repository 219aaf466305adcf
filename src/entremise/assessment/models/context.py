"""« Conjugales » and « intrafamiliales » are never ticked: act and relationship say it.

Code pénal 132-80: partner or former partner, under one roof or not, ever or never. What was not
asked is never shown as a no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from entremise.assessment.models.answers import Answer, Relation, ViolenceType
from entremise.assessment.models.grids import Grid

COUPLE = frozenset({Relation.PARTNER, Relation.EX})
FAMILY = COUPLE | {
    Relation.PARENT,
    Relation.CHILD,
    Relation.SIBLING,
    Relation.ASCENDANT,
    Relation.OTHER_FAMILY,
}
NOT_SAID = frozenset({Relation.UNKNOWN, Relation.NOT_ASKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the acts and the relationship say together: yes, no, or not established (unknown)."""

    conjugal: Answer
    intrafamilial: Answer


def rolled_up(
    grid: Grid, violence: Mapping[str, str], acts: Iterable[str]
) -> dict[ViolenceType, Answer]:
    """The five types: as answered, and yes as soon as one of their fine codes is ticked."""
    ticked = set(acts)
    raised = {act.type for act in grid.acts if act.code in ticked}
    return {
        kind: Answer.YES if kind in raised else Answer(violence.get(kind, Answer.NOT_ASKED))
        for kind in ViolenceType
    }


def never_a_couple(relation: Relation, acts: Iterable[str]) -> bool:
    """Whether the one accused is said to be somebody else than her partner, former or forced."""
    return relation not in NOT_SAID | COUPLE and "forced_marriage" not in set(acts)


def context_of(types: Mapping[ViolenceType, Answer], relation: Relation) -> Context:
    """Derive the context from the five types and from what the alleged author is to her."""
    violent = _any(types.values())
    return Context(
        conjugal=_both(violent, _within(relation, COUPLE)),
        intrafamilial=_both(violent, _within(relation, FAMILY)),
    )


def _any(answers: Iterable[Answer]) -> Answer:
    said = set(answers)
    if Answer.YES in said:
        return Answer.YES
    return Answer.NO if said == {Answer.NO} else Answer.UNKNOWN


def _within(relation: Relation, circle: frozenset[Relation]) -> Answer:
    if relation in NOT_SAID:
        return Answer.UNKNOWN
    return Answer.YES if relation in circle else Answer.NO


def _both(one: Answer, other: Answer) -> Answer:
    if Answer.NO in (one, other):
        return Answer.NO
    return Answer.YES if one == other == Answer.YES else Answer.UNKNOWN

"""An assessment in words, to be read by whoever takes over: what was answered, what was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from entremise.assessment.models.answers import Answer, ChildBand, ViolenceType
from entremise.assessment.models.assessment import Assessment
from entremise.assessment.models.context import rolled_up
from entremise.base.french import short_day

NOT_ASKED = str(Answer.NOT_ASKED.label)
SILENT = {NOT_ASKED, "non précisé", ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question with its answer, and the answer of the assessment before when it differs."""

    label: str
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Some questions; those left open are named, since silence is not a no."""

    title: str
    lines: list[Line] = field(default_factory=list)
    not_asked: list[str] = field(default_factory=list)


def sections(assessment: Assessment, before: Assessment | None) -> list[Section]:
    """Every question of its grid, in order; `before` is compared where it has an answer."""
    said = dict(_all(before)) if before is not None else {}
    found = []
    for title, lines in _by_title(assessment).items():
        section = Section(title=title)
        for label, value in lines:
            if value in SILENT:
                section.not_asked.append(label)
                continue
            old = said.get((title, label), "")
            differs = old not in SILENT and old != value
            section.lines.append(Line(label=label, value=value, before=old if differs else ""))
        found.append(section)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One question with its answers in two assessments."""

    title: str
    label: str
    earlier: str
    later: str

    @property
    def differs(self) -> bool:
        return self.earlier != self.later


def compared(earlier: Assessment, later: Assessment) -> list[Side]:
    """Every question that one of the two asked, in the order of the later one.

    What was not asked at one date is said as such: it did not stop, nor begin.
    """
    before, after = dict(_all(earlier)), dict(_all(later))
    return [
        Side(
            title=title,
            label=label,
            earlier=before.get((title, label), NOT_ASKED) or NOT_ASKED,
            later=after.get((title, label), NOT_ASKED) or NOT_ASKED,
        )
        for title, label in {**after, **before}
        if not {before.get((title, label), ""), after.get((title, label), "")} <= SILENT
    ]


def _all(assessment: Assessment) -> Iterator[tuple[tuple[str, str], str]]:
    for title, lines in _by_title(assessment).items():
        for label, value in lines:
            yield (title, label), value


def _by_title(one: Assessment) -> dict[str, list[tuple[str, str]]]:
    return {
        "Signes de danger": _danger(one),
        "Violences": _violence(one),
        "Besoins": _needs(one),
        "Autour d’elle": _around(one),
        "Ce qui était connu": _known(one),
    }


def _label(code: str) -> str:
    return str(Answer(code).label)


def _needs(one: Assessment) -> list[tuple[str, str]]:
    return [
        (str(need.label), _label(one.needs.get(need, "not_asked"))) for need in one.questions.needs
    ]


def _violence(one: Assessment) -> list[tuple[str, str]]:
    grid, lines = one.questions, []
    for kind, answer in rolled_up(grid, one.violence, one.acts).items():
        acts = [act.label for act in grid.acts_of(kind) if act.code in one.acts]
        words = str(answer.label) + (f" : {', '.join(acts)}" if acts else "")
        lines.append((str(ViolenceType(kind).label), words))
    lines.append(("violences conjugales", _derived(one.conjugal)))
    lines.append(("violences intrafamiliales", _derived(one.intrafamilial)))
    return lines


def _derived(code: str) -> str:
    return {"yes": "oui, d’après les faits et le lien", "no": "non"}.get(code, "non établi")


def _danger(one: Assessment) -> list[tuple[str, str]]:
    lines = [(sign.label, _sign(one, sign.code)) for sign in one.questions.signs]
    grid = [
        (str(one.get_grid_by_display()), one.grid_by),
        (_day(one.grid_on), "" if one.grid_on else "not_asked"),
        (str(one.get_grid_result_display()), one.grid_result),
    ]
    told = ", ".join(words for words, code in grid if code != "not_asked")
    done = str(one.get_grid_done_display()) + (f" : {told}" if told else "")
    return [("sa peur", str(one.get_fear_display())), *lines, ("grille officielle", done)]


def _sign(one: Assessment, code: str) -> str:
    """An act that was ticked answers the sign of the same name."""
    answer = one.danger.get(code, "not_asked")
    if answer != Answer.YES and code in one.acts:
        return "oui, d’après les faits"
    return _label(answer)


def _around(one: Assessment) -> list[tuple[str, str]]:
    bands = [str(ChildBand(code).label) for code in one.child_bands]
    count = "" if one.children_count is None else str(one.children_count)
    return [
        ("la personne mise en cause est", str(one.get_relation_display())),
        ("vie commune", str(one.get_cohabitation_display())),
        ("enfants", " ; ".join(part for part in (_label(one.children), count, *bands) if part)),
        ("enfants exposés", str(one.get_children_exposed_display())),
        ("enceinte", str(one.get_pregnancy_display())),
    ]


def _known(one: Assessment) -> list[tuple[str, str]]:
    known = str(one.get_known_before_display())
    if known != NOT_ASKED:
        known = f"{known} ({one.get_known_source_display()}, {_day(one.known_on)})"
    complaint = _label(one.complaint) + (f", {_day(one.complaint_on)}" if one.complaint_on else "")
    return [
        ("services sociaux", known),
        ("plainte", complaint),
        ("autre trace", str(one.get_police_record_display())),
    ]


def _day(day: date | None) -> str:
    return short_day(day) if day else ""

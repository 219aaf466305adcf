"""Step 4: what the sheet would make, and what is wrong in it, grouped by how it is put right."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.french import birth, in_paris
from entremise.base.sheets import Table
from entremise.cases import queries as cases
from entremise.imports.fields import Field
from entremise.imports.judging import (
    REPAIRS,
    Asked,
    Card,
    Fault,
    Judged,
    Repair,
    judge,
    resembling_rows,
)
from entremise.imports.judging.repairs import GIVE_BACK, REMARKS
from entremise.imports.models import Import, ImportedRow
from entremise.imports.queries.brought import leaf_of, opened
from entremise.imports.queries.steps import titles_of, words_of
from entremise.organisation.models import Commune
from entremise.organisation.spelling import search_key
from entremise.people.queries import names_of

LINES_SHOWN = 50
ASKED_AT_ONCE = 100
NEW_PERSON = "new"
SAMPLES = 5


@dataclass(frozen=True, kw_only=True)
class Known:
    """A line that looks like persons already followed: who is it?"""

    key: str
    line: int
    who: str
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """Lines with the same fault, and the repair chosen for them."""

    code: str
    repair: Repair
    chosen: str
    count: int
    lines: list[tuple[int, Fault]]
    known: list[Known] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What will be taken with a reservation."""

    words: str
    count: int
    lines: list[tuple[int, Fault]]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What would happen if she said « importer » now."""

    of: Import
    lines: int
    to_make: int
    already: int
    given_back: int
    groups: list[Group]
    remarks: list[Remark]
    day: date | None
    samples: list["Sample"]
    ready: bool


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One case that would be made."""

    line: int
    name: str
    opened_on: date
    closed_on: date | None


@dataclass(kw_only=True)
class Sorted:
    """Every line of the sheet, judged."""

    rows: list[Judged]
    already: set[int] = field(default_factory=set)
    known: dict[int, list[UUID]] = field(default_factory=dict)

    @property
    def to_make(self) -> list[Judged]:
        return [
            row
            for place, row in enumerate(self.rows)
            if not row.faults and place not in self.already
        ]

    @property
    def refused(self) -> list[Judged]:
        return [
            row for place, row in enumerate(self.rows) if row.faults and place not in self.already
        ]


def judged(*, actor: Actor, of: Import, now: datetime) -> Sorted:
    """Judge every line of an import that is open: alone, then beside the others and the known."""
    actor.require(Can.CASE_IMPORT)
    choices, leaf = of.choices, leaf_of(of)
    header = choices["header"]
    below = leaf.rows[header + 1 :]
    asked = _asked(actor, of, leaf, choices, in_paris(now).date())
    rows = list(judge(below, first_line=header + 2, asked=asked))
    result = Sorted(rows=rows)
    _find_repeated(rows, choices.get("repairs", {}))
    _find_already(of, result)
    _find_alike(actor, result, choices, now)
    return result


def _asked(actor: Actor, of: Import, leaf: Table, choices: dict[str, Any], today: date) -> Asked:
    columns = choices.get("columns") or []
    below = leaf.rows[choices["header"] + 1 :]
    values = {
        words.field.value: {value.key: value.code for value in words.values}
        for words in words_of(actor=actor, of=of, leaf=leaf)
    }
    day = choices.get("day")
    return Asked(
        titles=titles_of(leaf, choices["header"]),
        columns=columns,
        values=values,
        communes=_communes(of, columns, below),
        repairs=choices.get("repairs", {}),
        day=date.fromisoformat(day) if day else None,
        today=today,
    )


def _communes(
    of: Import, columns: Sequence[str], below: Sequence[Sequence[str]]
) -> dict[str, str]:
    """The communes that the sheet names; of two, that of the département, or larger."""
    if Field.COMMUNE not in columns:
        return {}
    place = columns.index(Field.COMMUNE)
    texts = {row[place] for row in below if place < len(row) and row[place]}
    keys = {search_key(re.sub(r"\d{5}", " ", text)) for text in texts}
    found: dict[str, Commune] = {}
    home = of.post.employer.departement_id
    for commune in Commune.objects.filter(search_key__in=keys).order_by("-population", "pk"):
        before = found.get(commune.search_key)
        if before is None or (commune.departement_id == home != before.departement_id):
            found[commune.search_key] = commune
    return {key: commune.pk for key, commune in found.items()}


def _find_repeated(rows: list[Judged], repairs: dict[str, str]) -> None:
    """A line that says the same as one above; kept on purpose, it has a mark of its own."""
    first: dict[str, int] = {}
    for row in rows:
        identity = row.identity
        if identity not in first:
            first[identity] = row.line
            row.plan["identity"] = identity
            continue
        row.plan["identity"] = f"{identity}|{row.line}"
        if repairs.get("repeated") != "keep":
            fault = Fault(
                code="repeated", label="Ligne", found=f"comme la ligne {first[identity]}"
            )
            row.faults.append(fault)


def mark_of_row(of: Import, identity: str) -> str:
    """The keyed fingerprint by which the employer knows a line again."""
    return keyring.fingerprint(scope_id=of.employer_id, purpose="row", text=identity)


def _find_already(of: Import, result: Sorted) -> None:
    marks = {}
    for place, row in enumerate(result.rows):
        mark = mark_of_row(of, row.plan["identity"])
        row.plan["mark"] = mark
        marks[mark] = place
    known = ImportedRow.objects.filter(post_id=of.post_id, mark__in=list(marks))
    result.already = {marks[mark] for mark in known.values_list("mark", flat=True)}


def _find_alike(actor: Actor, result: Sorted, choices: dict[str, Any], now: datetime) -> None:
    """Who looks like somebody: a fault until the worker has said who it is."""
    places = [
        place
        for place, row in enumerate(result.rows)
        if place not in result.already and not row.faults and row.plan["last_name"]
    ]
    cards = [_card(place, result.rows[place]) for place in places]
    ids, lines = cases.known_lines(actor=actor, now=now)
    found = resembling_rows(cards, ids, lines)
    repairs, who = choices.get("repairs", {}), choices.get("who", {})
    for number, place in enumerate(places):
        row = result.rows[place]
        if number in found.known:
            candidates = [match.person_id for match in found.known[number]]
            result.known[place] = candidates
            said = who.get(_key(row), "")
            if said in map(str, candidates):
                row.plan["person_id"] = said
            elif said != NEW_PERSON:
                row.faults.append(Fault(code="alike_known", label="Personne", found=_name(row)))
        if number in found.earlier and not row.plan.get("person_id"):
            earlier = result.rows[places[found.earlier[number]]]
            if repairs.get("alike_row") == "same":
                row.plan["same_as"] = earlier.plan["mark"]
            elif repairs.get("alike_row") != "other":
                said = f"{_name(row)}, comme la ligne {earlier.line}"
                row.faults.append(Fault(code="alike_row", label="Personne", found=said))


def _key(row: Judged) -> str:
    return str(row.plan["mark"])


def _card(place: int, row: Judged) -> Card:
    return Card(
        person_id=UUID(int=place + 1),
        last_name=row.plan["last_name"],
        first_name=row.plan["first_name"],
        birth_name=row.plan["birth_name"],
        born=row.plan["born"],
    )


def _name(row: Judged) -> str:
    name = f"{row.plan['first_name']} {row.plan['last_name'].upper()}".strip()
    return f"{name} ({birth(row.plan['born'])})" if row.plan["born"] else name


def preview(*, actor: Actor, import_id: UUID, now: datetime) -> Preview:
    """Counts, faults by repair, and what is taken with a reservation."""
    of = opened(actor=actor, import_id=import_id)
    result = judged(actor=actor, of=of, now=now)
    choices = of.choices
    to_make = result.to_make
    return Preview(
        of=of,
        lines=len(result.rows),
        to_make=len(to_make),
        already=len(result.already),
        given_back=len(result.refused),
        groups=_groups(actor, result, choices),
        remarks=_remarks(to_make),
        day=date.fromisoformat(choices["day"]) if choices.get("day") else None,
        ready=bool(choices.get("columns")),
        samples=[_sample(row) for row in to_make[:SAMPLES]],
    )


def _sample(row: Judged) -> Sample:
    closed = row.plan["closed_on"]
    return Sample(
        line=row.line,
        name=_name(row) or "Personne sans nom",
        opened_on=date.fromisoformat(row.plan["opened_on"]),
        closed_on=date.fromisoformat(closed) if closed else None,
    )


def _groups(actor: Actor, result: Sorted, choices: dict[str, Any]) -> list[Group]:
    repairs = choices.get("repairs", {})
    faults: dict[str, list[tuple[int, Fault]]] = defaultdict(list)
    for row in result.refused:
        for fault in row.faults:
            faults[fault.code].append((row.line, fault))
    groups = []
    for code, repair in REPAIRS.items():
        lines = faults.get(code, [])
        known = _known(actor, result, choices) if code == "alike_known" else []
        if lines or known or repairs.get(code, GIVE_BACK) != GIVE_BACK:
            groups.append(
                Group(
                    code=code,
                    repair=repair,
                    chosen=repairs.get(code, GIVE_BACK),
                    count=len(lines),
                    lines=lines[:LINES_SHOWN],
                    known=known,
                )
            )
    return groups


def _known(actor: Actor, result: Sorted, choices: dict[str, Any]) -> list[Known]:
    """The lines that look like known persons: those not answered first, a hundred at once."""
    said = choices.get("who", {})
    places = sorted(result.known, key=lambda place: (_key(result.rows[place]) in said, place))
    places = places[:ASKED_AT_ONCE]
    wanted = {person for place in places for person in result.known[place]}
    names = names_of(actor=actor, person_ids=list(wanted))
    asked = []
    for place in places:
        row = result.rows[place]
        choices_of = [("", "à dire"), (NEW_PERSON, "une autre personne")]
        for person in result.known[place]:
            card = names.get(person)
            if card is not None:
                born = f" ({birth(card.born)})" if card.born else ""
                choices_of.append((str(person), f"c’est {card.display}{born}"))
        asked.append(
            Known(
                key=_key(row),
                line=row.line,
                who=_name(row),
                choices=choices_of,
                chosen=said.get(_key(row), ""),
            )
        )
    return asked


def _remarks(rows: list[Judged]) -> list[Remark]:
    lines: dict[str, list[tuple[int, Fault]]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for row in rows:
        for fault in row.remarks:
            counts[fault.code] += 1
            if len(lines[fault.code]) < LINES_SHOWN:
                lines[fault.code].append((row.line, fault))
    return [
        Remark(words=words, count=counts[code], lines=lines[code])
        for code, words in REMARKS.items()
        if counts[code]
    ]

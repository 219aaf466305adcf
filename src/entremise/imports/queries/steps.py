"""The first three steps of an import as their pages show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from entremise.access.actor import Actor
from entremise.base.sheets import (
    HEADER_WITHIN,
    Table,
    guess_columns,
    header_of,
    simplified,
    yes_or_no,
)
from entremise.imports.fields import CODES, LABELS, MAPPED, QUESTIONS, TITLES, Field, guessed_code
from entremise.imports.models import Import
from entremise.imports.queries.brought import leaf_of, opened
from entremise.imports.queries.memory import columns_known, values_known
from entremise.organisation.models import Unit
from entremise.organisation.spelling import search_key
from entremise.referrals.models import problem_from_words

SAMPLES = 3
# A column of words that has more of them is no list of words: another column was meant.
MOST_VALUES = 150
PURPOSE = "cases"


@dataclass(frozen=True, kw_only=True)
class TitlesView:
    """The leaves, and the first rows of the one chosen, to say which holds the titles."""

    of: Import
    leaves: list[str]
    leaf: int
    header: int
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its title, what stands in it, and what it is taken for."""

    place: int
    title: str
    samples: list[str]
    field: str
    how: str


@dataclass(frozen=True, kw_only=True)
class ColumnsView:
    """Every column of the sheet."""

    of: Import
    columns: list[Column]

    @property
    def remembered(self) -> bool:
        return any(column.how == "known" for column in self.columns)


@dataclass(frozen=True, kw_only=True)
class Value:
    """One word of a column, how often it stands there, and what it is taken for."""

    key: str
    text: str
    count: int
    code: str
    how: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """One column of words, with the codes that they may mean."""

    field: Field
    label: str
    values: list[Value]
    choices: list[tuple[str, str]]
    too_many: int


@dataclass(frozen=True, kw_only=True)
class ValuesView:
    """The columns of words."""

    of: Import
    columns: list[Words]


def titles_view(*, actor: Actor, import_id: UUID) -> TitlesView:
    """Step 1: the first ten rows of the leaf, and the guess of which holds the titles."""
    of = opened(actor=actor, import_id=import_id)
    choices, tables = of.choices, of.sheet["tables"]
    rows = tables[choices["leaf"]]["rows"]
    return TitlesView(
        of=of,
        leaves=[table["name"] for table in tables],
        leaf=choices["leaf"],
        header=choices["header"],
        rows=list(enumerate(rows[:HEADER_WITHIN])),
    )


def titles_of(leaf: Table, header: int) -> list[str]:
    """The titles, one for each column of the leaf."""
    row = leaf.rows[header] if header < len(leaf.rows) else []
    return [*row, *[""] * (leaf.width - len(row))]


def guessed_header(leaf: Table) -> int:
    """The row whose words are most like titles that are known."""
    return header_of(leaf.rows, TITLES)


def _guessed_columns(
    *, actor: Actor, scope_id: UUID, titles: Sequence[str]
) -> tuple[list[str], bool]:
    """What the columns mean, and whether that was remembered rather than guessed."""
    known = columns_known(actor=actor, scope_id=scope_id, purpose=PURPOSE, titles=titles)
    if known is not None and all(not one or one in LABELS for one in known):
        return known, True
    return guess_columns(titles, TITLES), False


def columns_view(*, actor: Actor, import_id: UUID) -> ColumnsView:
    """Step 2: each column with three of its values, and what it is taken for."""
    of = opened(actor=actor, import_id=import_id)
    choices, leaf = of.choices, leaf_of(of)
    titles = titles_of(leaf, choices["header"])
    chosen = choices.get("columns")
    how = "chosen"
    if chosen is None:
        chosen, known = _guessed_columns(actor=actor, scope_id=of.employer_id, titles=titles)
        how = "known" if known else "guess"
    below = leaf.rows[choices["header"] + 1 :]
    columns = []
    for place, title in enumerate(titles):
        samples = samples_of(below, place)
        if title or samples:
            field = chosen[place] if place < len(chosen) else ""
            columns.append(Column(place=place, title=title, samples=samples, field=field, how=how))
    return ColumnsView(of=of, columns=columns)


def samples_of(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The first values of a column that differ: enough to know what it holds."""
    found: dict[str, None] = {}
    for row in rows:
        if place < len(row) and row[place]:
            found[row[place]] = None
            if len(found) == SAMPLES:
                break
    return list(found)


def values_view(*, actor: Actor, import_id: UUID) -> ValuesView:
    """Step 3: the words of each column of words, with what they are taken for."""
    of = opened(actor=actor, import_id=import_id)
    return ValuesView(of=of, columns=words_of(actor=actor, of=of, leaf=leaf_of(of)))


def words_of(*, actor: Actor, of: Import, leaf: Table) -> list[Words]:
    """The words of an import that is open; what is chosen comes first, then what is known."""
    choices = of.choices
    below = leaf.rows[choices["header"] + 1 :]
    columns: list[str] = choices.get("columns") or []
    units: list[Unit] = []
    if Field.UNIT in columns:
        departement = of.post.employer.departement_id
        found = Unit.objects.filter(departement_id=departement, closed_on=None)
        units = list(found.order_by("search_key", "pk"))
    result = []
    for field in MAPPED:
        if field not in columns:
            continue
        place = columns.index(field)
        cells = Counter(row[place] for row in below if place < len(row) and row[place])
        chosen = choices.get("values", {}).get(field, {})
        result.append(_words(actor, of, field, cells, chosen, units))
    return [words for words in result if words.values or words.too_many]


def _words(
    actor: Actor,
    of: Import,
    field: Field,
    cells: Counter[str],
    chosen: dict[str, str],
    units: list[Unit],
) -> Words:
    counts: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for text, count in cells.items():
        if field in QUESTIONS and yes_or_no(text) is not None:
            continue
        key = simplified(text)
        counts[key] += count
        texts.setdefault(key, text)
    choices = (
        [(str(unit.pk), unit.name) for unit in units] if field is Field.UNIT else CODES[field]
    )
    label = LABELS[field]
    if len(counts) > MOST_VALUES:
        return Words(field=field, label=label, values=[], choices=[], too_many=len(counts))
    known = values_known(actor=actor, scope_id=of.employer_id, field=field, keys=counts)
    codes = {code for code, _label in choices}
    values = []
    for key, count in counts.most_common():
        code, how = _meaning(field, key, chosen, known, units)
        values.append(
            Value(
                key=key,
                text=texts[key],
                count=count,
                code=code if code in codes else "",
                how=how,
            )
        )
    return Words(field=field, label=label, values=values, choices=choices, too_many=0)


def _meaning(
    field: Field, key: str, chosen: dict[str, str], known: dict[str, str], units: list[Unit]
) -> tuple[str, str]:
    if key in chosen:
        return chosen[key], "chosen"
    if key in known:
        return known[key], "known"
    return _guess(field, key, units), "guess"


# What says the kind of a unit, and not where it is.
_KINDS = {
    "police": "commissariat csp cie pn police hotel circonscription cp ciat",
    "gendarmerie": "bta cob brigade gend gendarmerie gn bt ctb compagnie psig bp bpdj mpf",
}
_LINKS = {"de", "du", "des", "la", "le", "les", "d", "l", "territoriale", "autonome", "proximite"}


def _guess(field: Field, key: str, units: list[Unit]) -> str:
    if field is Field.UNIT:
        return _unit_named(key, units)
    if field is Field.PROBLEM:
        problem = problem_from_words(key)
        return "" if problem == "not_asked" else str(problem)
    labels = {simplified(label): code for code, label in CODES[field]}
    return labels.get(key) or guessed_code(field, key)


def _unit_named(key: str, units: list[Unit]) -> str:
    """« bta roanne »: the unit of that kind whose name holds every word of the place."""
    words = set(search_key(key).split())
    kinds = {kind for kind, said in _KINDS.items() if words & set(said.split())}
    places = words - _LINKS - {word for said in _KINDS.values() for word in said.split()}
    if not places:
        return ""
    found = [
        unit
        for unit in units
        if places <= set(unit.search_key.split()) and (len(kinds) != 1 or unit.kind in kinds)
    ]
    found.sort(key=lambda unit: (len(unit.search_key), unit.search_key, unit.pk))
    return str(found[0].pk) if found else ""

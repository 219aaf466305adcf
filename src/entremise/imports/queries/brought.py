"""The imports of a worker, and one of them with its sheet open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.sheets import Kind, Table, Written, write
from entremise.cases.models import Case
from entremise.imports.models import Import

LIFE = timedelta(hours=24)
UNDO_WITHIN = timedelta(days=7)
SHOWN = 20
GONE = (
    "Ce tableau a été effacé : il n’est gardé que 24 heures. Apportez-le à nouveau ; les lignes "
    "déjà reprises seront reconnues."
)


def imports_of(*, actor: Actor) -> list[Import]:
    """The worker's own imports, the last first; twenty at most."""
    actor.require(Can.CASE_IMPORT)
    found = Import.objects.visible_to(actor).select_related("post")
    return list(found.defer(*_CELLS).order_by("-brought_at", "pk")[:SHOWN])


_CELLS = ("sheet_sealed", "choices_sealed", "plan_sealed", "refused_sealed")


def import_(*, actor: Actor, import_id: UUID) -> Import:
    """One import of the worker, closed: its state and its counts."""
    actor.require(Can.CASE_IMPORT)
    found = Import.objects.visible_to(actor).select_related("post__employer")
    return found.defer(*_CELLS).get(pk=import_id)


def opened(*, actor: Actor, import_id: UUID) -> Import:
    """One import still in preparation, with the key of its sheet."""
    actor.require(Can.CASE_IMPORT)
    of = Import.objects.visible_to(actor).select_related("post__employer").get(pk=import_id)
    if of.state != Import.State.PREPARED:
        raise NotPossible("Cette reprise n’est plus en préparation.")
    if not of.sheet_sealed:
        raise NotPossible(GONE)
    keyring.load_list(of.pk)
    return of


def leaf_of(of: Import) -> Table:
    """The leaf that she chose, of an import that is open."""
    leaf = of.sheet["tables"][of.choices["leaf"]]
    return Table(name=leaf["name"], rows=leaf["rows"])


def undoable(of: Import, now: datetime) -> bool:
    """Whether what it made may still be removed."""
    done = of.state == Import.State.DONE and of.ended_at is not None
    return done and of.made > 0 and now < of.ended_at + UNDO_WITHIN  # type: ignore[operator]  # has a date: see above


def has_rows_to_give(of: Import, now: datetime) -> bool:
    """Whether the rows that were not taken can still be had."""
    kept = of.state in (Import.State.RUNNING, Import.State.DONE)
    return kept and of.given_back > 0 and now < of.brought_at + LIFE


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of an import, and what can still be done with it."""

    of: Import
    done: int
    to_do: int
    undoable: bool
    undo_before: datetime | None
    has_rows_to_give: bool
    rows_until: datetime
    gives_xlsx: bool
    kept: list[Case]


def result_of(*, actor: Actor, of: Import, now: datetime) -> Result:
    """The counts of an import of the worker's own, and after undoing the cases that stay."""
    actor.require(Can.CASE_IMPORT)
    kept: list[Case] = []
    if of.state == Import.State.UNDONE:
        cases = of.made_rows.values("case_id")
        visible = Case.objects.visible_to(actor).filter(pk__in=cases).select_related("post")
        kept = list(visible.order_by("opened_at", "pk"))
    planned = of.rows - of.given_back
    return Result(
        of=of,
        done=of.made + of.known,
        to_do=planned,
        undoable=undoable(of, now),
        undo_before=of.ended_at + UNDO_WITHIN if of.ended_at else None,
        has_rows_to_give=has_rows_to_give(of, now),
        rows_until=of.brought_at + LIFE,
        gives_xlsx=of.kind == Kind.XLS,
        kept=kept,
    )


WHY = "Pourquoi cette ligne est rendue"


def rows_given_back(*, actor: Actor, import_id: UUID, now: datetime) -> Written:
    """The rows that were not taken, in the format they came in, each with its reason."""
    actor.require(Can.CASE_IMPORT)
    of = Import.objects.visible_to(actor).get(pk=import_id)
    if not of.refused_sealed or not has_rows_to_give(of, now):
        raise NotPossible(
            "Il n’y a plus de lignes à rendre : elles ne sont gardées que 24 heures."
        )
    keyring.load_list(of.pk)
    kept = of.refused
    titles = kept["titles"]
    width = max(len(titles), *(len(row["cells"]) for row in kept["rows"]))
    rows = [[*_padded(titles, width), WHY]]
    rows += [[*_padded(row["cells"], width), row["why"]] for row in kept["rows"]]
    return write(Kind(of.kind), rows, name="Lignes rendues")


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]

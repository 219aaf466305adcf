"""Taking an import back: all that it made goes, except what somebody has worked on since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.cases.models import Case
from entremise.imports.actions.bringing import empty
from entremise.imports.models import Import, ImportedRow
from entremise.imports.queries.brought import undoable
from entremise.people.models import Identity, Person, SafeChannel

TOO_LATE = "Cette reprise ne peut plus être annulée : elle ne peut l’être que pendant sept jours."
IN_USE = (
    "Une situation reprise est utilisée ailleurs : rien n’a été annulé. Réessayez, ou utilisez "
    "« Clore » sur chacune."
)


@dataclass(frozen=True, kw_only=True)
class Undone:
    """How many cases went, and those that stay because somebody worked on them since."""

    removed: int
    kept: list[Case]


@transaction.atomic
def undo(*, actor: Actor, import_id: UUID, now: datetime) -> Undone:
    """Remove the cases that an import made, and the persons who have no other.

    A case that was touched since stays, with its person: what was added is not the import's.
    """
    actor.require(Can.CASE_IMPORT)
    of = Import.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=import_id)
    if not undoable(of, now):
        raise NotPossible(TOO_LATE)
    rows = list(of.made_rows.order_by("line", "pk"))
    touched = _touched(rows)
    gone = [row for row in rows if row.case_id not in touched]
    # A person stays with the case of hers that stays.
    subjects = _remove(gone)
    of.move_to(Import.State.UNDONE)
    of.undone_at = now
    of.made = len(rows) - len(gone)
    empty(of)
    journal.record(
        actor,
        Event.IMPORT_UNDONE,
        at=now,
        subject_id=of.pk,
        reason=f"{len(gone)}/{len(rows)}",
    )
    transaction.on_commit(lambda: keyring.destroy_many([*subjects, of.pk]))
    kept = Case.objects.visible_to(actor).filter(pk__in=touched).select_related("post")
    return Undone(removed=len(gone), kept=list(kept.order_by("opened_at", "pk")))


def _remove(rows: list[ImportedRow]) -> list[UUID]:
    """Through the one door of the wall that removes; whatever still points at them stops it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT wall.undo_imported(%s)", [[row.pk for row in rows]])
            (subjects,) = cursor.fetchone()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        raise NotPossible(IN_USE) from None
    if rows and not subjects:
        # The wall looks at its own clock.
        raise NotPossible(TOO_LATE)
    return list(subjects)


def _touched(rows: list[ImportedRow]) -> set[UUID]:
    """The cases that are no more what the import made: by any row, of any context, added since."""
    made = {row.case_id: row for row in rows}
    by_person: dict[UUID, list[ImportedRow]] = defaultdict(list)
    for row in rows:
        if row.person_made:
            by_person[row.person_id].append(row)
    touched = {
        case_id
        for model, column in _pointing_at(Case)
        for case_id, at in _since(model, column, made)
        if at > made[case_id].created_at
    }
    for model, column in _pointing_at(Person):
        if model is Case:
            continue
        for person_id, at in _since(model, column, by_person):
            last = max(row.created_at for row in by_person[person_id])
            if at > last:
                touched |= {row.case_id for row in by_person[person_id]}
    touched |= _rewritten(made, by_person)
    return touched


def _pointing_at(target: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    """Every column of every table that names a case, or a person."""
    return [
        (model, field.attname)
        for model in apps.get_models()
        if model._meta.app_config is not None and hasattr(model, "created_at")
        for field in model._meta.concrete_fields
        if field.related_model is target
    ]


def _since(
    model: type[models.Model], column: str, wanted: Iterable[UUID]
) -> list[tuple[UUID, datetime]]:
    rows = model._default_manager.filter(**{f"{column}__in": list(wanted)})
    return list(rows.values_list(column).annotate(last=models.Max("created_at")).order_by(column))


def _rewritten(
    made: dict[UUID, ImportedRow], by_person: dict[UUID, list[ImportedRow]]
) -> set[UUID]:
    """Changed in place: a post, a next step, a text, a name, a number shown or corrected."""
    cases = Case.objects.filter(pk__in=made)
    here = dict(cases.values_list("pk", "post_id"))
    changed = {row.case_id for row in made.values() if here.get(row.case_id) != row.post_id}
    changed |= set(
        cases.filter(
            models.Q(next_step_on__isnull=False)
            | models.Q(restricted=True)
            | models.Q(text__version__gt=1)
            | models.Q(state=Case.State.REOPENED)
        ).values_list("pk", flat=True)
    )
    persons = set(
        Identity.objects.filter(person_id__in=by_person, version__gt=1).values_list(
            "person_id", flat=True
        )
    )
    channels = SafeChannel.objects.filter(person_id__in=by_person)
    persons |= set(
        channels.filter(models.Q(version__gt=1) | models.Q(opened_at__isnull=False)).values_list(
            "person_id", flat=True
        )
    )
    return changed | {row.case_id for person in persons for row in by_person[person]}

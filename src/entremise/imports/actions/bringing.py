"""Bringing a sheet, and saying step by step how it is to be read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.models import KeyKind
from entremise.base.sheets import HEADER_WITHIN, Book
from entremise.imports import queries
from entremise.imports.actions.memory import remember_columns, remember_value
from entremise.imports.fields import LABELS, MANY, Field
from entremise.imports.judging import REPAIRS
from entremise.imports.models import Import
from entremise.imports.queries.brought import leaf_of
from entremise.imports.queries.steps import PURPOSE, guessed_header, titles_of, words_of
from entremise.organisation.models import Post

TWICE = (
    "Deux colonnes sont prises pour « {label} ». Gardez-en une, et mettez l’autre à « ignorer »"
    " ou à « à garder comme texte »."
)
NO_NAME = "Dites quelle colonne contient le nom de la personne."
NO_DAY = "Dites quelle colonne contient la date de la saisine."
# Before that there was no such service anywhere.
OLDEST_YEAR = 1950
TWO_WAYS = "Le nom est soit dans une seule colonne avec le prénom, soit dans deux : pas les deux."


@transaction.atomic
def bring(*, actor: Actor, post_id: UUID, book: Book, now: datetime) -> Import:
    """Take in the rows of a sheet for one of the worker's posts; the file itself is not kept."""
    actor.require(Can.CASE_IMPORT)
    if post_id not in actor.post_ids:
        raise NotAllowed(post_id)
    post = Post.objects.get(pk=post_id)
    of = Import(
        id=uuid4(),
        employer_id=post.employer_id,
        post=post,
        user_id=actor.id,
        kind=book.kind,
        brought_at=now,
    )
    keyring.create(subject_id=of.pk, scope_id=post.employer_id, kind=KeyKind.SHEET)
    of.sheet = {"tables": [{"name": one.name, "rows": one.rows} for one in book.tables]}
    tables = book.tables
    leaf = max(range(len(tables)), key=lambda place: (len(tables[place].rows), -place))
    of.choices = {"leaf": leaf, "header": guessed_header(tables[leaf])}
    of.save(force_insert=True)
    return of


def _held(actor: Actor, import_id: UUID) -> Import:
    """An import in preparation, locked, with its key."""
    actor.require(Can.CASE_IMPORT)
    Import.objects.visible_to(actor).select_for_update(of=("self",)).only("id").get(pk=import_id)
    return queries.opened(actor=actor, import_id=import_id)


def _choose(of: Import, **chosen: Any) -> None:
    of.choices = {**of.choices, **chosen}
    of.save(update_fields=["choices_sealed"])


@transaction.atomic
def choose_titles(*, actor: Actor, import_id: UUID, leaf: int, header: int | None) -> None:
    """Say which leaf is read and which row holds the titles; what was chosen after is forgotten.

    Another leaf has its own titles: they are guessed first.
    """
    of = _held(actor, import_id)
    tables = of.sheet["tables"]
    if not 0 <= leaf < len(tables):
        raise NotPossible("Choisissez l’une des feuilles du tableau.")
    if leaf != of.choices["leaf"] or header is None:
        of.choices = {**of.choices, "leaf": leaf}
        header = guessed_header(leaf_of(of))
    if not 0 <= header < min(HEADER_WITHIN, len(tables[leaf]["rows"])):
        raise NotPossible("Choisissez la ligne des titres parmi les dix premières.")
    of.choices = {"leaf": leaf, "header": header}
    of.save(update_fields=["choices_sealed"])


@transaction.atomic
def choose_columns(*, actor: Actor, import_id: UUID, columns: Mapping[int, str]) -> None:
    """Say what each column is. A name and a day of referral are owed, and no field comes twice."""
    of = _held(actor, import_id)
    titles = titles_of(leaf_of(of), of.choices["header"])
    said = [columns.get(place, "") for place in range(len(titles))]
    for field, count in Counter(said).items():
        if field and count > 1 and field not in MANY:
            raise NotPossible(TWICE.format(label=LABELS[Field(field)]))
    if Field.FULL_NAME in said and {Field.LAST_NAME, Field.FIRST_NAME} & set(said):
        raise NotPossible(TWO_WAYS)
    if not {Field.FULL_NAME, Field.LAST_NAME} & set(said):
        raise NotPossible(NO_NAME)
    if Field.OPENED_ON not in said:
        raise NotPossible(NO_DAY)
    remember_columns(of.employer_id, PURPOSE, titles, said)
    _choose(of, columns=said)


@transaction.atomic
def choose_values(
    *, actor: Actor, import_id: UUID, values: Mapping[str, Mapping[str, str]]
) -> None:
    """Say what each word of a column means; it is remembered for the next sheet."""
    of = _held(actor, import_id)
    kept: dict[str, dict[str, str]] = {}
    for words in words_of(actor=actor, of=of, leaf=leaf_of(of)):
        said = values.get(words.field, {})
        codes = {code for code, _label in words.choices} | {""}
        for value in words.values:
            code = said.get(value.key, value.code)
            if code not in codes:
                raise NotPossible("Choisissez une valeur de la liste.")
            kept.setdefault(words.field, {})[value.key] = code
            if (code, value.how) != (value.code, "known"):
                remember_value(of.employer_id, words.field, value.key, code)
    _choose(of, values=kept)


@transaction.atomic
def repair(
    *,
    actor: Actor,
    import_id: UUID,
    repairs: Mapping[str, str],
    day: date | None,
    who: Mapping[str, str],
) -> None:
    """Say how lines with the same fault are put right, and who those are that look like somebody.

    Only what the worker says joins anybody: `who` holds, by line, a person she follows or « new ».
    """
    of = _held(actor, import_id)
    for code, way in repairs.items():
        if way not in dict(REPAIRS[code].ways):
            raise NotPossible("Choisissez l’une des réparations proposées.")
    if repairs.get("no_day") == "day" and day is None:
        raise NotPossible("Écrivez la date à donner aux lignes qui n’en ont pas.")
    if day is not None and day.year < OLDEST_YEAR:
        raise NotPossible("Cette date est trop ancienne : vérifiez l’année.")
    before = of.choices
    _choose(
        of,
        repairs={**before.get("repairs", {}), **repairs},
        day=day.isoformat() if day else "",
        who={**before.get("who", {}), **who},
    )


@transaction.atomic
def drop(*, actor: Actor, import_id: UUID) -> None:
    """Give up an import in preparation: nothing was made, and its rows are gone at once."""
    actor.require(Can.CASE_IMPORT)
    of = Import.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=import_id)
    of.move_to(Import.State.DROPPED)
    empty(of)
    subject_id = of.pk
    transaction.on_commit(lambda: keyring.destroy(subject_id))


CELLS = ("sheet_sealed", "choices_sealed", "plan_sealed", "refused_sealed")


def empty(of: Import, *, keeping: Sequence[str] = ()) -> None:
    """Wipe what is sealed of an import, and save its state and counts."""
    for cell in CELLS:
        if cell not in keeping:
            setattr(of, cell, b"")
    of.save()

"""Remembering what a sheet meant, for the next one: marks and codes, no word of it."""

from collections.abc import Sequence
from uuid import UUID

from entremise.imports.models import KnownColumns, KnownValue
from entremise.imports.queries.memory import in_order, mark_of_titles, mark_of_value


def remember_columns(
    scope_id: UUID, purpose: str, titles: Sequence[str], columns: Sequence[str]
) -> None:
    """What the columns of a sheet with these titles are, in whatever order they come next."""
    said = [columns[place] for place in in_order(titles)]
    known, made = _of(
        KnownColumns, scope_id, purpose=purpose, mark=mark_of_titles(scope_id, titles)
    )
    if made or known.columns != said:
        known.columns = said
        known.save()


def remember_value(scope_id: UUID, field: str, key: str, code: str) -> None:
    """What a word of a column means."""
    known, made = _of(KnownValue, scope_id, field=field, mark=mark_of_value(scope_id, field, key))
    if made or known.code != code:
        known.code = code
        known.save()


def _of(model: type, scope_id: UUID, **by: object):  # type: ignore[no-untyped-def]  # one of two models
    found = model.objects.filter(scope_id=scope_id, **by).first()  # type: ignore[attr-defined]
    return (found, False) if found else (model(scope_id=scope_id, **by), True)

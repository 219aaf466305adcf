"""What was learnt from the sheets before: by keyed marks, no title and no word is kept."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.sheets import simplified
from entremise.imports.models import KnownColumns, KnownValue


def mark_of_titles(scope_id: UUID, titles: Sequence[str]) -> str:
    """The mark of a set of titles, in whatever order they stand."""
    text = "\x1f".join(simplified(titles[place]) for place in in_order(titles))
    return keyring.fingerprint(scope_id=scope_id, purpose="titles", text=text)


def in_order(titles: Sequence[str]) -> list[int]:
    """The places of the titles, in the order of their words."""
    return sorted(range(len(titles)), key=lambda place: (simplified(titles[place]), place))


def mark_of_value(scope_id: UUID, field: str, key: str) -> str:
    """The mark of one word of a column."""
    return keyring.fingerprint(scope_id=scope_id, purpose=f"value:{field}", text=key)


def columns_known(
    *, actor: Actor, scope_id: UUID, purpose: str, titles: Sequence[str]
) -> list[str] | None:
    """What these columns meant the last time that a sheet had these titles, or None."""
    if not (actor.may(Can.CASE_IMPORT) or actor.may(Can.REVIEW_HOLD)):
        return None
    known = KnownColumns.objects.filter(
        scope_id=scope_id, purpose=purpose, mark=mark_of_titles(scope_id, titles)
    ).first()
    if known is None or len(known.columns) != len(titles):
        return None
    columns = [""] * len(titles)
    for place, column in zip(in_order(titles), known.columns, strict=True):
        columns[place] = column
    return columns


def values_known(
    *, actor: Actor, scope_id: UUID, field: str, keys: Iterable[str]
) -> dict[str, str]:
    """What these words of a column meant before; only those that were met."""
    actor.require(Can.CASE_IMPORT)
    marks = {mark_of_value(scope_id, field, key): key for key in keys}
    known = KnownValue.objects.filter(scope_id=scope_id, field=field, mark__in=list(marks))
    return {marks[one.mark]: one.code for one in known.order_by("pk")}

"""Pages of a long list."""

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet, Window

Row = TypeVar("Row", bound=Model)


def page_of(rows: QuerySet[Row], *, size: int, number: str | None) -> "Page[Row]":
    """One page of a queryset, read and counted in one statement; the first where none is asked.

    Past the last page the count is asked alone, as it must be to know which page is the last.
    """
    pages = Paginator(rows, size)
    asked = int(number) if number and number.isdecimal() and len(number) < 9 else 1
    asked = max(1, asked)
    first = (asked - 1) * size
    found = list(rows.annotate(counted=Window(Count("*")))[first : first + size])
    if not found:
        return pages.get_page(number)
    pages.__dict__["count"] = found[0].counted  # type: ignore[attr-defined]  # annotated
    return Page(found, asked, pages)

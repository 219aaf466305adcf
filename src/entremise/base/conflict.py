"""The page shown when two people saved the same text: nothing is lost, the reader chooses."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entremise.base.errors import Conflict

NOT_CARRIED = {"csrfmiddlewaretoken", "once", "version"}


def conflict_page(
    request: HttpRequest,
    clash: Conflict,
    *,
    label: str,
    by: str = "",
    at: datetime | None = None,
    back: str = "",
) -> HttpResponse:
    """Answer 409 with both texts, and forms that send the same request again, version renewed.

    `clash.field` is also the name of the field in the form that was sent; `back` is where the
    stored text is read. The answers of the other fields travel along, hidden.
    """
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_CARRIED and name != clash.field
        for value in values
    ]
    page = {
        "clash": clash,
        "label": label,
        "yours": request.POST.get(clash.field, ""),
        "by": by,
        "at": at,
        "back": back or request.get_full_path(),
        "carried": carried,
    }
    return render(request, "base/conflict.html", page, status=409)

"""What is shown when two people saved the same thing: nothing is lost, the reader chooses."""

from datetime import datetime
from typing import cast

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from entremise.base.errors import Conflict

MEANWHILE = (
    "Cette page a été modifiée entre-temps. Ce qui est noté : {}. Enregistrez à nouveau pour "
    "garder vos réponses."
)
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


def tell_meanwhile(form: BaseForm, clash: Conflict) -> None:
    """Say on the form what somebody else noted since it was read; it may be sent over that."""
    send_over(form, clash)
    form.add_error(None, MEANWHILE.format(clash.theirs))


def send_over(form: BaseForm, clash: Conflict) -> None:
    """Keep the answers that were sent; sent again, they take the place of what is stored."""
    sent = cast("QueryDict", form.data).copy()
    sent["version"] = str(clash.version)
    form.data = sent

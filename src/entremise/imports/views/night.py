"""The night of a unit as a sheet: a file, its columns, and its lines join the list."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.base.refusals import refusals_on
from entremise.imports import actions, forms, queries


@require_http_methods(["GET", "POST"])
def file(request: Request, list_id: UUID) -> HttpResponse:
    """Choose the sheet; what cannot be read is said beside it."""
    review = queries.held_list(actor=request.actor, list_id=list_id)
    sent = request.method == "POST"
    form = forms.NightFile(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        with refusals_on(form):
            actions.bring_night(actor=request.actor, list_id=list_id, book=form.book)
            return redirect("imports:night", list_id)
    return render(request, "imports/night_file.html", {"form": form, "review": review})


@require_http_methods(["GET", "POST"])
def columns(request: Request, list_id: UUID) -> HttpResponse:
    """Say what the columns are, then add the lines; another row of titles is read again."""
    sent = request.POST or request.GET
    view = queries.night(
        actor=request.actor,
        list_id=list_id,
        leaf=_number(sent.get("leaf")),
        header=_number(sent.get("header")),
    )
    titles = forms.Titles(request.POST or None, view=view)
    form = forms.Columns(
        request.POST if "add" in request.POST else None, view=view, choices=forms.NIGHT_COLUMNS
    )
    if "again" in request.POST and titles.is_valid():
        chosen = titles.cleaned_data
        address = reverse("imports:night", args=[list_id])
        return redirect(f"{address}?leaf={chosen['leaf']}&header={chosen['header']}")
    if form.is_valid():
        with refusals_on(form):
            count = actions.add_night(
                actor=request.actor,
                list_id=list_id,
                leaf=view.leaf,
                header=view.header,
                columns=form.columns,
                now=timezone.now(),
            )
            plural = "s" if count > 1 else ""
            messages.success(request, f"{count} ligne{plural} ajoutée{plural}.")
            return redirect("referrals:list", list_id)
    return render(request, "imports/night.html", {"form": form, "titles": titles, "view": view})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None


@require_POST
def drop(request: Request, list_id: UUID) -> HttpResponse:
    """Give the sheet up: no line is added."""
    actions.drop_night(actor=request.actor, list_id=list_id)
    return redirect("referrals:list", list_id)

"""Police stations and brigades."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import corrections_on
from entremise.base.errors import NotPossible
from entremise.base.refusals import refusals_on
from entremise.organisation import actions, forms, queries
from entremise.organisation.views.coverage import chosen_departement

PER_PAGE = 60
PLAIN = ("name", "level", "phone", "address", "hours", "receives_public", "open_office")


@require_safe
def units(request: Request) -> HttpResponse:
    """The units of a département."""
    request.actor.require(Can.GROUND_READ)
    code = chosen_departement(request)
    filters = forms.UnitFilter(
        {**request.GET.dict(), "departement": code} if code else None,
        departements=queries.departements(actor=request.actor),
    )
    page = None
    if filters.is_valid():
        rows = queries.units_list(
            actor=request.actor,
            departement=code,
            text=filters.cleaned_data["q"],
            closed=filters.cleaned_data["fermees"],
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "writes": request.actor.may(Can.ACCOUNT_WRITE),
        "notes_absences": request.actor.may(Can.ABSENCE_WRITE),
    }
    return render(request, "organisation/units.html", context)


@require_http_methods(["GET", "POST"])
def new_unit(request: Request) -> HttpResponse:
    """Add a unit that the official list does not hold."""
    request.actor.require(Can.ACCOUNT_WRITE)
    code = chosen_departement(request)
    form = forms.NewUnitForm(
        request.POST or None,
        parents=queries.units_for(actor=request.actor, departement=code),
        find=lambda text: queries.find_communes(actor=request.actor, text=text),
        url=reverse("organisation:communes"),
    )
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            unit = actions.create_unit(
                actor=request.actor,
                kind=data["kind"],
                commune=data["found"].pk,
                departement=data["found"].departement_id,
                now=timezone.now(),
                **_values(data),
            )
            messages.success(request, "L’unité est ajoutée.")
            return redirect("organisation:unit", unit.pk)
    return render(request, "organisation/unit_form.html", {"form": form, "departement": code})


def _values(data: dict[str, Any]) -> dict[str, Any]:
    names = (*PLAIN, "separate_entrance")
    parent = data["parent"]
    return {
        **{name: data[name] for name in names},
        "parent_id": UUID(str(parent)) if parent else None,
    }


@require_http_methods(["GET", "POST"])
def unit(request: Request, unit_id: UUID) -> HttpResponse:
    """A unit: what is known of it; the administration corrects it."""
    request.actor.require(Can.GROUND_READ)
    row = queries.unit(actor=request.actor, unit_id=unit_id)
    writes = request.actor.may(Can.ACCOUNT_WRITE)
    above = queries.units_for(actor=request.actor, departement=row.departement_id)
    entrance = {True: "yes", False: "no", None: ""}[row.separate_entrance]
    initial = {name: getattr(row, name) for name in (*PLAIN, "version")}
    form = forms.UnitForm(
        request.POST or None,
        initial={**initial, "parent": str(row.parent_id or ""), "separate_entrance": entrance},
        parents=[one for one in above if one.kind == row.kind and one.pk != row.pk],
    )
    if form.is_valid():
        with corrections_on(form):
            actions.change_unit(
                actor=request.actor,
                unit_id=unit_id,
                version=form.read,
                now=timezone.now(),
                **_values(form.cleaned_data),
            )
            messages.success(request, "L’unité est corrigée.")
            return redirect("organisation:unit", unit_id)
    context = {"unit": row, "form": form, "writes": writes, "closing": forms.Day()}
    return render(request, "organisation/unit.html", context)


@require_POST
def close_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """Close a unit on a day, or open it again when no day is given."""
    request.actor.require(Can.ACCOUNT_WRITE)
    form = forms.Day(request.POST)
    reopens = "reopen" in request.POST
    if reopens or form.is_valid():
        on = None if reopens else form.cleaned_data["on"]
        actions.close_unit(actor=request.actor, unit_id=unit_id, on=on, now=timezone.now())
        messages.success(request, "L’unité est rouverte." if reopens else "L’unité est fermée.")
    else:
        messages.error(request, "Donnez le dernier jour de l’unité.")
    return redirect("organisation:unit", unit_id)


@require_http_methods(["GET", "POST"])
def import_list(request: Request) -> HttpResponse:
    """Take in an official list, and say what was taken, put right, refused."""
    request.actor.require(Can.ACCOUNT_WRITE)
    form = forms.ListFile(request.POST or None, request.FILES or None)
    summary = None
    if form.is_valid():
        try:
            summary = actions.import_units(
                actor=request.actor, content=form.cleaned_data["file"].read()
            )
        except NotPossible as refusal:
            form.add_error("file", str(refusal))
    return render(request, "organisation/import.html", {"form": form, "summary": summary})

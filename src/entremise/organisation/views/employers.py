"""Employers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import corrections_on
from entremise.base.refusals import refusals_on
from entremise.organisation import actions, forms, queries


@require_safe
def employers(request: Request) -> HttpResponse:
    """Every employer and the number of its posts."""
    rows = queries.employers(actor=request.actor)
    context = {
        "employers": rows,
        "writes": request.actor.may(Can.ACCOUNT_WRITE),
        "keeps": request.actor.may(Can.GROUND_WRITE),
        "notes_absences": request.actor.may(Can.ABSENCE_WRITE),
    }
    return render(request, "organisation/employers.html", context)


@require_http_methods(["GET", "POST"])
def new_employer(request: Request) -> HttpResponse:
    """Add an employer."""
    request.actor.require(Can.ACCOUNT_WRITE)
    departements = queries.departements(actor=request.actor)
    form = forms.EmployerForm(request.POST or None, departements=departements)
    if form.is_valid():
        with refusals_on(form):
            actions.create_employer(actor=request.actor, now=timezone.now(), **form.cleaned_data)
            messages.success(request, "L’employeur est ajouté.")
            return redirect("organisation:employers")
    return render(request, "organisation/employer_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def employer(request: Request, employer_id: UUID) -> HttpResponse:
    """Correct an employer, and name the queues of its posts."""
    request.actor.require(Can.ACCOUNT_WRITE)
    row = queries.employer(actor=request.actor, employer_id=employer_id)
    form = forms.EmployerForm(
        request.POST or None,
        departements=[row.departement],
        initial={
            "name": row.name,
            "kind": row.kind,
            "departement": row.departement_id,
            "offence_basis": row.offence_basis,
            "version": row.version,
        },
    )
    if form.is_valid():
        with corrections_on(form):
            actions.change_employer(
                actor=request.actor,
                employer_id=employer_id,
                version=form.read,
                name=form.cleaned_data["name"],
                kind=form.cleaned_data["kind"],
                offence_basis=form.cleaned_data["offence_basis"],
                now=timezone.now(),
            )
            messages.success(request, "L’employeur est corrigé.")
            return redirect("organisation:employers")
    return render(request, "organisation/employer_form.html", {"form": form, "employer": row})

"""Absences: one's own, or for a coordinator those of her service and what they leave uncovered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.refusals import refusals_on
from entremise.organisation import actions, forms, queries


@require_http_methods(["GET", "POST"])
def absences(request: Request) -> HttpResponse:
    """What is noted, and the form that notes one more."""
    request.actor.require(Can.ABSENCE_WRITE)
    coordinates = request.actor.may(Can.GROUND_WRITE)
    now = timezone.now()
    form: forms.OwnAbsenceForm
    if coordinates and request.actor.employer_id is not None:
        workers = queries.workers_of(actor=request.actor, employer_id=request.actor.employer_id)
        form = forms.AbsenceForm(request.POST or None, workers=workers)
    else:
        form = forms.OwnAbsenceForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            actions.note_absence(
                actor=request.actor,
                user_id=UUID(data["user"]) if coordinates else request.actor.id,
                starts_at=data["starts_at"],
                ends_at=data["ends_at"],
                now=now,
            )
            messages.success(request, "L’absence est notée. Aucun motif n’est demandé ni gardé.")
            return redirect("organisation:absences")
    lines = queries.absences(actor=request.actor, now=now)
    context = {
        "form": form,
        "lines": lines,
        "uncovered": [line for line in lines if line.uncovered],
        "coordinates": coordinates,
    }
    return render(request, "organisation/absences.html", context)


@require_POST
def take_back(request: Request, absence_id: UUID) -> HttpResponse:
    """Take an absence back."""
    actions.take_back_absence(actor=request.actor, absence_id=absence_id, now=timezone.now())
    messages.success(request, "L’absence est retirée.")
    return redirect("organisation:absences")

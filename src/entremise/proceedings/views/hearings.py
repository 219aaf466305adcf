"""Hearings on the screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from entremise.access.middleware import Request
from entremise.base.conflict import tell_meanwhile
from entremise.base.errors import Conflict, NotPossible
from entremise.cases.actions import consult
from entremise.cases.queries import case as case_of
from entremise.organisation.queries import units_for
from entremise.proceedings import actions, forms, queries

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def new_hearing(request: Request, case_id: UUID) -> HttpResponse:
    """Plan when she is heard."""
    case = case_of(actor=request.actor, case_id=case_id)
    units = units_for(actor=request.actor, departement=case.employer.departement_id)
    form = forms.NewHearing(request.POST or None, units=units)
    if form.is_valid():
        said = form.cleaned_data
        rendezvous = actions.Rendezvous(
            kind=said["kind"], at=said["at"], unit_id=said["unit"], place=said["place"]
        )
        try:
            actions.plan_hearing(
                actor=request.actor,
                case_id=case_id,
                rendezvous=rendezvous,
                presence=said["presence"],
                held=said["held"],
                now=timezone.now(),
            )
        except NotPossible as refusal:
            form.add_error("at", str(refusal))
        else:
            messages.success(request, "L’audition est notée.")
            return redirect("proceedings:of_case", case_id)
    return render(request, "proceedings/new_hearing.html", {"case": case, "form": form})


@require_http_methods(BOTH)
def hearing(request: Request, case_id: UUID, hearing_id: UUID) -> HttpResponse:
    """What became of a hearing: never what was said there."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.hearing(actor=request.actor, case_id=case_id, hearing_id=hearing_id)
    form = forms.HearingForm(request.POST or None, hearing=found)
    if form.is_valid():
        try:
            actions.change_hearing(
                actor=request.actor,
                case_id=case_id,
                hearing_id=hearing_id,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Conflict as clash:
            tell_meanwhile(form, clash)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "L’audition est à jour.")
            return redirect("proceedings:of_case", case_id)
    context = {"case": case, "form": form, "hearing": found}
    return render(request, "proceedings/hearing.html", context)

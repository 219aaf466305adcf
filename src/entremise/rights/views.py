"""The library of rights, and the steps of a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict, NotPossible
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.cases.queries import case as case_of
from entremise.rights import actions, forms, queries

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def library(request: Request) -> HttpResponse:
    """Every fiche, and whether its text is validated."""
    entries = queries.library(actor=request.actor)
    context = {"entries": entries, "may_validate": request.actor.may(Can.FICHE_VALIDATE)}
    return render(request, "rights/library.html", context)


@require_http_methods(BOTH)
def fiche(request: Request, fiche: str) -> HttpResponse:
    """One fiche; the coordinator writes here who has read this very text."""
    entry = queries.fiche(actor=request.actor, code=fiche)
    context = {
        "entry": entry,
        "reviews": queries.reviews_of(actor=request.actor, code=fiche),
        "form": None,
    }
    if request.method == "POST" or request.actor.may(Can.FICHE_VALIDATE):
        request.actor.require(Can.FICHE_VALIDATE)
        form = forms.Reading(request.POST or None, initial={"mark": entry.fiche.mark})
        context["form"] = form
        if form.is_valid():
            with refusals_on(form):
                actions.validate(
                    actor=request.actor, code=fiche, now=timezone.now(), **form.cleaned_data
                )
                messages.success(request, "La validation de ce texte est notée.")
                return redirect("rights:fiche", fiche)
    return render(request, "rights/fiche.html", context)


@require_POST
def withdraw(request: Request, fiche: str) -> HttpResponse:
    """Take a validation back."""
    actions.withdraw(actor=request.actor, code=fiche, now=timezone.now())
    messages.success(request, "La validation est retirée : cette fiche ne s’imprime plus.")
    return redirect("rights:fiche", fiche)


@require_http_methods(BOTH)
def answer(request: Request, case_id: UUID, fiche: str = "") -> HttpResponse:
    """Note what she says of one right, or of a step in her own words."""
    case = case_of(actor=request.actor, case_id=case_id)
    entry = queries.fiche(actor=request.actor, code=fiche) if fiche else None
    form = forms.Answer(request.POST or None, fiche=fiche)
    if form.is_valid():
        with refusals_on(form):
            actions.note_answer(
                actor=request.actor,
                case_id=case_id,
                fiche=fiche,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, "Sa réponse est notée.")
            return redirect("desk:rights", case_id)
    context = {"case": case, "entry": entry, "form": form}
    return render(request, "rights/answer.html", context)


@require_http_methods(BOTH)
def step(request: Request, case_id: UUID, step_id: UUID) -> HttpResponse:
    """What became of a step."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.step(actor=request.actor, case_id=case_id, step_id=step_id)
    form = forms.StepForm(request.POST or None, step=found)
    if form.is_valid():
        try:
            actions.change_step(
                actor=request.actor,
                case_id=case_id,
                step_id=step_id,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Conflict as clash:
            return conflict_page(request, clash, label="Note")
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "L’étape est à jour.")
            return redirect("desk:rights", case_id)
    return render(request, "rights/step.html", {"case": case, "step": found, "form": form})

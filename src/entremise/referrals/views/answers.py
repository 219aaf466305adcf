"""What is owed to those who asked: answers to partners, and calls back of who spoke for her."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.referrals import actions, forms, queries


@require_GET
def owed(request: Request) -> HttpResponse:
    """The answers that somebody waits for, and how much may be said to each."""
    answers = queries.owed_answers(actor=request.actor)
    return render(request, "referrals/owed.html", {"answers": answers})


@require_POST
def tell(request: Request, receipt_id: UUID) -> HttpResponse:
    """Tick what was said."""
    request.actor.require(Can.REFERRAL_TRIAGE)
    form = forms.Told(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez l’un des boutons de la ligne.")
        return redirect("referrals:owed")
    try:
        actions.tell_partner(
            actor=request.actor,
            receipt_id=receipt_id,
            said=form.cleaned_data["said"],
            now=timezone.now(),
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La réponse est notée comme donnée.")
    return redirect("referrals:owed")


@require_POST
def informant(request: Request, informant_id: UUID) -> HttpResponse:
    """How to call back who spoke for her; the journal keeps that it was read."""
    shown = actions.show_informant(
        actor=request.actor, informant_id=informant_id, now=timezone.now()
    )
    return render(request, "referrals/informant.html", {"shown": shown})


@require_http_methods(["GET", "POST"])
def calls_back(request: Request) -> HttpResponse:
    """Somebody who spoke for her rings again: known by his phrase, he still learns nothing."""
    request.actor.require(Can.REFERRAL_TRIAGE)
    form = forms.Phrase(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["asked"] = True
        context["line"] = actions.known_by_phrase(
            actor=request.actor, said=form.cleaned_data["said"], now=timezone.now()
        )
    return render(request, "referrals/calls_back.html", context)

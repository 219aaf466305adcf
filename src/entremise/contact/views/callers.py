"""Somebody calls: she learns nothing before the code phrase, or a call back on a safe channel."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.cases import queries as case_queries
from entremise.contact import actions, forms
from entremise.people.actions import check_caller


@require_http_methods(["GET", "POST"])
def incoming(request: Request) -> HttpResponse:
    """Give the sentence to say; nothing of a case before the phrase matches or she hung up.

    Known or not, the page is the same: what the worker cannot see, she cannot let slip.
    """
    request.actor.require(Can.CONTACT_MAKE)
    form = forms.Incoming(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        now = timezone.now()
        found = case_queries.search(
            actor=request.actor,
            text=form.cleaned_data["name"],
            today=timezone.localdate(),
            now=now,
        )
        who = check_caller(
            actor=request.actor,
            person_ids=[one.person_id for one in found.found],
            said=form.cleaned_data["said"],
            now=now,
        )
        context["answered"] = True
        context["known"] = next((one for one in found.found if one.person_id == who), None)
        if "hung_up" in request.POST:
            context["answer"] = found
    return render(request, "contact/incoming.html", context)


@require_POST
def she_called(request: Request, case_id: UUID) -> HttpResponse:
    """She was known by her phrase: her call is a contact."""
    try:
        actions.note_her_call(actor=request.actor, case_id=case_id, now=timezone.now())
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Son appel est noté.")
    return redirect("contact:channels", case_id)

"""The short page of an imminent peril: call first, note afterwards."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from entremise.access.middleware import Request
from entremise.base.refusals import refusals_on
from entremise.cases.queries import case as case_of
from entremise.proceedings import actions, forms
from entremise.proceedings.views.measures import BOTH


@require_http_methods(BOTH)
def peril(request: Request, case_id: UUID) -> HttpResponse:
    """Who to call now; then what was done and when."""
    case = case_of(actor=request.actor, case_id=case_id)
    form = forms.Peril(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            actions.note_peril(
                actor=request.actor, case_id=case_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "L’appel est noté.")
            return redirect("proceedings:of_case", case_id)
    return render(request, "proceedings/peril.html", {"case": case, "form": form})

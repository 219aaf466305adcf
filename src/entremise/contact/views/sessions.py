"""Interviews: read, corrected by another. The page where one is written is the desk's."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.french import in_paris
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.contact import actions, forms, queries


@require_GET
def session(request: Request, case_id: UUID, session_id: UUID) -> HttpResponse:
    """Read an interview; one's own notes stand apart, those of others do not exist."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    row = queries.session(actor=request.actor, case_id=case_id, session_id=session_id)
    context = {
        "case": case,
        "row": row,
        "present": [label for code, label in row.Present.choices if code in row.present],
        "private": queries.private_note(actor=request.actor, session_id=session_id),
    }
    return render(request, "contact/session.html", context)


@require_http_methods(["GET", "POST"])
def correct(request: Request, case_id: UUID, session_id: UUID) -> HttpResponse:
    """Correct an interview by another entry; the first stays as it was written."""
    request.actor.require(Can.CONTACT_MAKE)
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    row = queries.session(actor=request.actor, case_id=case_id, session_id=session_id)
    private = queries.private_note(actor=request.actor, session_id=session_id)
    form = forms.Interview(request.POST or None, initial=_answers(row, private))
    if form.is_valid():
        with refusals_on(form):
            corrected = actions.hold(
                actor=request.actor,
                case_id=case_id,
                account=actions.Account(**form.written()),
                corrects_id=session_id,
                now=timezone.now(),
            )
            messages.success(request, "La correction est enregistrée à côté du premier texte.")
            return redirect("contact:session", case_id, corrected.pk)
    return render(request, "contact/correct.html", {"case": case, "form": form})


def _answers(row: Any, private: str) -> dict[str, Any]:
    at = in_paris(row.at)
    return {
        "kind": row.kind,
        "day": at.date(),
        "start": at.time(),
        "length": row.length,
        "present": row.present,
        "interpreter": row.interpreter,
        "facts": row.facts,
        "observed": row.observed,
        "private": private,
    }

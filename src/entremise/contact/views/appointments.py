"""Appointments of a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict, NotPossible
from entremise.base.french import in_paris
from entremise.cases import queries as case_queries
from entremise.contact import actions, forms, queries
from entremise.organisation.queries import readers_of_queue, units_for

DEEDS = {
    "honore": (actions.keep, "Le rendez-vous est noté comme honoré."),
    "manque": (actions.miss, "Le rendez-vous est noté comme manqué."),
    "annule": (actions.cancel, "Le rendez-vous est annulé."),
}


def _choices(request: Request, case: Any) -> dict[str, list[tuple[str, str]]]:
    """The units of the département, and the colleagues who read the same queue."""
    units = units_for(actor=request.actor, departement=case.employer.departement_id)
    readers = readers_of_queue(
        actor=request.actor, queue_id=case.post.queue_id, on=timezone.localdate()
    )
    seconds = {
        str(reader.user_id): reader.name
        for reader in readers
        if reader.user_id != request.actor.id
    }
    return {
        "units": [(str(unit.pk), unit.name) for unit in units],
        "seconds": list(seconds.items()),
    }


@require_http_methods(["GET", "POST"])
def plan(request: Request, case_id: UUID) -> HttpResponse:
    """Fix an appointment."""
    request.actor.require(Can.CONTACT_MAKE)
    case = case_queries.case(actor=request.actor, case_id=case_id)
    form = forms.Meeting(request.POST or None, **_choices(request, case))
    if form.is_valid():
        try:
            row = actions.plan(
                actor=request.actor,
                case_id=case_id,
                meeting=actions.Meeting(**form.agreed()),
                now=timezone.now(),
            )
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le rendez-vous est fixé.")
            return redirect("contact:appointment", case_id, row.pk)
    return render(request, "contact/plan.html", {"case": case, "form": form})


def _row(request: Request, case_id: UUID, appointment_id: UUID) -> Any:
    row = queries.appointment(actor=request.actor, appointment_id=appointment_id)
    if row.case_id != case_id:
        raise Http404
    return row


@require_GET
def appointment(request: Request, case_id: UUID, appointment_id: UUID) -> HttpResponse:
    """One appointment, and what can be said of it."""
    row = _row(request, case_id, appointment_id)
    over = row.starts_at <= timezone.now()
    return render(
        request, "contact/appointment.html", {"row": row, "case": row.case, "over": over}
    )


@require_http_methods(["GET", "POST"])
def move(request: Request, case_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Fix it at another time or place."""
    row = _row(request, case_id, appointment_id)
    case = case_queries.case(actor=request.actor, case_id=case_id)
    form = forms.Meeting(request.POST or None, initial=_answers(row), **_choices(request, case))
    if form.is_valid():
        try:
            actions.move(
                actor=request.actor,
                appointment_id=appointment_id,
                version=form.cleaned_data["version"] or 0,
                meeting=actions.Meeting(**form.agreed()),
                now=timezone.now(),
            )
        except Conflict as clash:
            back = reverse("contact:appointment", args=[case_id, appointment_id])
            return conflict_page(request, clash, label="Précisions sur le lieu", back=back)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le rendez-vous est fixé.")
            return redirect("contact:appointment", case_id, appointment_id)
    return render(request, "contact/plan.html", {"case": case, "form": form, "row": row})


def _answers(row: Any) -> dict[str, Any]:
    starts_at = in_paris(row.starts_at)
    return {
        "day": starts_at.date(),
        "start": starts_at.time(),
        "minutes": int((row.ends_at - row.starts_at).total_seconds() // 60),
        "place": row.place,
        "unit": str(row.unit_id or ""),
        "second": "partner" if row.with_partner else str(row.second_id or ""),
        "line": row.line,
        "where": row.where,
        "version": row.version,
    }


@require_POST
def settle(request: Request, case_id: UUID, appointment_id: UUID, deed: str) -> HttpResponse:
    """She came, she did not, or it is called off."""
    _row(request, case_id, appointment_id)
    if deed not in DEEDS:
        raise Http404
    act, done = DEEDS[deed]
    try:
        act(actor=request.actor, appointment_id=appointment_id, now=timezone.now())
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("contact:appointment", case_id, appointment_id)

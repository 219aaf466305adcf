"""An interpreter for her: what may be told to the service, and what it answered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.contact import actions, forms, queries
from entremise.people import queries as people_queries
from entremise.people.safety import Act, outgoing


@outgoing(Act.INTERPRETER)
@require_http_methods(["GET", "POST"])
def interpreter(request: Request, case_id: UUID) -> HttpResponse:
    """Prepare what is said to the service; then write its answer on the same page."""
    request.actor.require(Can.CONTACT_MAKE)
    now = timezone.now()
    case = consult(actor=request.actor, case_id=case_id, now=now)
    person = people_queries.person(actor=request.actor, person_id=case.person_id)
    verdict = people_queries.may_leave(actor=request.actor, act=Act.INTERPRETER)
    notes = "noter" in request.POST
    kind = forms.InterpreterAnswer if notes else forms.Interpreter
    rows = queries.appointments_of(actor=request.actor, case_id=case_id)
    coming = [row for row in rows if row.state == row.State.PLANNED and row.starts_at > now][::-1]
    form = kind(
        request.POST or None,
        appointments=coming,
        initial={
            "language": person.language,
            "appointment": request.GET.get("rendez-vous", ""),
        },
    )
    context: dict[str, Any] = {"case": case, "person": person, "verdict": verdict, "form": form}
    if form.is_valid():
        booking = actions.Booking(
            language=form.cleaned_data["language"],
            at=form.at,
            minutes=form.cleaned_data["length"],
            means=form.cleaned_data["means"].label,
            place=form.place,
        )
        with refusals_on(form):
            if notes:
                return _note(request, case_id, form, booking)
            context["verdict"] = actions.prepare_interpreter(
                actor=request.actor, case_id=case_id, now=now
            )
            context["booking"] = booking
            # What was asked goes with it; the answer is still to be said.
            context["form"] = forms.InterpreterAnswer(
                appointments=coming, initial=request.POST.dict()
            )
    return render(request, "contact/interpreter.html", context)


def _note(
    request: Request, case_id: UUID, form: forms.Interpreter, booking: actions.Booking
) -> HttpResponse:
    answers = form.cleaned_data
    actions.note_interpreter(
        actor=request.actor,
        case_id=case_id,
        booking=booking,
        answer=answers["answer"].label,
        professional=answers["professional"],
        service=answers["service"],
        now=timezone.now(),
    )
    messages.success(request, "La réponse du service d’interprètes est notée.")
    return redirect("contact:channels", case_id)

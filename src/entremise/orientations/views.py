"""Orientations on the screen: propose, agree, hand over, answer."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.base.french import in_paris
from entremise.base.refusals import refusals_on
from entremise.cases.actions import consult
from entremise.cases.queries import case as case_of
from entremise.orientations import actions, forms, queries
from entremise.partners.queries import needs as needs_of_directory
from entremise.people.queries import may_leave
from entremise.people.safety import Act, outgoing


def _today() -> date:
    return in_paris(timezone.now()).date()


@require_safe
def awaiting(request: Request) -> HttpResponse:
    """The orientations whose answer was expected by now."""
    found = queries.awaiting_answer(actor=request.actor, today=_today())
    return render(request, "orientations/awaiting.html", {"orientations": found})


@require_safe
def of_case(request: Request, case_id: UUID) -> HttpResponse:
    """The orientations of a case."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.orientations_of(actor=request.actor, case_id=case_id)
    rows = [(one, one.is_overdue(_today())) for one in found]
    return render(request, "orientations/of_case.html", {"case": case, "rows": rows})


@outgoing(Act.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: Request, case_id: UUID) -> HttpResponse:
    """Choose a service for a need, with her answer, and hand it over if she agrees."""
    known = needs_of_directory(actor=request.actor)
    wanted = request.GET.get("besoin", "")
    need = next((one for one in known if one.code == wanted), None)
    case = case_of(actor=request.actor, case_id=case_id)
    verdict = may_leave(actor=request.actor, act=Act.PARTNER)
    context: dict[str, Any] = {"case": case, "needs": known, "need": need, "verdict": verdict}
    if need is None:
        return render(request, "orientations/choose_need.html", context)
    fits = queries.services_near(actor=request.actor, case_id=case_id, need=need.code)
    warned = queries.mediation_warned(actor=request.actor, case_id=case_id)
    form = forms.Proposal(request.POST or None, fits=fits, today=_today(), warned=warned)
    if form.is_valid():
        with refusals_on(form):
            made = actions.orient(
                actor=request.actor,
                case_id=case_id,
                need=need.code,
                now=timezone.now(),
                **form.answers(),
            )
            messages.success(request, "L’orientation est enregistrée.")
            return redirect("orientations:one", case_id, made.pk)
    return render(request, "orientations/propose.html", context | {"form": form})


@require_safe
def one(request: Request, case_id: UUID, orientation_id: UUID) -> HttpResponse:
    """One orientation, and what can be done with it now."""
    return _page(request, case_id, orientation_id)


def _page(
    request: Request, case_id: UUID, orientation_id: UUID, **refused: django_forms.Form
) -> HttpResponse:
    """The page of one orientation; a form that was refused keeps its place in it."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.orientation(
        actor=request.actor, case_id=case_id, orientation_id=orientation_id
    )
    state, possible = found.State, set(found.next_states)
    replies = possible - {state.SENT, state.PROPOSED}
    shown: dict[str, django_forms.Form | None] = {
        "consent": _agreement(found) if state.SENT in possible and not found.shared else None,
        "send": _sending(request, case_id, found.kind)
        if state.SENT in possible and found.is_agreed
        else None,
        "answer": forms.Reply(orientation=found) if replies else None,
        "remind": forms.Reminder() if found.state == state.SENT else None,
    }
    context = {
        "case": case,
        "orientation": found,
        "overdue": found.is_overdue(_today()),
        "forms": shown | refused,
        "form": next(iter(refused.values()), None),
        "again": state.PROPOSED in possible,
        "verdict": may_leave(actor=request.actor, act=Act.PARTNER),
    }
    return render(request, "orientations/one.html", context)


def _agreement(found: Any) -> forms.Agreement:
    """Her answer, which stays open as long as the service may be told nothing."""
    return forms.Agreement(initial={"consent": found.consent if found.is_agreed else None})


def _sending(
    request: Request, case_id: UUID, kind: str, said: QueryDict | None = None
) -> forms.Sending:
    """How it is handed over; what another form of the page sent is not its answer."""
    warned = queries.mediation_warned(actor=request.actor, case_id=case_id, kind=kind)
    return forms.Sending(said, today=_today(), warned=warned)


def _deed(
    request: Request,
    case_id: UUID,
    orientation_id: UUID,
    *,
    name: str,
    form: django_forms.Form,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """One form of the page, one deed, back to the page."""
    queries.orientation(actor=request.actor, case_id=case_id, orientation_id=orientation_id)
    if form.is_valid():
        with refusals_on(form):
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect("orientations:one", case_id, orientation_id)
    return _page(request, case_id, orientation_id, **{name: form})


@require_POST
def consent(request: Request, case_id: UUID, orientation_id: UUID) -> HttpResponse:
    """Write her answer for this service."""
    return _deed(
        request,
        case_id,
        orientation_id,
        name="consent",
        form=forms.Agreement(request.POST),
        act=lambda said: actions.record_consent(
            actor=request.actor,
            orientation_id=orientation_id,
            consent=said["consent"],
            shared=said["shared"],
            now=timezone.now(),
        ),
        done="Sa réponse est notée.",
    )


@outgoing(Act.PARTNER)
@require_POST
def send(request: Request, case_id: UUID, orientation_id: UUID) -> HttpResponse:
    """Say that it was handed over."""
    found = queries.orientation(
        actor=request.actor, case_id=case_id, orientation_id=orientation_id
    )
    return _deed(
        request,
        case_id,
        orientation_id,
        name="send",
        form=_sending(request, case_id, found.kind, request.POST),
        act=lambda said: actions.send(
            actor=request.actor,
            orientation_id=orientation_id,
            how=said["sent_how"],
            expects_answer_on=said["expects_answer_on"],
            appointment_at=said["appointment_at"],
            reason=said.get("reason", ""),
            now=timezone.now(),
        ),
        done="L’orientation est notée comme transmise.",
    )


@require_POST
def answer(request: Request, case_id: UUID, orientation_id: UUID) -> HttpResponse:
    """Write what came of it."""
    found = queries.orientation(
        actor=request.actor, case_id=case_id, orientation_id=orientation_id
    )
    return _deed(
        request,
        case_id,
        orientation_id,
        name="answer",
        form=forms.Reply(request.POST, orientation=found),
        act=lambda said: actions.record_answer(
            actor=request.actor,
            orientation_id=orientation_id,
            state=said["state"],
            words=said["words"],
            now=timezone.now(),
        ),
        done="La réponse est notée.",
    )


@require_POST
def remind(request: Request, case_id: UUID, orientation_id: UUID) -> HttpResponse:
    """Ask again on a later day."""
    return _deed(
        request,
        case_id,
        orientation_id,
        name="remind",
        form=forms.Reminder(request.POST),
        act=lambda said: actions.remind_on(
            actor=request.actor,
            orientation_id=orientation_id,
            day=said["day"],
            now=timezone.now(),
        ),
        done="La relance est notée.",
    )


@require_POST
def again(request: Request, case_id: UUID, orientation_id: UUID) -> HttpResponse:
    """She changed her mind."""
    queries.orientation(actor=request.actor, case_id=case_id, orientation_id=orientation_id)
    actions.propose_again(actor=request.actor, orientation_id=orientation_id, now=timezone.now())
    messages.success(request, "L’orientation est proposée à nouveau. Redemandez-lui son accord.")
    return redirect("orientations:one", case_id, orientation_id)

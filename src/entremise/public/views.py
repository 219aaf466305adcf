"""The form of the public: one address for the whole visit, no cookie, nothing in the browser."""

import time
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from entremise.access.actor import Kind
from entremise.access.middleware import Request
from entremise.accounts.middleware import comes_from_elsewhere
from entremise.base import french
from entremise.base.languages import LANGUAGES
from entremise.public import actions, forms, pace, proof, tickets
from entremise.public.forms import STEPS, Visit
from entremise.public.tickets import Ticket

LAST = STEPS[-1]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A step as it is shown: which, with what is wrong, and why it did not go on."""

    step: str
    form: Any
    ticket: Ticket
    late: bool = False
    wait: int = 0


@csrf_exempt  # a visitor has no session that could be misused; see tickets.py
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: Request) -> HttpResponse:
    """Ask for help: three short steps at one address, then a reference told once."""
    if request.actor.kind is not Kind.PUBLIC:
        return render(request, "public/staff.html")
    if request.method != "POST" and request.GET:
        return redirect(request.path)
    visit = Visit(request.POST, actor=request.actor)
    with translation.override(visit.language.code):
        response = _answer(request, visit)
    # Not even our own server is told where its visitor comes from.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: Request, visit: Visit) -> HttpResponse:
    at = time.time()
    known = tickets.read(visit.ticket, at=at)
    ticket = known or tickets.issue(at=at)
    if request.method != "POST" or not visit.goes_on:
        step = visit.previous
        return _show(request, visit, _step(visit, step, ticket))
    wrong = _first_wrong(visit, ticket)
    if wrong is not None:
        return _show(request, visit, wrong)
    if visit.step != LAST:
        after = STEPS[STEPS.index(visit.step) + 1]
        return _show(request, visit, _step(visit, after, ticket))
    last = Shown(step=LAST, form=visit.form(LAST, asked=True), ticket=ticket)
    if known is None or comes_from_elsewhere(request):
        return _show(request, visit, replace(last, late=True))
    in_line, wait = _take_turn(request, visit, ticket, at)
    if wait:
        return _show(request, visit, replace(last, ticket=in_line, wait=wait))
    return _send(request, visit, ticket, at)


def _step(visit: Visit, step: str, ticket: Ticket) -> Shown:
    return Shown(step=step, form=visit.form(step, asked=False), ticket=ticket)


def _first_wrong(visit: Visit, ticket: Ticket) -> Shown | None:
    """The first step, up to this one, whose answers cannot be taken as they are."""
    for step in STEPS[: STEPS.index(visit.step) + 1]:
        form = visit.form(step, asked=True)
        if not form.is_valid():
            return Shown(step=step, form=form, ticket=ticket)
    return None


def _take_turn(request: Request, visit: Visit, ticket: Ticket, at: float) -> tuple[Ticket, int]:
    """The form with its moment, which is told once, and how long it must still wait for it."""
    if not ticket.not_before:
        turn = pace.take_turn(request, proved=_is_proved(visit, ticket), at=at)
        if turn is None:
            return ticket, pace.LONGEST_WAIT
        ticket = ticket.delayed(until=turn)
    return ticket, max(0, ticket.not_before - int(at))


def _is_proved(visit: Visit, ticket: Ticket) -> bool:
    return proof.is_solved(visit.proof, ticket)


def _send(request: Request, visit: Visit, ticket: Ticket, at: float) -> HttpResponse:
    outcome = actions.send(
        actor=request.actor,
        ticket=ticket,
        content=visit.enquiry(reference=ticket.reference),
        now=timezone.now(),
    )
    if not outcome.first and not ticket.not_before:
        pace.give_back_turn(request, proved=_is_proved(visit, ticket), at=at)
    context = {
        **_common(visit),
        "reference": french.pairs(ticket.reference),
        "covered": outcome.covered,
    }
    return render(request, "public/done.html", context, status=201)


def _show(request: Request, visit: Visit, shown: Shown) -> HttpResponse:
    context = {
        **_common(visit),
        "shown": shown,
        "form": shown.form,
        "carried": visit.carried(shown.step),
        "number": STEPS.index(shown.step) + 1,
        "steps": len(STEPS),
        "challenge": proof.challenge(shown.ticket) if shown.step == LAST else "",
        "proof": visit.proof,
    }
    return render(request, "public/step.html", context)


def _common(visit: Visit) -> dict[str, Any]:
    return {"language": visit.language, "languages": LANGUAGES, "by_a_minor": visit.by_a_minor}


@login_not_required
@require_safe
def paper(request: Request) -> HttpResponse:
    """The same questions in the same order, to be filled by hand; nothing says whose it is."""
    return render(
        request, "public/paper.html", {"sheets": forms.forms_on_paper(actor=request.actor)}
    )

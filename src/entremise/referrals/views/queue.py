"""The worker's queue: what came in, why it is urgent, and one deed at a time."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.base.french import NBSP, birth, pairs, short_when
from entremise.base.refusals import refusals_on
from entremise.cases import queries as cases
from entremise.organisation.queries import my_posts, queues_of_departement
from entremise.referrals import actions, queries
from entremise.referrals.forms import queue as forms
from entremise.referrals.queries.known import joinable, known_by_code, likely_known

Page = Callable[[Request, UUID], HttpResponse]
ERASED = "La saisine est classée sans suite. Ce qui disait qui elle est a été effacé."
ERASED_LATER = (
    "La saisine est classée sans suite. Ce qui dit qui elle est sera effacé dans"
    f" {actions.KEPT_AFTER_END.days}{NBSP}jours."
)


@require_GET
def queue(request: Request) -> HttpResponse:
    """What waits, in the order in which to try."""
    rows = queries.queue(actor=request.actor, now=timezone.now())
    context = {"rows": rows, "owed": queries.owed_count(actor=request.actor)}
    return render(request, "referrals/queue.html", context)


@require_GET
def referral(request: Request, referral_id: UUID) -> HttpResponse:
    """Read one referral; the journal keeps it."""
    opened = actions.open_referral(
        actor=request.actor, referral_id=referral_id, now=timezone.now()
    )
    ended = queries.ending(actor=request.actor, referral_id=referral_id)
    context = {"opened": opened, "row": opened.referral, "ended": ended}
    return render(request, "referrals/referral.html", context)


def _while_it_waits(page: Page) -> Page:
    """Ask nothing about a referral that waits no more: say what became of it."""

    @wraps(page)
    def unless_ended(request: Request, referral_id: UUID) -> HttpResponse:
        ended = queries.ending(actor=request.actor, referral_id=referral_id)
        if ended is None:
            return page(request, referral_id)
        return render(request, "referrals/ended.html", {"ended": ended}, status=409)

    return unless_ended


@require_http_methods(["GET", "POST"])
@_while_it_waits
def take(request: Request, referral_id: UUID) -> HttpResponse:
    """Take a referral, after looking at who may already be known."""
    now = timezone.now()
    opened = actions.open_referral(actor=request.actor, referral_id=referral_id, now=now)
    likely = likely_known(actor=request.actor, referral_id=referral_id, now=now)
    form = forms.Take(
        request.POST or None,
        posts=my_posts(actor=request.actor),
        people=_people(likely),
        initial={"last_name": opened.card.last_name, "first_name": opened.card.first_name},
    )
    if form.is_valid():
        data = form.cleaned_data
        kind, _, identifier = data["who"].partition(":")
        with refusals_on(form):
            case = actions.take(
                actor=request.actor,
                referral_id=referral_id,
                post_id=UUID(data["post"]),
                person_id=UUID(identifier) if kind == "person" else None,
                case_id=UUID(identifier) if kind == "case" else None,
                card=form.corrected(opened.card),
                position=data["position"],
                restricted=data["restricted"],
                now=now,
            )
            return _taken(
                request,
                opened,
                case.pk,
                restricted=case.restricted,
                done="La saisine est prise.",
            )
    context = {"form": form, "opened": opened, "row": opened.referral, "likely": likely}
    return render(request, "referrals/take.html", context)


def _taken(
    request: Request, opened: actions.OpenReferral, case_id: UUID, *, restricted: bool, done: str
) -> HttpResponse:
    """On to the case, saying what the officer sees of it."""
    told = opened.referral.receipt_id is not None and not restricted
    seen = " L’agent voit « prise en charge »." if told else ""
    messages.success(request, done + seen)
    return redirect("desk:case", case_id)


@require_http_methods(["GET", "POST"])
@_while_it_waits
def join(request: Request, referral_id: UUID) -> HttpResponse:
    """Join it to a case that is there: one that may be hers, or one whose code is known."""
    now = timezone.now()
    opened = actions.open_referral(actor=request.actor, referral_id=referral_id, now=now)
    likely = likely_known(actor=request.actor, referral_id=referral_id, now=now)
    form = forms.Join(
        request.POST or None,
        posts=my_posts(actor=request.actor),
        likely=joinable(likely),
        find=lambda code: known_by_code(actor=request.actor, code=code, now=now),
    )
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            case = actions.take(
                actor=request.actor,
                referral_id=referral_id,
                post_id=UUID(data["post"]),
                case_id=UUID(data["case"]),
                position=data["position"],
                now=now,
            )
            return _taken(
                request,
                opened,
                case.pk,
                restricted=case.restricted,
                done="La saisine est rattachée à cette situation.",
            )
    context = {"form": form, "opened": opened, "row": opened.referral, "likely": likely}
    return render(request, "referrals/join.html", context)


def _people(likely: cases.Answer) -> list[tuple[str, str]]:
    """The persons and cases that the referral may join, as choices."""
    choices = []
    for found in likely.found:
        name = f"{found.name.display} {birth(found.name.born)}".strip()
        choices += [
            (
                f"case:{case.pk}",
                f"{name} : rattacher à la situation {case.code}, {case.get_state_display()}",
            )
            for case in found.cases
        ]
        choices.append((f"person:{found.person_id}", f"{name} : ouvrir une autre situation"))
    return choices


def _deed(
    request: Request,
    referral_id: UUID,
    *,
    heading: str,
    form: django_forms.Form,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """The shape of the short deeds: one form, back to the queue."""
    if form.is_valid():
        with refusals_on(form):
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect("referrals:queue")
    opened = actions.open_referral(
        actor=request.actor, referral_id=referral_id, now=timezone.now()
    )
    context = {"form": form, "opened": opened, "row": opened.referral, "heading": heading}
    return render(request, "referrals/deed.html", context)


@require_http_methods(["GET", "POST"])
@_while_it_waits
def plan(request: Request, referral_id: UUID) -> HttpResponse:
    """Say on which day it will be taken."""
    return _deed(
        request,
        referral_id,
        heading="Planifier",
        form=forms.Plan(request.POST or None),
        act=lambda data: actions.plan(
            actor=request.actor, referral_id=referral_id, on=data["on"], now=timezone.now()
        ),
        done="Le jour est noté. Le délai de la saisine continue de courir.",
    )


@require_http_methods(["GET", "POST"])
@_while_it_waits
def send_on(request: Request, referral_id: UUID) -> HttpResponse:
    """Send it to the queue that should have it."""
    return _deed(
        request,
        referral_id,
        heading="Rediriger",
        form=forms.Redirect(
            request.POST or None, queues=queues_of_departement(actor=request.actor)
        ),
        act=lambda data: actions.redirect(
            actor=request.actor,
            referral_id=referral_id,
            queue_id=UUID(data["queue"]),
            reason=data["reason"],
            now=timezone.now(),
        ),
        done="La saisine est dans l’autre file. Son délai continue de courir.",
    )


@require_http_methods(["GET", "POST"])
@_while_it_waits
def decline(request: Request, referral_id: UUID) -> HttpResponse:
    """End it without a case."""
    form = forms.Decline(request.POST or None)
    return _deed(
        request,
        referral_id,
        heading="Sans suite",
        form=form,
        act=lambda data: actions.decline(
            actor=request.actor,
            referral_id=referral_id,
            reason=data["reason"],
            now=timezone.now(),
        ),
        done=ERASED if form.is_valid() and form.she_declined else ERASED_LATER,
    )


@require_http_methods(["GET", "POST"])
@_while_it_waits
def urgency(request: Request, referral_id: UUID) -> HttpResponse:
    """Raise freely; lower with a reason, and from the first tier with a second reader."""
    opened = actions.open_referral(
        actor=request.actor, referral_id=referral_id, now=timezone.now()
    )
    current = opened.tier

    def act(data: dict[str, Any]) -> None:
        to = data["to"]
        common: dict[str, Any] = {
            "actor": request.actor,
            "referral_id": referral_id,
            "to": to,
            "now": timezone.now(),
        }
        if to < current:
            actions.raise_tier(**common)
        else:
            actions.lower_tier(reason=data["reason"], **common)

    return _deed(
        request,
        referral_id,
        heading="Changer l’urgence",
        form=forms.Urgency(request.POST or None, initial={"to": int(current)}),
        act=act,
        done="C’est noté. Baisser « aujourd’hui » demande encore l’accord de quelqu’un d’autre.",
    )


@require_POST
def second(request: Request, change_id: UUID) -> HttpResponse:
    """Confirm or refuse a lowering that another worker proposed."""
    agree = request.POST.get("answer") == "agree"
    actions.second_lowering(
        actor=request.actor, change_id=change_id, agree=agree, now=timezone.now()
    )
    messages.success(
        request, "L’urgence est baissée." if agree else "L’urgence reste « aujourd’hui »."
    )
    return redirect("referrals:queue")


@require_http_methods(["GET", "POST"])
@_while_it_waits
def approach(request: Request, referral_id: UUID) -> HttpResponse:
    """Decide whether she may be approached."""
    return _deed(
        request,
        referral_id,
        heading="Prendre contact ?",
        form=forms.Approach(request.POST or None),
        act=lambda data: actions.decide_approach(
            actor=request.actor,
            referral_id=referral_id,
            safe=data["safe"],
            reason=data["reason"],
            now=timezone.now(),
        ),
        done="La décision et son motif sont gardés.",
    )


@require_http_methods(["GET", "POST"])
@_while_it_waits
def duplicate(request: Request, referral_id: UUID) -> HttpResponse:
    """Say that it repeats another waiting referral."""
    others = [
        (str(row.id), _as_it_waits(row))
        for row in queries.queue(actor=request.actor, now=timezone.now())
        if row.id != referral_id
    ]
    return _deed(
        request,
        referral_id,
        heading="En double",
        form=forms.Duplicate(request.POST or None, others=others),
        act=lambda data: actions.mark_duplicate(
            actor=request.actor,
            referral_id=referral_id,
            of=UUID(data["of"]),
            now=timezone.now(),
        ),
        done="La saisine est jointe à l’autre.",
    )


def _as_it_waits(row: queries.QueueRow) -> str:
    """A referral by what the queue shows of it: no name, which only the opened page tells."""
    reference = f"référence {pairs(row.reference)}" if row.reference else ""
    parts = [
        f"reçue le {short_when(row.received_at)}",
        *(reference, row.unit or row.source, row.commune, row.form),
        f"{row.tier.label}{NBSP}: {', '.join(row.reasons) or row.problem}",
    ]
    return ", ".join(filter(None, parts))

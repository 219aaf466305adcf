"""How she can be reached: everything that matters before dialling, and no number."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import tell_meanwhile
from entremise.base.errors import Conflict, NotPossible
from entremise.base.refusals import refusals_on
from entremise.cases import queries as case_queries
from entremise.cases.actions import consult
from entremise.contact import actions, forms, queries
from entremise.contact.views.reaching import WAYS
from entremise.people import queries as people_queries


@require_GET
def channels(request: Request, case_id: UUID) -> HttpResponse:
    """The ways to reach her, what was tried, what is planned."""
    request.actor.require(Can.CHANNEL_READ)
    now = timezone.now()
    case = consult(actor=request.actor, case_id=case_id, now=now)
    lines = people_queries.channels_of(actor=request.actor, person_id=case.person_id, now=now)
    context = {
        "case": case,
        "lines": [
            (
                line,
                [
                    (way, act, line.verdicts[act])
                    for way, act in WAYS.items()
                    if act in line.verdicts
                ],
            )
            for line in lines
        ],
        "agreement": people_queries.agreement(actor=request.actor, person_id=case.person_id),
        "attempts": queries.attempts_of(actor=request.actor, case_id=case_id),
        "appointments": queries.appointments_of(actor=request.actor, case_id=case_id),
        "sessions": queries.sessions_of(actor=request.actor, case_id=case_id),
    }
    return render(request, "contact/channels.html", context)


@require_http_methods(["GET", "POST"])
def add_channel(request: Request, case_id: UUID) -> HttpResponse:
    """Note a way to reach her."""
    request.actor.require(Can.CHANNEL_WRITE)
    case = case_queries.case(actor=request.actor, case_id=case_id)
    form = forms.Channel(request.POST or None, initial=forms.CAREFUL)
    if form.is_valid():
        with refusals_on(form):
            actions.add_channel(
                actor=request.actor,
                case_id=case.pk,
                kind=form.cleaned_data["kind"],
                value=form.cleaned_data["value"],
                words=form.words(),
                checked=form.cleaned_data["checked"],
                now=timezone.now(),
            )
            messages.success(request, "Le moyen de contact est enregistré.")
            return redirect("contact:channels", case_id)
    return render(request, "contact/channel.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
def change_channel(request: Request, case_id: UUID, channel_id: UUID) -> HttpResponse:
    """Change what is noted of it; the number itself is not shown here."""
    request.actor.require(Can.CHANNEL_WRITE)
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    line = people_queries.channel(
        actor=request.actor, channel_id=channel_id, person_id=case.person_id, now=timezone.now()
    )
    form = forms.ChangedChannel(request.POST or None, kind=line.kind, initial=_answers(line))
    if form.is_valid():
        try:
            actions.change_channel(
                actor=request.actor,
                channel_id=channel_id,
                case_id=case.pk,
                version=form.cleaned_data["version"],
                value=form.cleaned_data["value"],
                words=form.words(),
                checked=form.cleaned_data["checked"],
                now=timezone.now(),
            )
        except Conflict as clash:
            tell_meanwhile(form, clash)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Le moyen de contact est modifié.")
            return redirect("contact:channels", case_id)
    return render(request, "contact/channel.html", {"case": case, "form": form, "line": line})


def _answers(line: people_queries.ChannelLine) -> dict[str, Any]:
    """The form of a stored channel."""
    return {
        **forms.hours_of(line.window),
        **line.instructions,
        "safe": line.safe,
        "message": line.message,
        "sms": line.sms,
        "origin": line.origin,
        "owner": line.owner,
        "protection": line.protection,
        "protected_from": line.protected_from,
        "protected_until": line.protected_until,
        "version": line.version,
    }


@require_http_methods(["GET", "POST"])
def agreement(request: Request, case_id: UUID) -> HttpResponse:
    """Who calls whom, the code phrase, paper: what was agreed with her."""
    request.actor.require(Can.CHANNEL_WRITE)
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    kept = people_queries.agreement(actor=request.actor, person_id=case.person_id)
    start = {"she_calls_us": kept.she_calls_us, "paper": kept.paper, "version": kept.version}
    form = forms.Agreement(request.POST or None, initial=start)
    if form.is_valid():
        try:
            actions.agree(
                actor=request.actor,
                case_id=case.pk,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except Conflict as clash:
            tell_meanwhile(form, clash)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Ce qui est convenu avec elle est enregistré.")
            return redirect("contact:channels", case_id)
    return render(request, "contact/agreement.html", {"case": case, "form": form, "kept": kept})

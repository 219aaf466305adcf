"""Lots of cards: made, counted out, printed; and the code that a caller reads on hers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.french import in_paris
from entremise.base.refusals import refusals_on
from entremise.referrals import actions, forms, queries


@require_http_methods(["GET", "POST"])
def lots(request: Request) -> HttpResponse:
    """The lots of the service, and the form that makes one."""
    now = timezone.now()
    posts = queries.posts_of_cards(actor=request.actor)
    form = forms.Lot(
        request.POST or None,
        posts=posts,
        units=queries.units_of_cards(actor=request.actor),
        today=in_paris(now).date(),
    )
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            lot = actions.make_lot(
                actor=request.actor,
                post_id=UUID(given["post"]),
                unit_id=UUID(given["unit"]),
                count=given["count"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                now=now,
            )
            messages.success(
                request, f"Le lot « {lot.said} » est fait. Imprimez-le, puis notez sa remise."
            )
            return redirect("referrals:cards")
    context = {
        "form": form,
        "lots": queries.lots(actor=request.actor),
        "has_post": bool(posts),
        "records": request.actor.may(Can.REFERRAL_RECORD),
    }
    return render(request, "referrals/cards.html", context)


@require_http_methods(["GET", "POST"])
def hand(request: Request, lot_id: UUID) -> HttpResponse:
    """Note that a lot was handed to its unit."""
    now = timezone.now()
    lot = queries.lot(actor=request.actor, lot_id=lot_id)
    form = forms.Handing(request.POST or None, lot=lot, today=in_paris(now).date())
    if form.is_valid():
        with refusals_on(form):
            actions.hand_lot(actor=request.actor, lot_id=lot_id, now=now, **form.cleaned_data)
            messages.success(request, f"La remise du lot « {lot.said} » est notée.")
            return redirect("referrals:cards")
    return render(request, "referrals/hand_cards.html", {"form": form, "lot": lot})


@require_POST
def sheet(request: Request, lot_id: UUID) -> HttpResponse:
    """A page of ten cards, to print and to cut; the journal keeps that it was shown."""
    printed = actions.print_cards(actor=request.actor, lot_id=lot_id, now=timezone.now())
    return render(request, "referrals/card_sheet.html", {"sheet": printed})


@require_http_methods(["GET", "POST"])
def found(request: Request) -> HttpResponse:
    """The code heard on the telephone: its lot, and the earlier referrals that may be hers.

    The code travels in the body; what it leads to is for the worker alone, never for the caller.
    """
    request.actor.require(Can.REFERRAL_RECORD)
    form = forms.HeardCode(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context["found"] = actions.look_up_code(
            actor=request.actor, text=form.cleaned_data["code"], now=timezone.now()
        )
    return render(request, "referrals/card_found.html", context)

"""The pages of a partner's access: a key, a form, what was said back. No account, no menu.

The key is typed, never part of an address: what stays in histories, in logs and in the mail
scanners of hospitals is the address of a page that everybody may know.
"""

import time

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.actor import Kind
from entremise.access.middleware import Request
from entremise.accounts import devices
from entremise.base.errors import NotPossible
from entremise.referrals import actions, forms, queries

TOO_MANY_KEYS = "Trop d’essais depuis ce réseau. Attendez dix minutes, puis recommencez."
TOO_MANY = (
    "Trop de saisines en une heure avec cet accès. Attendez, ou téléphonez au service : rien de "
    "ce que vous avez écrit n’est perdu, la page le garde sous vos yeux."
)
UNKNOWN_KEY = (
    "Cette clé n’ouvre rien : elle est peut-être mal recopiée, ou son accès a pris fin. "
    "Demandez-en une autre au service qui vous l’a remise."
)


@login_not_required
@require_http_methods(["GET", "POST"])
def enter(request: Request) -> HttpResponse:
    """Ask for the key; nothing here says which organisations have one."""
    if request.actor.kind is Kind.LINK:
        return redirect("referrals:partner_refer")
    form = forms.Key(request.POST or None)
    if form.is_valid():
        if not devices.may_try_a_key(request):
            form.add_error(None, TOO_MANY_KEYS)
        else:
            link_id = queries.link_of_key(actor=request.actor, key=form.cleaned_data["key"])
            if link_id is not None:
                request.session.cycle_key()
                request.session[queries.SESSION_KEY] = {"id": str(link_id), "at": time.time()}
                return redirect("referrals:partner_refer")
            form.add_error("key", UNKNOWN_KEY)
    return render(request, "referrals/partner/enter.html", {"form": form})


def _ended(request: Request) -> HttpResponse:
    """The access was closed, or left idle: what had been written is given back."""
    context = {"form": forms.Key(), "ended": request.method == "POST"}
    return render(request, "referrals/partner/enter.html", context, status=403)


@login_not_required
@require_http_methods(["GET", "POST"])
def refer(request: Request) -> HttpResponse:
    """Refer for the organisation: how to reach her without danger comes first."""
    if request.actor.kind is not Kind.LINK:
        return _ended(request)
    link = queries.own_link(actor=request.actor)
    form = forms.PartnerReferral(
        request.POST or None, actor=request.actor, elected=link.is_elected
    )
    if form.is_valid() and _send(request, form):
        return redirect("referrals:partner_receipts")
    return render(request, "referrals/partner/refer.html", {"form": form, "link": link})


def _send(request: Request, form: forms.PartnerReferral) -> bool:
    if not devices.may_refer_by_key(request, link=str(request.actor.id)):
        form.add_error(None, TOO_MANY)
        return False
    content = actions.NewReferral(**form.content())
    try:
        outcome = actions.refer_by_link(actor=request.actor, content=content, now=timezone.now())
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    if outcome.counted_only:
        messages.success(
            request,
            "Son refus est compté, sans rien garder d’elle : ce qui a été écrit n’est pas "
            "enregistré.",
        )
    else:
        messages.success(request, "La saisine est reçue.")
    return True


@login_not_required
@require_GET
def receipts(request: Request) -> HttpResponse:
    """What this access referred: received; more, only where the person agreed."""
    if request.actor.kind is not Kind.LINK:
        return _ended(request)
    context = {
        "link": queries.own_link(actor=request.actor),
        "lines": queries.own_receipts(actor=request.actor),
    }
    return render(request, "referrals/partner/receipts.html", context)


@login_not_required
@require_POST
def leave(request: Request) -> HttpResponse:
    """Close the pages of the access on this computer."""
    request.session.pop(queries.SESSION_KEY, None)
    return redirect("referrals:partner")

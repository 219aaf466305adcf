"""Accounts of those who work, by the technical administration."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.refusals import refusals_on
from entremise.organisation import actions, forms, queries

PER_PAGE = 60


@require_safe
def accounts(request: Request) -> HttpResponse:
    """Accounts, by name."""
    request.actor.require(Can.ACCOUNT_WRITE)
    filters = forms.AccountFilter(request.GET)
    filters.is_valid()
    rows = queries.accounts(
        actor=request.actor,
        text=filters.cleaned_data.get("q", ""),
        role=filters.cleaned_data.get("role", ""),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "organisation/accounts.html", {"filters": filters, "page": page})


def _places(request: Request) -> dict[str, Any]:
    actor = request.actor
    return {
        "employers": queries.employers(actor=actor),
        "units": queries.every_open_unit(actor=actor),
        "departements": queries.departements(actor=actor),
    }


def _belongs(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "employer_id": UUID(data["employer"]) if data["employer"] else None,
        "unit_id": UUID(data["unit"]) if data["unit"] else None,
        "departement": data["departement"],
    }


@never_cache
@require_http_methods(["GET", "POST"])
def new_account(request: Request) -> HttpResponse:
    """Open an account; the link to the first password is shown once."""
    request.actor.require(Can.ACCOUNT_WRITE)
    form = forms.NewAccount(request.POST or None, **_places(request))
    if form.is_valid():
        data = form.cleaned_data
        with refusals_on(form):
            first = actions.open_account(
                actor=request.actor,
                email=data["email"],
                name=data["name"],
                role=data["role"],
                now=timezone.now(),
                **_belongs(data),
            )
            return _link_page(request, first)
    return render(request, "organisation/account_form.html", {"form": form})


def _link_page(request: Request, first: actions.FirstLogin) -> HttpResponse:
    """The one page that shows the link: it is nowhere else, and a new one replaces it."""
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": first.uid, "key": first.key}
    )
    context = {"first": first, "link": request.build_absolute_uri(path)}
    return render(request, "organisation/account_link.html", context)


@require_http_methods(["GET", "POST"])
def account(request: Request, user_id: UUID) -> HttpResponse:
    """One account: its name and the place it belongs to."""
    request.actor.require(Can.ACCOUNT_WRITE)
    row = queries.account(actor=request.actor, user_id=user_id)
    belongs = getattr(row, "affiliation", None)
    initial = {
        "name": row.name,
        "employer": str(getattr(belongs, "employer_id", None) or ""),
        "unit": str(getattr(belongs, "unit_id", None) or ""),
        "departement": getattr(belongs, "departement_id", None) or "",
    }
    form = forms.Belonging(request.POST or None, initial=initial, **_places(request))
    if form.is_valid():
        with refusals_on(form):
            actions.change_account(
                actor=request.actor,
                user_id=user_id,
                name=form.cleaned_data["name"],
                now=timezone.now(),
                **_belongs(form.cleaned_data),
            )
            messages.success(request, "Le compte est corrigé.")
            return redirect("organisation:account", user_id)
    context = {"form": form, "account": row, "own": row.pk == request.actor.id}
    return render(request, "organisation/account.html", context)


@never_cache
@require_POST
def new_link(request: Request, user_id: UUID) -> HttpResponse:
    """Make a new link for somebody who cannot get in."""
    first = actions.renew_first_login(actor=request.actor, user_id=user_id, now=timezone.now())
    return _link_page(request, first)


@require_POST
def close_account(request: Request, user_id: UUID) -> HttpResponse:
    """Close an account: its sessions end at once."""
    actions.close_account(actor=request.actor, user_id=user_id, now=timezone.now())
    messages.success(request, "Le compte est fermé, ses sessions aussi.")
    return redirect("organisation:account", user_id)


@require_POST
def reopen_account(request: Request, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    actions.reopen_account(actor=request.actor, user_id=user_id, now=timezone.now())
    messages.success(request, "Le compte est rouvert.")
    return redirect("organisation:account", user_id)


@require_POST
def forget_factor(request: Request, user_id: UUID) -> HttpResponse:
    """A phone was lost: the next login enrols a new one."""
    actions.forget_second_factor(actor=request.actor, user_id=user_id, now=timezone.now())
    messages.success(
        request, "À la prochaine connexion, une nouvelle seconde protection sera demandée."
    )
    return redirect("organisation:account", user_id)

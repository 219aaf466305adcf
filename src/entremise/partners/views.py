"""The directory on the screen."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import corrections_on
from entremise.base.errors import Conflict
from entremise.base.french import in_paris
from entremise.partners import actions, forms, queries

PER_PAGE = 40
FILTERS = {"besoin": "need", "nature": "kind", "commune": "commune", "q": "text"}


def _chosen(request: Request) -> dict[str, str]:
    """The filters of the address, short and without surprise."""
    return {
        name: request.GET.get(key, "").replace("\0", "")[:80].strip()
        for key, name in FILTERS.items()
    }


def _links(request: Request, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Each filter as links: a page for each value, the others kept."""
    known = queries.filters(actor=request.actor)
    rows = []
    for key, title, options in (
        ("besoin", "Besoin", known.needs),
        ("nature", "Nature", known.kinds),
        ("commune", "Commune", known.communes),
    ):
        current = chosen[FILTERS[key]]
        kept = {other: chosen[name] for other, name in FILTERS.items() if chosen[name]}
        links = [("Tous", _address(kept | {key: ""}), not current)]
        links += [
            (option.label, _address(kept | {key: option.code}), option.code == current)
            for option in options
        ]
        rows.append({"key": key, "title": title, "current": current, "links": links})
    return rows


def _address(parameters: dict[str, str]) -> str:
    return "?" + urlencode({key: value for key, value in parameters.items() if value})


@require_safe
def directory(request: Request) -> HttpResponse:
    """The services, by need, kind and commune."""
    chosen = _chosen(request)
    found = queries.services(actor=request.actor, **chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    today = in_paris(timezone.now()).date()
    context = {
        "page": page,
        "services": [(one, one.to_check(today)) for one in page],
        "rows": _links(request, chosen),
        "chosen": {key: chosen[name] for key, name in FILTERS.items() if chosen[name]},
        "filters": any(chosen.values()),
        "may_write": request.actor.may(Can.DIRECTORY_WRITE),
        "opens_links": request.actor.may(Can.PARTNER_LINK_WRITE),
        "reads_fiches": request.actor.may(Can.FICHE_READ),
    }
    return render(request, "partners/directory.html", context)


@require_safe
def service(request: Request, service_id: UUID) -> HttpResponse:
    """One service: what it does and how to ask for it."""
    one = queries.service(actor=request.actor, service_id=service_id)
    context = {
        "service": one,
        "zones": queries.zone_names(actor=request.actor, zones=one.zones),
        "to_check": one.to_check(in_paris(timezone.now()).date()),
        "may_write": request.actor.may(Can.DIRECTORY_WRITE),
    }
    return render(request, "partners/service.html", context)


@require_safe
def numbers(request: Request) -> HttpResponse:
    """The numbers that hold everywhere in France."""
    known = queries.national_numbers(actor=request.actor)
    return render(request, "partners/numbers.html", {"numbers": known})


@require_http_methods(["GET", "HEAD", "POST"])
def add_service(request: Request) -> HttpResponse:
    """Add a service, and its organisation if it is new."""
    request.actor.require(Can.DIRECTORY_WRITE)
    form = forms.ServiceForm(
        request.POST or None,
        actor=request.actor,
        partners=queries.partners(actor=request.actor),
        initial={"reach": "departement"},
    )
    if form.is_valid():
        now = timezone.now()
        partner_id = form.partner_id or _new_partner(request, form).pk
        made = actions.add_service(
            actor=request.actor,
            partner_id=partner_id,
            now=now,
            checked=form.cleaned_data["checked"],
            **form.facts(),
        )
        messages.success(request, "Le service est dans le répertoire.")
        return redirect("partners:service", made.pk)
    return render(request, "partners/service_form.html", {"form": form})


def _new_partner(request: Request, form: forms.ServiceForm) -> Any:
    return actions.add_partner(
        actor=request.actor, name=form.cleaned_data["new_partner"].strip(), now=timezone.now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_service(request: Request, service_id: UUID) -> HttpResponse:
    """Correct a service."""
    request.actor.require(Can.DIRECTORY_WRITE)
    one = queries.service(actor=request.actor, service_id=service_id)
    names = queries.zone_names(actor=request.actor, zones=one.zones)
    form = forms.ServiceForm(
        request.POST or None,
        actor=request.actor,
        partners=queries.partners(actor=request.actor),
        initial=forms.initial_of_service(one, names),
    )
    status = 200
    if form.is_valid():
        try:
            _correct(request, service_id, form)
        except Conflict as clash:
            status = 409
            form.compare(clash)
        else:
            messages.success(request, "Le service est corrigé.")
            return redirect("partners:service", service_id)
    context = {"form": form, "service": one}
    return render(request, "partners/service_form.html", context, status=status)


@transaction.atomic
def _correct(request: Request, service_id: UUID, form: forms.ServiceForm) -> None:
    """All or nothing: no new organisation stays behind a correction that was refused."""
    now = timezone.now()
    actions.change_service(
        actor=request.actor,
        service_id=service_id,
        version=form.read,
        now=now,
        partner_id=form.partner_id or _new_partner(request, form).pk,
        **form.facts(),
    )
    if form.cleaned_data["checked"]:
        actions.mark_checked(actor=request.actor, service_id=service_id, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
def change_partner(request: Request, partner_id: UUID) -> HttpResponse:
    """Correct an organisation."""
    request.actor.require(Can.DIRECTORY_WRITE)
    one = queries.partner(actor=request.actor, partner_id=partner_id)
    form = forms.PartnerForm(
        request.POST or None, actor=request.actor, initial=forms.initial_of_partner(one)
    )
    if form.is_valid():
        with corrections_on(form):
            actions.change_partner(
                actor=request.actor,
                partner_id=partner_id,
                version=form.read,
                now=timezone.now(),
                **form.facts(),
            )
            messages.success(request, "L’organisme est corrigé.")
            return redirect("partners:directory")
    return render(request, "partners/partner_form.html", {"form": form, "partner": one})


@require_POST
def mark_checked(request: Request, service_id: UUID) -> HttpResponse:
    """« Vérifié aujourd’hui »."""
    actions.mark_checked(actor=request.actor, service_id=service_id, now=timezone.now())
    messages.success(request, "La fiche est notée comme vérifiée aujourd’hui.")
    return redirect("partners:service", service_id)


@require_POST
def close_service(request: Request, service_id: UUID) -> HttpResponse:
    """The service no longer exists."""
    actions.close_service(actor=request.actor, service_id=service_id, now=timezone.now())
    messages.success(request, "Le service est noté comme fermé : il n’est plus proposé.")
    return redirect("partners:directory")

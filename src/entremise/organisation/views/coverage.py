"""Who covers what, and what the local partners agreed."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import floatformat
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import corrections_on
from entremise.base.french import number
from entremise.organisation import actions, forms, queries


def chosen_departement(request: Request) -> str:
    """The département asked for, else the one where the actor works."""
    return request.GET.get("departement") or queries.home_departement(actor=request.actor)


@require_safe
def coverage(request: Request) -> HttpResponse:
    """Which posts cover which unit today, where the holes are, inhabitants for a post."""
    request.actor.require(Can.GROUND_READ)
    code = chosen_departement(request)
    departements = queries.departements(actor=request.actor)
    known = next((row for row in departements if row.pk == code), None)
    sheet = (
        queries.coverage(actor=request.actor, departement=code, on=timezone.localdate())
        if known
        else None
    )
    return render(
        request,
        "organisation/coverage.html",
        {
            "departement": known,
            "sheet": sheet,
            "figures": _figures(sheet) if sheet else {},
            "source": queries.source_of_places(actor=request.actor),
            "keeps_accounts": request.actor.may(Can.ACCOUNT_WRITE),
            "notes_absences": request.actor.may(Can.ABSENCE_WRITE),
            "national": queries.NATIONAL_INHABITANTS_PER_POST,
            "asked": queries.ASKED_INHABITANTS_PER_POST,
            "filters": forms.DepartementChoice(
                initial={"departement": code}, departements=departements
            ),
        },
    )


def _figures(sheet: queries.Coverage) -> dict[str, str]:
    """The figures in words: a decimal comma, and how far from the national mean."""
    ratio = sheet.inhabitants_per_fte
    national = queries.NATIONAL_INHABITANTS_PER_POST
    gap = round(100 * (ratio - national) / national) if ratio else 0
    side = "de plus" if gap > 0 else "de moins"
    return {
        "fte": floatformat(sheet.fte, -2),
        "staffed": f"dont {floatformat(sheet.staffed_fte, -2)} avec quelqu’un aujourd’hui",
        "without": f"{number(sheet.inhabitants_without_a_post)} habitants",
        "gap": f"{abs(gap)} % {side} que la moyenne nationale" if ratio and gap else "",
    }


@require_safe
def communes(request: Request) -> JsonResponse:
    """The communes that begin by these letters, for the field that proposes them."""
    found = queries.find_communes(actor=request.actor, text=request.GET.get("q", "")[:60])
    return JsonResponse(
        {"results": [{"value": one.pk, "label": forms.label(one)} for one in found]}
    )


@require_http_methods(["GET", "POST"])
def protocol(request: Request, departement: str) -> HttpResponse:
    """The local protocol: who to call at night, and the clocks of the queue."""
    request.actor.require(Can.GROUND_READ)
    place = queries.departement(actor=request.actor, code=departement)
    kept = queries.protocol_for(actor=request.actor, departement=place.pk)
    initial = {name: getattr(kept, name) for name in forms.Protocol.base_fields}
    form = forms.Protocol(request.POST or None, initial=initial)
    if form.is_valid():
        with corrections_on(form):
            actions.write_protocol(
                actor=request.actor,
                departement=place.pk,
                version=form.read,
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, "Le protocole est enregistré.")
            return redirect("organisation:protocol", place.pk)
    writes = queries.keeps_protocol(actor=request.actor, departement=place.pk)
    context = {"form": form, "departement": place, "kept": kept, "writes": writes}
    return render(request, "organisation/protocol.html", context)

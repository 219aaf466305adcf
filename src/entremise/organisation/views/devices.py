"""The computers that units share, for those who enrol and remove them."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.accounts import sessions
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.organisation import actions, forms, queries

SECONDS_A_DAY = 24 * 3600


@require_safe
def devices(request: Request) -> HttpResponse:
    """The shared computers of one's units, and how to remove each."""
    request.actor.require(Can.DEVICE_WRITE)
    today = in_paris(timezone.now()).date()
    context = {
        "lines": queries.shared_devices(actor=request.actor, today=today),
        "here": queries.device_of_request(request),
        "writes_units": request.actor.may(Can.ACCOUNT_WRITE),
    }
    return render(request, "organisation/devices.html", context)


@require_http_methods(["GET", "POST"])
def enrol_device(request: Request) -> HttpResponse:
    """Enrol this very computer; who asks has just proved again who he is."""
    request.actor.require(Can.DEVICE_WRITE)
    response: HttpResponse = _enrol(request)
    return response


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def _enrol(request: Request) -> HttpResponse:
    actor = request.actor
    wanted = forms.ChosenUnit(request.POST or request.GET)
    chosen = wanted.cleaned_data["unit"] if wanted.is_valid() else None
    units = queries.units_of_devices(actor=actor, unit_id=chosen)
    form = forms.DeviceForm(request.POST or None, units=units, initial={"unit": chosen})
    if form.is_valid():
        device, secret = actions.enrol_device(
            actor=actor,
            unit_id=UUID(form.cleaned_data["unit"]),
            name=form.cleaned_data["name"],
            now=timezone.now(),
        )
        sessions.share(request.session, device_id=str(device.pk))
        messages.success(
            request, "Cet ordinateur est enregistré. Votre session y est courte, elle aussi."
        )
        response = redirect("organisation:devices")
        _mark(response, secret)
        return response
    context = {"form": form, "units": units, "days": settings.SHARED_DEVICE_DAYS}
    return render(request, "organisation/device_form.html", context)


def _mark(response: HttpResponse, secret: str) -> None:
    """Give the browser its cookie: no script reads it, no other site sends it with a form."""
    response.set_cookie(
        settings.SHARED_DEVICE_COOKIE,
        secret,
        max_age=settings.SHARED_DEVICE_DAYS * SECONDS_A_DAY,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/",
    )


@require_POST
def remove_device(request: Request, device_id: UUID) -> HttpResponse:
    """Remove a computer, wherever it stands."""
    try:
        actions.remove_device(actor=request.actor, device_id=device_id, now=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "L’ordinateur est retiré. Les sessions qui y sont ouvertes se ferment."
        )
    return redirect("organisation:devices")

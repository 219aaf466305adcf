"""The private calendar: the page of its owner, and the address that a program reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from entremise.access.middleware import Request
from entremise.accounts import devices
from entremise.base.errors import NotPossible
from entremise.contact import actions, queries
from entremise.contact.queries.ics import as_icalendar
from entremise.people.safety import Act, outgoing

# Where the address waits to be shown once: in the session, which is sealed.
NEW_ADDRESS = "adresse_agenda"


@require_http_methods(["GET", "POST"])
def own_calendar(request: Request) -> HttpResponse:
    """One's own address: opened, renewed, closed; shown once."""
    if request.method == "POST":
        return _change(request)
    feed = queries.own_feed(actor=request.actor)
    secret = request.session.pop(NEW_ADDRESS, "")
    address = reverse("contact:calendar", args=[secret]) if secret else ""
    context = {"feed": feed, "address": request.build_absolute_uri(address) if address else ""}
    return render(request, "contact/calendar.html", context)


def _change(request: Request) -> HttpResponse:
    now = timezone.now()
    try:
        if request.POST.get("deed") == "close":
            actions.close_calendar(actor=request.actor, now=now)
            messages.success(request, "L’adresse est fermée : elle ne répond plus.")
        else:
            request.session[NEW_ADDRESS] = actions.open_calendar(actor=request.actor, now=now)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("contact:own_calendar")


@login_not_required
@require_GET
@outgoing(Act.CALENDAR)
def calendar(request: Request, secret: str) -> HttpResponse:
    """Neutral lines, for a program that knows the address. A wrong one and a closed one are the
    same missing page."""
    if not devices.may_read_a_calendar(request, secret=secret):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    now = timezone.now()
    found = queries.calendar_at(actor=request.actor, secret=secret, now=now)
    if found is None:
        raise Http404
    return HttpResponse(as_icalendar(found, now=now), content_type="text/calendar; charset=utf-8")

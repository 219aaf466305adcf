"""The worker's own agenda: hours, a discreet line, a link. No name of anybody helped."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from entremise.access.middleware import Request
from entremise.base.french import midnight
from entremise.contact import queries
from entremise.contact.queries import planner
from entremise.organisation.queries import presence


def _asked(request: Request) -> dt.date:
    """The day asked, or today where it makes no sense."""
    try:
        asked = parse_date(request.GET.get("jour", ""))
    except ValueError:
        asked = None
    today = timezone.localdate()
    return asked if asked is not None and abs((asked - today).days) < 3650 else today


@require_GET
def day(request: Request) -> HttpResponse:
    """One day."""
    return _page(request, _asked(request), days=1)


@require_GET
def week(request: Request) -> HttpResponse:
    """Monday to Sunday of the week asked."""
    asked = _asked(request)
    return _page(request, asked - dt.timedelta(days=asked.weekday()), days=7)


def _page(request: Request, first: dt.date, *, days: int) -> HttpResponse:
    after = first + dt.timedelta(days=days)
    now = timezone.now()
    slots = queries.agenda(actor=request.actor, first=midnight(first), last=midnight(after))
    shown = planner.days(
        first,
        days,
        slots,
        presence(actor=request.actor, first=first, last=after - dt.timedelta(days=1)),
    )
    context = {
        "days": shown,
        "rows": planner.rows(shown),
        "absences": planner.absences(shown),
        "to_move": planner.to_move(shown),
        "is_week": days > 1,
        "is_day": days == 1,
        "first": first,
        "today": timezone.localdate(),
        "before": first - dt.timedelta(days=days),
        "after": after,
        "left": list(queries.appointments_left(actor=request.actor, now=now)[:20]),
        "to_settle": list(queries.appointments_to_settle(actor=request.actor, now=now)[:20]),
    }
    return render(request, "contact/agenda.html", context)

"""The worker's own agenda: hours, a discreet line, a link. No name."""

import datetime as dt
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from entremise.access.middleware import Request
from entremise.base.french import PARIS, in_paris
from entremise.contact import queries


def _asked(request: Request) -> dt.date:
    """The day asked, or today where it makes no sense."""
    try:
        asked = parse_date(request.GET.get("jour", ""))
    except ValueError:
        asked = None
    today = timezone.localdate()
    return asked if asked is not None and abs((asked - today).days) < 3650 else today


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=PARIS)


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
    last = first + dt.timedelta(days=days)
    slots = queries.agenda(actor=request.actor, first=_midnight(first), last=_midnight(last))
    by_day = {
        day: list(group)
        for day, group in groupby(slots, key=lambda slot: in_paris(slot.starts_at).date())
    }
    shown = [first + dt.timedelta(days=ahead) for ahead in range(days)]
    context = {
        "days": [(one, by_day.get(one, [])) for one in shown],
        "is_week": days > 1,
        "is_day": days == 1,
        "first": first,
        "today": timezone.localdate(),
        "before": first - dt.timedelta(days=days),
        "after": last,
        "to_settle": list(
            queries.appointments_to_settle(actor=request.actor, now=timezone.now())[:20]
        ),
    }
    return render(request, "contact/agenda.html", context)

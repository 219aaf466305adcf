"""Pages of figures."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.statistics import actions, forms, queries

QUARTER_STARTS = (1, 4, 7, 10)


def _free_period(request: Request, today: dt.date) -> tuple[forms.Period, dt.date, dt.date]:
    """The days asked for by somebody who may see the rows."""
    usual = {"first": dt.date(today.year, 1, 1), "last": today}
    form = forms.Period(request.GET or None, initial=usual)
    data = form.cleaned_data if form.is_valid() else {}
    last = data.get("last")
    first = data.get("first") or dt.date((last or today).year, 1, 1)
    return form, first, last or max(today, first)


def _whole_year(request: Request, today: dt.date) -> tuple[forms.Year, dt.date, dt.date]:
    """A year, up to its last finished quarter: two close periods would give a small count away."""
    quarter = max(month for month in QUARTER_STARTS if month <= today.month)
    last = dt.date(today.year, quarter, 1) - dt.timedelta(days=1)
    form = forms.Year(request.GET or None, latest=last.year)
    year = (form.cleaned_data.get("year") if form.is_valid() else None) or last.year
    return form, dt.date(year, 1, 1), min(last, dt.date(year, 12, 31))


def _period(request: Request) -> tuple[forms.Period | forms.Year, dt.date, dt.date]:
    today = timezone.localdate()
    if request.actor.may(Can.FIGURES_OPEN):
        return _free_period(request, today)
    return _whole_year(request, today)


@require_GET
def figures(request: Request) -> HttpResponse:
    """The figures of a period."""
    request.actor.require(Can.FIGURES_READ)
    form, first, last = _period(request)
    asked: dict[str, Any] = {"actor": request.actor, "first": first, "last": last}
    tables = {by: queries.referrals(by=by, **asked) for by in queries.BY}
    context = {
        "form": form,
        "first": first,
        "last": last,
        "tables": tables.values(),
        "waiting": tables["state"].count("received"),
        "delays": queries.delays(**asked),
        "doors": [queries.doors(by=by, **asked) for by in queries.DOORS],
        "steps": queries.DOOR_STEPS,
        "funnel": queries.FUNNEL,
        "cards": queries.card_delays(**asked),
        "refusals": queries.refusals(**asked),
        "set_aside": queries.set_aside(**asked),
        "orientations": queries.orientations(**asked),
        "known": queries.known_before(**asked),
        "opens": request.actor.may(Can.FIGURES_OPEN),
        "opens_lines": queries.opens(actor=request.actor),
        "answers": queries.ANSWERS,
        "classes": queries.CLASSES,
    }
    return render(request, "statistics/figures.html", context)


@require_GET
def rows(request: Request, by: str) -> HttpResponse:
    """The lines behind one count."""
    step = request.GET.get("step", "")
    said = queries.step_of(actor=request.actor, by=by, step=step)
    if not queries.opens(actor=request.actor).get(by) or said is None:
        raise Http404
    _form, first, last = _period(request)
    # PostgreSQL takes no NUL; no label has one.
    code = request.GET.get("code", "").replace("\x00", "")
    lines = actions.open_lines(
        actor=request.actor,
        by=by,
        code=code,
        step=step,
        first=first,
        last=last,
        now=timezone.now(),
    )
    context = {
        "by": by,
        "lines": lines.shown,
        "withheld": lines.withheld,
        "title": queries.title_of(actor=request.actor, by=by),
        "step": said,
        "label": queries.label_of(actor=request.actor, by=by, code=code),
        "first": first,
        "last": last,
        "opens_cases": request.actor.may(Can.CASE_READ),
    }
    return render(request, "statistics/rows.html", context)

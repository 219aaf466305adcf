"""« Elle est là maintenant »: raised by the unit, answered by who is on duty."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.errors import NotAllowed, NotPossible
from entremise.referrals import actions, forms, queries

STOP_ASKING = 286
# Without JavaScript the page loads itself again, which is a sign of life: not for ever.
ASKS_FOR = timedelta(minutes=30)


@require_POST
def raise_alert(request: Request) -> HttpResponse:
    """Alert the duty worker; the next page shows the number to call first."""
    request.actor.require(Can.ALERT_RAISE)
    form = forms.UnitChoice(request.POST)
    if not form.is_valid():
        raise NotAllowed("unit")
    alert = actions.raise_alert(
        actor=request.actor, unit_id=form.cleaned_data["unit"], now=timezone.now()
    )
    return redirect("referrals:alert", alert.pk)


@require_GET
def status(request: Request, alert_id: UUID) -> HttpResponse:
    """The number to call, and whether somebody answers."""
    alert = queries.alert_status(actor=request.actor, alert_id=alert_id)
    reading = queries.reading_of(actor=request.actor, unit_id=alert.unit.pk, now=timezone.now())
    context = {"alert": alert, "alert_id": alert_id, "reading": reading, **_waiting(alert)}
    return render(request, "referrals/alert.html", context)


@require_GET
def answering(request: Request, alert_id: UUID) -> HttpResponse:
    """The part of that page that says whether somebody answers; it asks for it by itself.

    286: once somebody answers, the page stops asking.
    """
    alert = queries.alert_status(actor=request.actor, alert_id=alert_id)
    status = 200 if alert.acknowledged_at is None else STOP_ASKING
    context = {"alert": alert, "alert_id": alert_id, **_waiting(alert)}
    return render(request, "referrals/parts/answering.html", context, status=status)


def _waiting(alert: queries.AlertStatus) -> dict[str, bool]:
    """Whether it is worth asking again, and whether the first wait is over."""
    waited = timezone.now() - alert.raised_at
    patience = timedelta(minutes=settings.ALERT_MINUTES)
    unanswered = alert.acknowledged_at is None
    return {"waits": unanswered and waited < ASKS_FOR, "is_late": unanswered and waited > patience}


@require_GET
def watch(request: Request) -> HttpResponse:
    """The alerts that wait for an answer, as far as the clock shows them to the reader."""
    if not (request.actor.may(Can.ALERT_ANSWER) or request.actor.may(Can.ALERT_WATCH)):
        raise NotAllowed("alerts")
    alerts = queries.waiting_alerts(actor=request.actor, now=timezone.now())
    return render(request, "referrals/alerts.html", {"alerts": alerts})


@require_GET
def ringing(request: Request) -> HttpResponse:
    """The part of a page that says that somebody waits; an open page asks for it by itself."""
    if not (request.actor.may(Can.ALERT_ANSWER) or request.actor.may(Can.ALERT_WATCH)):
        raise NotAllowed("alerts")
    alerts = queries.waiting_alerts(actor=request.actor, now=timezone.now())
    return render(request, "referrals/parts/ringing.html", {"alerts": alerts})


@require_POST
def acknowledge(request: Request, alert_id: UUID) -> HttpResponse:
    """Say « I answer »."""
    try:
        actions.acknowledge(actor=request.actor, alert_id=alert_id, now=timezone.now())
    except NotPossible as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "C’est noté : vous répondez. L’unité le voit.")
    return redirect("referrals:alerts")

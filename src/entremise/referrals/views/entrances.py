"""One screen for each door: an officer alone, an officer who dictates, a call, a visit."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.accounts import sessions
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import short_when
from entremise.base.refusals import refusals_on
from entremise.organisation import queries as organisation
from entremise.partners import queries as directory
from entremise.referrals import actions, forms, queries

REFUSAL_COUNTED = (
    "Son refus est compté, sans rien garder d’elle : ce qui a été écrit n’est pas enregistré."
)
UNIT_GONE = (
    "L’unité choisie n’est plus ouverte, ou n’est pas la vôtre. Vérifiez l’unité ci-dessus, puis"
    " envoyez à nouveau : rien n’est perdu."
)


@require_GET
def new(request: Request) -> HttpResponse:
    """The door that fits the role: a call for a worker, the unit's own page for an officer."""
    if request.actor.may(Can.REFERRAL_RECORD):
        return redirect("referrals:record", forms.DOORS[0].path)
    return redirect("referrals:refer")


@require_http_methods(["GET", "POST"])
def record(request: Request, door: str) -> HttpResponse:
    """A worker writes down what she is told, by phone, at the desk or under dictation."""
    request.actor.require(Can.REFERRAL_RECORD)
    chosen = next((one for one in forms.DOORS if one.path == door), None)
    if chosen is None:
        raise NotAllowed(door)
    posts = organisation.my_posts(actor=request.actor)
    place = posts[0].employer.departement_id if posts else ""
    form = forms.WorkerReferral(
        request.POST or None,
        actor=request.actor,
        departement=place,
        door=chosen,
        initial={"card_code": request.GET.get("code", "")[:60]},
    )
    if form.is_valid():
        content = actions.NewReferral(**form.content())
        with refusals_on(form):
            outcome = actions.receive(actor=request.actor, content=content, now=timezone.now())
            if content.received_at is not None:
                messages.info(request, f"Reçue le {short_when(content.received_at)}.")
            _tell_worker(request, outcome, {post.queue_id for post in posts})
            return redirect("referrals:queue")
    context = {
        "form": form,
        "door": chosen,
        "doors": forms.DOORS,
        "units": organisation.units_for(actor=request.actor, departement=place),
        "has_post": bool(posts),
        "partners": directory.partners(actor=request.actor) if chosen.is_partner else [],
    }
    return render(request, "referrals/record.html", context)


@require_GET
def sheet(request: Request) -> HttpResponse:
    """The questions of the screen to be filled by hand, when nothing else works; nobody's name."""
    request.actor.require(Can.REFERRAL_RECORD)
    form = forms.WorkerReferral(actor=request.actor, departement="", door=forms.PAPER)
    return render(request, "referrals/sheet.html", {"parts": form.on_sheet()})


def _tell_worker(request: Request, outcome: actions.Outcome, own: set[UUID]) -> None:
    if outcome.counted_only:
        messages.success(request, REFUSAL_COUNTED)
    elif outcome.queue_id in own:
        messages.success(request, "La saisine est dans votre file.")
    else:
        messages.success(request, "La saisine est transmise au poste qui couvre ce lieu.")


@require_http_methods(["GET", "POST"])
def refer(request: Request) -> HttpResponse:
    """An officer alone: who will read and when stands above the form, before anything is sent."""
    request.actor.require(Can.REFERRAL_MAKE)
    units = queries.units_of_actor(actor=request.actor)
    if not units:
        written = [request.POST.get(name, "").strip() for name in forms.TEXTS]
        return render(request, "referrals/no_unit.html", {"written": list(filter(None, written))})
    wanted = request.POST.get("unit") or request.GET.get("unite", "")
    unit = next((one for one in units if str(one.pk) == wanted), units[0])
    now = timezone.now()
    reading = queries.reading_of(actor=request.actor, unit_id=unit.pk, now=now)
    form = forms.OfficerReferral(
        request.POST or None, actor=request.actor, unit=unit, alone=reading.nobody_soon
    )
    if request.method == "POST" and wanted not in ("", str(unit.pk)):
        form.add_error(None, UNIT_GONE)
    if form.is_valid() and _send(request, form, now):
        sessions.end_soon(request.session)
        return redirect("referrals:receipts")
    sessions.last_long(request.session)
    context = {"form": form, "unit": unit, "units": units, "reading": reading}
    return render(request, "referrals/refer.html", context)


def _send(request: Request, form: forms.OfficerReferral, now: datetime) -> bool:
    content = actions.NewReferral(**form.content())
    try:
        outcome = actions.receive(actor=request.actor, content=content, now=now)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    if outcome.counted_only:
        messages.success(request, REFUSAL_COUNTED)
    elif outcome.queue_id is None:
        messages.warning(
            request,
            "La saisine est gardée, mais aucun poste ne couvre cette unité. Une coordination "
            "verra l’heure et le lieu quand elle ouvrira sa page : s’il y a urgence, téléphonez.",
        )
    else:
        messages.success(request, "La saisine est transmise.")
    return True


@require_GET
def receipts(request: Request) -> HttpResponse:
    """The officer's own referrals: received, taken up, nothing else."""
    lines = queries.receipts(actor=request.actor)
    return render(request, "referrals/receipts.html", {"receipts": lines})

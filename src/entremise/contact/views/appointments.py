"""Appointments of a case."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import corrections_on
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.base.refusals import refusals_on
from entremise.cases import queries as case_queries
from entremise.cases.actions import consult
from entremise.contact import actions, forms, queries
from entremise.contact.queries.places import entrance_of
from entremise.organisation.queries import (
    readers_of_queue,
    rooms_of_units,
    units_for,
)

DEEDS = {
    "honore": (actions.keep, "C’est noté : elle est venue."),
    "manque": (actions.miss, "C’est noté : elle n’est pas venue."),
    "annule": (actions.cancel, "Le rendez-vous est annulé."),
}


ENTRANCE = {True: " (entrée séparée)", False: " (pas d’entrée séparée)", None: ""}
OUTSIDE = (
    "C’est en dehors des heures notées pour cette salle : vérifiez avec l’unité qu’elle est libre."
)


class _Planning:
    """What both pages that fix a meeting need: units, colleagues, the free hours of a place."""

    def __init__(self, request: Request, case: Any, row: Any = None) -> None:
        self.request, self.case, self.row = request, case, row
        self.worker_id = (
            queries.receiver(actor=request.actor, row=row) if row else request.actor.id
        )
        self.now = timezone.now()
        self.today = timezone.localdate()
        self.units = self._units()
        self.wanted = forms.WantedPlace(self._asked(), units=self.units)
        self.unit_id = self._unit_id()
        self.place = self._place()

    def _units(self) -> list[tuple[str, str]]:
        """The units that receive people, each with what is known of how one gets in."""
        actor = self.request.actor
        every = units_for(actor=actor, departement=self.case.employer.departement_id)
        there = self.row.unit_id if self.row else None
        units = [unit for unit in every if unit.receives_public or unit.pk == there]
        rooms = rooms_of_units(actor=actor, unit_ids=[unit.pk for unit in units], on=self.today)
        said = {unit.pk: ENTRANCE[entrance_of(unit, rooms.get(unit.pk, []))] for unit in units}
        return [(str(unit.pk), f"{unit.name}{said[unit.pk]}") for unit in units]

    def _asked(self) -> dict[str, Any] | None:
        """The place that the page is about: the one asked, the one answered, the one it has."""
        if self.request.GET.get("unite"):
            return self.request.GET.dict()
        unit = self.request.POST.get("unit") or (self.row and str(self.row.unit_id or ""))
        return {"unite": unit} if unit else None

    def _unit_id(self) -> UUID | None:
        if not self.wanted.is_bound or not self.wanted.is_valid():
            return None
        # Of a form that was sent, the unit is the one it says.
        answered = self.request.POST.get("unit", "")
        known = {code for code, _name in self.units}
        return UUID(answered if answered in known else self.wanted.cleaned_data["unite"])

    def _place(self) -> Any:
        if self.unit_id is None:
            return None
        return queries.place(
            actor=self.request.actor,
            case_id=self.case.pk,
            unit_id=self.unit_id,
            on=self.today,
        )

    @property
    def minutes(self) -> int:
        return int(self.wanted.cleaned_data["duree"] or 60) if self.place else 60

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """The units, the rooms of the one chosen, the colleagues who read the same queue."""
        actor = self.request.actor
        readers = readers_of_queue(actor=actor, queue_id=self.case.post.queue_id, on=self.today)
        seconds = {reader.user_id: reader.name for reader in readers}
        # Whoever fixes it may come along, even from another queue; whoever receives is the first.
        seconds.setdefault(actor.id, actor.name)
        seconds.pop(self.worker_id, None)
        rooms = self.place.rooms if self.place else []
        return {
            "units": self.units,
            "rooms": [(str(room.pk), room.name) for room in rooms],
            "seconds": [(str(user_id), name) for user_id, name in seconds.items()],
        }

    def initial(self) -> dict[str, Any]:
        """What the address of a free hour already answers."""
        asked = self.request.GET
        if self.unit_id is None or not asked.get("unite"):
            return {}
        chosen = {"unit": str(self.unit_id), "place": "unit", "minutes": self.minutes}
        return {
            **chosen,
            **{
                field: asked[name]
                for field, name in (("day", "jour"), ("start", "heure"), ("room", "salle"))
                if asked.get(name)
            },
        }

    def context(self, form: Any) -> dict[str, Any]:
        first = self.wanted.cleaned_data.get("jour") if self.place else None
        free = []
        if self.place:
            free = queries.free_rooms(
                actor=self.request.actor,
                worker_id=self.worker_id,
                rooms=self.place.rooms,
                minutes=self.minutes,
                first=max(self.today, min(first, _last_day(self.today))) if first else self.today,
                now=self.now,
            )
        return {
            "case": self.case,
            "shut": self.case.state == self.case.State.CLOSED,
            "form": form,
            "wanted": self.wanted,
            "place": self.place,
            "free": free,
            "minutes": self.minutes,
        }

    def say_outside(self, row: Any) -> None:
        if queries.outside_hours(actor=self.request.actor, row=row):
            messages.warning(self.request, OUTSIDE)


def _last_day(today: date) -> date:
    return today + timedelta(days=366)


@require_http_methods(["GET", "POST"])
def plan(request: Request, case_id: UUID) -> HttpResponse:
    """Fix an appointment."""
    request.actor.require(Can.CONTACT_MAKE)
    case = case_queries.case(actor=request.actor, case_id=case_id)
    planning = _Planning(request, case)
    form = forms.Meeting(request.POST or None, initial=planning.initial(), **planning.choices())
    if form.is_valid():
        with refusals_on(form):
            row = actions.plan(
                actor=request.actor,
                case_id=case_id,
                meeting=actions.Meeting(**form.agreed()),
                now=timezone.now(),
            )
            messages.success(request, "Le rendez-vous est fixé.")
            planning.say_outside(row)
            return redirect("contact:appointment", case_id, row.pk)
    return render(request, "contact/plan.html", planning.context(form))


def _row(request: Request, case_id: UUID, appointment_id: UUID) -> Any:
    row = queries.appointment(actor=request.actor, appointment_id=appointment_id)
    if row.case_id != case_id:
        raise Http404
    return row


@require_GET
def appointment(request: Request, case_id: UUID, appointment_id: UUID) -> HttpResponse:
    """One appointment, and what can be said of it."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    row = _row(request, case_id, appointment_id)
    over = row.starts_at <= timezone.now()
    where = None
    if row.unit_id is not None:
        where = queries.place(
            actor=request.actor,
            case_id=case_id,
            unit_id=row.unit_id,
            on=in_paris(row.starts_at).date(),
        )
    context = {
        "row": row,
        "case": case,
        "over": over,
        "place": where,
        "left": queries.receiver(actor=request.actor, row=row) != row.worker_id,
        "outside": not over and queries.outside_hours(actor=request.actor, row=row),
    }
    return render(request, "contact/appointment.html", context)


@require_http_methods(["GET", "POST"])
def move(request: Request, case_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Fix it at another time or place."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    row = _row(request, case_id, appointment_id)
    planning = _Planning(request, case, row)
    form = forms.Meeting(
        request.POST or None,
        initial={**_answers(row), **planning.initial()},
        **planning.choices(),
    )
    if form.is_valid():
        with corrections_on(form):
            moved = actions.move(
                actor=request.actor,
                appointment_id=appointment_id,
                version=form.read,
                meeting=actions.Meeting(**form.agreed()),
                now=timezone.now(),
            )
            messages.success(request, "Le rendez-vous est fixé.")
            planning.say_outside(moved)
            return redirect("contact:appointment", case_id, appointment_id)
    return render(request, "contact/plan.html", {**planning.context(form), "row": row})


def _answers(row: Any) -> dict[str, Any]:
    starts_at = in_paris(row.starts_at)
    return {
        "day": starts_at.date(),
        "start": starts_at.time(),
        "minutes": int((row.ends_at - row.starts_at).total_seconds() // 60),
        "place": row.place,
        "unit": str(row.unit_id or ""),
        "room": str(row.room_id or ""),
        "second": "partner" if row.with_partner else str(row.second_id or ""),
        "line": row.line,
        "where": row.where,
        "version": row.version,
    }


@require_POST
def settle(request: Request, case_id: UUID, appointment_id: UUID, deed: str) -> HttpResponse:
    """She came, she did not, or it is called off."""
    _row(request, case_id, appointment_id)
    if deed not in DEEDS:
        raise Http404
    act, done = DEEDS[deed]
    try:
        act(actor=request.actor, appointment_id=appointment_id, now=timezone.now())
    except NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("contact:appointment", case_id, appointment_id)

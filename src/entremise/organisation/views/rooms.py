"""Rooms that units lend: which, how one gets in, when."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.conflict import corrections_on
from entremise.base.refusals import refusals_on
from entremise.organisation import actions, forms, queries

ENTRANCE = {True: "yes", False: "no", None: ""}
ENTRANCES = ("separate_entrance", "waiting_apart")
FACTS = ("name", "one_at_a_time", "minutes_between", "note", "closed_on", "version")


@require_http_methods(["GET", "POST"])
def rooms(request: Request, unit_id: UUID) -> HttpResponse:
    """The rooms of a unit; those who answer for it add one."""
    request.actor.require(Can.GROUND_READ)
    unit = queries.unit(actor=request.actor, unit_id=unit_id)
    writes = queries.keeps_rooms_of(actor=request.actor, unit_id=unit_id)
    form = forms.RoomForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            room = actions.add_room(
                actor=request.actor,
                unit_id=unit_id,
                facts=actions.RoomFacts(**form.cleaned_data),
                now=timezone.now(),
            )
            messages.success(request, "La salle est notée. Dites maintenant à quelles heures.")
            return redirect("organisation:room", room.pk)
    context = {
        "unit": unit,
        "form": form,
        "writes": writes,
        "rooms": queries.every_room_of(actor=request.actor, unit_id=unit_id),
        "today": timezone.localdate(),
    }
    return render(request, "organisation/rooms.html", context)


@require_http_methods(["GET", "POST"])
def room(request: Request, room_id: UUID) -> HttpResponse:
    """A room and its hours; those who answer for its unit correct it."""
    row = queries.room(actor=request.actor, room_id=room_id)
    form = forms.RoomForm(request.POST or None, initial=_facts_of(row))
    if form.is_valid():
        with corrections_on(form):
            actions.change_room(
                actor=request.actor,
                room_id=room_id,
                version=form.read,
                facts=actions.RoomFacts(**form.cleaned_data),
                now=timezone.now(),
            )
            messages.success(request, "La salle est corrigée.")
            return redirect("organisation:room", room_id)
    return _room_page(request, row, facts=form)


@require_POST
def add_hours(request: Request, room_id: UUID) -> HttpResponse:
    """Add hours to a room."""
    request.actor.require(Can.ROOM_WRITE)
    row = queries.room(actor=request.actor, room_id=room_id)
    form = forms.RoomHoursForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            actions.add_room_hours(
                actor=request.actor, room_id=row.pk, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "Les heures sont notées.")
            return redirect("organisation:room", room_id)
    return _room_page(request, row, facts=forms.RoomForm(initial=_facts_of(row)), hours=form)


def _facts_of(row: Any) -> dict[str, Any]:
    """What the form of a room shows of it before anything is typed."""
    known: dict[str, Any] = {name: ENTRANCE[getattr(row, name)] for name in ENTRANCES}
    return known | {name: getattr(row, name) for name in FACTS}


def _room_page(
    request: Request,
    row: Any,
    *,
    facts: forms.RoomForm,
    hours: forms.RoomHoursForm | None = None,
) -> HttpResponse:
    context = {
        "room": row,
        "form": hours or facts,
        "facts": facts,
        "hours": hours or forms.RoomHoursForm(initial={"valid_from": timezone.localdate()}),
        "writes": queries.keeps_rooms_of(actor=request.actor, unit_id=row.unit_id),
        "today": timezone.localdate(),
    }
    return render(request, "organisation/room.html", context)


@require_POST
def remove_hours(request: Request, room_id: UUID, hours_id: UUID) -> HttpResponse:
    """Take hours off a room."""
    actions.remove_room_hours(
        actor=request.actor, room_id=room_id, hours_id=hours_id, now=timezone.now()
    )
    messages.success(request, "Ces heures sont retirées. Les rendez-vous déjà fixés restent.")
    return redirect("organisation:room", room_id)

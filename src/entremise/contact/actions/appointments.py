"""Appointments: fixed, moved, kept, missed, cancelled, fixed again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris, when
from entremise.cases.actions import append
from entremise.contact.actions.attempts import open_case
from entremise.contact.models import Appointment, Deed
from entremise.contact.queries import receiver
from entremise.organisation.models import Room, Unit
from entremise.organisation.queries import away_at, readers_of_queue, rooms_of

Place, State = Appointment.Place, Appointment.State
LONGEST = timedelta(hours=12)
FARTHEST = timedelta(days=366)
TAKEN = "Créneau indisponible. Choisissez une autre heure."


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What is agreed of an appointment."""

    place: Appointment.Place
    starts_at: datetime
    ends_at: datetime
    unit_id: UUID | None = None
    room_id: UUID | None = None
    second_id: UUID | None = None
    with_partner: bool = False
    line: Appointment.Line = Appointment.Line.INTERVIEW
    where: str = ""


@transaction.atomic
def plan(*, actor: Actor, case_id: UUID, meeting: Meeting, now: datetime) -> Appointment:
    """Fix an appointment with the actor."""
    actor.require(Can.CONTACT_MAKE)
    case = open_case(actor=actor, case_id=case_id)
    row = Appointment(id=uuid4(), case=case, worker_id=actor.id)
    _write(actor, row, meeting, now)
    _book(row, new=True)
    _tell(actor, row, Deed.PLANNED, now)
    return row


@transaction.atomic
def move(
    *, actor: Actor, appointment_id: UUID, version: int, meeting: Meeting, now: datetime
) -> Appointment:
    """Fix it at another time or place; missed or cancelled, it is fixed again.

    The actor takes it over from a worker who no longer reads the case, whose hour is then free.
    """
    actor.require(Can.CONTACT_MAKE)
    # Its case first, as whoever closes it: an hour fixed meanwhile would be of a closed case.
    found = Appointment.objects.visible_to(actor).get(pk=appointment_id)
    open_case(actor=actor, case_id=found.case_id)
    row = _locked(actor, appointment_id)
    row.renew(version)
    row.move_to(State.PLANNED)
    row.worker_id = receiver(actor=actor, row=row)
    _write(actor, row, meeting, now)
    _book(row, new=False)
    _tell(actor, row, Deed.MOVED, now)
    return row


@transaction.atomic
def keep(*, actor: Actor, appointment_id: UUID, now: datetime) -> Appointment:
    """She came, or answered. Not before the hour of the appointment."""
    return _settle(actor, appointment_id, State.KEPT, Deed.KEPT, now)


@transaction.atomic
def miss(*, actor: Actor, appointment_id: UUID, now: datetime) -> Appointment:
    """She did not come: victims are often not ready the first time."""
    return _settle(actor, appointment_id, State.MISSED, Deed.MISSED, now)


@transaction.atomic
def cancel(*, actor: Actor, appointment_id: UUID, now: datetime) -> Appointment:
    """Call it off: the hour is free again."""
    return _settle(actor, appointment_id, State.CANCELLED, Deed.CANCELLED, now)


def _locked(actor: Actor, appointment_id: UUID) -> Appointment:
    actor.require(Can.CONTACT_MAKE)
    row = (
        Appointment.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("case__post")
        .get(pk=appointment_id)
    )
    keyring.load([row.case_id])
    return row


def _settle(
    actor: Actor, appointment_id: UUID, state: Appointment.State, deed: Deed, now: datetime
) -> Appointment:
    row = _locked(actor, appointment_id)
    if state is not State.CANCELLED and row.starts_at > now:
        raise NotPossible("Ce rendez-vous n’a pas encore eu lieu.")
    if row.state == state:
        raise NotPossible(f"Ce rendez-vous est déjà noté : {state.label}.")
    row.move_to(state)
    row.version += 1
    row.save(update_fields=["state", "version"])
    _tell(actor, row, deed, now)
    return row


def _write(actor: Actor, row: Appointment, meeting: Meeting, now: datetime) -> None:
    if meeting.starts_at <= now:
        raise NotPossible("Cette heure est passée. Choisissez une heure à venir.")
    if meeting.starts_at > now + FARTHEST:
        raise NotPossible("C’est dans plus d’un an. Vérifiez l’année.")
    if not timedelta(0) < meeting.ends_at - meeting.starts_at <= LONGEST:
        raise NotPossible("Un rendez-vous finit après son début, le même jour.")
    if meeting.place is Place.HOME and meeting.second_id is None and not meeting.with_partner:
        raise NotPossible("Une visite à domicile se fait à deux : dites avec qui.")
    if meeting.second_id == row.worker_id:
        raise NotPossible("La deuxième personne est quelqu’un d’autre.")
    is_colleague = meeting.second_id not in (None, actor.id)
    if is_colleague and meeting.second_id not in _readers(actor, row, meeting):
        raise NotPossible("Choisissez quelqu’un de la même file.")
    _refuse_absences(actor, row, meeting)
    row.unit = _unit(meeting)
    row.room = _room(actor, row.unit, meeting)
    row.place = meeting.place
    row.starts_at, row.ends_at = meeting.starts_at, meeting.ends_at
    row.second_id = meeting.second_id
    row.with_partner = meeting.with_partner
    row.line = meeting.line
    row.where = meeting.where.strip()


def _readers(actor: Actor, row: Appointment, meeting: Meeting) -> set[UUID | None]:
    on = in_paris(meeting.starts_at).date()
    readers = readers_of_queue(actor=actor, queue_id=row.case.post.queue_id, on=on)
    return {reader.user_id for reader in readers}


def _unit(meeting: Meeting) -> Unit | None:
    if meeting.place is not Place.UNIT:
        return None
    unit = Unit.objects.filter(pk=meeting.unit_id).first() if meeting.unit_id else None
    if unit is None or unit.closed_on is not None:
        raise NotPossible("Choisissez une unité ouverte.")
    return unit


def _room(actor: Actor, unit: Unit | None, meeting: Meeting) -> Room | None:
    """Where the unit lends a room, the meeting is in it: two people there must not meet."""
    if unit is None:
        return None
    day = in_paris(meeting.starts_at).date()
    rooms = {room.pk: room for room in rooms_of(actor=actor, unit_id=unit.pk, on=day)}
    if not rooms:
        return None
    if meeting.room_id is None and len(rooms) == 1:
        return next(iter(rooms.values()))
    if meeting.room_id not in rooms:
        raise NotPossible("Choisissez la salle : cette unité en a une ou plusieurs.")
    return rooms[meeting.room_id]


def _refuse_absences(actor: Actor, row: Appointment, meeting: Meeting) -> None:
    """Nobody receives while away; who replaces is named, since she may."""
    workers = [worker for worker in (row.worker_id, meeting.second_id) if worker is not None]
    away = away_at(
        actor=actor, user_ids=workers, starts_at=meeting.starts_at, ends_at=meeting.ends_at
    )
    if not away:
        return
    whose = "Votre absence est notée" if away[0].mine else f"L’absence de {away[0].name} est notée"
    instead = ", ".join(away[0].replaced_by)
    replaced = f"Remplacement : {instead}." if instead else "Aucun remplacement n’est noté."
    raise NotPossible(f"{whose} {away[0].words}. Choisissez une autre date. {replaced}")


def _book(row: Appointment, *, new: bool) -> None:
    """Save, unless a worker or the room is taken then: the database says so, even of two at once.

    Whoever has taken it, and whoever asks, the words are the same: nobody learns from a refusal
    that somebody else is received.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=new)
    except IntegrityError as clash:
        if "double booking" in str(clash) or "entremise: away" in str(clash):
            raise NotPossible(TAKEN) from None
        raise


def _tell(actor: Actor, row: Appointment, deed: Deed, now: datetime) -> None:
    append(
        actor=actor,
        case_id=row.case_id,
        at=now,
        kind=deed,
        text=f"{when(row.starts_at)}, {Place(row.place).label}",
        subject_id=row.pk,
    )
    event = Event.APPOINTMENT_PLANNED if deed is Deed.PLANNED else Event.APPOINTMENT_CHANGED
    journal.record(actor, event, at=now, case_id=row.case_id, reason=deed.value)

"""The computers that units share: which one this is, and what it may spare an officer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from entremise.access.actor import NOBODY, Actor
from entremise.access.roles import Can, Role
from entremise.accounts.models import User
from entremise.base.french import in_paris
from entremise.organisation.models import SharedDevice, Unit
from entremise.organisation.models.devices import hash_of_secret
from entremise.organisation.queries.reach import actor_of

POLICE = (Role.OFFICER, Role.CHIEF)


@dataclass(frozen=True, kw_only=True)
class Device:
    """A computer that still counts: which one, of which unit."""

    id: UUID
    unit_id: UUID
    name: str
    unit: str


def device_of_request(request: HttpRequest) -> Device | None:
    """The shared computer that asks, by its cookie; None once it was removed or has expired."""
    secret = request.COOKIES.get(settings.SHARED_DEVICE_COOKIE, "")
    if not secret:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.living_device(%s)", [hash_of_secret(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    device_id, unit_id, name, unit = row
    return Device(id=device_id, unit_id=unit_id, name=name, unit=unit)


def enters_by_key_alone(user: User, device: Device | None) -> bool:
    """Whether a passkey is enough without password: for the police, only on a computer that
    their own unit shares; for everybody else, anywhere."""
    if Role(user.role) not in POLICE:
        return True
    return device is not None and device.unit_id in actor_of(user).unit_ids


@dataclass(frozen=True, kw_only=True)
class DeviceLine:
    """A computer as its keepers see it: never what its cookie holds."""

    id: UUID
    name: str
    unit: str
    enrolled_on: date
    expires_on: date
    last_used_on: date | None
    revoked_on: date | None
    living: bool


def shared_devices(*, actor: Actor, today: date) -> list[DeviceLine]:
    """The computers of the actor's units, or all of them for the administration; the living
    ones first."""
    actor.require(Can.DEVICE_WRITE)
    rows = (
        SharedDevice.objects.visible_to(actor)
        .select_related("unit")
        .order_by("unit__search_key", "name", "-enrolled_at", "pk")
    )
    lines = [
        DeviceLine(
            id=row.pk,
            name=row.name,
            unit=row.unit.name,
            enrolled_on=in_paris(row.enrolled_at).date(),
            expires_on=row.expires_on,
            last_used_on=row.last_used_on,
            revoked_on=in_paris(row.revoked_at).date() if row.revoked_at else None,
            living=row.revoked_at is None and row.expires_on >= today,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.living)


def units_of_devices(*, actor: Actor, unit_id: UUID | None = None) -> list[Unit]:
    """For which open units the actor may enrol a computer; the administration names one."""
    actor.require(Can.DEVICE_WRITE)
    units = Unit.objects.filter(closed_on=None)
    if actor.role is Role.ADMIN:
        units = units.filter(pk=unit_id or NOBODY)
    else:
        units = units.filter(pk__in=actor.unit_ids)
    return list(units.order_by("search_key", "pk"))

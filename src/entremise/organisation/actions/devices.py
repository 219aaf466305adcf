"""The computers that units share: enrolled where they stand, removed from anywhere."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.french import in_paris
from entremise.organisation import queries
from entremise.organisation.models import SharedDevice
from entremise.organisation.models.devices import hash_of_secret, new_secret


@transaction.atomic
def enrol_device(
    *, actor: Actor, unit_id: UUID, name: str, now: datetime
) -> tuple[SharedDevice, str]:
    """Enrol the computer in front of which a chief or the administration sits, for one unit.

    What its cookie must hold is returned once; only its hash is kept.
    """
    actor.require(Can.DEVICE_WRITE)
    units = queries.units_of_devices(actor=actor, unit_id=unit_id)
    if unit_id not in {unit.pk for unit in units}:
        raise NotAllowed(unit_id)
    secret = new_secret()
    device = SharedDevice(
        id=uuid4(),
        unit_id=unit_id,
        name=name.strip(),
        token_hash=hash_of_secret(secret),
        enrolled_at=now,
        enrolled_by=actor.id,
        expires_on=in_paris(now).date() + timedelta(days=settings.SHARED_DEVICE_DAYS),
    )
    device.save(force_insert=True)
    journal.record(actor, Event.DEVICE_ENROLLED, at=now, subject_id=device.pk)
    return device, secret


@transaction.atomic
def remove_device(*, actor: Actor, device_id: UUID, now: datetime) -> SharedDevice:
    """Remove a computer: its cookie is worth nothing from now on, and its sessions end."""
    actor.require(Can.DEVICE_WRITE)
    device = (
        SharedDevice.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=device_id)
    )
    if device.revoked_at is not None:
        raise NotPossible("Cet ordinateur est déjà retiré.")
    device.revoked_at, device.revoked_by = now, actor.id
    device.save(update_fields=["revoked_at", "revoked_by"])
    journal.record(actor, Event.DEVICE_REMOVED, at=now, subject_id=device.pk)
    return device


def note_use(*, actor: Actor, device_id: UUID) -> None:  # noqa: ARG001  nobody is known yet
    """Write the day of a login beside the computer: a computer that nobody uses is seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.device_was_used(%s)", [device_id])

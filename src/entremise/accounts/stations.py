"""A computer that the officers of a unit share, as the accounts know it: by two questions.

It opens nothing by itself. It lets an officer of the unit enter with his own passkey alone, and
it makes the sessions begun on it short. Which computers there are is known above.
"""

from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from entremise.access.actor import PUBLIC
from entremise.accounts import sessions
from entremise.accounts.models import User


class Device(Protocol):
    """What is told of a shared computer."""

    id: UUID
    name: str
    unit: str


def device_of(request: HttpRequest) -> Device | None:
    """The shared computer that asks, while it counts."""
    device: Device | None = import_string(settings.SHARED_DEVICE_RESOLVER)(request)
    return device


def key_alone_is_enough(request: HttpRequest, user: User) -> bool:
    """Whether this account may enter here with its passkey and no password."""
    return bool(import_string(settings.KEY_ALONE_RESOLVER)(user, device_of(request)))


def note_login(request: HttpRequest) -> str:
    """The number of the shared computer where somebody has just logged in, or nothing."""
    device = device_of(request)
    if device is None:
        return ""
    import_string(settings.SHARED_DEVICE_USED)(actor=PUBLIC, device_id=device.id)
    return str(device.id)


def still_holds(request: HttpRequest) -> bool:
    """Whether a session begun on a shared computer is still there, and the computer still one."""
    begun_on = sessions.shared_device(request.session)
    if not begun_on:
        return True
    device = device_of(request)
    return device is not None and str(device.id) == begun_on

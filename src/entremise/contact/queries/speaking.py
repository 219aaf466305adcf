"""Who spoke for her, asked of the context that knows."""

from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from entremise.access.actor import Actor
from entremise.access.roles import Can


class Spoke(Protocol):
    """Somebody who spoke for her, as a page may say it."""

    id: UUID
    said: str
    has_contact: bool
    unnamed: bool
    person_may_not_know: bool


def spoken_for(*, actor: Actor, case_id: UUID) -> list[Spoke]:
    """Who spoke for her before the case began: she may not know it, and must not learn it here."""
    actor.require(Can.CONTACT_MAKE)
    asked = import_string(settings.SPOKEN_FOR)
    return list(asked(actor=actor, case_id=case_id))

"""What can be done in the directory: add, correct, check, close. Facts only, never a person."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.partners.models import NEEDS_OF_KIND, Need, Partner, Service, ServiceKind


@transaction.atomic
def add_partner(
    *, actor: Actor, name: str, now: datetime, updated_on: date | None = None, **facts: Any
) -> Partner:
    """Add an organisation; `facts` are the other columns of Partner."""
    actor.require(Can.DIRECTORY_WRITE)
    partner = Partner(name=name, updated_on=updated_on or in_paris(now).date(), **facts)
    partner.spell()
    partner.save(force_insert=True)
    journal.record(actor, Event.DIRECTORY_CHANGED, at=now, subject_id=partner.pk)
    return partner


@transaction.atomic
def change_partner(
    *, actor: Actor, partner_id: UUID, version: int, now: datetime, **facts: Any
) -> Partner:
    """Correct an organisation; its services are found under its new name too.

    Conflict if somebody else corrected it since it was read.
    """
    actor.require(Can.DIRECTORY_WRITE)
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner_id)
    partner.renew(version)
    renamed = facts.get("name", partner.name) != partner.name
    _write(partner, facts, {"updated_on": in_paris(now).date(), "version": partner.version})
    if renamed:
        for service in partner.services.order_by("pk"):
            service.spell()
            service.save(update_fields=["search_key"])
    journal.record(actor, Event.DIRECTORY_CHANGED, at=now, subject_id=partner.pk)
    return partner


@transaction.atomic
def add_service(
    *,
    actor: Actor,
    partner_id: UUID,
    name: str,
    kind: str,
    now: datetime,
    needs: Iterable[str] = (),
    updated_on: date | None = None,
    checked: bool = False,
    **facts: Any,
) -> Service:
    """Add a service of an organisation; without needs, those that its kind usually answers.

    `checked` says that a human has just checked it. `facts` are the other columns of Service.
    """
    actor.require(Can.DIRECTORY_WRITE)
    today = in_paris(now).date()
    service = Service(
        partner=Partner.objects.get(pk=partner_id),
        name=name,
        kind=kind,
        needs=_needs(needs, kind),
        updated_on=updated_on or today,
        **facts,
    )
    if checked:
        service.checked_on, service.checked_by = today, actor.id
    service.spell()
    service.save(force_insert=True)
    journal.record(actor, Event.DIRECTORY_CHANGED, at=now, subject_id=service.pk)
    return service


@transaction.atomic
def change_service(
    *, actor: Actor, service_id: UUID, version: int, now: datetime, **facts: Any
) -> Service:
    """Correct a service. Conflict if somebody else did since it was read."""
    actor.require(Can.DIRECTORY_WRITE)
    service = (
        Service.objects.select_related("partner")
        .select_for_update(of=("self",))
        .get(pk=service_id)
    )
    service.renew(version)
    if "needs" in facts:
        facts["needs"] = _needs(facts["needs"], facts.get("kind", service.kind))
    _write(service, facts, {"updated_on": in_paris(now).date(), "version": service.version})
    journal.record(actor, Event.DIRECTORY_CHANGED, at=now, subject_id=service.pk)
    return service


@transaction.atomic
def mark_checked(*, actor: Actor, service_id: UUID, now: datetime) -> Service:
    """Say that one has just checked, by calling, that number, hours and conditions hold."""
    actor.require(Can.DIRECTORY_WRITE)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    service.checked_on, service.checked_by = in_paris(now).date(), actor.id
    service.save(update_fields=["checked_on", "checked_by"])
    journal.record(actor, Event.DIRECTORY_CHECKED, at=now, subject_id=service.pk)
    return service


@transaction.atomic
def close_service(*, actor: Actor, service_id: UUID, now: datetime) -> Service:
    """Say that a service no longer exists: it stays where it was used and is no longer offered."""
    actor.require(Can.DIRECTORY_WRITE)
    service = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    if service.closed_on is not None:
        raise NotPossible("Ce service est déjà noté comme fermé.")
    service.closed_on = in_paris(now).date()
    service.save(update_fields=["closed_on"])
    journal.record(actor, Event.DIRECTORY_CHANGED, at=now, subject_id=service.pk)
    return service


def _needs(needs: Iterable[str], kind: str) -> list[str]:
    """Needs in the order of the list, or those that the kind usually answers."""
    given = set(needs) or set(NEEDS_OF_KIND[ServiceKind(kind)])
    return [code for code in Need.values if code in given]


def _write(row: Partner | Service, facts: dict[str, Any], own: dict[str, Any]) -> None:
    for name, value in (facts | own).items():
        setattr(row, name, value)
    row.spell()
    row.save(update_fields=[*facts, *own, "search_key"])

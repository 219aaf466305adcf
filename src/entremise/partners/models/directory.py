"""Organisations and their services: public facts, each with the day it was last checked."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from entremise.base.models import Record, Versioned
from entremise.organisation.models import Commune
from entremise.organisation.spelling import search_key
from entremise.partners.models.kinds import Emergency, Fees, Need, ServiceKind

# An old telephone number is a danger: after this long a human calls again.
CHECK_AGAIN_AFTER = timedelta(days=183)

OURS = "entremise"


class Place(models.Model):
    """Where something is and how it is reached; the same words for both tables."""

    commune = models.ForeignKey(
        Commune, verbose_name="commune", on_delete=models.PROTECT, null=True, blank=True
    )
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    phone = models.CharField("téléphone", max_length=40, blank=True)
    email = models.CharField("courriel", max_length=254, blank=True)
    website = models.CharField("site", max_length=300, blank=True)
    opening_hours = models.CharField("horaires", max_length=400, blank=True)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """Where an entry comes from: typed here, or read from a public file."""

    source = models.CharField("source", max_length=60, default=OURS)
    source_id = models.CharField("identifiant à la source", max_length=120, blank=True)
    updated_on = models.DateField("mise à jour à la source")

    class Meta:
        abstract = True


class Partner(Record, Sourced, Place, Versioned):
    """An organisation that carries services."""

    name = models.CharField("nom", max_length=160)
    description = models.CharField("description", max_length=2000, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    networks = models.JSONField("réseaux", default=list, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    search_key = models.CharField("clé de recherche", max_length=200, db_index=True)

    class Meta:
        verbose_name = "organisme"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="partner_once_at_its_source",
                violation_error_message="Cet organisme a déjà été importé.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def spell(self) -> None:
        """Refresh what the search compares, after a change of name."""
        self.search_key = search_key(self.name)[:200]


class Service(Record, Sourced, Place, Versioned):
    """What an organisation offers: for which need, to whom, where, and how to ask for it.

    Its own address, telephone and hours when it has some; otherwise those of the organisation
    are shown.
    """

    partner = models.ForeignKey(
        Partner, verbose_name="organisme", on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField("nom", max_length=160)
    kind = models.CharField("nature", max_length=24, choices=ServiceKind)
    needs = models.JSONField("besoins", default=list)
    description = models.CharField("description", max_length=4000, blank=True)
    type = models.CharField("type", max_length=40, blank=True)
    themes = models.JSONField("thématiques", default=list, blank=True)
    audiences = models.JSONField("publics", default=list, blank=True)
    conditions = models.CharField("conditions d’accès", max_length=1000, blank=True)
    fees = models.CharField("frais", max_length=10, choices=Fees, blank=True, default="")
    reception = models.JSONField("modes d’accueil", default=list, blank=True)
    zones = models.JSONField("territoire", default=list, blank=True)
    mobilisation = models.JSONField("comment le demander", default=list, blank=True)
    mobilised_by = models.JSONField("qui peut le demander", default=list, blank=True)
    how_to_refer = models.CharField("comment orienter", max_length=1000, blank=True)
    contact_name = models.CharField("interlocuteur", max_length=120, blank=True)
    emergency = models.CharField(
        "accueil en urgence", max_length=10, choices=Emergency, default=Emergency.UNKNOWN
    )
    checked_on = models.DateField("vérifié le", null=True, blank=True)
    checked_by = models.UUIDField("vérifié par", null=True, blank=True)
    closed_on = models.DateField("fermé le", null=True, blank=True)
    search_key = models.CharField("clé de recherche", max_length=400, db_index=True)

    class Meta:
        verbose_name = "service"
        indexes = [models.Index(fields=["kind", "name", "id"], name="services_of_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source_id=""),
                name="service_once_at_its_source",
                violation_error_message="Ce service a déjà été importé.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def spell(self) -> None:
        """Refresh what the search compares, after a change of name."""
        self.search_key = search_key(f"{self.name} {self.partner.name}")[:400]

    @property
    def title(self) -> str:
        """The service, and its organisation when that adds something."""
        own, carrier = self.name.casefold(), self.partner.name.casefold()
        if carrier in own or own in carrier:
            return self.name if carrier in own else self.partner.name
        return f"{self.name} ({self.partner.name})"

    @property
    def called_on(self) -> str:
        return self.phone or self.partner.phone

    @property
    def written_at(self) -> str:
        return self.email or self.partner.email

    @property
    def open_at(self) -> str:
        return self.opening_hours or self.partner.opening_hours

    @property
    def place(self) -> str:
        """Address, postal code and commune on one line."""
        lines: Service | Partner = self if self.address or self.commune_id else self.partner
        town = f"{lines.postal_code} {lines.commune.name if lines.commune else ''}".strip()
        return ", ".join(part for part in (lines.address, town) if part)

    @property
    def need_labels(self) -> list[str]:
        known = dict(Need.choices)
        return [str(known[code]) for code in self.needs if code in known]

    def to_check(self, today: date) -> bool:
        """Nobody has called to check for too long, or ever."""
        return self.checked_on is None or self.checked_on + CHECK_AGAIN_AFTER < today

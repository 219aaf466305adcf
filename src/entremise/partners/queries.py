"""What can be read in the directory: services by need, kind and place."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.organisation.models import Commune, Departement, Epci
from entremise.organisation.queries import commune as commune_of
from entremise.organisation.spelling import search_key
from entremise.partners.models import (
    FRANCE,
    NATIONAL_NUMBERS,
    NationalNumber,
    Need,
    Partner,
    Service,
    ServiceKind,
)

# What « near » is, in words, from the nearest.
NEARNESS = (
    *("sa commune", "son intercommunalité", "son département"),
    *("territoire à vérifier", "toute la France"),
)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A service that answers a need in a place, and how near its territory is."""

    service: Service
    nearness: int

    @property
    def territory(self) -> str:
        """« sa commune » and so on; « à vérifier » when one of the two places is not said."""
        return NEARNESS[self.nearness]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A value that at least one open service has."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Filters:
    """The links over the list."""

    needs: list[Filter]
    kinds: list[Filter]
    communes: list[Filter]


def _open_services() -> QuerySet[Service]:
    return Service.objects.filter(closed_on=None, partner__closed_on=None).select_related(
        "partner__commune", "commune"
    )


def _covering(place: Commune) -> Q:
    """Services that say they cover this commune, or that stand in its département, saying nothing.

    An entry without a territory is kept: a human can judge, an absent line cannot be judged.
    """
    covering = Q(zones__contains=[FRANCE]) | Q(zones__contains=[place.pk])
    covering |= Q(zones__contains=[place.departement_id])
    if place.epci_id:
        covering |= Q(zones__contains=[place.epci_id])
    silent = Q(zones=[]) & (
        Q(commune__departement=place.departement_id)
        | Q(commune=None, partner__commune__departement=place.departement_id)
    )
    return covering | silent


def services(
    *, actor: Actor, need: str = "", kind: str = "", commune: str = "", text: str = ""
) -> QuerySet[Service]:
    """Open services that answer this need, are of this kind and cover this commune, by name."""
    actor.require(Can.DIRECTORY_READ)
    found = _open_services()
    if need:
        found = found.filter(needs__contains=[need])
    if kind:
        found = found.filter(kind=kind)
    place = commune_of(actor=actor, code=commune) if commune else None
    if commune:
        found = found.filter(_covering(place)) if place is not None else found.none()
    for word in search_key(text).split():
        found = found.filter(Q(search_key__startswith=word) | Q(search_key__contains=f" {word}"))
    return found.order_by("name", "pk")


def service(*, actor: Actor, service_id: UUID) -> Service:
    """One service, closed or not."""
    actor.require(Can.DIRECTORY_READ)
    return Service.objects.select_related("partner__commune", "commune").get(pk=service_id)


def partner(*, actor: Actor, partner_id: UUID) -> Partner:
    """One organisation, closed or not."""
    actor.require(Can.DIRECTORY_READ)
    return Partner.objects.select_related("commune").get(pk=partner_id)


def partners(*, actor: Actor) -> list[Partner]:
    """Organisations that are not closed, by name."""
    actor.require(Can.DIRECTORY_READ)
    return list(Partner.objects.filter(closed_on=None).order_by("name", "pk"))


def services_for(*, actor: Actor, need: str, commune: str) -> list[Fit]:
    """Who can answer this need for somebody of this commune, nearest territory first.

    For a pregnancy the PMI midwife comes before the others. Without a commune, every service
    that answers the need, by name.
    """
    actor.require(Can.DIRECTORY_READ)
    place = commune_of(actor=actor, code=commune) if commune else None
    found = services(actor=actor, need=need, commune=place.pk if place else "")
    fits = [Fit(service=one, nearness=_nearness(one, place)) for one in found]
    first = ServiceKind.PMI_MIDWIFE if need == Need.PREGNANCY else None
    return sorted(
        fits,
        key=lambda fit: (
            fit.service.kind != first,
            fit.nearness,
            fit.service.name,
            str(fit.service.pk),
        ),
    )


def _nearness(one: Service, place: Commune | None) -> int:
    zones = set(one.zones)
    if place is None or not zones:
        return 4 if FRANCE in zones else 3
    for rank, code in enumerate((place.pk, place.epci_id, place.departement_id)):
        if code in zones:
            return rank
    return 4


def filters(*, actor: Actor) -> Filters:
    """The needs, kinds and communes that open services have, for the links over the list."""
    actor.require(Can.DIRECTORY_READ)
    rows = _open_services().values_list("needs", "kind", "commune__code", "commune__name")
    needs: set[str] = set()
    kinds: set[str] = set()
    communes: dict[str, str] = {}
    for row_needs, kind, code, name in rows.order_by("pk"):
        needs.update(row_needs)
        kinds.add(kind)
        if code:
            communes[code] = name
    return Filters(
        needs=[
            Filter(code=code, label=str(label)) for code, label in Need.choices if code in needs
        ],
        kinds=[
            Filter(code=code, label=str(label))
            for code, label in ServiceKind.choices
            if code in kinds
        ],
        communes=[
            Filter(code=code, label=name)
            for code, name in sorted(communes.items(), key=lambda item: (item[1], item[0]))
        ],
    )


def needs(*, actor: Actor) -> list[Filter]:
    """Every need that an orientation can answer, in the order of the list."""
    actor.require(Can.DIRECTORY_READ)
    return [Filter(code=code, label=str(label)) for code, label in Need.choices]


def zone_names(*, actor: Actor, zones: Iterable[str]) -> list[str]:
    """The territory of a service in words: communes, inter-municipalities, départements."""
    actor.require(Can.DIRECTORY_READ)
    codes = set(zones)
    names = ["toute la France"] if FRANCE in codes else []
    named: tuple[type[Departement] | type[Epci] | type[Commune], ...]
    named = (Departement, Epci, Commune)
    for model in named:
        names += (
            model.objects.filter(pk__in=codes)
            .order_by("name", "pk")
            .values_list("name", flat=True)
        )
    return names


def national_numbers(*, actor: Actor) -> tuple[NationalNumber, ...]:
    """The numbers that hold everywhere, with hours and source: anybody may read them."""
    return NATIONAL_NUMBERS

"""Départements, communes, inter-municipalities and units: public facts."""

from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When

from entremise.access.actor import Actor
from entremise.organisation import ground
from entremise.organisation.models import Commune, Departement, Epci, LocalProtocol, Unit
from entremise.organisation.spelling import begins_words, search_key

SHOWN = 20


def _nearest_first(key: str) -> Case:
    return Case(
        When(search_key=key, then=Value(0)),
        When(search_key__startswith=key, then=Value(1)),
        When(search_key__contains=f" {key}", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )


def source_of_places(*, actor: Actor) -> str:
    """Where the names of places come from, of which year, under which licence."""
    return ground.source()


def departements(*, actor: Actor) -> list[Departement]:
    """Every département, by its code."""
    return list(Departement.objects.order_by("pk"))


def find_communes(*, actor: Actor, text: str, departement: str = "") -> list[Commune]:
    """Communes whose name holds these letters or whose postal or INSEE code begins so.

    Accents, hyphens and « St » do not count. The name itself comes first, then names that begin
    so, each time the most populous before; twenty at most.
    """
    key = search_key(text)
    if len(key) < 2:
        return []
    found = Commune.objects.select_related("departement")
    if departement:
        found = found.filter(departement_id=departement)
    if key[:2].isdigit() or key[1:2].isdigit():
        code = key.replace(" ", "").upper()
        numbered = Q(postal_codes__startswith=code) | Q(postal_codes__contains=f" {code}")
        return list(
            found.filter(numbered | Q(code__startswith=code)).order_by("-population", "pk")[:SHOWN]
        )
    return list(
        found.filter(search_key__contains=key)
        .annotate(nearness=_nearest_first(key))
        .order_by("nearness", "-population", "pk")[:SHOWN]
    )


def commune(*, actor: Actor, code: str) -> Commune | None:
    """The commune of today behind an INSEE code, even one that a merger abolished."""
    wanted = code.strip().upper()
    if not wanted:
        return None
    now = Commune.objects.select_related("departement").filter(pk=wanted).first()
    if now is not None:
        return now
    merged = Q(former_codes=wanted) | Q(former_codes__startswith=f"{wanted} ")
    merged |= Q(former_codes__endswith=f" {wanted}") | Q(former_codes__contains=f" {wanted} ")
    return Commune.objects.select_related("departement").filter(merged).order_by("pk").first()


def find_epcis(*, actor: Actor, text: str) -> list[Epci]:
    """Inter-municipalities whose name holds these words, or of the commune of that name."""
    key = search_key(text)
    if len(key) < 2:
        return []
    words = begins_words(text)
    around = Commune.objects.filter(search_key=key).values("epci_id")
    return list(Epci.objects.filter(words | Q(pk__in=around)).order_by("search_key", "pk")[:SHOWN])


def departement(*, actor: Actor, code: str) -> Departement:
    """One département."""
    return Departement.objects.get(pk=code)


def units_for(*, actor: Actor, departement: str) -> list[Unit]:
    """The open units of a département, by name; those that receive nobody too: they also refer."""
    found = Unit.objects.filter(departement_id=departement, closed_on=None)
    return list(found.select_related("commune").order_by("search_key", "pk"))


def find_units(*, actor: Actor, text: str, departement: str = "") -> list[Unit]:
    """Open units of which each word typed begins a word: three letters are enough."""
    key = search_key(text)
    if len(key) < 2:
        return []
    found = Unit.objects.filter(begins_words(text), closed_on=None).select_related("commune")
    if departement:
        found = found.filter(departement_id=departement)
    return list(
        found.annotate(nearness=_nearest_first(key)).order_by("nearness", "search_key", "pk")[
            :SHOWN
        ]
    )


def unit(*, actor: Actor, unit_id: UUID) -> Unit:
    """A unit, closed or not."""
    return Unit.objects.select_related("commune", "departement", "parent").get(pk=unit_id)


def protocol_for(*, actor: Actor, departement: str) -> LocalProtocol:
    """What the local partners agreed; the usual clocks where nothing was written."""
    kept = LocalProtocol.objects.filter(pk=departement).first()
    return kept if kept is not None else LocalProtocol(departement_id=departement)

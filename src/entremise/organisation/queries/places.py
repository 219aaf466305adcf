"""Départements, communes, inter-municipalities and units: public facts."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from rapidfuzz import fuzz, process

from entremise.access.actor import Actor
from entremise.organisation import ground
from entremise.organisation.models import Commune, Departement, Epci, LocalProtocol, Post, Unit
from entremise.organisation.spelling import begins_words, search_key

SHOWN = 20
# Names almost typed: how near, of how many letters at least, how many are proposed.
ALIKE, LEAST_LETTERS, NEAR = 78, 4, 6


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


@dataclass(frozen=True, kw_only=True)
class CommunesLike:
    """What a name typed by anybody may mean: one commune for sure, or some to choose from."""

    sure: Commune | None = None
    likely: list[Commune] = field(default_factory=list)


def communes_like(*, actor: Actor, text: str) -> CommunesLike:
    """The commune that this name, postal code or both mean; never a guess among several.

    One is sure when it alone has the name, or the postal code, or both, and no greater one begins
    with the same words. Misspelt, the nearest
    names of the country are proposed; a name that means nothing finds nothing.
    """
    latin = re.sub(r"\d", lambda digit: str(int(digit[0])), text)
    number = re.search(r"\b\d{5}\b", latin)
    name = search_key(re.sub(r"\d+(?:er|e|ème|eme)?\b", " ", latin))
    found = find_communes(actor=actor, text=number[0] if number else name)
    if number and name:
        found = [one for one in found if one.search_key in name or name in one.search_key] or found
    exact = [one for one in found if one.search_key == name]
    sure = exact or (found if number else [])
    greater = [] if number else _greater_namesakes(found, exact)
    if len(sure) == 1 and not greater:
        return CommunesLike(sure=sure[0], likely=found)
    return CommunesLike(likely=[*greater, *exact] or found or _nearest_names(name))


def _greater_namesakes(found: list[Commune], exact: list[Commune]) -> list[Commune]:
    """Who types « Le Puy » more often means Le Puy-en-Velay than a hamlet of that very name."""
    return [
        one
        for one in found
        for short in exact
        if one.search_key.startswith(f"{short.search_key} ") and one.population > short.population
    ]


def _ranks(name: str, keys: list[tuple[str, str]], served: set[str]) -> dict[str, int]:
    """The nearest keys and their rank, each key being given with its département.

    Of two keys as near as each other the one given first comes first.
    """
    rank: dict[str, int] = {}
    near_home = dict.fromkeys(key for key, place in keys if place in served)
    anywhere = dict.fromkeys(key for key, _ in keys)
    for among in (list(near_home), list(anywhere)):
        near = process.extract(name, among, scorer=fuzz.ratio, limit=NEAR, score_cutoff=ALIKE)
        for key, _score, _index in near:
            rank.setdefault(key, len(rank))
    return rank


def _nearest_names(name: str) -> list[Commune]:
    """Communes whose names are heard or typed almost so: those of a served département first.

    Among all of France six others may be nearer than the town next door that she means.
    """
    if len(name) < LEAST_LETTERS:
        return []
    served = set(
        Post.objects.filter(closed_on=None).values_list("communes__departement_id", flat=True)
    )
    keys = list(Commune.objects.order_by("pk").values_list("search_key", "departement_id"))
    rank = _ranks(name, keys, served)
    found = Commune.objects.select_related("departement").filter(search_key__in=rank)

    def place_of(one: Commune) -> tuple[bool, int, int, str]:
        return one.departement_id not in served, rank[one.search_key], -one.population, one.pk

    return sorted(found, key=place_of)[:SHOWN]


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

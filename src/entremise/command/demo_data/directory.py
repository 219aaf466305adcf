"""A directory of services that could exist: real kinds, invented names and numbers."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from entremise.access.acting import acting_as
from entremise.command.demo_data.ground import Ground
from entremise.organisation.models import Commune
from entremise.partners import actions
from entremise.partners.models import Emergency, Fees, Mobilisation, ServiceKind

K, E = ServiceKind, Emergency
ROANNAIS = ("200035731", "200035202", "244200614", "244200820", "244200630")
GREATER = ("244200770", "244200622", "244200895")
FOREZ = ("200065886", "200065894")
MACONNAIS = ("200070308", "200040293", "200069698")
CHAROLAIS = ("200071884", "200070548", "247100639", "247103864")
CHALONNAIS = ("247100589", "247104094")
CREUSOT = ("247100290", "200070530")
BRESSE = ("200071579", "200042414", "247100647")

# Where each kind of service has its doors: (commune, territory); one line is one service.
LOIRE_DOORS = {"Roanne": ROANNAIS, "Saint-Étienne": GREATER, "Montbrison": FOREZ}
SAONE_DOORS = {
    "Mâcon": MACONNAIS,
    "Charolles": CHAROLAIS,
    "Chalon-sur-Saône": CHALONNAIS,
    "Le Creusot": CREUSOT,
    "Louhans-Châteaurenaud": BRESSE,
}
# Organisation, service, kind, whether it is at each door or at the seat, emergency.
LOCAL = (
    ("Maison des solidarités", "Service social de secteur", K.SECTOR, E.SAME_DAY),
    ("Maison des solidarités", "Sage-femme et puéricultrices de PMI", K.PMI_MIDWIFE, E.NO),
    ("Maison des solidarités", "Consultations de jeunes enfants (PMI)", K.PMI, E.NO),
    ("Centre médico-psychologique", "Consultations", K.CMP, E.NO),
    ("Point-justice", "Permanence juridique gratuite", K.LEGAL_ACCESS, E.NO),
)
WIDE = (
    ("SIAO et 115", "Demandes d’hébergement et mise à l’abri", K.SIAO, E.ANY_TIME),
    ("La Passerelle des Tilleuls", "Hébergement pour femmes avec enfants", K.SHELTER, E.SAME_DAY),
    ("Écoute et Droits des victimes", "Aide aux victimes", K.VICTIM_AID, E.SAME_DAY),
    ("Droits des femmes et des familles", "Information juridique", K.CIDFF, E.NO),
    ("Association Le Cerisier", "Accompagnement des violences", K.SPECIALISED, E.SAME_DAY),
    ("Ordre des avocats", "Permanence victimes de violences", K.LAWYER, E.SAME_DAY),
    ("Caisse d’allocations familiales", "Séparation et pack nouveau départ", K.CAF, E.NO),
    ("Centre hospitalier", "Unité médico-judiciaire", K.UMJ, E.SAME_DAY),
    ("Centre hospitalier", "Urgences et service social", K.HOSPITAL, E.ANY_TIME),
    ("Unité violences intrafamiliales", "Référente du département", K.FAMILY_UNIT, E.SAME_DAY),
    ("Service social en faveur des élèves", "Collèges et lycées", K.SCHOOL, E.NO),
    ("Cellule des informations préoccupantes", "Recueil et évaluation", K.CRIP, E.SAME_DAY),
    ("Traverse", "Soins et prévention des addictions", K.CSAPA, E.NO),
    ("Autre Regard", "Prise en charge des auteurs", K.CPCA, E.NO),
)
SINGLE = (
    ("42", "Saint-Étienne", "CCAS", "Aide et accompagnement", K.CCAS, GREATER[:1]),
    ("42", "Roanne", "CCAS", "Aide et accompagnement", K.CCAS, ROANNAIS[:1]),
    ("42", "Saint-Étienne", "La Halte du Furan", "Accueil de jour", K.DAY_CENTRE, GREATER),
    ("42", "Saint-Étienne", "Voix communes", "Interprétariat", K.INTERPRETER, ("42", "71")),
    ("42", "Saint-Étienne", "Élan", "Protection des majeurs", K.GUARDIANSHIP, ("42",)),
    ("71", "Mâcon", "CCAS", "Aide et accompagnement", K.CCAS, MACONNAIS[:1]),
    ("71", "Chalon-sur-Saône", "L’Escale des Quais", "Accueil de jour", K.DAY_CENTRE, CHALONNAIS),
    ("71", "Paray-le-Monial", "Relais du Canal", "Hébergement diffus", K.SHELTER, CHAROLAIS),
    ("71", "Mâcon", "Tandem", "Protection des majeurs", K.GUARDIANSHIP, ("71",)),
)


OF = {"42": "de la Loire", "71": "de Saône-et-Loire"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One service before it is written."""

    departement: str
    commune: str
    partner: str
    name: str
    kind: ServiceKind
    zones: tuple[str, ...]
    emergency: Emergency = E.NO


def lines() -> list[Line]:
    """Every service, in a fixed order."""
    found = []
    for departement, doors in (("42", LOIRE_DOORS), ("71", SAONE_DOORS)):
        seat = "Saint-Étienne" if departement == "42" else "Mâcon"
        place = {"departement": departement}
        for partner, name, kind, emergency in LOCAL:
            for commune, zones in doors.items():
                found.append(
                    Line(
                        **place,
                        commune=commune,
                        partner=f"{partner} de {commune}".replace("de Le ", "du "),
                        name=name,
                        kind=kind,
                        zones=zones,
                        emergency=emergency,
                    )
                )
        for partner, name, kind, emergency in WIDE:
            found.append(
                Line(
                    **place,
                    commune=seat,
                    partner=f"{partner} {OF[departement]}",
                    name=name,
                    kind=kind,
                    zones=(departement,),
                    emergency=emergency,
                )
            )
    for departement, commune, partner, name, kind, zones in SINGLE:
        found.append(
            Line(
                departement=departement,
                commune=commune,
                partner=f"{partner} de {commune}" if kind is K.CCAS else partner,
                name=name,
                kind=kind,
                zones=zones,
            )
        )
    return found


@dataclass
class Directory:
    """The services written, each with the places that it answers for."""

    services: dict[ServiceKind, list[tuple[UUID, frozenset[str]]]] = field(default_factory=dict)

    def near(self, kind: ServiceKind, commune: Commune) -> UUID | None:
        """A service of this kind that answers for this commune, if there is one."""
        places = {commune.pk, commune.epci_id, commune.departement_id}
        return next((pk for pk, zones in self.services.get(kind, ()) if zones & places), None)


def fill(ground: Ground, random: Random) -> Directory:
    """Write the directory. Most of it was checked by telephone in the last months; a few
    entries wait for somebody to call again."""
    partners: dict[str, UUID] = {}
    directory = Directory()
    numbers = count(1)
    with acting_as(ground.actor("coordination")) as actor:
        for line in lines():
            number = next(numbers)
            seen = ground.now - timedelta(days=random.choice((12, 40, 75, 120, 160, 260)))
            area = "04 65 71 44" if line.departement == "42" else "03 53 01 73"
            commune = ground.commune(line.departement, line.commune)
            place: dict[str, Any] = {
                "commune": commune,
                "postal_code": commune.postal_codes.split(" ")[0],
                "address": f"{number} place de la Fiction",
            }
            if line.partner not in partners:
                partners[line.partner] = actions.add_partner(
                    actor=actor,
                    name=line.partner,
                    **place,
                    phone=f"{area} {number:02d}",
                    email=f"contact{number}@services.example",
                    opening_hours="du lundi au vendredi, 9 h – 12 h et 14 h – 17 h",
                    now=seen,
                ).pk
            service = actions.add_service(
                actor=actor,
                partner_id=partners[line.partner],
                name=line.name,
                kind=line.kind,
                zones=list(line.zones),
                emergency=line.emergency,
                fees=Fees.FREE,
                mobilisation=[Mobilisation.PHONE, Mobilisation.EMAIL],
                how_to_refer="Appelez la ligne réservée aux professionnels, avec son accord.",
                checked=random.random() < 0.85,
                now=seen,
                **place,
            )
            kept = directory.services.setdefault(line.kind, [])
            kept.append((service.pk, frozenset(line.zones)))
    return directory

"""The grids, by version: what is asked, in which words.

A signed assessment is always read with the grid that it was made by, so a published version never
changes: a new wording is a new version.
"""

from dataclasses import dataclass
from datetime import date

from entremise.assessment.models.answers import ViolenceType
from entremise.partners.models import Need

T = ViolenceType


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A fine code of violence, and the type that it counts under."""

    code: str
    label: str
    type: ViolenceType


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A danger sign to ask about: a prompt, never a point. `offence`: about offences of the other
    party, which some employers may not hold."""

    code: str
    label: str
    offence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One version of the questions."""

    version: str
    since: date
    needs: tuple[Need, ...]
    acts: tuple[Act, ...]
    signs: tuple[Sign, ...]

    def acts_of(self, kind: ViolenceType) -> tuple[Act, ...]:
        """The fine codes behind one of the five types."""
        return tuple(act for act in self.acts if act.type == kind)

    def signs_for(self, *, offence: bool) -> tuple[Sign, ...]:
        """The signs that may be asked by an employer with, or without, a basis for offences."""
        return tuple(sign for sign in self.signs if offence or not sign.offence)


def _acts(kind: ViolenceType, *lines: tuple[str, str]) -> tuple[Act, ...]:
    return tuple(Act(code=code, label=label, type=kind) for code, label in lines)


ACTS_2026 = (
    *_acts(
        T.PHYSICAL,
        ("blows", "coups"),
        ("strangulation", "étranglement ou étouffement"),
        ("weapon", "arme ou objet utilisé comme arme"),
        ("confinement", "séquestration ou empêchement de sortir"),
        ("deprivation", "privation de soins, de sommeil ou de nourriture"),
    ),
    *_acts(
        T.SEXUAL,
        ("rape", "viol ou rapport imposé"),
        ("sexual_assault", "agression sexuelle"),
        ("sexual_harassment", "harcèlement sexuel"),
        ("sexual_images", "images intimes prises ou diffusées"),
        ("reproductive", "grossesse ou contraception imposée"),
    ),
    *_acts(
        T.PSYCHOLOGICAL,
        ("verbal", "insultes et humiliations"),
        ("threats", "menaces"),
        ("death_threats", "menaces de mort"),
        ("harassment", "harcèlement"),
        ("stalking", "surveillance ou filature"),
        ("cyber", "violences numériques"),
        ("coercive_control", "emprise, contrôle du quotidien"),
        ("isolation", "isolement des proches"),
        ("material", "objets ou logement détruits"),
        ("forced_marriage", "mariage forcé"),
    ),
    *_acts(
        T.FINANCIAL,
        ("money_taken", "argent ou salaire confisqué"),
        ("money_denied", "privation d’argent"),
        ("work_denied", "empêchement de travailler ou d’étudier"),
        ("debts", "dettes ou crédits imposés"),
        ("administrative", "papiers confisqués, démarches empêchées"),
    ),
    *_acts(
        T.RELIGIOUS,
        ("practice_imposed", "pratique ou tenue imposée"),
        ("practice_denied", "pratique empêchée"),
        ("religious_pressure", "pression au nom d’une croyance"),
    ),
)

SIGNS_2026 = (
    Sign(code="escalation", label="faits répétés, plus fréquents ou plus graves"),
    Sign(code="strangulation", label="étranglement ou étouffement"),
    Sign(code="weapon", label="arme à feu ou autre arme à portée"),
    Sign(code="death_threats", label="menaces de mort précises ou mises en scène"),
    Sign(code="separation", label="séparation en cours, annoncée ou récente"),
    Sign(
        code="seeks_address", label="cherche sa nouvelle adresse ou connaît son projet de départ"
    ),
    Sign(code="coercive_control", label="emprise : surveille, isole, décide de tout"),
    Sign(code="prevented_leaving", label="l’empêche de sortir ou de téléphoner"),
    Sign(code="child_violence", label="violences sur les enfants"),
    Sign(code="child_threats", label="menaces sur les enfants ou chantage à travers eux"),
    Sign(code="suicide_push", label="l’a poussée au suicide"),
    Sign(code="substances", label="alcool, drogues ou médicaments"),
    Sign(code="psychiatric", label="troubles psychiatriques connus"),
    Sign(code="earlier_calls", label="police ou gendarmerie déjà venues", offence=True),
    Sign(code="criminal_record", label="déjà condamné", offence=True),
)

NEEDS_2026 = (
    Need.SAFETY,
    Need.HOUSING,
    Need.HEALTH,
    Need.PREGNANCY,
    Need.CHILDREN,
    Need.MONEY,
    Need.PAPERS,
    Need.WORK,
    Need.LEGAL,
    Need.PSYCHOLOGICAL,
)

GRIDS: dict[str, Grid] = {
    "2026-1": Grid(
        version="2026-1",
        since=date(2026, 1, 1),
        needs=NEEDS_2026,
        acts=ACTS_2026,
        signs=SIGNS_2026,
    ),
}
CURRENT = GRIDS["2026-1"]

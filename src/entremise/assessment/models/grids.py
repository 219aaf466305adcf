"""The grids, by version: what is asked, in which words.

A signed assessment is always read with the grid that it was made by, so a published version never
changes: a new wording is a new version.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from entremise.assessment.models.answers import ViolenceType
from entremise.partners.models import Need

T = ViolenceType


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A fine code of violence, and the type that it counts under."""

    code: str
    label: str
    type: ViolenceType


class Part(TextChoices):
    """What a danger sign is about, as the official grid goes from one to the next."""

    HERSELF = "herself", "Elle"
    OTHER_PARTY = "other_party", "La personne mise en cause"
    AROUND = "around", "Ce qui se passe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A danger sign to ask about: a prompt, never a point. `offence`: about offences of the other
    party, which some employers may not hold."""

    code: str
    label: str
    offence: bool = False
    part: Part = Part.AROUND


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

    @property
    def themes(self) -> int:
        """How many themes of danger it asks about: her fear and a pregnancy are two of them."""
        return len(self.signs) + 2

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

# The themes of the published grids in words of ours; the official one is filled in elsewhere.
# Her own fear and a pregnancy are asked by questions of their own.
SIGNS_2026_2 = (
    *(
        Sign(code=code, label=label, part=Part.HERSELF)
        for code, label in (
            ("injured", "blessée, aujourd’hui ou récemment"),
            ("worn_down", "à bout, ne dort plus ou ne mange plus"),
            ("expects_more", "s’attend à de nouvelles violences"),
            ("isolation", "coupée de ses proches"),
            ("prevented_leaving", "l’empêche de sortir ou de téléphoner"),
            ("suicide_push", "l’a poussée au suicide"),
        )
    ),
    *(
        Sign(code=code, label=label, offence=offence, part=Part.OTHER_PARTY)
        for code, label, offence in (
            ("weapon", "arme à feu ou autre arme à portée", False),
            ("death_threats", "menaces de mort précises ou mises en scène", False),
            ("suicide_threats", "menace de se tuer", False),
            ("substances", "alcool, drogues ou médicaments", False),
            ("psychiatric", "troubles psychiatriques connus", False),
            ("violent_elsewhere", "violences connues sur d’autres personnes", True),
            ("earlier_calls", "police ou gendarmerie déjà venues", True),
            ("criminal_record", "déjà condamné", True),
        )
    ),
    *(
        Sign(code=code, label=label)
        for code, label in (
            ("escalation", "faits répétés, plus fréquents ou plus graves"),
            ("strangulation", "étranglement ou étouffement"),
            ("separation", "séparation en cours, annoncée ou récente"),
            ("seeks_address", "cherche sa nouvelle adresse ou connaît son projet de départ"),
            ("coercive_control", "emprise : surveille, isole, décide de tout"),
            ("child_violence", "violences sur les enfants"),
            ("child_threats", "menaces sur les enfants ou chantage à travers eux"),
        )
    ),
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
    "2026-2": Grid(
        version="2026-2",
        since=date(2026, 11, 1),
        needs=NEEDS_2026,
        acts=ACTS_2026,
        signs=SIGNS_2026_2,
    ),
}
CURRENT = GRIDS["2026-2"]

"""The numbers that hold everywhere in France, with their hours and where these were read.

Hours change: each line says who published them and when (nothing when the page bore no date),
so that whoever prints them knows how old they are.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class NationalNumber:
    """A number, what it is for, when somebody answers, and how sure that is."""

    number: str
    name: str
    purpose: str
    hours: str
    source: str
    source_date: date | None = None
    sms: bool = False
    emergency: bool = False

    @property
    def address(self) -> str:
        """What a telephone dials or opens."""
        return f"{'sms' if self.sms else 'tel'}:{self.number.replace(' ', '')}"


ALWAYS = "jour et nuit"
SERVICE_PUBLIC = "fiche des numéros d’urgence de service-public.fr"

NATIONAL_NUMBERS: tuple[NationalNumber, ...] = (
    NationalNumber(
        number="17",
        name="Police ou gendarmerie",
        purpose="danger maintenant",
        hours=ALWAYS,
        source=SERVICE_PUBLIC,
        emergency=True,
    ),
    NationalNumber(
        number="112",
        name="Urgences en Europe",
        purpose="danger maintenant, dans toute l’Union européenne",
        hours=ALWAYS,
        source=SERVICE_PUBLIC,
        emergency=True,
    ),
    NationalNumber(
        number="114",
        name="Urgences par SMS",
        purpose="quand parler est impossible ou dangereux, et pour les personnes sourdes",
        hours=ALWAYS,
        source=SERVICE_PUBLIC,
        sms=True,
        emergency=True,
    ),
    NationalNumber(
        number="15",
        name="Samu",
        purpose="urgence médicale",
        hours=ALWAYS,
        source=SERVICE_PUBLIC,
        emergency=True,
    ),
    NationalNumber(
        number="115",
        name="Hébergement d’urgence",
        purpose="un abri pour cette nuit",
        hours="jour et nuit ; l’attente dépend du département",
        source=SERVICE_PUBLIC,
        emergency=True,
    ),
    NationalNumber(
        number="119",
        name="Enfance en danger",
        purpose="pour un enfant ou au sujet d’un enfant ; n’apparaît pas sur les factures",
        hours=ALWAYS,
        source="service-public.fr",
        source_date=date(2020, 11, 18),
    ),
    NationalNumber(
        number="3919",
        name="Violences Femmes Info",
        purpose="écoute anonyme pour les femmes, leurs proches et les professionnels ;"
        " n’apparaît pas sur les factures ; ce n’est pas un numéro d’urgence",
        hours=ALWAYS,
        source="presse nationale (tf1info.fr)",
        source_date=date(2023, 11, 25),
    ),
    NationalNumber(
        number="3018",
        name="Violences en ligne",
        purpose="harcèlement et violences numériques, surtout des mineurs",
        hours="tous les jours de 9 h à 23 h",
        source="mairie de Villetaneuse, d’après e-Enfance",
        source_date=date(2023, 9, 28),
    ),
    NationalNumber(
        number="116 006",
        name="France Victimes",
        purpose="aide à toutes les victimes",
        hours="tous les jours, de 9 h à 19 h au moins",
        source="savoie.gouv.fr ; france-victimes.fr écrit 20 h, sans date",
        source_date=date(2018, 12, 19),
    ),
    NationalNumber(
        number="08 019 019 11",
        name="Ne frappez pas",
        purpose="pour qui exerce des violences et veut arrêter",
        hours="tous les jours, de 10 h à 19 h au moins",
        source="gendinfo.fr",
        source_date=date(2020, 12, 12),
    ),
)

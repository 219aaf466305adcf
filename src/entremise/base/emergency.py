"""Numbers that anybody may be told, with what each is for. Checked before each release."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class EmergencyNumber:
    """A number to call, or to write to, and the words that say when."""

    number: str
    name: str
    purpose: str
    sms: bool = False

    @property
    def address(self) -> str:
        """What a telephone dials or opens."""
        return f"{'sms' if self.sms else 'tel'}:{self.number}"


ALL = (
    EmergencyNumber(
        number="17",
        name="Police ou gendarmerie",
        purpose="en danger maintenant, jour et nuit",
    ),
    EmergencyNumber(number="112", name="Urgences", purpose="partout en Europe, jour et nuit"),
    EmergencyNumber(
        number="114",
        name="Urgences par SMS",
        purpose="quand parler est impossible ou dangereux, jour et nuit",
        sms=True,
    ),
    EmergencyNumber(number="15", name="Samu", purpose="urgence médicale, jour et nuit"),
    EmergencyNumber(number="115", name="Hébergement d’urgence", purpose="un abri pour cette nuit"),
    EmergencyNumber(
        number="3919",
        name="Violences Femmes Info",
        purpose="écoute anonyme et gratuite, jour et nuit ; ce n’est pas un numéro d’urgence",
    ),
    EmergencyNumber(
        number="119", name="Enfance en danger", purpose="pour un enfant, jour et nuit, gratuit"
    ),
)


def numbers(*chosen: str) -> list[EmergencyNumber]:
    """All the numbers, or those named, in the order asked for."""
    by_number = {line.number: line for line in ALL}
    return [by_number[number] for number in chosen] if chosen else list(ALL)

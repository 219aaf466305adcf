"""What the rule is asked with, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices

from entremise.base.french import nbsp
from entremise.people.models import SafeChannel
from entremise.people.safety.acts import Act


class Opening(TextChoices):
    """How far a channel opens."""

    OPEN = "open", "ouvert"
    FIRST_CALL = "first_call", "un premier appel seulement"
    RECHECK_CALL = "recheck_call", "un appel de vérification seulement"
    SHUT = "shut", "fermé"


class Code(TextChoices):
    """Why, for the journal and for tests."""

    SAFE = "safe", "sûr et vérifié"
    NEVER_VERIFIED = "never_verified", "jamais vérifié"
    STALE = "stale", "vérification trop ancienne"
    UNSAFE = "unsafe", "dangereux"
    OUTSIDE_WINDOW = "outside_window", "hors des jours et heures convenus"
    HOURS_IN_WORDS = "hours_in_words", "jours et heures dits en mots seulement"
    OUTCOME_AWAITED = "outcome_awaited", "issue du dernier appel non notée"
    SHE_CALLS = "she_calls", "c’est elle qui appelle"
    NO_MESSAGE = "no_message", "jamais de message"
    SMS_OFF = "sms_off", "SMS non permis par l’employeur"
    SMS_NOT_AGREED = "sms_not_agreed", "SMS non convenu avec elle"
    NO_HOURS = "no_hours", "heures non convenues"
    WRONG_MEANS = "wrong_means", "ce moyen ne sert pas à cela"
    PROTECTED = "protected", "adresse protégée"
    PROTECTION_ENDED = "protection_ended", "protection arrivée à sa fin"
    NO_PAPER = "no_paper", "jamais de papier sur elle"
    PAPER_NOT_ASKED = "paper_not_asked", "papier : non demandé"
    DISCREET = "discreet", "sans rien qui la désigne"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rule answers: how far, why in a code and in a sentence, what may be said."""

    act: Act
    opening: Opening
    code: Code
    sentence: str
    say: tuple[str, ...] = ()
    until: datetime | None = None

    def __post_init__(self) -> None:
        """French typography once, here, since these sentences are said on many pages."""
        object.__setattr__(self, "sentence", nbsp(self.sentence))
        object.__setattr__(self, "say", tuple(nbsp(line) for line in self.say))

    @property
    def is_shut(self) -> bool:
        return self.opening is Opening.SHUT

    @property
    def is_first(self) -> bool:
        """A call whose outcome must be noted before another one."""
        return self.opening in (Opening.FIRST_CALL, Opening.RECHECK_CALL)


def shut(act: Act, code: Code, sentence: str, until: datetime | None = None) -> Verdict:
    """A refusal, with its ground."""
    return Verdict(act=act, opening=Opening.SHUT, code=code, sentence=sentence, until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a channel: never the number itself."""

    kind: SafeChannel.Kind
    safe: SafeChannel.Safe
    message: SafeChannel.Message = SafeChannel.Message.NEVER
    window: Mapping[str, Any] | None = None
    checked_on: date | None = None
    outcome_awaited: bool = False
    protected: bool = False
    protected_until: date | None = None
    she_calls_us: bool = False
    # What her employer's service allows at all, and what she said herself of this number.
    sms_allowed: bool = False
    sms: SafeChannel.Sms = SafeChannel.Sms.NOT_ASKED

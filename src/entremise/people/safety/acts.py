"""Everything that leaves the office about her, and what each kind of channel may serve."""

from django.db.models import TextChoices

from entremise.people.models import SafeChannel

Kind = SafeChannel.Kind


class Act(TextChoices):
    """Everything that leaves the office about her. A voice message is part of a call."""

    CALL = "call", "appel"
    MESSAGE = "message", "SMS"
    EMAIL = "email", "courriel"
    LETTER = "letter", "courrier"
    VISIT = "visit", "visite à domicile"
    INTERPRETER = "interpreter", "réservation d’un interprète"
    PARTNER = "partner", "transmission à un partenaire"
    CALENDAR = "calendar", "ligne d’agenda"
    HANDOUT = "handout", "papier qu’elle emporte"
    PRINT = "print", "impression gardée au bureau"
    EXPORT = "export", "export"
    AUTHORITY = "authority", "écrit à une autorité"


# Acts that reach her, the one that gives her number or address to a third party, acts that carry
# no number or address at all. An interpreter gets none either: the worker calls both.
REACHING = frozenset({Act.CALL, Act.MESSAGE, Act.EMAIL, Act.LETTER, Act.VISIT})
HANDING_OVER = frozenset({Act.PARTNER})
WITHOUT_CHANNEL = frozenset(
    {Act.INTERPRETER, Act.CALENDAR, Act.HANDOUT, Act.PRINT, Act.EXPORT, Act.AUTHORITY}
)
WRITING = frozenset({Act.MESSAGE, Act.EMAIL, Act.LETTER})
# A letter arrives when the post brings it: hours mean nothing for it.
AT_AN_HOUR = frozenset({Act.CALL, Act.MESSAGE, Act.EMAIL, Act.VISIT})

CARRIES: dict[SafeChannel.Kind, frozenset[Act]] = {
    Kind.PHONE: frozenset({Act.CALL, Act.MESSAGE}) | HANDING_OVER,
    Kind.EMAIL: frozenset({Act.EMAIL}) | HANDING_OVER,
    Kind.POST: frozenset({Act.LETTER, Act.VISIT}) | HANDING_OVER,
    Kind.THIRD_PARTY: frozenset({Act.CALL}),
}

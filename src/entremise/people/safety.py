"""The safe-contact rule: may this be done to reach her, now, and what may be said.

Pure: facts and a moment in, a verdict out. It is neither a table, nor a read, nor a deed; every
act that leaves the office goes through it, whichever context does it. An act that is not named
in `Act` cannot be done: views name theirs with `@outgoing`, and a test looks for the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import TextChoices

from entremise.base.french import nbsp, short_day, when
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.windows import Window

Kind, Safe, Message = SafeChannel.Kind, SafeChannel.Safe, SafeChannel.Message
Paper = CallerCheck.Paper


class Act(TextChoices):
    """Everything that leaves the office about her."""

    CALL = "call", "appel"
    MESSAGE = "message", "SMS ou message vocal"
    EMAIL = "email", "courriel"
    LETTER = "letter", "courrier"
    VISIT = "visit", "visite à domicile"
    INTERPRETER = "interpreter", "réservation d’un interprète"
    PARTNER = "partner", "transmission à un partenaire"
    CALENDAR = "calendar", "ligne d’agenda"
    HANDOUT = "handout", "papier qu’elle emporte"
    PRINT = "print", "impression gardée au bureau"
    EXPORT = "export", "export"


# Acts that reach her, acts that give her number or address to a third party, acts that carry no
# number or address at all.
REACHING = frozenset({Act.CALL, Act.MESSAGE, Act.EMAIL, Act.LETTER, Act.VISIT})
HANDING_OVER = frozenset({Act.INTERPRETER, Act.PARTNER})
WITHOUT_CHANNEL = frozenset({Act.CALENDAR, Act.HANDOUT, Act.PRINT, Act.EXPORT})
WRITING = frozenset({Act.MESSAGE, Act.EMAIL, Act.LETTER})
# A letter arrives when the post brings it: hours mean nothing for it.
AT_AN_HOUR = frozenset({Act.CALL, Act.MESSAGE, Act.EMAIL, Act.VISIT})

CARRIES: dict[SafeChannel.Kind, frozenset[Act]] = {
    Kind.PHONE: frozenset({Act.CALL, Act.MESSAGE}) | HANDING_OVER,
    Kind.EMAIL: frozenset({Act.EMAIL, Act.PARTNER}),
    Kind.POST: frozenset({Act.LETTER, Act.VISIT, Act.PARTNER}),
    Kind.THIRD_PARTY: frozenset({Act.CALL}),
}


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
    OUTCOME_AWAITED = "outcome_awaited", "issue du dernier appel non notée"
    SHE_CALLS = "she_calls", "c’est elle qui appelle"
    NO_MESSAGE = "no_message", "jamais de message"
    WRONG_MEANS = "wrong_means", "ce moyen ne sert pas à cela"
    PROTECTED = "protected", "adresse protégée"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a channel: never the number itself."""

    kind: SafeChannel.Kind
    safe: SafeChannel.Safe
    message: SafeChannel.Message = Message.NEVER
    window: Mapping[str, Any] | None = None
    checked_on: date | None = None
    outcome_awaited: bool = False
    protected: bool = False
    protected_until: date | None = None
    she_calls_us: bool = False


def facts_of(channel: SafeChannel, check: CallerCheck | None) -> Facts:
    """The facts of a stored channel, and of what was agreed with her."""
    return Facts(
        kind=Kind(channel.kind),
        safe=Safe(channel.safe),
        message=Message(channel.message),
        window=channel.window,
        checked_on=channel.checked_on,
        outcome_awaited=channel.opened_at is not None,
        protected=channel.protection != SafeChannel.Protection.NONE,
        protected_until=channel.protected_until,
        she_calls_us=check is not None and check.she_calls_us,
    )


def judge(facts: Facts, act: Act, *, now: datetime, check_days: int) -> Verdict:
    """May this channel serve this act at this moment? In doubt, no.

    The first ground found is the one said, the gravest first.
    """
    today = Window.local(now).date()
    refusal = _never(facts, act, today) or _not_now(facts, act, now)
    if refusal is not None:
        return refusal
    if facts.safe is Safe.UNKNOWN:
        return _not_verified(act, outcome_awaited=facts.outcome_awaited)
    if not is_fresh(facts.checked_on, today, check_days):
        return _stale(facts, act, check_days)
    return Verdict(
        act=act,
        opening=Opening.OPEN,
        code=Code.SAFE,
        sentence=f"Moyen sûr, vérifié le {short_day(facts.checked_on or today)}.",
        say=_say_when_open(facts, act),
    )


def _shut(act: Act, code: Code, sentence: str, until: datetime | None = None) -> Verdict:
    return Verdict(act=act, opening=Opening.SHUT, code=code, sentence=sentence, until=until)


def _never(facts: Facts, act: Act, today: date) -> Verdict | None:
    """What no hour changes."""
    if facts.safe is Safe.NO:
        return _shut(act, Code.UNSAFE, "Ce moyen est dangereux pour elle : il reste fermé.")
    if act in WITHOUT_CHANNEL:
        return _shut(
            act, Code.WRONG_MEANS, "Ni numéro ni adresse ne sort sur un papier ou dans un export."
        )
    if act not in CARRIES[facts.kind]:
        return _shut(act, Code.WRONG_MEANS, f"Ce moyen ne sert pas à cela : {act.label}.")
    if act in HANDING_OVER and _is_protected(facts, today):
        return _shut(
            act, Code.PROTECTED, "Adresse protégée par le juge : elle n’est donnée à personne."
        )
    if facts.she_calls_us:
        return _shut(
            act, Code.SHE_CALLS, "C’est elle qui appelle : ne la joignez pas, attendez son appel."
        )
    if act in WRITING and facts.message is Message.NEVER:
        return _shut(act, Code.NO_MESSAGE, "Jamais de message ni d’écrit par ce moyen.")
    return None


def _is_protected(facts: Facts, today: date) -> bool:
    return facts.protected and (facts.protected_until is None or facts.protected_until >= today)


def _not_now(facts: Facts, act: Act, now: datetime) -> Verdict | None:
    """What waits for an hour, or for the outcome of the call before."""
    window = Window.of(facts.window)
    if act in AT_AN_HOUR and not window.contains(now):
        until = window.next_opening(now)
        if until is None:
            return _shut(
                act, Code.OUTSIDE_WINDOW, "Aucun jour ni heure possible : revoyez-les avec elle."
            )
        return _shut(
            act,
            Code.OUTSIDE_WINDOW,
            f"Fermé à cette heure. Elle peut être jointe {window.text}. "
            f"Prochain moment : {when(until)}.",
            until,
        )
    return None


def is_fresh(checked_on: date | None, today: date, check_days: int) -> bool:
    """Checked in the last days; a date to come proves nothing."""
    return checked_on is not None and 0 <= (today - checked_on).days <= check_days


def _only_a_call(act: Act, code: Code, what: str) -> Verdict:
    return _shut(act, code, f"{what} : d’abord un appel, ou demandez-lui de vive voix.")


def _awaited(act: Act) -> Verdict:
    return _shut(
        act,
        Code.OUTCOME_AWAITED,
        "Un appel a été ouvert et son issue n’est pas notée : notez-la avant d’appeler à nouveau.",
    )


def _not_verified(act: Act, *, outcome_awaited: bool) -> Verdict:
    if act is not Act.CALL:
        return _only_a_call(act, Code.NEVER_VERIFIED, "Moyen jamais vérifié")
    if outcome_awaited:
        return _awaited(act)
    return Verdict(
        act=act,
        opening=Opening.FIRST_CALL,
        code=Code.NEVER_VERIFIED,
        sentence="Moyen jamais vérifié : un premier appel seulement.",
        say=FIRST_CALL,
    )


def _stale(facts: Facts, act: Act, check_days: int) -> Verdict:
    what = f"Vérifié il y a plus de {check_days} jours"
    if act is not Act.CALL:
        return _only_a_call(act, Code.STALE, what)
    if facts.outcome_awaited:
        return _awaited(act)
    return Verdict(
        act=act,
        opening=Opening.RECHECK_CALL,
        code=Code.STALE,
        sentence=f"{what} : un appel pour vérifier, comme un premier appel.",
        say=FIRST_CALL,
    )


# The worker never pretends to be a real body: a lie of that kind can be checked by calling it
# back, and then speaks against her.
_NO_PRETENCE = (
    "Ne vous faites jamais passer pour une administration, une entreprise "
    "ou un service qui existe."
)
_IS_IT_SHE = (
    "Vérifiez que c’est bien elle : « Bonjour, je voudrais parler à… » et son prénom. "
    "Ne dites ni votre service, ni pourquoi vous appelez."
)
_MAY_SHE_TALK = (
    "C’est elle : « Pouvez-vous parler en ce moment ? Vous pouvez répondre juste oui ou non. » "
    "Attendez son oui avant de dire qui vous êtes."
)
_WRONG_NUMBER = (
    "Ce n’est pas elle, ou elle ne peut pas parler : « Excusez-moi, j’ai fait un faux numéro. » "
    "Raccrochez."
)
# Said in this order.
FIRST_CALL = (
    "Masquez votre numéro. Ne laissez aucun message et n’écrivez pas, ni avant ni après.",
    _IS_IT_SHE,
    _MAY_SHE_TALK,
    _WRONG_NUMBER,
    _NO_PRETENCE,
)
_SAFE_CALL = (
    "Vérifiez que c’est bien elle et qu’elle peut parler avant de dire qui vous êtes.",
    _NO_PRETENCE,
)
_NEUTRAL = (
    "Texte neutre : votre prénom seul, « Pouvez-vous me rappeler quand cela vous arrange ? ».",
    "Ni service, ni motif, ni lieu, ni lien.",
)
_WRITTEN = ("Ni service ni motif dans l’objet ou sur l’enveloppe.",)
_VISIT = ("À deux. Ni véhicule ni tenue qui annonce un service. Personne d’autre chez elle.",)
_HANDED = (
    "Dites aussi les jours, les heures et ce qu’il ne faut pas dire : ils vont avec le numéro.",
)

WITHHELD = nbsp("Numéro masqué : composez #31# puis le numéro.")
VOICEMAIL = {
    Message.NEVER: "Jamais de message, ni vocal ni écrit.",
    Message.NEUTRAL: "Message neutre seulement : votre prénom, sans service ni motif.",
    Message.YES: "Un message est possible.",
}


def _say_when_open(facts: Facts, act: Act) -> tuple[str, ...]:
    if act is Act.CALL:
        return (*_SAFE_CALL, VOICEMAIL[facts.message])
    if act is Act.VISIT:
        return _VISIT
    if act in HANDING_OVER:
        return _HANDED
    if facts.message is Message.NEUTRAL:
        return _NEUTRAL
    return _WRITTEN


_BARE = "Ni numéro de situation, ni code, ni adresse de page, ni nom d’unité."


def judge_paper(act: Act, *, paper: CallerCheck.Paper) -> Verdict:
    """May something without any number or address leave the screen, and what must it not hold?"""
    if act not in WITHOUT_CHANNEL:
        return _shut(act, Code.WRONG_MEANS, "Choisissez d’abord par quel moyen la joindre.")
    if act is Act.HANDOUT and paper == Paper.NEVER:
        return _shut(
            act, Code.NO_PAPER, "Jamais de papier sur elle : montrez-le-lui, gardez-le au bureau."
        )
    if act is Act.HANDOUT and paper != Paper.YES:
        return _shut(
            act,
            Code.PAPER_NOT_ASKED,
            "Demandez-lui d’abord si un papier sur elle est sans danger, et notez sa réponse.",
        )
    sentences = {
        Act.HANDOUT: ("Papier discret, convenu avec elle.", (_BARE,)),
        Act.PRINT: ("Ce papier reste au bureau.", ("Ni numéro ni adresse où la joindre.",)),
        Act.CALENDAR: ("Ligne discrète.", ("« Entretien » ou « Occupé », rien d’autre.",)),
        Act.EXPORT: ("Export sans coordonnées.", ("Ni numéro ni adresse où la joindre.",)),
    }
    sentence, say = sentences[act]
    return Verdict(act=act, opening=Opening.OPEN, code=Code.DISCREET, sentence=sentence, say=say)


ViewT = TypeVar("ViewT", bound=Callable[..., Any])


def outgoing(*acts: Act) -> Callable[[ViewT], ViewT]:
    """Say which acts a page does: a test refuses a page that prints or sends without it."""

    def mark(view: ViewT) -> ViewT:
        view.outgoing = frozenset(acts)  # type: ignore[attr-defined]  # read by that test
        return view

    return mark

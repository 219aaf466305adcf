"""What may be said, in this order, for each act. Never in the name of a body that exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from entremise.base.french import nbsp
from entremise.people.models import SafeChannel
from entremise.people.safety.acts import HANDING_OVER, Act
from entremise.people.safety.bodies import body_named
from entremise.people.safety.verdicts import Facts, Verdict

Message = SafeChannel.Message
_JOINING = str.maketrans("", "", "-'’")


NO_PRETENCE = (
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
    NO_PRETENCE,
)
_SAFE_CALL = (
    "Vérifiez que c’est bien elle et qu’elle peut parler avant de dire qui vous êtes.",
    NO_PRETENCE,
)
_NEUTRAL = (
    "Texte neutre : votre prénom seul, « Pouvez-vous me rappeler quand cela vous arrange ? ».",
    "Ni service, ni motif, ni lieu, ni lien.",
)
_SMS = (
    "Recopiez le texte tel quel, depuis le téléphone du service : rien ne part d’ici.",
    (
        "Ni service, ni motif, ni lieu, ni lien. Ne répondez pas par écrit à ce qui vous "
        "revient : appelez."
    ),
)
_WRITTEN = ("Ni service ni motif dans l’objet ou sur l’enveloppe.",)
_VISIT = ("À deux. Ni véhicule ni tenue qui annonce un service. Personne d’autre chez elle.",)
_HANDED = (
    "Seulement au service qu’elle a accepté, et seulement si elle a accepté qu’il la joigne.",
    "Dites aussi les jours, les heures et ce qu’il ne faut pas dire : ils vont avec le numéro.",
)

WITHHELD = nbsp("Numéro masqué : composez #31# puis le numéro.")
VOICEMAIL = {
    Message.NEVER: "Répondeur : raccrochez. Jamais de message, ni vocal ni écrit.",
    Message.NEUTRAL: "Répondeur : message neutre seulement, votre prénom, sans service ni motif.",
    Message.YES: "Répondeur : un message est possible.",
}


def say_when_open(facts: Facts, act: Act) -> tuple[str, ...]:
    """What may be said by a channel that is open."""
    if act is Act.CALL:
        return (*_SAFE_CALL, VOICEMAIL[facts.message])
    if act is Act.VISIT:
        return _VISIT
    if act in HANDING_OVER:
        return _HANDED
    if act is Act.MESSAGE:
        return _SMS
    if facts.message is Message.NEUTRAL:
        return _NEUTRAL
    return _WRITTEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What she prefers, in her words: under which name, what to say, who else may answer."""

    name_to_show: str = ""
    say: str = ""
    who_may_answer: str = ""
    if_someone_else: str = ""

    @classmethod
    def of(cls, instructions: Mapping[str, str]) -> Self:
        """Those kept with a channel."""
        names = ("name_to_show", "say", "who_may_answer", "if_someone_else")
        return cls(**{name: instructions.get(name, "").strip() for name in names})

    @property
    def name(self) -> str:
        """The name to give; never that of a body that exists, even if it was noted once."""
        return "" if body_named(self.name_to_show) else self.name_to_show


def script(verdict: Verdict, preferences: Preferences, message: Message) -> tuple[str, ...]:
    """What may be said, her preference first; a shut channel has nothing to say."""
    if verdict.is_shut or verdict.act is not Act.CALL:
        return verdict.say
    said = _first(preferences) if verdict.is_first else _usual(preferences, message)
    return tuple(nbsp(line) for line in said if line)


def _presents_herself(preferences: Preferences) -> str:
    if preferences.name:
        return f"Si l’on vous demande qui vous êtes : « {preferences.name} », et rien d’autre."
    return "Si l’on vous demande qui vous êtes : votre prénom, et rien d’autre."


def _first(preferences: Preferences) -> tuple[str, ...]:
    """The careful call. What was noted before she was asked shapes it, and opens nothing."""
    quiet, is_it_she, may_she_talk, wrong_number, no_pretence = FIRST_CALL
    return (
        quiet,
        is_it_she,
        may_she_talk,
        wrong_number,
        _presents_herself(preferences),
        _noted(preferences),
        no_pretence,
    )


def _usual(preferences: Preferences, message: Message) -> tuple[str, ...]:
    named = f", c’est {preferences.name}" if preferences.name else ""
    return (
        f"« Bonjour{named}. Je voudrais parler à… » et son prénom. Vérifiez que c’est bien elle.",
        _MAY_SHE_TALK,
        _somebody_else(preferences),
        _presents_herself(preferences),
        VOICEMAIL[message],
        _noted(preferences),
        NO_PRETENCE,
    )


def _somebody_else(preferences: Preferences) -> str:
    if preferences.if_someone_else:
        return (
            f"Quelqu’un d’autre répond. Convenu avec elle : {_whole(preferences.if_someone_else)}"
        )
    if preferences.who_may_answer:
        return (
            f"Peut aussi répondre : {_whole(preferences.who_may_answer)} Demandez seulement à lui "
            "parler. À toute autre personne : « Excusez-moi, j’ai fait un faux numéro. »"
        )
    return (
        "Quelqu’un d’autre répond, ou elle ne peut pas parler : « Excusez-moi, j’ai fait un faux "
        "numéro. » Raccrochez."
    )


def _noted(preferences: Preferences) -> str:
    return f"À dire ou à taire : {_whole(preferences.say)}" if preferences.say else ""


def _whole(text: str) -> str:
    """Somebody's note as a sentence."""
    return text if text.endswith((".", "!", "?", "…", "»")) else f"{text}."


def neutral_text(*, name_to_show: str, worker: str) -> str:
    """The one text of an SMS: a first name, and nothing that says from where or why."""
    noted = "" if body_named(name_to_show) else name_to_show
    first = _first_name(noted.strip() or worker)
    hello = f"Bonjour, c’est {first}." if first else "Bonjour."
    return nbsp(f"{hello} Pouvez-vous me rappeler quand cela vous arrange ? Merci.")


def _first_name(text: str) -> str:
    """The first word if it is made of letters: a number or a link is no name."""
    word = next(iter(text.replace(",", " ").split()), "")
    return word if word.translate(_JOINING).isalpha() else ""

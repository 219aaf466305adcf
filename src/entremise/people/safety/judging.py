"""The rule itself. In doubt, no: the first ground found is the one said, the gravest first."""

from datetime import date, datetime

from entremise.base.french import short_day, when
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.safety.acts import (
    AT_AN_HOUR,
    CARRIES,
    HANDING_OVER,
    REACHING,
    WITHOUT_CHANNEL,
    WRITING,
    Act,
)
from entremise.people.safety.verdicts import Code, Facts, Opening, Verdict, shut
from entremise.people.safety.words import FIRST_CALL, say_when_open
from entremise.people.windows import Window

Kind, Safe, Message, Sms = (
    SafeChannel.Kind,
    SafeChannel.Safe,
    SafeChannel.Message,
    SafeChannel.Sms,
)
Paper = CallerCheck.Paper


def facts_of(
    channel: SafeChannel, check: CallerCheck | None, *, sms_allowed: bool = False
) -> Facts:
    """The facts of a stored channel, of what was agreed with her, and of the employer's switch."""
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
        sms_allowed=sms_allowed,
        sms=Sms(channel.sms),
    )


def judge(facts: Facts, act: Act, *, now: datetime, check_days: int) -> Verdict:
    """May this channel serve this act at this moment?"""
    today = Window.local(now).date()
    refusal = _never(facts, act, today) or _no_sms(facts, act) or _not_now(facts, act, now)
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
        say=say_when_open(facts, act),
    )


def _never(facts: Facts, act: Act, today: date) -> Verdict | None:
    """What no hour changes."""
    if facts.safe is Safe.NO:
        return shut(act, Code.UNSAFE, "Ce moyen est dangereux pour elle : il reste fermé.")
    if act in WITHOUT_CHANNEL:
        return shut(
            act, Code.WRONG_MEANS, "Ni numéro ni adresse ne sort sur un papier ou dans un export."
        )
    if act not in CARRIES[facts.kind]:
        return shut(act, Code.WRONG_MEANS, f"Ce moyen ne sert pas à cela : {act.label}.")
    if act in HANDING_OVER and facts.protected:
        return _protected(facts, act, today)
    if facts.she_calls_us:
        return shut(
            act, Code.SHE_CALLS, "C’est elle qui appelle : ne la joignez pas, attendez son appel."
        )
    if act in WRITING and facts.message is Message.NEVER:
        return shut(act, Code.NO_MESSAGE, "Jamais de message ni d’écrit par ce moyen.")
    return None


def has_ended(until: date | None, today: date) -> bool:
    """Whether a protection has reached its end; its last day still protects."""
    return until is not None and until < today


def protection_days(
    begins: date | None, until: date | None, today: date
) -> tuple[str, str] | None:
    """Which of the two days makes no sense, and why; None if both do."""
    if begins is not None and begins > today:
        return "protected_from", "Cette décision serait dans l’avenir : vérifiez la date."
    if until is None:
        return None
    if begins is not None and until < begins:
        return "protected_until", "La protection finirait avant d’avoir commencé."
    if has_ended(until, today):
        return (
            "protected_until",
            (
                "Cette date est passée. Voyez avec elle ce que devient l’adresse : une nouvelle "
                "date, « tenue secrète à sa demande », ou plus de protection."
            ),
        )
    return None


def _protected(facts: Facts, act: Act, today: date) -> Verdict:
    """Given to nobody; and still to nobody the day after the end, until somebody has asked her.

    An order that ends is prolonged, or replaced, or she has moved, or he still looks for her:
    none of it is in the date, and an address that was told cannot be taken back.
    """
    if facts.protected_until is not None and has_ended(facts.protected_until, today):
        return shut(
            act,
            Code.PROTECTION_ENDED,
            f"La protection de cette adresse a pris fin le {short_day(facts.protected_until)}. "
            "Elle reste fermée tant que vous n’avez pas vu avec elle ce qu’elle devient.",
        )
    return shut(act, Code.PROTECTED, "Adresse protégée : elle n’est donnée à personne.")


def _no_sms(facts: Facts, act: Act) -> Verdict | None:
    """Off unless the employer allows it, and she said yes for this number, at hours she named."""
    if act is not Act.MESSAGE:
        return None
    if not facts.sms_allowed:
        return shut(
            act,
            Code.SMS_OFF,
            "Votre employeur n’a pas permis les SMS. La coordination peut les permettre.",
        )
    if facts.sms is not Sms.YES:
        return shut(
            act,
            Code.SMS_NOT_AGREED,
            "Elle n’a pas dit oui aux SMS sur ce numéro : demandez-le-lui de vive voix.",
        )
    window = Window.of(facts.window)
    if window.start is None or window.end is None:
        return shut(
            act, Code.NO_HOURS, "Convenez d’abord avec elle des heures où un SMS est sans danger."
        )
    return None


def _not_now(facts: Facts, act: Act, now: datetime) -> Verdict | None:
    """What waits for an hour."""
    window = Window.of(facts.window)
    if act in AT_AN_HOUR and window.in_words:
        return shut(
            act,
            Code.HOURS_IN_WORDS,
            "Quand la joindre n’est dit qu’en mots : lisez-les, puis notez les jours et les "
            "heures par « Modifier ».",
        )
    if act in AT_AN_HOUR and not window.contains(now):
        until = window.next_opening(now)
        if until is None:
            return shut(
                act, Code.OUTSIDE_WINDOW, "Aucun jour ni heure possible : revoyez-les avec elle."
            )
        return shut(
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
    return shut(act, code, f"{what} : d’abord un appel, ou demandez-lui de vive voix.")


def _awaited(act: Act) -> Verdict:
    return shut(
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


_NO_COORDINATES = "Ni numéro ni adresse où la joindre."
_PAPERS: dict[Act, tuple[str, tuple[str, ...]]] = {
    Act.HANDOUT: (
        "Papier discret, convenu avec elle.",
        ("Ni numéro de situation, ni code, ni adresse de page, ni nom d’unité.",),
    ),
    Act.PRINT: ("Ce papier reste au bureau.", (_NO_COORDINATES,)),
    Act.CALENDAR: ("Ligne discrète.", ("« Entretien » ou « Occupé », rien d’autre.",)),
    Act.EXPORT: ("Export sans coordonnées.", (_NO_COORDINATES,)),
    Act.AUTHORITY: (
        "Écrit signé, à une autorité, sur un fondement noté.",
        ("Ni son numéro, ni une adresse protégée que vous n’avez pas décidé de donner.",),
    ),
    Act.PARTNER: (
        "Transmission sans coordonnées.",
        (
            "Seulement ce qu’elle a accepté de laisser dire à ce service.",
            (
                f"{_NO_COORDINATES} Si elle a accepté qu’il la joigne : page « Contact », "
                "« Donner à un service »."
            ),
        ),
    ),
    Act.INTERPRETER: (
        "Réservation sans nom.",
        (
            "La langue, le jour, l’heure, la durée, le lieu : rien d’autre.",
            "Ni son nom, ni son numéro, ni pourquoi : « un entretien ».",
            "Un ou une interprète de métier : jamais un proche, une voisine ou un enfant.",
            (
                "Communauté petite ou peur d’être reconnue : demandez quelqu’un d’une autre "
                "ville, par téléphone, sans que son nom soit prononcé."
            ),
            "Par téléphone : c’est vous qui appelez les deux. Son numéro ne se donne pas.",
        ),
    ),
}


def judge_paper(act: Act, *, paper: CallerCheck.Paper) -> Verdict:
    """May something without any number or address leave the screen, and what must it not hold?"""
    if act in REACHING:
        return shut(act, Code.WRONG_MEANS, "Choisissez d’abord par quel moyen la joindre.")
    if act is Act.HANDOUT and paper == Paper.NEVER:
        return shut(
            act, Code.NO_PAPER, "Jamais de papier sur elle : montrez-le-lui, gardez-le au bureau."
        )
    if act is Act.HANDOUT and paper != Paper.YES:
        return shut(
            act,
            Code.PAPER_NOT_ASKED,
            "Demandez-lui d’abord si un papier sur elle est sans danger, et notez sa réponse.",
        )
    sentence, say = _PAPERS[act]
    return Verdict(act=act, opening=Opening.OPEN, code=Code.DISCREET, sentence=sentence, say=say)

"""What crosses from a referral into a case: its words, a number, and « taken up » to who asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from entremise.access.actor import Actor
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris, short_day, when
from entremise.cases import actions as cases
from entremise.cases.models import Case, ReopeningReason
from entremise.people import actions as people
from entremise.people.models import SafeChannel
from entremise.people.windows import Window
from entremise.referrals.actions.forgetting import wipe
from entremise.referrals.actions.informants import lines_of
from entremise.referrals.models import (
    Form,
    Receipt,
    Referral,
    Source,
    TimelineKind,
    said_yes,
)
from entremise.referrals.queries import SpeakerLine
from entremise.referrals.queries.reaching import every_channel

# Of these, the worker has just spoken with the person who asks.
SPOKEN_WITH = {Form.PHONE, Form.WALK_IN, Form.CARD}
RESTRICT_FIRST = (
    "Cette saisine est à accès restreint, la situation ne l’est pas. Restreignez d’abord l’accès "
    "à la situation, puis rattachez-y la saisine."
)


def case_to_join(*, actor: Actor, case_id: UUID, restricted: bool, now: datetime) -> Case:
    """A case within reach, which a referral joins; a closed one opens again.

    What was told under restricted access goes to no case that a whole post reads.
    """
    case = cases.locked(actor=actor, case_id=case_id)
    if restricted and not case.restricted:
        raise NotPossible(RESTRICT_FIRST)
    if case.state == Case.State.CLOSED:
        reason = ReopeningReason.NEW_REFERRAL
        return cases.reopen(actor=actor, case_id=case_id, reason=reason, now=now)
    return case


def hand_over(
    *, actor: Actor, referral: Referral, case: Case, kind: TimelineKind, now: datetime
) -> None:
    """Seal again in the case what the referral held, then wipe it here.

    The line of the timeline stands at the hour of the deed; the hour of arrival is in its words.
    """
    cases.append(
        actor=actor,
        case_id=case.pk,
        at=now,
        kind=kind,
        text=f"Reçue : {when(referral.received_at)}\n{story(referral)}".rstrip(),
        subject_id=referral.pk,
    )
    if referral.source == Source.SELF and referral.form in SPOKEN_WITH:
        cases.note_contact(actor=actor, case_id=case.pk, at=referral.received_at)
    keyring.load([case.person_id])
    for channel in every_channel(referral.identity.channel):
        people.add_channel(
            actor=actor,
            person_id=case.person_id,
            kind=SafeChannel.Kind(channel.get("kind", SafeChannel.Kind.PHONE)),
            value=channel["value"],
            now=now,
            words=_words(channel, referral, now),
            checked=_said_today(channel, referral, now),
            case_id=case.pk,
        )
    wipe(referral, informants=False)


def _said_today(channel: dict[str, Any], referral: Referral, now: datetime) -> bool:
    """Whether she said herself, on this very day, that this channel is safe."""
    by_her = channel.get("origin") == SafeChannel.Origin.HERSELF
    return by_her and in_paris(referral.received_at).date() == in_paris(now).date()


def _words(channel: dict[str, Any], referral: Referral, now: datetime) -> people.ChannelWords:
    """What was noted about the channel; « safe » holds only if she said so today."""
    safe = SafeChannel.Safe(channel.get("safe", "unknown"))
    instructions = dict(channel.get("rule", {}))
    if safe is SafeChannel.Safe.YES and not _said_today(channel, referral, now):
        safe = SafeChannel.Safe.UNKNOWN
        # Said beside the channel until she was asked herself; never among what may be told her.
        instructions["given"] = f"le {short_day(referral.received_at)}, à vérifier avec elle"
    return people.ChannelWords(
        safe=safe,
        message=SafeChannel.Message(channel.get("message", "never")),
        origin=SafeChannel.Origin(channel.get("origin", "unknown")),
        owner=SafeChannel.Owner(channel.get("owner", "unknown")),
        window=Window.of(channel.get("window")),
        instructions=instructions,
    )


def danger_said(referral: Referral) -> str:
    """The signs of danger to which the answer was yes."""
    return ", ".join(str(fact.label) for fact in said_yes(referral))


def story(referral: Referral) -> str:
    """What the referral says, in the words it was written in, for the timeline of the case."""
    parts = (
        ("Danger dit à la saisine", danger_said(referral)),
        ("Ce qui a été établi", referral.established),
        ("Ce que l’unité a vu", referral.text.seen),
        ("Ce qui a été dit", referral.text.said),
        ("Motif du danger", referral.text.ground),
        ("Décision de prise de contact", referral.text.approach),
        *(("Qui a parlé pour elle", _spoke(line)) for line in lines_of(referral)),
    )
    return "\n".join(f"{label} : {words}" for label, words in parts if words)


def _spoke(line: SpeakerLine) -> str:
    """What crosses into the case of somebody who spoke: his name only if he accepts it."""
    return (
        f"{line.said}. Elle ne le sait peut-être pas." if line.person_may_not_know else line.said
    )


def tell_officers(referral: Referral, case: Case, now: datetime) -> None:
    """« Taken up » on the receipts of this referral and of its doubles; none if restricted."""
    doubles = Referral.objects.filter(duplicate_of_id=referral.pk)
    known = [referral.receipt_id, *doubles.values_list("receipt_id", flat=True)]
    receipts = Receipt.objects.filter(pk__in=[pk for pk in known if pk is not None])
    if case.restricted:
        receipts.delete()
    else:
        receipts.update(state=Receipt.State.TAKEN_UP, taken_up_on=in_paris(now).date())

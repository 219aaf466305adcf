"""Trying to reach her: the channel opens by the rule, and its outcome is noted."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.text import capfirst

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.cases import queries as case_queries
from entremise.cases.actions import append, locked, note_contact
from entremise.cases.models import Case
from entremise.contact.models import ContactAttempt, Deed
from entremise.people.actions import Shown, settle_call, show_channel
from entremise.people.models import SafeChannel
from entremise.people.queries import ChannelLine
from entremise.people.queries import channel as channel_of
from entremise.people.safety import Act
from entremise.people.windows import Window

Kind, Outcome, Told = ContactAttempt.Kind, ContactAttempt.Outcome, ContactAttempt.Told
Safe, Message = SafeChannel.Safe, SafeChannel.Message

# What each outcome of a call may make of the channel; None leaves it as it was. She alone can
# say that a channel is safe, so somebody else who answers never makes it so.
MAKES: dict[ContactAttempt.Outcome, frozenset[SafeChannel.Safe | None]] = {
    Outcome.REACHED: frozenset({Safe.YES, Safe.NO, Safe.UNKNOWN}),
    Outcome.REFUSED: frozenset({Safe.YES, Safe.NO, Safe.UNKNOWN}),
    Outcome.OTHER_ANSWERED: frozenset({Safe.NO, Safe.UNKNOWN}),
    Outcome.WRONG_NUMBER: frozenset({Safe.NO}),
    Outcome.NO_ANSWER: frozenset({None}),
    # Left where none was agreed, it may have been heard by somebody else.
    Outcome.LEFT_MESSAGE: frozenset({None, Safe.UNKNOWN, Safe.NO}),
    Outcome.SENT: frozenset({None}),
    Outcome.NOT_MADE: frozenset({None}),
}
# Where nothing was answered: the careful side.
BY_DEFAULT: dict[ContactAttempt.Outcome, SafeChannel.Safe] = {
    Outcome.REFUSED: Safe.UNKNOWN,
    Outcome.OTHER_ANSWERED: Safe.UNKNOWN,
    Outcome.WRONG_NUMBER: Safe.NO,
}
# How a first call is written down in the timeline and the attempt.
KIND_OF: dict[Act, ContactAttempt.Kind] = {
    Act.CALL: Kind.CALL,
    Act.MESSAGE: Kind.MESSAGE,
    Act.EMAIL: Kind.EMAIL,
    Act.LETTER: Kind.LETTER,
    Act.VISIT: Kind.VISIT,
}
# Where she or somebody else may answer, and say something.
SPOKEN = frozenset({Act.CALL, Act.VISIT})
STAYS_UNSAFE = "Ce moyen est noté dangereux : si elle dit le contraire, modifiez-le avec elle."
SAY_WHAT_WAS_TOLD = (
    "Dites ce que la personne qui a répondu a entendu : la prochaine fois, il faudra dire la même "
    "chose."
)
WRITE_WHAT_WAS_TOLD = "Écrivez ce qui a été dit à la personne qui a répondu."
CLOSED = "Cette situation est close : rouvrez-la d’abord."


def open_channel(
    *,
    actor: Actor,
    case_id: UUID,
    channel_id: UUID,
    act: Act,
    now: datetime,
    key: UUID | None = None,
) -> Shown:
    """Show how to reach the person of an open case, if the rule says so now.

    Not a transaction: a refusal is raised, and its line of journal must stay.
    """
    actor.require(Can.CONTACT_MAKE)
    case = case_queries.case(actor=actor, case_id=case_id)
    if case.state == Case.State.CLOSED:
        raise NotPossible(CLOSED)
    channel_of(actor=actor, channel_id=channel_id, person_id=case.person_id, now=now)
    return show_channel(
        actor=actor, channel_id=channel_id, act=act, now=now, case_id=case.pk, key=key
    )


@transaction.atomic
def note_outcome(
    *,
    actor: Actor,
    case_id: UUID,
    channel_id: UUID,
    act: Act,
    outcome: ContactAttempt.Outcome,
    now: datetime,
    safe: SafeChannel.Safe | None = None,
    window: Window | None = None,
    message: SafeChannel.Message | None = None,
    sms: SafeChannel.Sms | None = None,
    told: ContactAttempt.Told | None = None,
    note: str = "",
) -> ContactAttempt:
    """Write down a try and what came of it; a call also settles whether the channel is safe.

    Somebody else answered: what was told is asked, since the next call must not contradict it.
    """
    actor.require(Can.CONTACT_MAKE)
    case = open_case(actor=actor, case_id=case_id)
    line = channel_of(actor=actor, channel_id=channel_id, person_id=case.person_id, now=now)
    safe = safe or _by_default(outcome, line)
    if act in SPOKEN:
        if safe not in MAKES[outcome]:
            raise NotPossible(_impossible(outcome))
        if line.safe is Safe.NO and safe is not Safe.NO and safe is not None:
            raise NotPossible(STAYS_UNSAFE)
        _refuse_untold(outcome, told, note)
        reached = outcome in ContactAttempt.REACHING
        settle_call(
            actor=actor,
            channel_id=channel_id,
            now=now,
            safe=safe,
            window=window if reached else None,
            message=message if reached else None,
            sms=sms if reached else None,
            case_id=case.pk,
        )
    said = told if outcome is Outcome.OTHER_ANSWERED else None
    return _write(actor, case, KIND_OF[act], outcome, now, note, channel_id, said)


def _by_default(outcome: ContactAttempt.Outcome, line: ChannelLine) -> SafeChannel.Safe | None:
    if outcome is Outcome.LEFT_MESSAGE and (
        line.message is Message.NEVER or line.safe is not Safe.YES
    ):
        return Safe.NO if line.safe is Safe.NO else Safe.UNKNOWN
    return BY_DEFAULT.get(outcome)


def _refuse_untold(
    outcome: ContactAttempt.Outcome, told: ContactAttempt.Told | None, note: str
) -> None:
    if outcome is not Outcome.OTHER_ANSWERED:
        return
    if told is None:
        raise NotPossible(SAY_WHAT_WAS_TOLD)
    if told is Told.MORE and not note.strip():
        raise NotPossible(WRITE_WHAT_WAS_TOLD)


def _impossible(outcome: ContactAttempt.Outcome) -> str:
    if outcome is Outcome.REACHED:
        return "Dites si ce moyen est sûr : demandez-le-lui, ou notez « pas encore vérifié »."
    return f"« {outcome.label} » : ce moyen ne peut pas devenir sûr."


@transaction.atomic
def note_her_call(*, actor: Actor, case_id: UUID, now: datetime, note: str = "") -> ContactAttempt:
    """She called, and was known by her code phrase: that is a contact."""
    actor.require(Can.CONTACT_MAKE)
    case = open_case(actor=actor, case_id=case_id)
    return _write(actor, case, Kind.SHE_CALLED, Outcome.REACHED, now, note, None)


def open_case(*, actor: Actor, case_id: UUID) -> Case:
    """The case, locked; NotPossible on a closed one, where nothing is planned any more."""
    case = locked(actor=actor, case_id=case_id)
    if case.state == Case.State.CLOSED:
        raise NotPossible(CLOSED)
    return case


def _write(
    actor: Actor,
    case: Case,
    kind: ContactAttempt.Kind,
    outcome: ContactAttempt.Outcome,
    now: datetime,
    note: str,
    channel_id: UUID | None,
    told: ContactAttempt.Told | None = None,
) -> ContactAttempt:
    attempt = ContactAttempt(
        id=uuid4(),
        case=case,
        channel_id=channel_id,
        at=now,
        kind=kind,
        outcome=outcome,
        told=told or "",
        author_id=actor.id,
    )
    attempt.note = note.strip()
    attempt.save(force_insert=True)
    if outcome in ContactAttempt.REACHING:
        note_contact(actor=actor, case_id=case.pk, at=now)
    append(
        actor=actor,
        case_id=case.pk,
        at=now,
        kind=Deed.CALLER if kind is Kind.SHE_CALLED else Deed.ATTEMPT,
        text=capfirst(f"{kind.label} : {outcome.label}"),
        subject_id=attempt.pk,
    )
    journal.record(
        actor, Event.CONTACT_ATTEMPTED, at=now, case_id=case.pk, reason=f"{kind}:{outcome}"
    )
    return attempt

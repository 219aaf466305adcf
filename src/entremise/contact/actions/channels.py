"""Ways to reach her, noted on a case: the deed is that of `people`, the line that of the case."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.cases.actions import append, locked
from entremise.contact.models import Deed
from entremise.people import actions as people
from entremise.people.actions import ChannelWords
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.queries import channel as channel_of


@transaction.atomic
def add_channel(
    *,
    actor: Actor,
    case_id: UUID,
    kind: SafeChannel.Kind,
    value: str,
    words: ChannelWords,
    checked: bool,
    now: datetime,
) -> SafeChannel:
    """Note a way to reach the person of this case."""
    actor.require(Can.CHANNEL_WRITE)
    case = locked(actor=actor, case_id=case_id)
    row = people.add_channel(
        actor=actor,
        person_id=case.person_id,
        case_id=case.pk,
        kind=kind,
        value=value,
        words=words,
        checked=checked,
        now=now,
    )
    _tell(actor, case.pk, f"{kind.label} : ajouté, {words.safe.label}", row.pk, now)
    return row


@transaction.atomic
def change_channel(
    *,
    actor: Actor,
    case_id: UUID,
    channel_id: UUID,
    version: int,
    value: str,
    words: ChannelWords,
    checked: bool,
    now: datetime,
) -> SafeChannel:
    """Change what is noted of one of her channels; Conflict if somebody did in the meantime."""
    actor.require(Can.CHANNEL_WRITE)
    case = locked(actor=actor, case_id=case_id)
    line = channel_of(actor=actor, channel_id=channel_id, person_id=case.person_id, now=now)
    row = people.change_channel(
        actor=actor,
        channel_id=channel_id,
        case_id=case.pk,
        version=version,
        value=value,
        words=words,
        checked=checked,
        now=now,
    )
    _tell(actor, case.pk, f"{line.kind.label} : modifié, {words.safe.label}", row.pk, now)
    return row


@transaction.atomic
def agree(
    *,
    actor: Actor,
    case_id: UUID,
    version: int,
    she_calls_us: bool,
    paper: CallerCheck.Paper,
    code_phrase: str,
    forget_phrase: bool,
    now: datetime,
) -> CallerCheck:
    """Note what was agreed with her: who calls, the code phrase, paper."""
    actor.require(Can.CHANNEL_WRITE)
    case = locked(actor=actor, case_id=case_id)
    check = people.agree(
        actor=actor,
        person_id=case.person_id,
        case_id=case.pk,
        version=version,
        she_calls_us=she_calls_us,
        paper=paper,
        code_phrase=code_phrase,
        forget_phrase=forget_phrase,
        now=now,
    )
    said = "la personne appelle elle-même" if she_calls_us else "on peut l’appeler"
    _tell(actor, case.pk, f"convenu : {said}", check.pk, now)
    return check


def _tell(actor: Actor, case_id: UUID, text: str, subject_id: UUID, now: datetime) -> None:
    append(
        actor=actor, case_id=case_id, at=now, kind=Deed.CHANNEL, text=text, subject_id=subject_id
    )

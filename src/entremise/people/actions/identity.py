"""Who she is: a person is born with her first case, so `cases` calls these."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import Conflict
from entremise.base.french import birth
from entremise.base.models import KeyKind
from entremise.people.models import Identity, NameCard, Person
from entremise.people.names import Card, search_line


@transaction.atomic
def record_person(*, actor: Actor, employer_id: UUID, now: datetime, **codes: object) -> Person:
    """Make a person of this employer, still without a name.

    She becomes visible with her first case, and only then can her identity be written: the wall
    looks at the case. `codes` are the clear columns of Person (sex, age_band, language…).
    """
    actor.require(Can.CASE_WRITE)
    person = Person(id=uuid4(), employer_id=employer_id, **codes)
    keyring.create(subject_id=person.pk, scope_id=employer_id, kind=KeyKind.PERSON)
    person.save(force_insert=True)
    journal.record(actor, Event.PERSON_CREATED, at=now, subject_id=person.pk)
    return person


@transaction.atomic
def write_identity(*, actor: Actor, person_id: UUID, card: NameCard) -> Identity:
    """Seal who she is, once, when her first case opens."""
    actor.require(Can.PERSON_READ)
    keyring.load([person_id])
    identity = Identity(person_id=person_id)
    _seal_name(identity, card)
    identity.save(force_insert=True)
    return identity


@transaction.atomic
def correct_identity(
    *,
    actor: Actor,
    person_id: UUID,
    now: datetime,
    card: NameCard | None = None,
    version: int | None = None,
    **codes: object,
) -> None:
    """Correct a name, a birth, or the codes about her, and say so in the journal.

    Without a `card` her name stays as it is written. `version` is the one that was read on a
    page; Conflict says what somebody wrote since.
    """
    actor.require(Can.CASE_WRITE)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    identity = Identity.objects.select_for_update(of=("self",)).get(person_id=person_id)
    keyring.load([person_id])
    if version not in (None, identity.version):
        theirs = NameCard.from_text(identity.card)
        words = ", ".join(filter(None, (theirs.display, birth(theirs.born))))
        raise Conflict(field="last_name", theirs=words, version=identity.version)
    if card is not None:
        _seal_name(identity, card)
        identity.version += 1
        identity.save(update_fields=["card_sealed", "line_sealed", "version"])
    for name, value in codes.items():
        setattr(person, name, value)
    if codes:
        person.save(update_fields=list(codes))
    journal.record(actor, Event.PERSON_CHANGED, at=now, subject_id=person_id)


def _seal_name(identity: Identity, card: NameCard) -> None:
    identity.card = card.text
    identity.line = search_line(
        Card(
            person_id=identity.person_id,
            last_name=card.last_name,
            first_name=card.first_name,
            birth_name=card.birth_name,
            born=card.born,
        )
    )

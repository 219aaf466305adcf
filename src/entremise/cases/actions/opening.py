"""Opening a case, reading it as a file, and adding to its timeline."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models.expressions import Combinable

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.codes import save_with_a_code
from entremise.base.errors import NotAllowed, NotPossible
from entremise.base.models import KeyKind
from entremise.cases import queries
from entremise.cases.models import Case, CaseText, Loan, TimelineEntry, subject_ids
from entremise.cases.queries.same import follows, hindrance
from entremise.organisation.models import Post
from entremise.people.actions import record_person, write_identity
from entremise.people.models import NameCard, Person

# No vowel makes a word, no 0 or 1 is taken for a letter.
CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
CODE_LENGTH = 6
TWO_SIDES = (
    "Une même fiche ne peut pas être celle d’une victime et celle d’une personne mise en cause :"
    " il faut deux fiches."
)
LENT = (
    "Vous ne lisez la fiche de cette personne que par un accès provisoire. Demandez au poste qui"
    " la suit de partager sa situation avec le vôtre, ou ouvrez-lui une nouvelle fiche."
)


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    post_id: UUID,
    now: datetime,
    card: NameCard | None = None,
    person_id: UUID | None = None,
    position: Case.Position = Case.Position.VICTIM,
    problem: str = "not_asked",
    restricted: bool = False,
    **codes: object,
) -> Case:
    """Open a case for a new person (`card`), or another matter of a person whom the actor follows.

    The case goes to one of the actor's posts. A restricted case is read by its opener only,
    until she names others. `codes` are the clear columns of a new Person.
    """
    actor.require(Can.CASE_WRITE)
    if post_id not in actor.post_ids:
        raise NotAllowed(post_id)
    post = Post.objects.get(pk=post_id)
    known = _followed(person_id, post) if person_id else None
    person = known or record_person(actor=actor, employer_id=post.employer_id, now=now, **codes)
    case = Case(
        id=uuid4(),
        employer_id=post.employer_id,
        post=post,
        person=person,
        position=position,
        problem=problem,
        opened_at=now,
    )
    keyring.create(subject_id=case.pk, scope_id=post.employer_id, kind=KeyKind.CASE)
    save_with_a_code(case, draw_code)
    CaseText.objects.create(case=case)
    if known is not None:
        refuse_two_sides(case)
    else:
        write_identity(actor=actor, person_id=person.pk, card=card or NameCard())
    if restricted:
        # In this order: the wall lets her name a reader of a case that she sees.
        Loan.objects.create(case=case, user_id=actor.id, ground=Loan.Ground.NAMED)
        case.restricted = True
        case.save(update_fields=["restricted"])
    journal.record(actor, Event.CASE_OPENED, at=now, case_id=case.pk)
    return case


def draw_code() -> str:
    """A code to say a case by, drawn by chance."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _followed(person_id: UUID, post: Post) -> Person:
    """Somebody known to the employer: a reading lent for a day does not become one for ever."""
    person = Person.objects.get(pk=person_id, employer_id=post.employer_id)
    if not follows(person.pk):
        raise NotPossible(LENT)
    return person


def refuse_two_sides(case: Case) -> None:
    """One record never stands on both sides of the wall of the alleged author: it would link them.

    All cases of her records are considered, those out of reach too.
    """
    one_at_a_time(case.employer_id)
    if hindrance(case.person_id, case.person_id) == "side":
        raise NotPossible(TWO_SIDES)


def one_at_a_time(employer_id: UUID) -> None:
    """Wait for whoever says at this moment, for this employer, who is whom and on which side.

    In a statement of its own: what is asked next must see what the other one said.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('merge:' || %s, 0))", [str(employer_id)]
        )


@transaction.atomic
def open_past_case(
    *,
    actor: Actor,
    post_id: UUID,
    opened_at: datetime,
    now: datetime,
    card: NameCard,
    person_id: UUID | None,
    problem: str,
    **codes: object,
) -> Case:
    """Open a case that was followed elsewhere before, on its true day.

    The journal says when that was done, which is now.
    """
    case = open_case(
        actor=actor,
        post_id=post_id,
        now=now,
        card=card,
        person_id=person_id,
        position=Case.Position.VICTIM,
        problem=problem,
        restricted=False,
        **codes,
    )
    case.opened_at = opened_at
    case.save(update_fields=["opened_at"])
    return case


@transaction.atomic
def consult(
    *,
    actor: Actor,
    case_id: UUID,
    now: datetime,
    also: Mapping[str, Combinable] | None = None,
) -> Case:
    """Open a case to read it: a deed that the journal keeps, in the same transaction.

    The keys of the case and of the person are loaded, so that their texts open.
    """
    case = queries.case(actor=actor, case_id=case_id, also=also)
    keyring.load(subject_ids(case))
    journal.record(actor, Event.CASE_READ, at=now, case_id=case.pk)
    return case


@transaction.atomic
def append(
    *,
    actor: Actor,
    case_id: UUID,
    at: datetime,
    kind: str,
    text: str = "",
    subject_id: UUID | None = None,
) -> TimelineEntry:
    """Add what happened to the timeline of a case within reach; entries are never edited."""
    actor.require(Can.CASE_WRITE)
    case = Case.objects.visible_to(actor).get(pk=case_id)
    keyring.load([case.pk])
    entry = TimelineEntry(case=case, at=at, kind=kind, author_id=actor.id, subject_id=subject_id)
    entry.text = text
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def note_contact(*, actor: Actor, case_id: UUID, at: datetime) -> None:
    """Remember that she was in contact on that day: retention and delays count from it."""
    actor.require(Can.CASE_WRITE)
    case = Case.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=case_id)
    if case.last_contact_at is None or at > case.last_contact_at:
        case.last_contact_at = at
        case.save(update_fields=["last_contact_at"])

"""« Who read my file? »: one person at a time, found by what names her exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.models import KeyKind
from entremise.cases.queries.search import opened_lines
from entremise.people.names import exactly
from entremise.people.queries import groups

MOST_LINES = 1000


@dataclass(frozen=True, kw_only=True)
class Readings:
    """Who did or read what in the cases of one person, latest first; no name, no text of hers."""

    cases: int
    lines: list[JournalEntry]


def readings_of_person(
    *,
    actor: Actor,
    now: datetime,
    code: str = "",
    last_name: str = "",
    first_name: str = "",
    born: str = "",
) -> Readings | None:
    """The journal of one person who asks for it: by the code of a case, or by her whole name.

    Last name (or birth name), first name and birth must all agree with one single person of the
    employer, spelling aside: nothing is said of neighbours, nor of how many there are. None if
    nobody is found so. Journalled without a word of the question.
    """
    actor.require(Can.JOURNAL_OF_PERSON)
    person_id = None if code else _only_one(actor, last_name, first_name, born)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.whose_file(%s, %s)", [person_id, code.strip().upper()])
        rows = cursor.fetchall()
    records = sorted({row[0] for row in rows})
    subject_id = person_id or next(iter(records), None)
    journal.record(actor, Event.PERSON_ANSWERED, at=now, subject_id=subject_id)
    if not records:
        return None
    case_ids = [case_id for _person, case_id in rows]
    return Readings(cases=len(case_ids), lines=_lines(actor, records, case_ids))


def _only_one(actor: Actor, last_name: str, first_name: str, born: str) -> UUID | None:
    if actor.employer_id is None:
        return None
    cipher_of = keyring.load_all(scope_id=actor.employer_id, kind=KeyKind.PERSON)
    people, lines = opened_lines("lines_of_persons", cipher_of)
    found = exactly(people, lines, last_name, first_name, born)
    # Two records said to be one person are one person.
    known = groups(actor=actor)
    return found[0] if len({known.head(person_id) for person_id in found}) == 1 else None


def _lines(
    actor: Actor, person_ids: Iterable[UUID], case_ids: Iterable[UUID]
) -> list[JournalEntry]:
    about_her = Q(case_id__in=list(case_ids)) | Q(subject_id__in=list(person_ids))
    lines = JournalEntry.objects.filter(about_her, employer_id=actor.employer_id)
    return list(lines.order_by("-at", "-pk")[:MOST_LINES])

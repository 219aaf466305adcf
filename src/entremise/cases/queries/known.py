"""The persons whom a worker already follows, to be compared with many others at once."""

from datetime import datetime
from uuid import UUID

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.models import KeyKind
from entremise.cases.models import Case
from entremise.cases.queries.search import opened_lines


def known_lines(*, actor: Actor, now: datetime) -> tuple[list[UUID], list[str]]:
    """The search lines of the persons whom the actor follows, opened here; journalled once.

    Those of the other posts are left out, although a search may name the post to ask: a whole
    sheet of names would read the others' files. Who was met as an alleged author is left out too.
    """
    actor.require(Can.CASE_SEARCH)
    journal.record(actor, Event.PERSON_SEARCHED, at=now)
    if actor.employer_id is None:
        return [], []
    rows = Case.objects.followed_by(actor).values_list("person_id", "position")
    alleged = {person for person, position in rows if position == Case.Position.ALLEGED}
    within = {person for person, _position in rows} - alleged
    if not within:
        return [], []
    cipher_of = keyring.load_all(scope_id=actor.employer_id, kind=KeyKind.PERSON)
    people, lines = opened_lines("search_lines", cipher_of)
    kept = [(one, line) for one, line in zip(people, lines, strict=True) if one in within]
    return [one for one, _line in kept], [line for _one, line in kept]

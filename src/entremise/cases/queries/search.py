"""One box to find a person: names half heard, in any order, with figures or without.

Nothing searchable is stored. The search opens the sealed lines of the whole employer in memory,
ranks them, shows the persons within reach, and of the others only the post to ask, once two
attributes agree. Nothing opened outlives the call.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import overload
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.binary import block_of
from entremise.base.models import KeyKind
from entremise.base.sealing import open_packed, open_raw, unpacked
from entremise.cases.models import Case
from entremise.organisation.models import Post
from entremise.people.models import Identity, NameCard, SafeChannel
from entremise.people.names import (
    Card,
    Match,
    likely_same_raw,
    parse_query,
    phone_digits,
    rank_raw,
)
from entremise.people.queries import groups, names_recorded

SHOWN = 10
RANKED = 30
ATTRIBUTES_TO_SAY_WHERE = 2


@dataclass(frozen=True, kw_only=True)
class Found:
    """A person within reach, her cases, what agrees with the question and what differs."""

    person_id: UUID
    name: NameCard
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]
    cases: list[Case]


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Somebody of the same employer whom another post may know: ask that post."""

    post_name: str
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a search may say."""

    found: list[Found] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)


def search(*, actor: Actor, text: str, today: date, now: datetime) -> Answer:
    """Find persons by names, years and figures. Journalled without a word of the question."""
    actor.require(Can.CASE_SEARCH)
    journal.record(actor, Event.PERSON_SEARCHED, at=now)
    query = parse_query(text, today=today)
    if query.is_empty:
        return Answer()
    ids, lines, numbers = everybody(actor, with_numbers=query.needs_phones)
    return answer(actor, rank_raw(query, ids, lines, phones=numbers, limit=RANKED), now)


def likely_same(*, actor: Actor, card: NameCard, phone: str = "", now: datetime) -> Answer:
    """Who may already be this person, before somebody is created; a human decides.

    Whoever was met as an alleged author is never proposed for somebody who asks for help.
    """
    actor.require(Can.CASE_SEARCH)
    journal.record(actor, Event.PERSON_SEARCHED, at=now)
    candidate = Card(
        person_id=UUID(int=0),
        last_name=card.last_name,
        first_name=card.first_name,
        birth_name=card.birth_name,
        born=card.born,
        phones=(phone_digits(phone),) if phone else (),
    )
    ids, lines, numbers = everybody(actor, with_numbers=bool(phone))
    matches = likely_same_raw(candidate, ids, lines, phones=numbers, limit=RANKED)
    return answer(actor, on_side(matches, alleged=False), now)


def on_side(matches: Sequence[Match], *, alleged: bool) -> list[Match]:
    """Those of them who were met on this side only: nothing links the two sides."""
    if not matches:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall.persons_on_side(%s, %s)",
            [[match.person_id for match in matches], alleged],
        )
        kept = {row[0] for row in cursor.fetchall()}
    return [match for match in matches if match.person_id in kept]


def everybody(actor: Actor, *, with_numbers: bool) -> tuple["People", list[str], list[str] | None]:
    """The opened search lines of the actor's employer, and where asked the opened numbers."""
    if actor.employer_id is None:
        return People([]), [], None
    cipher_of = keyring.load_all(scope_id=actor.employer_id, kind=KeyKind.PERSON)
    if not with_numbers:
        return *opened_lines("search_lines", cipher_of), None
    table = SafeChannel._meta.db_table
    numbers: dict[bytes, list[str]] = defaultdict(list)
    cells: dict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
    for row, person, cell in unpacked(_block("search_numbers")):
        cells[person].append((row, cell))

    def cipher_and_numbers_of(person: bytes) -> AESGCM | None:
        """Unwrapping a key costs more than opening a cell: it opens all of hers at once."""
        cipher = cipher_of(person)
        if cipher is not None:
            for row, cell in cells.get(person, ()):
                number = open_raw(cell, table, "value_sealed", row, person, cipher)
                numbers[person].append(phone_digits(number))
        return cipher

    people, lines = opened_lines("search_lines", cipher_and_numbers_of)
    return people, lines, [" ".join(numbers.get(person, ())) for person in people.raw]


class People(Sequence[UUID]):
    """The identities of many people, made only when asked for: ten are shown of thousands."""

    def __init__(self, raw: list[bytes]) -> None:
        self.raw = raw

    def __len__(self) -> int:
        return len(self.raw)

    @overload
    def __getitem__(self, place: int) -> UUID: ...
    @overload
    def __getitem__(self, place: slice) -> "People": ...
    def __getitem__(self, place: int | slice) -> "UUID | People":
        if isinstance(place, slice):
            return People(self.raw[place])
        return UUID(bytes=self.raw[place])


def opened_lines(function: str, cipher_of: keyring.CipherOf) -> tuple[People, list[str]]:
    """The opened search lines that a wall function gives; a person without a key is left out."""
    people, lines = open_packed(
        _block(function),
        table=Identity._meta.db_table,
        column="line_sealed",
        cipher_of=cipher_of,
    )
    return People(people), lines


def _block(function: str) -> bytes:
    """The sealed cells that a function of the wall gives, end to end."""
    return block_of("default", f"SELECT wall.{function}()")


def answer(actor: Actor, matches: Sequence[Match], now: datetime) -> Answer:
    """What may be said of these matches; records said to be one person are shown once."""
    known = groups(actor=actor)
    heads = {match.person_id: known.head(match.person_id) for match in matches}
    records = {one for head in heads.values() for one in known.members(head)}
    within: dict[UUID, list[Case]] = defaultdict(list)
    for case in _cases_within_reach(actor, records):
        within[known.head(case.person_id)].append(case)
    best: dict[UUID, Match] = {}
    for match in matches:
        if heads[match.person_id] in within:
            best.setdefault(heads[match.person_id], match)
    shown = list(best.items())[:SHOWN]
    names = names_recorded(actor=actor, person_ids=[head for head, _match in shown])
    found = [
        Found(
            person_id=head,
            name=names[head],
            agreeing=match.agreeing,
            differing=match.differing,
            cases=within[head],
        )
        for head, match in shown
    ]
    hidden = [
        match.person_id
        for match in matches
        if heads[match.person_id] not in within
        and len(match.agreeing) >= ATTRIBUTES_TO_SAY_WHERE
        # A birth that contradicts makes a namesake, and naming her post would tell of her.
        and "birth" not in match.differing
    ]
    return Answer(found=found, elsewhere=_elsewhere(actor, hidden[:SHOWN], now))


def _cases_within_reach(actor: Actor, person_ids: Iterable[UUID]) -> list[Case]:
    cases = Case.objects.visible_to(actor).filter(person_id__in=list(person_ids))
    return list(cases.select_related("post").order_by("-opened_at", "pk"))


def _elsewhere(actor: Actor, person_ids: list[UUID], now: datetime) -> list[Elsewhere]:
    """The posts that know these persons; each saying of it is journalled, by code."""
    if not person_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, post_id FROM wall.posts_knowing(%s)", [person_ids])
        rows = cursor.fetchall()
    names = dict(
        Post.objects.filter(pk__in={post_id for _case, post_id in rows}).values_list("pk", "name")
    )
    for case_id, _post in rows:
        journal.record(actor, Event.PERSON_MATCH_ELSEWHERE, at=now, case_id=case_id)
    return sorted(
        (Elsewhere(post_name=names[post_id], case_id=case_id) for case_id, post_id in rows),
        key=lambda row: (row.post_name, row.case_id),
    )

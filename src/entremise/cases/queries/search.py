"""One box to find a person: names half heard, in any order, with figures or without.

Nothing searchable is stored. The search opens the sealed lines of the whole employer in memory,
ranks them, shows the persons within reach, and of the others only the post to ask, once two
attributes agree. Nothing opened outlives the call.
"""

import struct
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.models import KeyKind
from entremise.base.sealing import open_cell
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
from entremise.people.queries import names_of

SHOWN = 10
RANKED = 30
ATTRIBUTES_TO_SAY_WHERE = 2
_HEAD = struct.Struct(">16s16si")


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
    ids, lines, numbers = _everybody(actor, with_numbers=query.needs_phones)
    return _answer(actor, rank_raw(query, ids, lines, phones=numbers, limit=RANKED), now)


def likely_same(*, actor: Actor, card: NameCard, phone: str = "", now: datetime) -> Answer:
    """Who may already be this person, before somebody is created; a human decides."""
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
    ids, lines, numbers = _everybody(actor, with_numbers=bool(phone))
    matches = likely_same_raw(candidate, ids, lines, phones=numbers, limit=RANKED)
    return _answer(actor, matches, now)


def _everybody(
    actor: Actor, *, with_numbers: bool
) -> tuple[list[UUID], list[str], list[str] | None]:
    """The opened search lines of the actor's employer, and where asked the opened numbers."""
    if actor.employer_id is None:
        return [], [], None
    cipher_of = keyring.load_all(scope_id=actor.employer_id, kind=KeyKind.PERSON)
    lines = opened_cells("search_lines", Identity._meta.db_table, "line_sealed", cipher_of)
    ids = list(lines)
    numbers: list[str] | None = None
    if with_numbers:
        kept = opened_cells(
            "search_numbers", SafeChannel._meta.db_table, "value_sealed", cipher_of
        )
        numbers = [
            " ".join(phone_digits(number) for number in kept.get(person_id, ()))
            for person_id in ids
        ]
    return ids, [lines[person_id][0] for person_id in ids], numbers


def opened_cells(
    function: str, table: str, column: str, cipher_of: Callable[[UUID], AESGCM | None]
) -> dict[UUID, list[str]]:
    """The opened cells of a wall function, by person; a person without a key is left out."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT wall.{function}()")
        block = bytes(cursor.fetchone()[0] or b"")
    texts: dict[UUID, list[str]] = defaultdict(list)
    at = 0
    while at < len(block):
        row, person, length = _HEAD.unpack_from(block, at)
        at += _HEAD.size
        person_id = UUID(bytes=person)
        cipher = cipher_of(person_id)
        if cipher is not None:
            texts[person_id].append(
                open_cell(
                    block[at : at + length],
                    table=table,
                    column=column,
                    row=UUID(bytes=row),
                    subject=person_id,
                    cipher=cipher,
                )
            )
        at += length
    return texts


def _answer(actor: Actor, matches: list[Match], now: datetime) -> Answer:
    within = _cases_within_reach(actor, [match.person_id for match in matches])
    shown = [match for match in matches if match.person_id in within][:SHOWN]
    names = names_of(actor=actor, person_ids=[match.person_id for match in shown])
    found = [
        Found(
            person_id=match.person_id,
            name=names[match.person_id],
            agreeing=match.agreeing,
            differing=match.differing,
            cases=within[match.person_id],
        )
        for match in shown
    ]
    hidden = [
        match.person_id
        for match in matches
        if match.person_id not in within
        and len(match.agreeing) >= ATTRIBUTES_TO_SAY_WHERE
        # A birth that contradicts makes a namesake, and naming her post would tell of her.
        and "birth" not in match.differing
    ]
    return Answer(found=found, elsewhere=_elsewhere(actor, hidden[:SHOWN], now))


def _cases_within_reach(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, list[Case]]:
    cases = (
        Case.objects.visible_to(actor)
        .filter(person_id__in=list(person_ids))
        .select_related("post")
        .order_by("-opened_at", "pk")
    )
    by_person: dict[UUID, list[Case]] = defaultdict(list)
    for case in cases:
        by_person[case.person_id].append(case)
    return dict(by_person)


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

"""The same person? Who may be, what agrees and what differs, and what was said of it already."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.accounts.queries import names_of_accounts
from entremise.base.errors import NotAllowed
from entremise.base.french import in_paris
from entremise.cases.models import Case
from entremise.cases.queries.search import (
    RANKED,
    Answer,
    answer,
    everybody,
    on_side,
)
from entremise.people.models import NameCard, ToldApart
from entremise.people.names import Card, Match, likely_same_raw
from entremise.people.queries import Groups, groups, merges_of, names_recorded

# Of two employers, or on both sides of the wall of the alleged author: nothing is even told.
NEVER_TOGETHER = ("employer", "side")


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A record said to be the same person: how it names her, and until when that may be undone."""

    merge_id: UUID
    name: NameCard
    at: datetime
    by: str
    until: datetime
    may_be_undone: bool


@dataclass(frozen=True, kw_only=True)
class Apart:
    """A record said to be somebody else."""

    person_id: UUID
    name: NameCard
    on: date


@dataclass(frozen=True, kw_only=True)
class SamePerson:
    """All that the page of one case shows about it."""

    name: NameCard
    joined: list[Joined]
    likely: Answer
    apart: list[Apart]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two records side by side."""

    name: NameCard
    other_id: UUID
    other: NameCard
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]
    cases: list[Case]
    apart: bool


def same_person(*, actor: Actor, case_id: UUID, now: datetime) -> SamePerson:
    """Who may be the person of this case under another record; a human decides.

    Neither a pair said to be two people nor whoever stands on the other side of the wall of the
    alleged author is proposed. Journalled as a search, without a name.
    """
    actor.require(Can.CASE_SEARCH)
    her = Case.objects.visible_to(actor).get(pk=case_id).person_id
    journal.record(actor, Event.PERSON_SEARCHED, at=now, case_id=case_id)
    known = groups(actor=actor)
    apart = _told_apart(known, her)
    matches = _likely(actor, known, her, apart)
    names = names_recorded(actor=actor, person_ids=[known.head(her), *known.members(her), *apart])
    return SamePerson(
        name=names[known.head(her)],
        joined=_joined(actor, her, names, now),
        likely=answer(actor, matches, now),
        apart=[
            Apart(person_id=person_id, name=names[person_id], on=in_paris(said.at).date())
            for person_id, said in apart.items()
            if person_id in names
        ],
    )


def compared(*, actor: Actor, case_id: UUID, other_id: UUID, now: datetime) -> Compared:
    """One record within reach beside that of a case: what agrees, what differs.

    Whoever stands on the other side of the wall of the alleged author does not exist here.
    """
    actor.require(Can.CASE_SEARCH)
    her = Case.objects.visible_to(actor).get(pk=case_id).person_id
    journal.record(actor, Event.PERSON_SEARCHED, at=now, case_id=case_id)
    known = groups(actor=actor)
    here, there = known.head(her), known.head(other_id)
    names = names_recorded(actor=actor, person_ids=[here, there])
    if there not in names or here == there or hindrance(here, there) in NEVER_TOGETHER:
        raise NotAllowed(other_id)
    others = set(known.members(there))
    match = next((one for one in _likely(actor, known, her, {}) if one.person_id in others), None)
    cases = Case.objects.visible_to(actor).filter(person_id__in=others)
    return Compared(
        name=names[here],
        other_id=there,
        other=names[there],
        agreeing=match.agreeing if match else (),
        differing=match.differing if match else (),
        cases=list(cases.select_related("post").order_by("-opened_at", "pk")),
        apart=there in _told_apart(known, her),
    )


def case_of_code(*, actor: Actor, code: str) -> Case | None:
    """The case within reach that bears this code."""
    actor.require(Can.CASE_SEARCH)
    found = Case.objects.visible_to(actor).filter(code=code.strip().upper())
    return found.order_by("pk").first()


def hindrance(one: UUID, two: UUID) -> str:
    """Why the wall would refuse that two records become one; empty if it would not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.merge_hindrance(%s, %s)", [one, two])
        (code,) = cursor.fetchone()
    return str(code)


def follows(person_id: UUID) -> bool:
    """Whether the actor follows a record of this person, otherwise than for a day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.follows_person(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def _told_apart(known: Groups, her: UUID) -> dict[UUID, ToldApart]:
    """The shown records of those who were said to be somebody else, latest first."""
    own = known.members(her)
    rows = ToldApart.objects.filter(Q(one_id__in=own) | Q(two_id__in=own)).order_by("-at", "pk")
    return {known.head(row.two_id if row.one_id in own else row.one_id): row for row in rows}


def _likely(actor: Actor, known: Groups, her: UUID, apart: dict[UUID, ToldApart]) -> list[Match]:
    """Matches of any of her records with those of others, the best of each first."""
    own = known.members(her)
    alleged = _side(own)
    if alleged is None:
        return []
    ids, lines, numbers = everybody(actor, with_numbers=True)
    phones = numbers or []
    hers, raw = set(own), {person_id.bytes for person_id in own}
    own_phones = tuple(
        number
        for place, person_id in enumerate(ids.raw)
        if person_id in raw
        for number in phones[place].split()
    )
    best: dict[UUID, Match] = {}
    for person_id, name in names_recorded(actor=actor, person_ids=own).items():
        card = Card(
            person_id=person_id,
            last_name=name.last_name,
            first_name=name.first_name,
            birth_name=name.birth_name,
            born=name.born,
            phones=own_phones,
        )
        for match in likely_same_raw(card, ids, lines, phones=phones, limit=RANKED):
            kept = best.get(match.person_id)
            if kept is None or match.score > kept.score:
                best[match.person_id] = match
    others = [
        match
        for match in best.values()
        if match.person_id not in hers and known.head(match.person_id) not in apart
    ]
    others.sort(key=lambda match: (-match.score, match.person_id.int))
    return on_side(others, alleged=alleged)


def _side(records: list[UUID]) -> bool | None:
    """Whether these records were met as alleged authors; None where some were and some not."""
    with connection.cursor() as cursor:
        for alleged in (False, True):
            cursor.execute("SELECT wall.persons_on_side(%s, %s)", [records, alleged])
            if len(cursor.fetchall()) == len(records):
                return alleged
    return None


def _joined(actor: Actor, her: UUID, names: dict[UUID, NameCard], now: datetime) -> list[Joined]:
    merges = merges_of(actor=actor, person_id=her)
    who = names_of_accounts(actor=actor, user_ids=[merge.by for merge in merges])
    return [
        Joined(
            merge_id=merge.pk,
            name=names[merge.other_id],
            at=merge.at,
            by=who.get(merge.by, ""),
            until=merge.undone_until,
            may_be_undone=now <= merge.undone_until,
        )
        for merge in merges
    ]

"""What can be read about cases."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from entremise.access.actor import NOBODY, Actor
from entremise.access.events import OF_THE_ADMINISTRATION
from entremise.access.models import JournalEntry
from entremise.access.roles import Can
from entremise.accounts.queries import name_of, names_of_accounts
from entremise.base import keyring
from entremise.cases.models import Case, GlassNote, Loan, TimelineEntry, Transfer
from entremise.organisation.queries import posts_of_employer


def case(*, actor: Actor, case_id: UUID, also: Mapping[str, Combinable] | None = None) -> Case:
    """One case within reach. Reading it as a file is a deed: see `actions.consult`.

    `also` lets a page of an upper context have its own columns in the same read.
    """
    actor.require(Can.CASE_READ)
    return (
        Case.objects.visible_to(actor)
        .select_related("person__identity", "person__commune", "post", "employer", "text")
        .annotate(**(also or {}))
        .get(pk=case_id)
    )


def line(*, actor: Actor, case_id: UUID) -> Case:
    """One line of the list, without name: what a coordinator may see of a case."""
    actor.require(Can.CASE_REASSIGN)
    return Case.objects.listed_for(actor).select_related("post").get(pk=case_id)


class Unread(NamedTuple):
    """A restricted case that nobody can read any more: what a list without names shows of it."""

    id: UUID
    code: str
    post: str


def unread_cases(*, actor: Actor) -> list[Unread]:
    """Restricted cases of the coordinator's service whose named readers are all gone, by code."""
    actor.require(Can.CASE_REASSIGN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, post_id FROM wall.unread_cases() ORDER BY code, id")
        rows = cursor.fetchall()
    posts = {post.pk: post.name for post in posts_of_employer(actor=actor)} if rows else {}
    return [Unread(case_id, code, posts.get(post_id, "")) for case_id, code, post_id in rows]


# What a line of the list shows: the other columns of fifty rows are not worth their reading.
LISTED = (
    *("code", "state", "restricted", "person_id", "opened_at", "last_contact_at", "next_step_on"),
    "post__name",
)


class Filter(NamedTuple):
    """What a list of cases shows."""

    state: str = ""
    late_on: date | None = None


def listed(*, actor: Actor, wanted: Filter) -> QuerySet[Case]:
    """The list of cases without names: those to come back to first, then the latest opened.

    A coordinator gets her service's lines, never a name or a text.
    """
    actor.require(Can.CASE_LIST)
    rows = Case.objects.listed_for(actor).select_related("post").only(*LISTED)
    if wanted.state == "closed":
        rows = rows.filter(state=Case.State.CLOSED)
    elif wanted.state != "all":
        rows = rows.exclude(state=Case.State.CLOSED)
    if wanted.late_on:
        rows = rows.filter(Q(next_step_on=None) | Q(next_step_on__lt=wanted.late_on))
    return rows.order_by(F("next_step_on").asc(nulls_last=True), "-opened_at", "pk")


# Among how many lines of her own journal the last cases are looked for.
LINES_LOOKED_AT = 300


def recent(*, actor: Actor, most: int) -> list[Case]:
    """The open cases on which the actor last did or read something, latest first."""
    actor.require(Can.CASE_READ)
    lines = (
        JournalEntry.objects.filter(actor_id=actor.id, case_id__isnull=False)
        .order_by("-at", "-pk")
        .values_list("case_id", flat=True)[:LINES_LOOKED_AT]
    )
    latest = list(dict.fromkeys(lines))
    rows = Case.objects.listed_for(actor).exclude(state=Case.State.CLOSED).only(*LISTED)
    found = rows.select_related("post").in_bulk(latest)
    return [found[case_id] for case_id in latest if case_id in found][:most]


def codes_of(*, actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of these cases, of those within reach."""
    actor.require(Can.CASE_READ)
    rows = Case.objects.visible_to(actor).filter(pk__in=set(case_ids))
    return dict(rows.order_by("pk").values_list("pk", "code"))


def timeline(*, actor: Actor, case_id: UUID) -> QuerySet[TimelineEntry]:
    """What happened and who wrote it (`who`), latest first.

    The texts open with the key that `consult` loaded.
    """
    actor.require(Can.CASE_READ)
    found = TimelineEntry.objects.filter(case_id=case_id)
    named = found.annotate(who=name_of(actor=actor, column="author_id"))
    return named.order_by("-at", "-created_at", "-id")


class Lent(NamedTuple):
    """A reading of the case that somebody outside its post has, and to whom it was given."""

    loan: Loan
    who: str


def loans(*, actor: Actor, case_id: UUID) -> list[Lent]:
    """Who else reads this case, and why; an access that has ended is left out."""
    actor.require(Can.CASE_READ)
    rows = list(
        Loan.objects.filter(Q(until=None) | Q(until__gt=Now()), case_id=case_id)
        .select_related("post")
        .order_by("created_at", "pk")
    )
    names = names_of_accounts(actor=actor, user_ids=[row.user_id for row in rows if row.user_id])
    return [
        Lent(row, row.post.name if row.post else names.get(row.user_id or NOBODY, ""))
        for row in rows
    ]


def named_readers(*, actor: Actor, case_id: UUID) -> list[UUID]:
    """The accounts that are named to read this case while it is restricted."""
    return [
        loan.user_id
        for loan, _who in loans(actor=actor, case_id=case_id)
        if loan.ground == Loan.Ground.NAMED and loan.user_id is not None
    ]


def transfers_to_answer(*, actor: Actor) -> list[Transfer]:
    """Cases offered to the actor's posts, oldest first."""
    actor.require(Can.CASE_READ)
    return list(
        Transfer.objects.filter(to_post_id__in=actor.post_ids, state=Transfer.State.PROPOSED)
        .select_related("case", "from_post", "to_post")
        .order_by("created_at", "pk")
    )


class Reading(NamedTuple):
    """One line of the journal of a case: when, what, and who did it."""

    at: datetime
    event: str
    who: str


def readings(*, actor: Actor, case_id: UUID) -> list[Reading]:
    """Who did or read what in this case, latest first: at most a hundred lines."""
    actor.require(Can.CASE_READ)
    lines = list(JournalEntry.objects.filter(case_id=case_id).order_by("-at", "-pk")[:100])
    who = names_of_accounts(actor=actor, user_ids=[line.actor_id for line in lines])
    return [Reading(line.at, line.event, who.get(line.actor_id, "")) for line in lines]


def journal_lines(*, actor: Actor, event: str = "") -> QuerySet[JournalEntry]:
    """The journal of the employer, for its data protection officer.

    With what the technical administration does to accounts, posts and units: it can make a login
    link for anybody, and no one else would see it.
    """
    actor.require(Can.JOURNAL_READ)
    of_administration = Q(employer_id=None, event__in=OF_THE_ADMINISTRATION)
    lines = JournalEntry.objects.filter(Q(employer_id=actor.employer_id) | of_administration)
    if event:
        lines = lines.filter(event=event)
    return lines.order_by("-at", "-pk")


def codes_in_journal(*, actor: Actor, case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of the cases that lines of the journal are about: what a person may quote of
    hers. The rows themselves stay hidden from who reads the journal."""
    actor.require(Can.JOURNAL_READ)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.codes_in_journal(%s)", [sorted(set(case_ids))])
        return dict(cursor.fetchall())


def glass_notes(*, actor: Actor) -> list[GlassNote]:
    """The exceptional accesses of the employer, latest first: at most a hundred.

    Their reasons open: judging them is the data protection officer's work.
    """
    actor.require(Can.JOURNAL_READ)
    notes = list(
        GlassNote.objects.filter(employer=actor.employer_id).order_by("-created_at", "-pk")[:100]
    )
    keyring.load([note.case_id for note in notes])
    return notes

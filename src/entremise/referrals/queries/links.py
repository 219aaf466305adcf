"""The accesses of partners, what each may read, and the answers that are owed."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from entremise.access.actor import NOBODY, PUBLIC, Actor, Kind
from entremise.access.roles import Can, Role
from entremise.base import keyring
from entremise.base.errors import NotAllowed
from entremise.organisation import queries as organisation
from entremise.organisation.models import Post, Queue
from entremise.referrals.models import (
    Due,
    PartnerLink,
    PartnerReceipt,
    Referral,
    Source,
    hash_of_key,
)

# Pages of the access, and where its session keeps whose it is.
PAGES = "/partenaire/"
SESSION_KEY = "acces_partenaire"
IDLE_SECONDS = 30 * 60


def actor_of_request(request: HttpRequest) -> Actor:
    """The actor behind a request: on the pages of partners the access that was opened there.

    Left idle for half an hour, the access is closed on that computer.
    """
    if not request.path.startswith(PAGES):
        return organisation.actor_of_request(request)
    opened = request.session.get(SESSION_KEY)
    if not opened or time.time() - opened["at"] > IDLE_SECONDS:
        return PUBLIC
    actor = actor_of_link(UUID(opened["id"]))
    request.session[SESSION_KEY] = {**opened, "at": time.time()}
    return actor


def actor_of_link(link_id: UUID) -> Actor:
    """The actor of an access that still holds; nobody once it was revoked or has expired."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT employer_id FROM wall.living_link(%s)", [link_id])
        row = cursor.fetchone()
    return PUBLIC if row is None else Actor(kind=Kind.LINK, id=link_id, employer_id=row[0])


def link_of_key(*, actor: Actor, key: str) -> UUID | None:
    """The access that this key opens today, if it opens one; asked by nobody in particular."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.link_of(%s)", [hash_of_key(key)])
        (found,) = cursor.fetchone()
    link_id: UUID | None = found
    return link_id


def own_link(*, actor: Actor) -> PartnerLink:
    """The access that asks: its organisation, its nature, its last day."""
    if actor.kind is not Kind.LINK:
        raise NotAllowed("own_link")
    return PartnerLink.objects.select_related("partner", "queue").get(pk=actor.id)


def queues_of_links(*, actor: Actor) -> list[Queue]:
    """The queues that an access may fall to: a worker's, an employer's, or all of them."""
    actor.require(Can.PARTNER_LINK_WRITE)
    queues = Queue.objects.select_related("employer")
    if actor.role is Role.WORKER:
        posts = Post.objects.filter(pk__in=actor.post_ids)
        queues = queues.filter(pk__in=posts.values("queue_id"))
    elif actor.role is not Role.ADMIN:
        queues = queues.filter(employer_id=actor.employer_id or NOBODY)
    return list(queues.order_by("employer__name", "name", "pk"))


@dataclass(frozen=True, kw_only=True)
class LinkLine:
    """An access as its keepers see it: never its key."""

    id: UUID
    partner: str
    source: str
    holder: str
    queue: str
    expires_on: date
    revoked_on: date | None
    open: bool


def links(*, actor: Actor, today: date) -> list[LinkLine]:
    """The accesses of the actor's employer, the open ones first, then by organisation."""
    actor.require(Can.PARTNER_LINK_WRITE)
    rows = PartnerLink.objects.visible_to(actor).select_related("partner", "queue")
    lines = [
        LinkLine(
            id=row.pk,
            partner=row.partner.name,
            source=row.get_source_display(),
            holder=row.holder,
            queue=row.queue.name,
            expires_on=row.expires_on,
            revoked_on=row.revoked_on,
            open=row.revoked_on is None and row.expires_on >= today,
        )
        for row in rows.order_by("partner__name", "-created_at", "pk")
    ]
    return sorted(lines, key=lambda line: not line.open)


@dataclass(frozen=True, kw_only=True)
class PartnerLine:
    """What an access reads of its own referrals: a day, its own reference, a word."""

    received_on: date
    reference: str
    state: str
    given_on: date | None


def own_receipts(*, actor: Actor) -> list[PartnerLine]:
    """The access's own referrals, latest first: received; more only where the person agreed."""
    if actor.kind is not Kind.LINK:
        raise NotAllowed("own_receipts")
    rows = list(
        PartnerReceipt.objects.filter(link_id=actor.id).order_by(
            "-received_on", "-created_at", "pk"
        )[:500]
    )
    keyring.load(row.pk for row in rows)
    return [
        PartnerLine(
            received_on=row.received_on,
            reference=row.reference,
            state=row.get_state_display(),
            given_on=row.given_on,
        )
        for row in rows
    ]


@dataclass(frozen=True, kw_only=True)
class OwedAnswer:
    """An answer that somebody waits for: to whom, how, and how much may be said."""

    id: UUID
    referral_id: UUID
    case_id: UUID | None
    partner: str
    source: str
    contact: str
    received_on: date
    by_link: bool
    elected: bool
    only_received: bool
    taken: bool
    ended: bool


def owed_answers(*, actor: Actor) -> list[OwedAnswer]:
    """The answers that the worker's referrals owe and nobody has given, oldest first.

    Of an access, only those where more than « reçue » may be said: its page says that by itself.
    """
    actor.require(Can.REFERRAL_TRIAGE)
    asking = Referral.objects.visible_to(actor).filter(partner_receipt_id__isnull=False)
    known = {row.partner_receipt_id: row for row in asking.order_by("pk")}
    receipts = list(
        PartnerReceipt.objects.filter(pk__in=list(known), given_on=None)
        .exclude(due=Due.NOTHING)
        .exclude(link__isnull=False, due=Due.RECEIVED)
        .select_related("partner")
        .order_by("received_on", "created_at", "pk")
    )
    keyring.load(row.pk for row in receipts)
    taken = taken_among(actor=actor, referrals=[known[row.pk] for row in receipts])
    return [_owed(row, known[row.pk], known[row.pk].pk in taken) for row in receipts]


def taken_among(*, actor: Actor, referrals: Sequence[Referral]) -> set[UUID]:
    """Those that are taken, themselves or as the double of one that is."""
    doubled = [one.duplicate_of_id for one in referrals if one.duplicate_of_id is not None]
    accepted = Referral.objects.visible_to(actor).filter(
        pk__in=doubled, state=Referral.State.ACCEPTED
    )
    originals = set(accepted.order_by("pk").values_list("pk", flat=True))
    return {
        one.pk
        for one in referrals
        if one.state == Referral.State.ACCEPTED or one.duplicate_of_id in originals
    }


def owed_count(*, actor: Actor) -> int:
    """How many answers are owed, for the page of the day."""
    actor.require(Can.REFERRAL_TRIAGE)
    asking = Referral.objects.visible_to(actor).filter(partner_receipt_id__isnull=False)
    return (
        PartnerReceipt.objects.filter(pk__in=asking.values("partner_receipt_id"), given_on=None)
        .exclude(due=Due.NOTHING)
        .exclude(link__isnull=False, due=Due.RECEIVED)
        .count()
    )


def _owed(row: PartnerReceipt, referral: Referral, taken: bool) -> OwedAnswer:
    elected = row.source == Source.ELECTED
    return OwedAnswer(
        id=row.pk,
        referral_id=referral.pk,
        case_id=referral.case_id,
        partner=row.partner.name if row.partner else "",
        source=row.get_source_display(),
        contact=row.contact,
        received_on=row.received_on,
        by_link=row.link_id is not None,
        elected=elected,
        only_received=elected or row.due != Due.ANSWER or referral.restricted,
        taken=taken,
        ended=referral.state == Referral.State.DECLINED,
    )

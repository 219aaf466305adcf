"""Lots of cards, and what a code leads to."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count

from entremise.access.actor import Actor
from entremise.access.roles import Can, Role
from entremise.base.french import NBSP, PARIS, hour
from entremise.cases.models import Case
from entremise.organisation import queries as organisation
from entremise.organisation.models import DutyHours, Post, Unit
from entremise.people.windows import Window
from entremise.referrals.models import CardLot, Referral, RefusalCount, units_of_posts
from entremise.referrals.models.card_codes import heard, nearest

EARLIER_SHOWN = 50
State = Referral.State


@dataclass(frozen=True, kw_only=True)
class CardSheet:
    """What a card shows: a number, hours, a code."""

    lot: CardLot
    phone: str
    hours: list[str]

    @property
    def cards(self) -> range:
        """Ten a page: two columns of five on A4."""
        return range(10)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A referral of the unit and period of a lot: codes only, who it is about opens elsewhere."""

    id: UUID
    received_at: datetime
    problem: str
    commune: str
    state: str
    case_id: UUID | None
    case_code: str


@dataclass(frozen=True, kw_only=True)
class RefusalDay:
    """How many people of that unit said no on one day, card in hand or not."""

    on: date
    problem: str
    n: int


@dataclass(frozen=True, kw_only=True)
class CardHeard:
    """The lot of a code; without one, the lots whose code sounds most like it."""

    lot: CardLot | None = None
    nearest: list[CardLot] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CardFound(CardHeard):
    """With the lot, what came from its unit while its cards were there to be given."""

    earlier: list[Earlier] = field(default_factory=list)
    refusals: list[RefusalDay] = field(default_factory=list)


def posts_of_cards(*, actor: Actor) -> list[Post]:
    """The posts that lots may be made for: a worker's own, those of a coordinator's employer."""
    actor.require(Can.CARD_MANAGE)
    if actor.role is Role.WORKER:
        return organisation.my_posts(actor=actor)
    return organisation.posts_of_employer(actor=actor)


def units_of_cards(*, actor: Actor) -> list[Unit]:
    """The open units that those posts cover, by name."""
    units = units_of_posts(post.pk for post in posts_of_cards(actor=actor))
    return list(units.filter(closed_on=None).order_by("search_key", "pk"))


def lots(*, actor: Actor) -> list[CardLot]:
    """The lots of the actor's employer, those to be handed over first, then the latest."""
    actor.require(Can.CARD_MANAGE)
    found = CardLot.objects.visible_to(actor).select_related("unit", "post")
    return list(found.order_by("-state", "-starts_on", "unit__search_key", "pk")[:500])


def lot(*, actor: Actor, lot_id: UUID) -> CardLot:
    """One lot within reach."""
    actor.require(Can.CARD_MANAGE)
    return CardLot.objects.visible_to(actor).select_related("unit", "post").get(pk=lot_id)


def lot_of_code(*, actor: Actor, text: str) -> UUID | None:
    """The lot behind a code, for what a visitor sends: kept with it, and answered to nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.lot_of_code(%s)", [heard(text)])
        (found,) = cursor.fetchone()
    lot_id: UUID | None = found
    return lot_id


def card_heard(*, actor: Actor, text: str) -> CardHeard:
    """The lot of a code within the actor's reach; misheard, the nearest codes."""
    actor.require(Can.REFERRAL_RECORD)
    known = CardLot.objects.visible_to(actor).select_related("unit", "post")
    exact = known.filter(code=heard(text)).first()
    if exact is not None:
        return CardHeard(lot=exact)
    codes = nearest(text, known.order_by("code").values_list("code", flat=True))
    by_code = {one.code: one for one in known.filter(code__in=codes).order_by("code")}
    return CardHeard(nearest=[by_code[code] for code in codes])


def card_found(*, actor: Actor, text: str) -> CardFound:
    """What a code leads to: its lot, and the earlier referrals and refusals of that unit."""
    card = card_heard(actor=actor, text=text)
    if card.lot is None:
        return CardFound(nearest=card.nearest)
    return CardFound(
        lot=card.lot, earlier=_earlier(actor, card.lot), refusals=_refusals(actor, card.lot)
    )


def _days(lot: CardLot) -> tuple[date, date]:
    """The days on which these cards were there to be given: never before they were handed."""
    return max(lot.starts_on, lot.handed_on or lot.starts_on), lot.ends_on


def _earlier(actor: Actor, lot: CardLot) -> list[Earlier]:
    first, last = _days(lot)
    start = datetime.combine(first, datetime.min.time(), tzinfo=PARIS)
    end = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=PARIS)
    rows = (
        Referral.objects.visible_to(actor)
        .filter(unit_id=lot.unit_id, received_at__gte=start, received_at__lt=end)
        .exclude(state__in=(State.REDIRECTED, State.DUPLICATE))
        .select_related("commune")
        .order_by("-received_at", "pk")[:EARLIER_SHOWN]
    )
    found = list(rows)
    codes = _codes_of_cases(actor, [row.case_id for row in found if row.case_id is not None])
    return [
        Earlier(
            id=row.pk,
            received_at=row.received_at,
            problem=row.get_problem_display(),
            commune=row.commune.name if row.commune else "",
            state=row.get_state_display(),
            case_id=row.case_id if row.case_id in codes else None,
            case_code=codes.get(row.case_id, "") if row.case_id else "",
        )
        for row in found
    ]


def _codes_of_cases(actor: Actor, case_ids: list[UUID]) -> dict[UUID, str]:
    """The cases that the actor opens: a taken referral of a colleague has none here."""
    mine = Case.objects.visible_to(actor).filter(pk__in=case_ids)
    return dict(mine.order_by("pk").values_list("pk", "code"))


def _refusals(actor: Actor, lot: CardLot) -> list[RefusalDay]:
    first, last = _days(lot)
    rows = (
        RefusalCount.objects.filter(unit_id=lot.unit_id, on__gte=first, on__lte=last)
        .values("on", "problem")
        .annotate(n=Count("pk"))
        .order_by("-on", "problem")[:EARLIER_SHOWN]
    )
    labels = dict(RefusalCount._meta.get_field("problem").flatchoices)
    return [
        RefusalDay(on=row["on"], problem=str(labels[row["problem"]]), n=row["n"]) for row in rows
    ]


def card_sheet(*, actor: Actor, lot_id: UUID) -> CardSheet:
    """What the cards of a lot show."""
    found = lot(actor=actor, lot_id=lot_id)
    rows = DutyHours.objects.filter(post_id=found.post_id)
    rows = rows.order_by("weekday", "starts_at", "pk")
    return CardSheet(lot=found, phone=found.post.duty_phone, hours=_hours_in_words(list(rows)))


def _hours_in_words(rows: list[DutyHours]) -> list[str]:
    """« du lundi au jeudi, 9 h – 12 h »: one line for the days that share hours."""
    spans: dict[int, list[str]] = {}
    for row in rows:
        span = f"{hour(row.starts_at)}{NBSP}–{NBSP}{hour(row.ends_at)}"
        spans.setdefault(row.weekday, []).append(span)
    by_hours: dict[str, list[int]] = {}
    for weekday, said in spans.items():
        by_hours.setdefault(" et ".join(said), []).append(weekday)
    return [f"{Window(days=frozenset(days)).days_text}, {said}" for said, days in by_hours.items()]

"""The worker's day, and what she left unfinished."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.urls import Resolver404, ResolverMatch, resolve, reverse

from entremise.access.actor import NOBODY, Actor
from entremise.access.roles import Can
from entremise.accounts.queries import drafts_of
from entremise.base.french import in_paris
from entremise.cases import queries as case_queries
from entremise.cases.models import Case, Transfer
from entremise.contact import queries as contact_queries
from entremise.contact.models import Appointment
from entremise.desk.queries.cases import Row, rows_of
from entremise.desk.queries.words import ASKED_ON, WRITTEN_ON
from entremise.orientations import queries as orientation_queries
from entremise.orientations.models import Orientation
from entremise.proceedings import queries as proceeding_queries
from entremise.referrals import queries as referral_queries
from entremise.rights import queries as rights_queries

LATE_SHOWN = 20
# One figure opens the note of each.
RECENT_SHOWN = 9
WAITING_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    """A text in the making: what it is, on which case, when it was saved, where it goes on."""

    label: str
    code: str
    saved_at: datetime
    path: str


def unfinished(*, actor: Actor, now: datetime) -> list[Unfinished]:
    """The drafts of the actor, latest first; on cases that she does not read any more, none."""
    found = []
    for path, saved_at in drafts_of(actor=actor, now=now):
        with suppress(Resolver404):
            found.append((path, saved_at, resolve(path)))
    ids = {match.kwargs["case_id"] for _, _, match in found if "case_id" in match.kwargs}
    codes = case_queries.codes_of(actor=actor, case_ids=ids)
    return [
        Unfinished(
            label=WRITTEN_ON.get(match.view_name, "texte"),
            code=codes.get(match.kwargs.get("case_id", NOBODY), ""),
            saved_at=saved_at,
            path=_page_of(path, match),
        )
        for path, saved_at, match in found
        if match.kwargs.get("case_id") in (None, *codes)
    ]


def _page_of(path: str, match: ResolverMatch) -> str:
    asked = ASKED_ON.get(match.view_name)
    return reverse(asked, kwargs=match.kwargs) if asked else path


@dataclass(frozen=True, kw_only=True)
class Day:
    """What waits today."""

    alerts: list[referral_queries.WaitingAlert]
    waiting: list[referral_queries.QueueRow]
    waiting_count: int
    slots: list[contact_queries.Slot]
    tomorrow: list[contact_queries.Slot]
    to_settle: list[Appointment]
    open_calls: list[Case]
    awaiting: list[Orientation]
    owed: int
    deadlines: list[proceeding_queries.Near]
    steps: list[rights_queries.StepLine]
    late: list[Row]
    recent: list[Row]
    unfinished: list[Unfinished]
    transfers: list[Transfer]


def day(*, actor: Actor, now: datetime) -> Day:
    """The worker's day: what came in, whom she meets, what she began, what is late."""
    actor.require(Can.CASE_READ)
    today = in_paris(now).date()
    slots, tomorrow = contact_queries.today_and_tomorrow(actor=actor, now=now)
    waiting = referral_queries.queue(actor=actor, now=now)
    late = case_queries.listed(actor=actor, wanted=case_queries.Filter(late_on=today))
    return Day(
        alerts=referral_queries.waiting_alerts(actor=actor, now=now),
        waiting=waiting[:WAITING_SHOWN],
        waiting_count=len(waiting),
        slots=slots,
        tomorrow=tomorrow,
        to_settle=list(contact_queries.appointments_to_settle(actor=actor, now=now)),
        open_calls=contact_queries.open_calls(actor=actor),
        awaiting=orientation_queries.awaiting_answer(actor=actor, today=today),
        owed=referral_queries.owed_count(actor=actor),
        deadlines=proceeding_queries.near_deadlines(actor=actor, today=today),
        steps=rights_queries.near_steps(actor=actor, today=today),
        late=rows_of(actor=actor, cases=list(late[:LATE_SHOWN]), today=today),
        recent=rows_of(
            actor=actor, cases=case_queries.recent(actor=actor, most=RECENT_SHOWN), today=today
        ),
        unfinished=unfinished(actor=actor, now=now),
        transfers=case_queries.transfers_to_answer(actor=actor),
    )

"""The private calendar: who has one, and the neutral lines that its address gives."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base.french import in_paris
from entremise.contact.models import Appointment, CalendarFeed
from entremise.contact.models.calendar import hash_of_secret
from entremise.organisation.working_days import is_public_holiday
from entremise.people.models import CallerCheck
from entremise.people.safety import Act, judge_paper, note

BEFORE, AFTER = timedelta(days=31), timedelta(days=366)
# Hours of duty are many and change: a few weeks of them are enough.
DUTY_AFTER = timedelta(days=62)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the calendar: hours and a word; the mark is no identifier of ours."""

    mark: str
    starts_at: datetime
    ends_at: datetime
    word: str
    cancelled: bool
    changes: int
    is_absence: bool


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """All that a secret address gives."""

    lines: list[Line]
    duties: list[tuple[datetime, datetime]]


def own_feed(*, actor: Actor) -> CalendarFeed | None:
    """The actor's own calendar address, if one is open; never the address itself."""
    actor.require(Can.CONTACT_MAKE)
    return CalendarFeed.objects.visible_to(actor).living().order_by("-opened_at", "pk").first()


def calendar_at(*, actor: Actor, secret: str, now: datetime) -> Calendar | None:
    """What a secret address gives, to a program that is nobody; None where it opens nothing.

    The rule of what leaves is asked first. Nothing is read but what the address itself opens in
    the database: hours, a word, a mark.
    """
    if note(judge_paper(Act.CALENDAR, paper=CallerCheck.Paper.NOT_ASKED)).is_shut:
        return None
    mark = hash_of_secret(secret)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.calendar_is_read(%s)", [mark])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(
            "SELECT kind, mark, starts_at, ends_at, line, cancelled, changes, departement"
            " FROM wall.calendar_lines(%s, %s, %s)",
            [mark, now - BEFORE, now + AFTER],
        )
        rows = cursor.fetchall()
    return Calendar(
        lines=[
            Line(
                mark=mark,
                starts_at=start,
                ends_at=end,
                word=Appointment.Line(line).label,
                cancelled=cancelled,
                changes=changes,
                is_absence=kind == "away",
            )
            for kind, mark, start, end, line, cancelled, changes, _departement in rows
            if kind != "duty"
        ],
        duties=[
            (start, end)
            for kind, _mark, start, end, _line, _cancelled, _changes, departement in rows
            if kind == "duty"
            and now - timedelta(days=1) < start < now + DUTY_AFTER
            and not is_public_holiday(in_paris(start).date(), departement)
        ],
    )

"""The private calendar as a calendar program reads it (RFC 5545). Pure: lines in, bytes out."""

from datetime import UTC, datetime, timedelta

import icalendar

from entremise.contact.queries.calendar import Calendar, Line

# Neither the product nor the trade: a program shows these words to whoever stands behind.
PRODUCT = "-//Agenda//Agenda//FR"
NAME = "Agenda"
ALARM_BEFORE = timedelta(minutes=15)
ASK_AGAIN = timedelta(hours=1)
MARK_LETTERS = 40


def as_icalendar(calendar: Calendar, *, now: datetime) -> bytes:
    """Discreet lines, and when one is taken, away or on duty; nothing else can be said here."""
    sheet = icalendar.Calendar()
    sheet.add("prodid", PRODUCT)
    sheet.add("version", "2.0")
    sheet.add("method", "PUBLISH")
    sheet.add("x-wr-calname", NAME)
    sheet.add("refresh-interval", ASK_AGAIN, parameters={"value": "DURATION"})
    for line in calendar.lines:
        sheet.add_component(_event(line, now))
    sheet.add_component(_free_busy(calendar, now))
    return bytes(sheet.to_ical())


def _event(line: Line, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", line.mark[:MARK_LETTERS])
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", line.starts_at.astimezone(UTC))
    event.add("dtend", line.ends_at.astimezone(UTC))
    event.add("summary", line.word)
    event.add("status", "CANCELLED" if line.cancelled else "CONFIRMED")
    event.add("sequence", line.changes)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if line.cancelled else "OPAQUE")
    if line.starts_at > now and not (line.cancelled or line.is_absence):
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", line.word)
        alarm.add("trigger", -ALARM_BEFORE)
        event.add_component(alarm)
    return event


def _free_busy(calendar: Calendar, now: datetime) -> icalendar.FreeBusy:
    """On duty is free: somebody is there to answer. Away is not."""
    sheet = icalendar.FreeBusy()
    sheet.add("uid", "disponibilite")
    sheet.add("dtstamp", now.astimezone(UTC))
    spans = [
        *(
            ("BUSY-UNAVAILABLE" if line.is_absence else "BUSY", line.starts_at, line.ends_at)
            for line in calendar.lines
            if not line.cancelled
        ),
        *(("FREE", start, end) for start, end in calendar.duties),
    ]
    if spans:
        sheet.add("dtstart", min(start for _kind, start, _end in spans).astimezone(UTC))
        sheet.add("dtend", max(end for _kind, _start, end in spans).astimezone(UTC))
    for kind, start, end in spans:
        period = icalendar.vPeriod((start.astimezone(UTC), end.astimezone(UTC)))
        sheet.add("freebusy", period, parameters={"fbtype": kind})
    return sheet

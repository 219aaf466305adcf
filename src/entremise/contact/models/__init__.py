"""Tries to reach her, appointments, interviews."""

from entremise.contact.models.appointment import Appointment
from entremise.contact.models.attempt import ContactAttempt
from entremise.contact.models.calendar import CalendarFeed
from entremise.contact.models.deeds import Deed
from entremise.contact.models.session import PrivateNote, Session

__all__ = ["Appointment", "CalendarFeed", "ContactAttempt", "Deed", "PrivateNote", "Session"]

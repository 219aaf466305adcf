"""Codes of the journal and of the search, in words."""

from datetime import date, datetime

from django import template

from entremise.access.events import Event
from entremise.base.french import long_day, nbsp, when

register = template.Library()

ATTRIBUTES = {
    "last_name": "nom",
    "birth_name": "nom de naissance",
    "first_name": "prénom",
    "birth": "naissance",
    "phone": "téléphone",
    "commune": "commune",
}


@register.filter
def event_label(code: str) -> str:
    """An event of the journal, in words."""
    return nbsp(Event(code).label.capitalize()) if code in Event.values else code


@register.filter
def attribute_label(code: str) -> str:
    """What agrees or differs between a question and a person."""
    return ATTRIBUTES.get(code, code)


@register.filter
def when_or_empty(moment: datetime | None) -> str:
    """A moment in words, or nothing: a summary list then says its own « aucun »."""
    return when(moment) if moment else ""


@register.filter
def day_or_empty(day: date | None) -> str:
    """A day in words, or nothing."""
    return long_day(day) if day else ""

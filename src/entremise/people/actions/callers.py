"""When she calls: until the code phrase matches, a caller learns nothing."""

import hmac
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import Conflict, NotPossible
from entremise.people.models import CallerCheck, Person
from entremise.people.queries.groups import groups

LEAST_LETTERS = 6


def _said(phrase: str) -> str:
    """A phrase as it is heard: neither accents, capitals, hyphens nor spaces count."""
    plain = unicodedata.normalize("NFKD", phrase.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _print_of(phrase: str) -> bytes:
    """Of one length whatever the phrase, so that comparing takes the same time."""
    return sha256(_said(phrase).encode()).digest()


@transaction.atomic
def agree(
    *,
    actor: Actor,
    person_id: UUID,
    version: int,
    she_calls_us: bool,
    paper: CallerCheck.Paper,
    now: datetime,
    code_phrase: str = "",
    forget_phrase: bool = False,
    case_id: UUID | None = None,
) -> CallerCheck:
    """Note what was agreed with her; an empty phrase keeps the one before, which nobody sees."""
    actor.require(Can.CHANNEL_WRITE)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    check = CallerCheck.objects.filter(person=person).first() or CallerCheck(
        person=person, version=0
    )
    if version != check.version:
        raise Conflict(field="paper", theirs=_in_words(check), version=check.version)
    if code_phrase and len(_said(code_phrase)) < LEAST_LETTERS:
        raise NotPossible("Choisissez une phrase d’au moins six lettres.")
    keyring.load([person.pk])
    if code_phrase or forget_phrase:
        check.code_phrase = code_phrase
    check.she_calls_us = she_calls_us
    check.paper = paper
    check.version += 1
    check.save()
    journal.record(
        actor,
        Event.CHANNEL_CHANGED,
        at=now,
        case_id=case_id,
        subject_id=person.pk,
        reason="agreement",
    )
    return check


def _in_words(check: CallerCheck) -> str:
    calls = "c’est elle qui appelle" if check.she_calls_us else "vous pouvez l’appeler"
    return f"{calls} ; papier sur elle : {CallerCheck.Paper(check.paper).label}"


@transaction.atomic
def check_caller(
    *, actor: Actor, person_ids: Iterable[UUID], said: str, now: datetime
) -> UUID | None:
    """Whose code phrase was said, among these persons; None for no one, or for several.

    Every phrase is compared, in constant time; whoever has none is compared with a decoy, so
    that neither the page nor its delay says who is known. Journalled either way.
    """
    actor.require(Can.CONTACT_MAKE)
    asked = list(dict.fromkeys(person_ids))
    known = groups(actor=actor)
    # A phrase agreed under another of her records is hers too.
    wanted = list(dict.fromkeys(one for person_id in asked for one in known.members(person_id)))
    kept = {row.person_id: row for row in CallerCheck.objects.filter(person_id__in=wanted)}
    keyring.load(wanted)
    heard, audible = _print_of(said), len(_said(said)) >= LEAST_LETTERS
    matching = []
    for person_id in wanted:
        row = kept.get(person_id)
        phrase = row.code_phrase if row is not None else ""
        same = hmac.compare_digest(heard, _print_of(phrase or "aucune phrase"))
        if same and bool(phrase) and audible:
            matching.append(person_id)
    named = {known.head(person_id) for person_id in matching}
    hers = [person_id for person_id in asked if known.head(person_id) in named]
    found = hers[0] if len(named) == 1 else None
    reason = "matched" if found else "not_matched"
    journal.record(actor, Event.CALLER_CHECKED, at=now, subject_id=found, reason=reason)
    return found

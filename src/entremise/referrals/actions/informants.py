"""Who speaks for her: written apart, opened by a deed, and never named where he asks not to be."""

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction

from entremise.access import journal
from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.base.errors import NotPossible
from entremise.base.models import KeyKind
from entremise.referrals.models import Answer, Informant, Referral, Speaker
from entremise.referrals.queries.informants import SpeakerLine, speaker_line

WIPED_INFORMANT = {"who_sealed": b"", "contact_sealed": b"", "phrase_sealed": b""}
LEAST_LETTERS = 6
CALLERS_COMPARED = 500
PHRASE_TOO_SHORT = "Choisissez avec cette personne une phrase d’au moins six lettres."


def write_informant(referral: Referral, speaker: Speaker, *, scope: UUID) -> None:
    """Keep who speaks for her, under a key of his own, beside the referral already written."""
    if speaker.is_silent:
        return
    if speaker.phrase.strip() and len(_said(speaker.phrase)) < LEAST_LETTERS:
        raise NotPossible(PHRASE_TOO_SHORT)
    row = Informant(
        id=uuid4(),
        referral=referral,
        unnamed=speaker.unnamed,
        person_knows=speaker.person_knows,
    )
    keyring.create(subject_id=row.pk, scope_id=scope, kind=KeyKind.REFERRAL)
    row.who = speaker.who.strip()
    row.contact = speaker.contact.strip()
    row.phrase = speaker.phrase.strip()
    row.save(force_insert=True)


def copy_informants(old: Referral, new: Referral, *, scope: UUID) -> None:
    """Seal them again for the employer of another queue."""
    for row in list(old.informants.order_by("created_at", "pk")):
        keyring.load([row.pk])
        speaker = Speaker(
            who=row.who,
            contact=row.contact,
            phrase=row.phrase,
            unnamed=row.unnamed,
            person_knows=Answer(row.person_knows),
        )
        write_informant(new, speaker, scope=scope)


def wipe_informants(referral_id: UUID) -> None:
    """Empty their cells, and destroy their keys once that is committed."""
    rows = Informant.objects.filter(referral_id=referral_id)
    gone = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(**WIPED_INFORMANT)

    def destroy() -> None:
        for informant_id in gone:
            keyring.destroy(informant_id)

    if gone:
        transaction.on_commit(destroy)


def lines_of(referral: Referral) -> list[SpeakerLine]:
    """Who spoke, as a screen may say it; the referral was already found within reach."""
    rows = list(referral.informants.order_by("created_at", "pk"))
    keyring.load(row.pk for row in rows)
    return [speaker_line(row, referral) for row in rows if row.who_sealed or row.contact_sealed]


@dataclass(frozen=True, kw_only=True)
class ShownInformant:
    """How to call somebody back who spoke for her, and what to keep silent."""

    line: SpeakerLine
    contact: str

    def __repr__(self) -> str:
        """Never the contact: this ends up in logs and error pages."""
        return f"ShownInformant({self.line.id})"


@transaction.atomic
def show_informant(*, actor: Actor, informant_id: UUID, now: datetime) -> ShownInformant:
    """Read how to call back who spoke for her: a deed of its own, which the journal keeps."""
    actor.require(Can.REFERRAL_TRIAGE)
    row = Informant.objects.visible_to(actor).select_related("referral").get(pk=informant_id)
    keyring.load([row.pk])
    journal.record(
        actor,
        Event.INFORMANT_SHOWN,
        at=now,
        case_id=row.referral.case_id,
        subject_id=row.pk,
    )
    return ShownInformant(line=speaker_line(row, row.referral), contact=row.contact)


def _said(phrase: str) -> str:
    """A phrase as it is heard: neither accents, capitals, hyphens nor spaces count."""
    plain = unicodedata.normalize("NFKD", phrase.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _print_of(phrase: str) -> bytes:
    """Of one length whatever the phrase, so that comparing takes the same time."""
    return sha256(_said(phrase).encode()).digest()


@transaction.atomic
def known_by_phrase(*, actor: Actor, said: str, now: datetime) -> SpeakerLine | None:
    """Who calls back, by the phrase agreed with him, among those within reach; else None.

    Nothing of the person concerned is for him: the phrase opens what he told, not what followed.
    Every phrase is compared, in constant time, and the journal keeps the try either way.
    """
    actor.require(Can.REFERRAL_TRIAGE)
    rows = list(
        Informant.objects.visible_to(actor)
        .exclude(phrase_sealed=b"")
        .select_related("referral")
        .order_by("-created_at", "pk")[:CALLERS_COMPARED]
    )
    keyring.load(row.pk for row in rows)
    heard, audible = _print_of(said), len(_said(said)) >= LEAST_LETTERS
    matching = [row for row in rows if hmac.compare_digest(heard, _print_of(row.phrase))]
    row = matching[0] if audible and len(matching) == 1 else None
    journal.record(
        actor,
        Event.INFORMANT_CHECKED,
        at=now,
        case_id=row.referral.case_id if row is not None else None,
        subject_id=row.pk if row is not None else None,
        reason="phrase_known" if row is not None else "phrase_unknown",
    )
    return speaker_line(row, row.referral) if row is not None else None

"""Who spoke for her, as a screen may say it."""

from dataclasses import dataclass
from uuid import UUID

from entremise.access.actor import Actor
from entremise.access.roles import Can
from entremise.base import keyring
from entremise.referrals.models import Informant, Referral


@dataclass(frozen=True, kw_only=True)
class SpeakerLine:
    """Somebody who spoke for her: named only if he accepts it."""

    id: UUID
    referral_id: UUID
    source: str
    who: str
    unnamed: bool
    person_may_not_know: bool
    has_contact: bool

    @property
    def said(self) -> str:
        """« un proche : sa sœur Jeanne », « un proche, qui ne veut pas être nommé »."""
        if self.unnamed:
            return f"{self.source}, qui ne veut pas être nommé"
        return f"{self.source} : {self.who}" if self.who else self.source


def speaker_line(row: Informant, referral: Referral) -> SpeakerLine:
    """The line of one informant; his name stays sealed where he asked for that."""
    return SpeakerLine(
        id=row.pk,
        referral_id=referral.pk,
        source=referral.get_source_display(),
        who="" if row.unnamed else row.who,
        unnamed=row.unnamed,
        person_may_not_know=row.person_may_not_know,
        has_contact=bool(row.contact_sealed),
    )


def speakers_of_case(*, actor: Actor, case_id: UUID) -> list[SpeakerLine]:
    """Who spoke for her before the case began, for the page from which she is called."""
    actor.require(Can.CASE_READ)
    rows = list(
        Informant.objects.visible_to(actor)
        .filter(referral__case_id=case_id)
        .select_related("referral")
        .order_by("created_at", "pk")
    )
    keyring.load(row.pk for row in rows)
    return [
        speaker_line(row, row.referral) for row in rows if row.who_sealed or row.contact_sealed
    ]

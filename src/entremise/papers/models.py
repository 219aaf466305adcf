"""What may stand on a paper, and what was chosen: no table, since a paper is not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from entremise.base.errors import NotPossible
from entremise.base.french import in_paris, nbsp, phone, when
from entremise.base.languages import PageLanguage
from entremise.partners.models import NationalNumber, Service, ServiceKind
from entremise.people.safety import Verdict
from entremise.rights.queries import StepLine

# What every window and every file is called, in every language.
TITLE = "Notes"
# Where these are is what those who look for her want to know.
NEVER_PLACED = frozenset({ServiceKind.SHELTER})


class Deed(models.TextChoices):
    """What this context writes in a timeline."""

    HANDED = "papers:handed", "papier remis"


class Shape(models.TextChoices):
    """How the paper is folded: what is printed is always inside."""

    SHEET = "sheet", "feuille A4 à plier en quatre"
    CARD = "card", "carte de 8,5 sur 5,5 cm, pliée"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A service that she agreed to, or that is near her, with an appointment there if any."""

    service: Service
    agreed: bool
    appointment_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Everything that may be chosen for her today, and whether a paper may be made at all."""

    appointment_at: datetime | None
    steps: list[StepLine]
    places: list[Place]
    numbers: tuple[NationalNumber, ...]
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Handout:
    """What was chosen with her."""

    language: PageLanguage
    shape: Shape
    appointment_at: datetime | None
    steps: list[StepLine]
    places: list[Place]
    numbers: list[NationalNumber]
    with_addresses: bool

    @property
    def is_empty(self) -> bool:
        return not (self.appointment_at or self.steps or self.places or self.numbers)

    def require_read(self) -> None:
        """Refuse texts that nobody entitled has read: they may be shown, never printed."""
        unread = [line.step.title for line in self.steps if not line.may_be_printed]
        if unread:
            raise NotPossible(
                f"Modèle non validé : {', '.join(unread)}. Montrez-le à l’écran, ou demandez à la "
                "coordination de le faire relire par une personne habilitée."
            )


def moment_in(language: PageLanguage, at: datetime) -> str:
    """A day and an hour, in words of this language."""
    if language.code == "fr":
        return when(at)
    local = in_paris(at)
    comma = "،" if language.rtl else ","
    return f"{date_format(local, 'l j F Y')}{comma} {local:%H:%M}"


def _lines(place: Place, *, with_addresses: bool) -> list[str]:
    service = place.service
    shown = with_addresses and service.kind not in NEVER_PLACED
    lines = [
        phone(service.called_on) if service.called_on else "",
        service.open_at,
        service.place if shown else "",
    ]
    return [line for line in lines if line]


def words_of(handout: Handout) -> dict[str, object]:
    """What the paper and the screen say, in the language that was chosen.

    Our own sentences are translated; a text of law, the name of a service and what the worker
    wrote stay in French, and are said to be.
    """
    with translation.override(handout.language.code):
        return {
            "title": TITLE,
            "headings": {
                "moment": _("Rendez-vous"),
                "steps": _("À faire"),
                "places": _("Adresses utiles"),
                "numbers": _("Numéros utiles"),
            },
            "moment": moment_in(handout.language, handout.appointment_at)
            if handout.appointment_at
            else "",
            "steps": [_step(line) for line in handout.steps],
            "places": [
                {
                    "name": place.service.name,
                    "lines": _lines(place, with_addresses=handout.with_addresses),
                    "moment": moment_in(handout.language, place.appointment_at)
                    if place.appointment_at
                    else "",
                }
                for place in handout.places
            ],
            "numbers": [
                {"number": one.number, "name": _(one.name), "hours": _(one.hours)}
                for one in handout.numbers
            ],
        }


def _step(line: StepLine) -> dict[str, object]:
    if line.entry is None:
        return {"name": line.step.paper_label, "sections": [], "source": ""}
    review, fiche = line.entry.review, line.entry.fiche
    read_by = f"{review.reader}, {review.body}" if review else ""
    return {
        "name": line.step.paper_label,
        "sections": [list(pair) for pair in fiche.sections],
        "source": nbsp(f"Source : {fiche.source}." + (f" Relu par {read_by}." if read_by else "")),
        "valid": line.entry.is_valid,
    }


def told(handout: Handout) -> str:
    """What the timeline keeps of it: the things, the language, the shape; never the paper."""
    names: Iterable[str] = (
        *(line.step.title for line in handout.steps),
        *(place.service.title for place in handout.places),
        *(f"{one.name} ({one.number})" for one in handout.numbers),
    )
    shape = str(handout.shape.label)
    lines = [f"{shape[0].upper()}{shape[1:]}, langue : {handout.language.name}.", *names]
    if handout.appointment_at:
        lines.append(f"Rendez-vous : {when(handout.appointment_at)}")
    if handout.with_addresses:
        lines.append("Avec les adresses.")
    return "\n".join(lines)

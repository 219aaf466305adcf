"""What is chosen with her for a paper or for the screen."""

from typing import Any

from django import forms

from entremise.base.french import short_day, when
from entremise.base.languages import LANGUAGES, language
from entremise.papers.models import Handout, Offer, Place, Shape
from entremise.rights.queries import StepLine

NOTHING = "Cochez au moins une chose convenue avec elle."


def _boxes(label: str, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class Choice(forms.Form):
    """Only what was agreed with her can be ticked, and nothing is ticked beforehand."""

    steps = _boxes("Étapes convenues avec elle")
    places = _boxes("Services")
    with_addresses = forms.BooleanField(
        label="Elle veut aussi les adresses",
        required=False,
        help_text="Celle d’un hébergement ne s’écrit jamais.",
    )
    moment = forms.BooleanField(required=False)
    numbers = _boxes("Numéros utiles, avec leurs heures")
    language = forms.ChoiceField(
        label="Langue", choices=[(one.code, one.name) for one in LANGUAGES]
    )
    shape = forms.ChoiceField(label="Papier", choices=Shape.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        kwargs["initial"] = {"language": "fr", "shape": Shape.SHEET, **kwargs.pop("initial", {})}
        super().__init__(*args, **kwargs)
        self.offer = offer
        choices: dict[str, list[tuple[str, str]]] = {
            "steps": [(str(line.step.pk), _of_step(line)) for line in offer.steps],
            "places": [(str(place.service.pk), _of_place(place)) for place in offer.places],
            "numbers": [
                (one.number, f"{one.number}, {one.name}, {one.hours}") for one in offer.numbers
            ],
        }
        for name, found in choices.items():
            if found:
                self.fields[name].choices = found  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        if not offer.places:
            del self.fields["with_addresses"]
        if offer.verdict.is_shut:
            # No paper is made: none has a shape.
            del self.fields["shape"]
        if offer.appointment_at:
            self.fields["moment"].label = f"Le prochain rendez-vous : {when(offer.appointment_at)}"
        else:
            del self.fields["moment"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and self.handout().is_empty:
            raise forms.ValidationError(NOTHING)
        return said

    def handout(self) -> Handout:
        """What was chosen, as a paper or a screen shows it."""
        said, offer = self.cleaned_data, self.offer
        steps, places = said.get("steps", []), said.get("places", [])
        numbers = said.get("numbers", [])
        return Handout(
            language=language(said["language"]),
            shape=Shape(said.get("shape") or Shape.SHEET),
            appointment_at=offer.appointment_at if said.get("moment") else None,
            steps=[line for line in offer.steps if str(line.step.pk) in steps],
            places=[place for place in offer.places if str(place.service.pk) in places],
            numbers=[one for one in offer.numbers if one.number in numbers],
            with_addresses=bool(said.get("with_addresses")),
        )


def _of_step(line: StepLine) -> str:
    if line.may_be_printed:
        return line.step.title
    return f"{line.step.title} (modèle non validé : à l’écran seulement)"


def _of_place(place: Place) -> str:
    if not place.agreed:
        return f"{place.service.title} (près de chez elle)"
    day = f", rendez-vous le {short_day(place.appointment_at)}" if place.appointment_at else ""
    return f"{place.service.title} (elle est d’accord{day})"

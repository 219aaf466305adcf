"""What is asked to give an appointment."""

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms

from entremise.base.conflict import Corrected
from entremise.base.french import PARIS
from entremise.base.inputs import DayOfThisCentury
from entremise.contact.forms import questions
from entremise.contact.models import Appointment


class Meeting(Corrected):
    """When, where and with whom."""

    LENGTHS = ((30, "30 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30"), (120, "2 h"))

    day = DayOfThisCentury(label="Jour")
    start = questions.hour("Heure", required=True)
    minutes = forms.TypedChoiceField(label="Durée", choices=LENGTHS, coerce=int, initial=60)
    place = questions.radio("Où ?", Appointment.Place)
    unit = forms.ChoiceField(
        label="Unité",
        required=False,
        help_text="Pas forcément la plus proche de chez elle : là où elle ne sera pas reconnue.",
    )
    room = forms.CharField(
        label="Salle",
        required=False,
        widget=forms.Select,
        help_text="Les salles notées pour l’unité choisie.",
    )
    second = forms.ChoiceField(label="Avec qui d’autre", required=False)
    line = questions.radio("Dans l’agenda", Appointment.Line, required=False)
    where = questions.line("Précisions sur le lieu", hint="Entrée, salle, point de rencontre.")

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        seconds: list[tuple[str, str]],
        rooms: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [("", "Choisir une unité"), *units]  # type: ignore[attr-defined]
        self.has_rooms = bool(rooms)
        whichever = [("", "Choisir la salle")] if len(rooms) > 1 else []
        self.fields["room"].widget.choices = [*whichever, *rooms]
        self.known_rooms = {code for code, _name in rooms}
        partner = ("partner", "un partenaire")
        self.fields["second"].choices = [  # type: ignore[attr-defined]
            ("", "Personne d’autre"),
            partner,
            *seconds,
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("place") == Appointment.Place.UNIT and not answers.get("unit"):
            self.add_error("unit", "Choisissez l’unité où aura lieu le rendez-vous.")
        if answers.get("place") == Appointment.Place.HOME and not answers.get("second"):
            self.add_error("second", "Une visite à domicile se fait à deux : dites avec qui.")
        return answers

    def agreed(self) -> dict[str, Any]:
        """The answers as `actions.Meeting` wants them; the line is discreet if nothing is said."""
        answers = self.cleaned_data
        starts_at = dt.datetime.combine(answers["day"], answers["start"], tzinfo=PARIS)
        second = answers["second"]
        at_a_unit = answers["place"] == Appointment.Place.UNIT
        # The room of another unit, chosen before the unit was changed, is no answer.
        room = answers["room"] if answers["room"] in self.known_rooms and at_a_unit else ""
        return {
            "place": answers["place"],
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=answers["minutes"]),
            "unit_id": UUID(answers["unit"]) if answers["unit"] else None,
            "room_id": UUID(room) if room else None,
            "second_id": UUID(second) if second and second != "partner" else None,
            "with_partner": second == "partner",
            "line": answers["line"] or Appointment.Line.INTERVIEW,
            "where": answers["where"],
        }


class WantedPlace(forms.Form):
    """Of which unit the rooms and the free hours are asked, for a meeting of which length."""

    unite = forms.ChoiceField(label="Unité")
    duree = forms.TypedChoiceField(
        label="Durée",
        choices=Meeting.LENGTHS,
        coerce=int,
        initial=60,
        empty_value=None,
        required=False,
    )
    jour = DayOfThisCentury(label="À partir du", required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unite"].choices = [("", "Choisir une unité"), *units]  # type: ignore[attr-defined]

"""What is asked about rooms, their hours, and absences."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from entremise.base.conflict import Corrected
from entremise.base.french import PARIS
from entremise.base.inputs import DayOfThisCentury
from entremise.organisation.forms.service import NOTHING, Duty, named
from entremise.organisation.models.absences import MIDDAY

KNOWN = [("", "ne sait pas"), ("yes", "oui"), ("no", "non")]
GAPS = [(0, "aucune"), (5, "5 min"), (10, "10 min"), (15, "15 min"), (30, "30 min"), (60, "1 h")]


def _known(label: str, hint: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=KNOWN,
        coerce=lambda value: {"yes": True, "no": False}[value],
        empty_value=None,
        help_text=hint,
    )


class RoomForm(Corrected):
    """A room of a unit."""

    name = forms.CharField(
        label="Nom de la salle", max_length=80, help_text="Par exemple : bureau du premier étage."
    )
    separate_entrance = _known(
        "Entrée séparée des personnes retenues",
        "On arrive dans la salle sans croiser une personne interpellée ou gardée à vue.",
    )
    waiting_apart = _known(
        "Attente à l’écart", "On attend ailleurs que dans le hall, sans être vu de tous."
    )
    one_at_a_time = forms.BooleanField(
        label="Une personne à la fois",
        required=False,
        initial=True,
        help_text="La salle ne peut pas être prise deux fois à la même heure.",
    )
    minutes_between = forms.TypedChoiceField(
        label="Temps libre entre deux personnes",
        choices=GAPS,
        coerce=int,
        initial=15,
        help_text="Pour que personne ne se croise à la porte, quelles que soient les personnes.",
    )
    note = forms.CharField(
        label="Précision",
        max_length=200,
        required=False,
        help_text="Clé, étage, sonnette. Aucun nom ni rien sur une personne aidée.",
    )
    closed_on = DayOfThisCentury(label="Dernier jour de la salle", required=False)


class RoomHoursForm(Duty):
    """The half-days or hours at which a room is lent, and from when to when."""

    valid_from = DayOfThisCentury(label="À partir du")
    valid_until = DayOfThisCentury(
        label="Jusqu’au", required=False, help_text="Vide : tant que rien ne change."
    )


class OwnAbsenceForm(forms.Form):
    """From one half-day to another. No reason is asked."""

    first = DayOfThisCentury(label="Premier jour")
    first_half = forms.ChoiceField(
        label="À partir", choices=[("morning", "du matin"), ("afternoon", "de l’après-midi")]
    )
    last = DayOfThisCentury(label="Dernier jour")
    last_half = forms.ChoiceField(
        label="Jusqu’à", choices=[("evening", "la fin de la journée"), ("midday", "midi")]
    )

    def clean(self) -> dict[str, Any]:
        """The two moments; an end before the beginning is said on its field."""
        data: dict[str, Any] = super().clean() or {}
        if not {"first", "last", "first_half", "last_half"} <= data.keys():
            return data
        start = dt.time(0) if data["first_half"] == "morning" else MIDDAY
        data["starts_at"] = dt.datetime.combine(data["first"], start, tzinfo=PARIS)
        if data["last_half"] == "midday":
            data["ends_at"] = dt.datetime.combine(data["last"], MIDDAY, tzinfo=PARIS)
        else:
            after = data["last"] + dt.timedelta(days=1)
            data["ends_at"] = dt.datetime.combine(after, dt.time(0), tzinfo=PARIS)
        if data["ends_at"] <= data["starts_at"]:
            self.add_error("last", "L’absence finit avant de commencer : vérifiez les deux jours.")
        return data


class AbsenceForm(OwnAbsenceForm):
    """The same, for somebody of the service."""

    user = forms.ChoiceField(label="Qui")
    field_order = ("user", "first", "first_half", "last", "last_half")

    def __init__(self, *args: Any, workers: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].choices = [NOTHING, *named(workers)]  # type: ignore[attr-defined]

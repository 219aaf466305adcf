"""What is asked to book an interpreter, and what came of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import TextChoices

from entremise.base.french import PARIS, when
from entremise.base.inputs import DayOfThisCentury
from entremise.contact.forms import questions
from entremise.contact.models import Appointment

LONGEST = 240


class Means(TextChoices):
    """How the interpreter takes part; by telephone nobody of her town need know her face."""

    PHONE = "phone", "par téléphone"
    VIDEO = "video", "par vidéo"
    IN_PERSON = "in_person", "sur place"


class Answer(TextChoices):
    """What the service answered."""

    BOOKED = "booked", "demandé, réponse attendue"
    OBTAINED = "obtained", "obtenu"
    REFUSED = "refused", "refusé, ou personne de disponible"


class Interpreter(forms.Form):
    """What may be told to a service of interpreters: never a name, never a reason."""

    appointment = forms.ChoiceField(label="Pour quel rendez-vous ?", required=False)
    language = forms.CharField(label="Langue", max_length=40)
    means = questions.radio(
        "Comment ?",
        Means,
        hint="Par téléphone de préférence : quelqu’un d’une autre ville, qui ne la verra pas.",
    )
    day = DayOfThisCentury(label="Jour", required=False)
    start = questions.hour(
        "Heure", hint="Le jour et l’heure sont inutiles si un rendez-vous est choisi."
    )
    length = forms.IntegerField(
        label="Durée, en minutes", min_value=10, max_value=LONGEST, initial=60
    )

    def __init__(self, *args: Any, appointments: Iterable[Appointment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.appointments = {str(row.pk): row for row in appointments}
        choices = [(key, when(row.starts_at)) for key, row in self.appointments.items()]
        self.fields["appointment"].choices = [  # type: ignore[attr-defined]
            ("", "un autre moment, ci-dessous"),
            *choices,
        ]

    def clean(self) -> dict[str, Any]:
        """A moment: that of an appointment, or a day and an hour."""
        answers = super().clean() or {}
        if not answers.get("appointment"):
            for name in ("day", "start"):
                if answers.get(name) is None and name not in self.errors:
                    self.add_error(name, "Choisissez un rendez-vous, ou dites le jour et l’heure.")
        return answers

    @property
    def chosen(self) -> Appointment | None:
        """The appointment that it is for, if it is for one."""
        return self.appointments.get(self.cleaned_data.get("appointment") or "")

    @property
    def place(self) -> str:
        """Where; an address of hers is never one of these words."""
        means, row = self.cleaned_data["means"], self.chosen
        if means is not Means.IN_PERSON:
            return f"{means.label} : c’est vous qui appelez"
        if row is not None and row.unit is not None:
            return ", ".join(filter(None, (row.unit.name, row.unit.address)))
        return "donné de vive voix, le jour même, jamais l’adresse de la personne"

    @property
    def at(self) -> dt.datetime:
        """When, on the wall clock of Paris."""
        if self.chosen is not None:
            return self.chosen.starts_at
        answers = self.cleaned_data
        return dt.datetime.combine(answers["day"], answers["start"], tzinfo=PARIS)


class InterpreterAnswer(Interpreter):
    """The same, with what the service answered."""

    answer = questions.radio("Qu’a répondu le service ?", Answer)
    professional = forms.BooleanField(
        label="C’est un service d’interprètes de métier",
        help_text="Jamais un proche, une voisine, un enfant, ni un agent qui parle sa langue.",
        error_messages={
            "required": "Seul un ou une interprète de métier peut être noté : un proche qui "
            "traduit entend tout, et peut parler."
        },
    )
    service = questions.line("Quel service ?")

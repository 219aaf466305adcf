"""What is asked to prepare a complaint, and about where it stands."""

from typing import Any

from django import forms

from entremise.base.inputs import DayField
from entremise.proceedings.forms.words import Line, Words
from entremise.proceedings.models import (
    WITHOUT_OFFENCE_BASIS,
    ComplaintNote,
    ComplaintStatus,
    Section,
)

HINTS = {
    Section.WITNESSES: "Qui a vu ou entendu, à qui elle l’a dit. Un témoin par ligne.",
    Section.DOCUMENTS: "Photos, messages, certificats : et où chacun est gardé, chez qui.",
    Section.INJURIES: "Ce qu’elle décrit, qui l’a soignée, quel certificat existe.",
    Section.EARLIER: "Plaintes, mains courantes, interventions, violences d’avant.",
    Section.WISHES: "Ce qu’elle veut demander, et les questions qu’elle veut poser.",
}


class Part(forms.Form):
    """One part of the preparation."""

    text = Words(label="Texte", rows=10)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Fact(forms.Form):
    """One fact: when, as she says it, and what."""

    moment = Line(
        label="Quand",
        longest=200,
        help_text="Comme elle le dit : « 12/03/2024 », « vers mars 2024 », « Noël 2022 ».",
    )
    text = Words(label="Ce qui s’est passé", rows=6, required=True)


class ChangedFact(Fact):
    """A fact written again."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Note(forms.Form):
    """Where the complaint stands."""

    moment = forms.ChoiceField(
        label="Quand était-ce ?",
        choices=ComplaintNote.Moment.choices,
        initial=ComplaintNote.Moment.DURING,
    )
    status = forms.ChoiceField(label="La plainte", widget=forms.RadioSelect)
    on = DayField(label="Date", required=False)
    number = Line(
        label="Numéro de procédure",
        longest=60,
        help_text="Pour parler à l’unité. Il ne sort sur aucun papier, export ni chiffre.",
    )

    def __init__(self, *args: Any, offence_data: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = list(ComplaintStatus) if offence_data else WITHOUT_OFFENCE_BASIS
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in ComplaintStatus if one in kept
        ]
        if not offence_data:
            del self.fields["number"]


class Handing(forms.Form):
    """Before she takes the paper with her."""

    sure = forms.BooleanField(
        label="Elle l’a demandé, elle sait où le garder et qui pourrait le trouver",
        error_messages={"required": "Demandez-le-lui d’abord, puis cochez cette case."},
    )

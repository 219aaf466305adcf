"""What is written of an interview."""

import datetime as dt
from typing import Any

from django import forms

from entremise.base.french import PARIS
from entremise.base.inputs import DayOfThisCentury
from entremise.contact.forms import questions
from entremise.contact.models import Session


class Interview(forms.Form):
    """What is written of an interview: codes first, three texts that are three things."""

    kind = questions.radio("Forme", Session.Kind)
    day = DayOfThisCentury(label="Jour")
    start = questions.hour("Heure", required=True)
    length = questions.radio("Durée", Session.Length, required=False)
    present = forms.MultipleChoiceField(
        label="Présents avec elle",
        choices=Session.Present.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interpreter = questions.radio(
        "Interprète",
        Session.Interpreter,
        required=False,
        hint="Jamais un proche ni un voisin.",
    )
    facts = questions.text("Ce qu’elle dit", hint="Ses mots, sans les interpréter.", key="t")
    observed = questions.text(
        "Ce que vous constatez", hint="Ce que vous voyez et entendez vous-même."
    )
    private = questions.text(
        "Notes personnelles", hint="Pour vous seule ou vous seul : personne ne les lit."
    )

    def clean_present(self) -> list[str]:
        """Who was there; « personne » beside somebody says nothing."""
        said: list[str] = self.cleaned_data["present"]
        if Session.Present.NOBODY in said and len(said) > 1:
            raise forms.ValidationError(
                "Elle était seule, ou quelqu’un était là : décochez l’une des réponses."
            )
        return said

    def written(self) -> dict[str, Any]:
        """The answers as `actions.Account` wants them."""
        answers = self.cleaned_data
        return {
            "kind": answers["kind"],
            "at": dt.datetime.combine(answers["day"], answers["start"], tzinfo=PARIS),
            "length": answers["length"] or Session.Length.NOT_NOTED,
            "present": answers["present"],
            "interpreter": answers["interpreter"] or Session.Interpreter.NOT_ASKED,
            "facts": answers["facts"],
            "observed": answers["observed"],
            "private": answers["private"],
        }

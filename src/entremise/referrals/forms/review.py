"""What is asked about the morning list."""

from typing import Any

from django import forms

from entremise.base.pasted import LongText
from entremise.referrals.models import Answer, Problem, Tier, Wish
from entremise.referrals.models.routing import AssignReason


class UnitChoice(forms.Form):
    """Whose list to open."""

    unit = forms.UUIDField()


class TypedLine(forms.Form):
    """One event, typed: nothing is mandatory but something."""

    date = forms.CharField(label="Date", required=False, max_length=60)
    kind = forms.CharField(
        label="Nature",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "natures"}),
    )
    commune = forms.CharField(label="Commune", required=False, max_length=100)
    persons = forms.CharField(label="Personnes", required=False, max_length=500)
    phone = forms.CharField(
        label="Téléphone", required=False, max_length=60, widget=forms.TextInput()
    )
    seen = LongText(
        label="Ce qui a été vu",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError("Écrivez au moins une case de la ligne.")
        return cleaned


class CorrectedCells(forms.Form):
    """The cells of a line that were not understood; those not shown stay as they are."""

    date = forms.CharField(label="Date", required=False, max_length=60)
    commune = forms.CharField(label="Commune", required=False, max_length=100)
    phone = forms.CharField(label="Téléphone", required=False, max_length=60)

    def given(self) -> dict[str, str]:
        """The cells that the page showed, as they are written now."""
        return {name: text for name, text in self.cleaned_data.items() if name in self.data}


class PastedTable(forms.Form):
    """A table pasted whole."""

    table = forms.CharField(
        label="Tableau",
        help_text="Collez les lignes d’un tableur, avec ou sans la ligne de titres.",
        error_messages={"required": "Collez au moins une ligne."},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class HowSoon(forms.Form):
    """How soon, if the unit wants it sooner than the facts say, and what it is about."""

    tier = forms.TypedChoiceField(
        label="Délai",
        choices=[("", "selon les faits"), *Tier.choices],
        coerce=lambda value: Tier(int(value)),
        empty_value=None,
        required=False,
    )
    problem = forms.TypedChoiceField(
        label="Motif",
        choices=[("", ""), *Problem.choices],
        coerce=Problem,
        empty_value=None,
        required=False,
    )


class Decision(HowSoon):
    """What becomes of a line: one key, and at most one more for how soon."""

    DEEDS = (
        ("agrees", Wish.AGREES.label),
        ("could_not_ask", Wish.COULD_NOT_ASK.label),
        ("danger", Wish.DANGER.label),
        ("refuses", Wish.REFUSES.label),
        ("refuses_card", "elle refuse, la carte est remise"),
        ("aside", "écarter"),
        ("show", "montrer à l’intervenante"),
        ("hide", "ne plus montrer"),
    )
    deed = forms.ChoiceField(choices=DEEDS)

    @property
    def wish(self) -> Wish:
        """What the person wants, behind the key that was pressed."""
        deed = self.cleaned_data["deed"]
        return Wish.REFUSES if deed == "refuses_card" else Wish(deed)

    @property
    def card_offered(self) -> Answer:
        """Whether a card was handed over with the refusal."""
        handed = self.cleaned_data["deed"] == "refuses_card"
        return Answer.YES if handed else Answer.NOT_ASKED


class DangerGround(HowSoon):
    """Why a person is referred against her wish, or without it."""

    ground = LongText(
        label="Pourquoi le danger est grave",
        help_text="Des faits, en une ou deux phrases. Sans ce motif, rien n’est transmis.",
        max_length=5000,
        error_messages={"required": "Écrivez pourquoi le danger est grave."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wish = Wish.DANGER


class QueueChoice(forms.Form):
    """To which queue something goes, and why."""

    REASONS = AssignReason.choices

    queue = forms.UUIDField()
    reason = forms.TypedChoiceField(choices=AssignReason, coerce=AssignReason)


TIERS = [("", "selon les faits"), *Tier.choices]
PROBLEMS = list(Problem.choices)
NATURES = [label for code, label in Problem.choices if code not in ("not_asked", "unknown")]

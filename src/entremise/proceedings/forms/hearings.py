"""What is asked about a hearing: never what was said there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from entremise.base.inputs import MomentField
from entremise.organisation.models import Unit
from entremise.proceedings.models import Hearing, HearingKind, Presence, RefusedBy


class NewHearing(forms.Form):
    """When and where she is heard."""

    kind = forms.TypedChoiceField(
        label="Nature", choices=HearingKind.choices, coerce=HearingKind, widget=forms.RadioSelect
    )
    at = MomentField(
        label="Date et heure",
        error_messages={"required": "Donnez le jour et l’heure."},
    )
    held = forms.BooleanField(label="Elle a déjà eu lieu", required=False)
    unit = forms.TypedChoiceField(label="Unité", coerce=UUID, empty_value=None, required=False)
    place = forms.CharField(label="Lieu", required=False, max_length=300)
    presence = forms.ChoiceField(
        label="Votre présence à ses côtés",
        choices=[one for one in Presence.choices if one[0] != Presence.REFUSED],
        initial=Presence.NOT_ASKED,
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", "ailleurs"),
            *((str(unit.pk), unit.name) for unit in units),
        ]

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if not 2000 <= at.year < 3000:
            raise forms.ValidationError("Cette année n’est pas possible.")
        return at


class HearingForm(forms.Form):
    """What became of it: the answer about presence, and whether it took place."""

    ATTENDED = {"": None, "yes": True, "no": False}

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    state = forms.ChoiceField(label="Où en est-on ?", widget=forms.RadioSelect)
    presence = forms.ChoiceField(label="Votre présence à ses côtés", choices=Presence.choices)
    refused_by = forms.ChoiceField(
        label="Si elle est refusée, par qui ?",
        choices=[("", "–"), *RefusedBy.choices],
        required=False,
        help_text="Le refus se motive (code de procédure pénale, article 10-4).",
    )
    attended = forms.TypedChoiceField(
        label="Étiez-vous présente ou présent ?",
        choices=[("", "–"), ("yes", "oui"), ("no", "non")],
        coerce=lambda code: HearingForm.ATTENDED[code],
        empty_value=None,
        required=False,
        help_text="Ce qui a été dit ne se note nulle part : vous pourriez devoir témoigner.",
    )

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        attended = {None: "", True: "yes", False: "no"}[hearing.attended]
        kwargs["initial"] = {
            "version": hearing.version,
            "state": hearing.state,
            "presence": hearing.presence,
            "refused_by": hearing.refused_by,
            "attended": attended,
        }
        super().__init__(*args, **kwargs)
        here = Hearing.State(hearing.state)
        states = [here, *(one for one in Hearing.State if one in Hearing.MOVES[here])]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (state.value, state.label) for state in states
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("presence") == Presence.REFUSED and not said.get("refused_by"):
            self.add_error("refused_by", "Dites qui a refusé votre présence.")
        return said

"""The questions of an orientation: need, service, agreement. Nothing else is mandatory."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms

from entremise.base.french import in_paris
from entremise.base.inputs import DayOfThisCentury, MomentField
from entremise.base.pasted import LongText
from entremise.orientations.models import Consent, Orientation, Shared, Way
from entremise.partners.models import ServiceKind
from entremise.partners.queries import Fit

NONE_FOUND = "none"
MANY_LETTERS = 20_000
# What she may answer on the same page as the proposal.
ON_THE_SPOT = [
    (Consent.ORAL.value, Consent.ORAL.label),
    (Consent.WRITTEN.value, Consent.WRITTEN.label),
    (Consent.REFUSED.value, Consent.REFUSED.label),
    ("already", "elle est déjà suivie par ce service"),
    (Consent.NOT_ASKED.value, Consent.NOT_ASKED.label),
]
REASON = "Pourquoi une médiation malgré les violences"


def _texts(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    return LongText(
        label=label,
        required=False,
        max_length=MANY_LETTERS,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Handing(forms.Form):
    """How it is handed over, and when an answer is expected."""

    sent_how = forms.ChoiceField(
        label="Comment", required=False, choices=[("", "pas encore transmise"), *Way.choices]
    )
    appointment_at = MomentField(
        label="Rendez-vous",
        required=False,
    )
    expects_answer_on = DayOfThisCentury(
        label="Relancer le",
        required=False,
        help_text="Si aucune réponse n’est arrivée ce jour-là.",
    )
    reason = _texts(REASON)

    def __init__(self, *args: Any, today: date, warned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not warned:
            del self.fields["reason"]

    def clean_appointment_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["appointment_at"]
        if moment is not None:
            DayOfThisCentury().run_validators(in_paris(moment).date())
        return moment

    def clean_expects_answer_on(self) -> date | None:
        day: date | None = self.cleaned_data["expects_answer_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError("Ce jour est passé : choisissez un jour à venir.")
        return day


class Proposal(Handing):
    """One service for one need, her answer, and what may be told."""

    service = forms.ChoiceField(label="Service", widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="Quelle sorte de service manque",
        required=False,
        choices=[("", "Choisir"), *ServiceKind.choices],
        help_text="Seulement si aucun service ne convient : le manque est alors compté.",
    )
    consent = forms.ChoiceField(
        label="Son accord pour ce service", choices=ON_THE_SPOT, widget=forms.RadioSelect
    )
    shared = forms.MultipleChoiceField(
        label="Ce qu’elle accepte de laisser dire au service",
        required=False,
        choices=Shared.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien d’autre ne sera dit. Si rien n’est coché, donnez-lui les coordonnées.",
    )
    note = _texts("Note", "Pour qui reprendra la situation.")

    def __init__(self, *args: Any, fits: Iterable[Fit], warned: bool, **kwargs: Any) -> None:
        self.fits = {str(fit.service.pk): fit for fit in fits}
        kinds = {fit.service.kind for fit in self.fits.values()}
        super().__init__(*args, warned=warned and ServiceKind.MEDIATION in kinds, **kwargs)
        choices = [(code, fit.service.title) for code, fit in self.fits.items()]
        choices.append((NONE_FOUND, "aucun service ne convient ou n’a de place"))
        self.fields["service"].choices = choices  # type: ignore[attr-defined]
        # Nothing was found: there is nothing to agree to.
        self.fields["consent"].required = self.data.get("service") != NONE_FOUND

    @property
    def options(self) -> list[tuple[Any, Fit | None]]:
        """Each radio button with what the worker needs to choose."""
        return [(button, self.fits.get(str(button.data["value"]))) for button in self["service"]]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if answers.get("service") == NONE_FOUND and not answers.get("kind"):
            self.add_error("kind", "Dites quelle sorte de service manque.")
        agreed = answers.get("consent") in (Consent.ORAL, Consent.WRITTEN)
        if answers.get("sent_how") and not agreed and answers.get("service") != NONE_FOUND:
            self.add_error("sent_how", "Sans son accord pour ce service, rien ne part.")
        return answers

    def answers(self) -> dict[str, Any]:
        """The cleaned answers under the names that the action takes."""
        said = self.cleaned_data
        found = said["service"] != NONE_FOUND
        already = said["consent"] == "already"
        return {
            "service_id": UUID(said["service"]) if found else None,
            "kind": "" if found else said["kind"],
            "consent": Consent.NOT_ASKED.value if already or not found else said["consent"],
            "already": already,
            "shared": said["shared"],
            "how": said["sent_how"],
            "note": said["note"],
            "reason": said.get("reason", ""),
            "appointment_at": said["appointment_at"],
            "expects_answer_on": said["expects_answer_on"],
        }


class Agreement(forms.Form):
    """Her answer for this service, asked later."""

    consent = forms.ChoiceField(
        label="Son accord pour ce service",
        choices=[choice for choice in Consent.choices if choice[0] != Consent.NOT_ASKED],
        widget=forms.RadioSelect,
    )
    shared = forms.MultipleChoiceField(
        label="Ce qu’elle accepte de laisser dire au service",
        required=False,
        choices=Shared.choices,
        widget=forms.CheckboxSelectMultiple,
    )


class Sending(Handing):
    """How it was handed over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how = self.fields["sent_how"]
        how.required, how.choices = True, Way.choices  # type: ignore[attr-defined]


class Reply(forms.Form):
    """What came of it."""

    state = forms.ChoiceField(label="Ce qui s’est passé", widget=forms.RadioSelect)
    words = _texts("Réponse du service, ou ce qu’elle en dit")

    def __init__(self, *args: Any, orientation: Orientation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [
            (state.value, state.label)
            for state in orientation.next_states
            if state not in (Orientation.State.SENT, Orientation.State.PROPOSED)
        ]
        self.fields["state"].choices = possible  # type: ignore[attr-defined]


class Reminder(forms.Form):
    """A later day to ask again."""

    day = DayOfThisCentury(label="Relancer le")

"""The commune that a referral tells of: where no unit is named, it says which post receives."""

from django import forms

from entremise.access.actor import Actor
from entremise.organisation.models import Commune
from entremise.partners.forms import the_commune


class PlaceFields(forms.Form):
    """Where it happens, as it is typed."""

    commune = forms.CharField(
        label="Commune où elle vit, ou des faits",
        required=False,
        max_length=80,
        help_text="Nom ou code postal.",
    )

    actor: Actor
    place: Commune | None = None

    def clean_commune(self) -> str:
        """The one commune that was typed."""
        self.place = the_commune(self.actor, self.cleaned_data["commune"])
        return self.commune_code

    @property
    def commune_code(self) -> str:
        """Its code, or nothing."""
        return "" if self.place is None else self.place.pk

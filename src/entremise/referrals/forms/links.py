"""What is asked to open the access of a partner, and what a partner is asked."""

from datetime import date, timedelta
from typing import Any

from django import forms

from entremise.organisation.models import Queue
from entremise.partners.models import Partner
from entremise.people.models import SafeChannel
from entremise.referrals.forms.place import PlaceFields
from entremise.referrals.forms.referral import LONG, ReferralForm
from entremise.referrals.models import PARTNERS, Due, Form, PartnerReceipt, Source

LASTS = ((92, "trois mois"), (183, "six mois"), (365, "un an"), (730, "deux ans"))


class LinkForm(forms.Form):
    """An access to open: for which organisation, given to whom, for how long."""

    partner = forms.ChoiceField(label="Organisme")
    source = forms.TypedChoiceField(
        label="De quelle nature ?",
        choices=[("", "Choisir"), *((one.value, one.label) for one in PARTNERS)],
        coerce=Source,
        help_text="À une élue ou un élu, cet accès ne dira jamais que « reçue ».",
    )
    holder = forms.CharField(
        label="Remis à",
        max_length=120,
        help_text="Le service ou la fonction, par exemple : service social de la maternité.",
    )
    queue = forms.ChoiceField(
        label="File",
        help_text="Reçoit ce qui vient d’une commune qu’aucun poste ne couvre, ou sans commune.",
    )
    days = forms.TypedChoiceField(label="Valable", choices=LASTS, coerce=int, initial=365)

    def __init__(
        self, *args: Any, partners: list[Partner], queues: list[Queue], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "Choisir")] + [  # type: ignore[attr-defined]
            (str(one.pk), one.name) for one in partners
        ]
        self.fields["queue"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.name} ({one.employer.name})") for one in queues
        ]

    def expires_on(self, today: date) -> date:
        """The last day on which the key opens something."""
        return today + timedelta(days=self.cleaned_data["days"])


class Key(forms.Form):
    """The key of an access, typed or pasted.

    Not a field of password: a browser would offer to keep it, on a computer that others use.
    """

    key = forms.CharField(
        label="Votre clé",
        max_length=200,
        help_text="Vingt lettres et chiffres, en quatre groupes. Les tirets ne comptent pas.",
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
        error_messages={"required": "Écrivez la clé qui vous a été remise."},
    )


class PartnerReferral(PlaceFields, ReferralForm):
    """What a partner is asked: how to reach her without danger comes first, her wish is owed."""

    origin = SafeChannel.Origin.PARTNER

    agreed = forms.BooleanField(
        label="Elle est d’accord pour que l’on me réponde « prise en charge » ou « n’a pas pu être"
        " jointe », et rien d’autre",
        required=False,
    )
    contact = forms.CharField(
        label="Pour vous joindre",
        required=False,
        max_length=200,
        help_text="Votre nom, votre téléphone ou votre courriel professionnels.",
    )
    reference = forms.CharField(
        label="Votre référence",
        required=False,
        max_length=120,
        help_text="Pour retrouver cette saisine dans vos accusés. N’y mettez pas son nom.",
    )

    def __init__(self, *args: Any, elected: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("card_offered", "procedure"):
            del self.fields[name]
        if elected:
            del self.fields["agreed"]
        self.fields["seen"].label = "Ce que vous avez constaté"
        self.fields["said"].max_length = LONG  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **super().content(),
            # What the access says of itself replaces it.
            "source": Source.OTHER,
            "form": Form.PARTNER,
            "commune_code": self.commune_code,
            "due": Due.ANSWER if given.get("agreed") else Due.RECEIVED,
            "contact": given["contact"],
            "reference": given["reference"],
        }


class Told(forms.Form):
    """What was said to the partner."""

    said = forms.TypedChoiceField(
        choices=PartnerReceipt.State.choices, coerce=PartnerReceipt.State
    )

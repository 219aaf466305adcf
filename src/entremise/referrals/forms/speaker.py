"""What is asked of somebody who speaks for her, or for an organisation."""

from typing import Any

from django import forms

from entremise.access.actor import Actor
from entremise.base.french import nbsp
from entremise.organisation.spelling import search_key
from entremise.partners import queries as directory
from entremise.partners.models import Partner
from entremise.referrals.models import Answer, Due, Speaker

ANSWERS = (
    ("not_asked", "Non demandé"),
    ("yes", "Oui"),
    ("no", "Non"),
    ("unknown", "Ne sait pas"),
)


class SpeakerFields(forms.Form):
    """A relative or a witness: who he is, what he wishes for himself, whether she knows."""

    informant = forms.CharField(
        label="Qui parle pour elle",
        required=False,
        max_length=500,
        help_text="Son lien avec elle, son nom s’il le donne.",
    )
    informant_contact = forms.CharField(
        label="Comment joindre cette personne", required=False, max_length=200
    )
    informant_unnamed = forms.BooleanField(
        label="Ne veut pas être nommé : son nom ne sera montré sur aucune page", required=False
    )
    person_knows = forms.ChoiceField(
        label="La personne concernée sait-elle qu’on parle d’elle ?",
        choices=ANSWERS,
        required=False,
    )
    informant_phrase = forms.CharField(
        label="Phrase convenue avec cette personne",
        required=False,
        max_length=120,
        help_text="Six lettres au moins, à redire si elle rappelle. Elle ne s’affiche jamais.",
    )

    def speaker(self) -> Speaker:
        """The answers, as they are kept apart from hers."""
        given = self.cleaned_data
        return Speaker(
            who=given.get("informant", ""),
            contact=given.get("informant_contact", ""),
            phrase=given.get("informant_phrase", ""),
            unnamed=bool(given.get("informant_unnamed")),
            person_knows=Answer(given.get("person_knows") or Answer.NOT_ASKED),
        )


class PartnerFields(forms.Form):
    """An organisation that rings: which one, how to answer it, and how much it may be told."""

    partner_name = forms.CharField(
        label="Organisme",
        required=False,
        max_length=160,
        help_text="Tel qu’il est dans le répertoire. Laissez vide s’il n’y est pas.",
        widget=forms.TextInput(attrs={"list": "organismes", "data-combobox": True}),
    )
    partner_contact = forms.CharField(
        label="Pour lui répondre",
        required=False,
        max_length=200,
        help_text="Nom et numéro professionnels.",
    )
    due = forms.TypedChoiceField(
        label="Quelle réponse attend-il ?",
        choices=[
            (Due.NOTHING, "Aucune"),
            (Due.RECEIVED, nbsp("« Reçue », rien de plus")),
            (Due.ANSWER, nbsp("La suite : la personne est d’accord")),
        ],
        coerce=Due,
        empty_value=Due.NOTHING,
        required=False,
        help_text="À une élue ou un élu, on ne dit que « reçue », quoi qu’il arrive.",
    )

    actor: Actor
    partner: Partner | None = None

    def clean_partner_name(self) -> str:
        """The organisation of the directory that was meant."""
        typed = str(self.cleaned_data["partner_name"]).strip()
        wanted = search_key(typed)
        if not wanted:
            return ""
        known = directory.partners(actor=self.actor)
        close = [one for one in known if one.search_key.startswith(wanted[:200])]
        exact = [one for one in close if one.search_key == wanted[:200]]
        if len(exact) == 1 or len(close) == 1:
            self.partner = (exact or close)[0]
            return typed
        if not close:
            raise forms.ValidationError(
                "Aucun organisme du répertoire ne porte ce nom. Vérifiez-le, ou laissez vide."
            )
        names = ", ".join(one.name for one in close[:6])
        raise forms.ValidationError(f"Plusieurs organismes commencent ainsi : {names}. Précisez.")

    def of_partner(self) -> dict[str, Any]:
        """The answers under the names of a new referral."""
        given = self.cleaned_data
        return {
            "partner_id": self.partner.pk if self.partner else None,
            "due": given.get("due") or Due.NOTHING,
            "contact": given.get("partner_contact", ""),
        }


class Phrase(forms.Form):
    """What somebody says who rings again."""

    said = forms.CharField(
        label="Phrase que cette personne dit",
        max_length=120,
        help_text="Demandez : « Avons-nous convenu d’une phrase ? » Ne l’aidez pas à la trouver.",
    )

"""The questions of the directory. A commune is typed as it is said: name, postal or INSEE code."""

import re
from typing import Any
from uuid import UUID

from django import forms

from entremise.access.actor import Actor
from entremise.base.conflict import Corrected
from entremise.organisation.models import Commune
from entremise.organisation.queries import commune as commune_of
from entremise.organisation.queries import find_communes, find_epcis
from entremise.organisation.spelling import search_key
from entremise.partners.models import (
    FRANCE,
    Emergency,
    Fees,
    Mobilisation,
    Need,
    Partner,
    Service,
    ServiceKind,
)

PHONE = re.compile(r"[0-9 +().\-\u00a0\u202f]{2,40}")
REACHES = [
    ("commune", "sa commune"),
    ("epci", "son intercommunalité"),
    ("departement", "son département"),
    ("france", "toute la France"),
    ("list", "une liste de communes ou d’intercommunalités"),
    ("", "ne sait pas"),
]


def the_commune(actor: Actor, text: str) -> Commune | None:
    """The one commune that was typed; a ValidationError names those that it could be."""
    typed = re.sub(r"\s*\((\d\d|2[ab]|\d{3})\)\s*$", "", text.strip(), flags=re.IGNORECASE)
    if not typed:
        return None
    if (by_code := commune_of(actor=actor, code=typed)) is not None:
        return by_code
    departement = text.strip()[len(typed) :].strip(" ()").upper()
    found = find_communes(actor=actor, text=typed, departement=departement)
    exact = [one for one in found if one.search_key == search_key(typed)] or found
    if not exact:
        raise forms.ValidationError(f"Aucune commune ne s’appelle « {text.strip()} ».")
    if len(exact) > 1:
        names = ", ".join(f"{one.name} ({one.departement_id})" for one in exact[:5])
        raise forms.ValidationError(
            f"Plusieurs communes portent ce nom : {names}. Ajoutez le numéro du département "
            "après le nom, par exemple « Saint-Bérain (42) »."
        )
    return exact[0]


class AboutPlace(Corrected):
    """Where it is and how it is reached."""

    phone = forms.CharField(label="Téléphone", required=False, max_length=40)
    email = forms.EmailField(label="Courriel", required=False)
    address = forms.CharField(label="Adresse", required=False, max_length=200)
    commune = forms.CharField(
        label="Commune", required=False, max_length=80, help_text="Nom, code postal ou code INSEE."
    )
    opening_hours = forms.CharField(label="Horaires", required=False, max_length=400)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.place: Commune | None = None

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"]).strip()
        if typed and not PHONE.fullmatch(typed):
            raise forms.ValidationError("Un numéro s’écrit avec des chiffres, des espaces et +.")
        return typed

    def clean_commune(self) -> str:
        self.place = the_commune(self.actor, self.cleaned_data["commune"])
        return "" if self.place is None else self.place.pk

    def facts(self) -> dict[str, Any]:
        """The answers under the names of the columns."""
        facts = dict(self.cleaned_data)
        facts["commune_id"] = facts.pop("commune") or None
        if self.place is not None and "postal_code" not in facts:
            facts["postal_code"] = (self.place.postal_codes.split() or [""])[0][:5]
        return facts


class PartnerForm(AboutPlace):
    """An organisation."""

    name = forms.CharField(label="Nom de l’organisme", max_length=160)
    website = forms.CharField(label="Site", required=False, max_length=300)
    description = forms.CharField(
        label="Ce qu’il fait", required=False, max_length=2000, widget=forms.Textarea
    )
    field_order = ("name", "phone", "email", "address", "commune", "opening_hours", "website")


class ServiceForm(AboutPlace):
    """A service: what it answers, for whom, where, and how to ask for it."""

    not_stored = frozenset({"checked", "new_partner"})

    name = forms.CharField(label="Nom du service", max_length=160)
    partner = forms.ChoiceField(label="Organisme", required=False)
    new_partner = forms.CharField(
        label="ou nouvel organisme",
        required=False,
        max_length=160,
        help_text="S’il n’est pas dans la liste.",
    )
    kind = forms.ChoiceField(
        label="Nature du service", choices=[("", "Choisir"), *ServiceKind.choices]
    )
    needs = forms.MultipleChoiceField(
        label="Besoins auxquels il répond",
        required=False,
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans réponse : ceux auxquels répond d’ordinaire ce genre de service.",
    )
    reach = forms.ChoiceField(
        label="Territoire", required=False, choices=REACHES, widget=forms.RadioSelect
    )
    zone_list = forms.CharField(
        label="Liste",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Communes et intercommunalités, séparées par des virgules.",
    )
    emergency = forms.ChoiceField(
        label="Accueil en urgence",
        required=False,
        choices=Emergency.choices,
        initial=Emergency.UNKNOWN,
    )
    mobilisation = forms.MultipleChoiceField(
        label="Comment le demander",
        required=False,
        choices=Mobilisation.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    how_to_refer = forms.CharField(
        label="Comment orienter",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ce qu’il faut dire ou apporter, qui demander, sous quel délai.",
    )
    contact_name = forms.CharField(
        label="Interlocuteur professionnel", required=False, max_length=120
    )
    fees = forms.ChoiceField(label="Coût", required=False, choices=Fees.choices)
    conditions = forms.CharField(label="Conditions d’accès", required=False, max_length=1000)
    description = forms.CharField(
        label="Ce qu’il fait", required=False, max_length=4000, widget=forms.Textarea
    )
    checked = forms.BooleanField(
        label="Je viens de vérifier ces renseignements auprès du service", required=False
    )

    def __init__(self, *args: Any, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choisir"), *((str(one.pk), one.name) for one in partners)]
        self.fields["partner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if bool(answers.get("partner")) == bool(answers.get("new_partner", "").strip()):
            self.add_error("partner", "Choisissez un organisme, ou écrivez le nom d’un nouveau.")
        if "commune" in answers:
            answers["zones"] = self._zones(answers)
        return answers

    def _zones(self, answers: dict[str, Any]) -> list[str]:
        reach = answers.get("reach", "")
        if reach == "list":
            return self._listed(answers.get("zone_list", ""))
        if reach in ("", FRANCE):
            return [FRANCE] if reach else []
        if self.place is None:
            self.add_error("commune", "Écrivez la commune, pour que son territoire soit connu.")
            return []
        zone = {
            "commune": self.place.pk,
            "epci": self.place.epci_id,
            "departement": self.place.departement_id,
        }[reach]
        return [zone] if zone else [self.place.pk]

    def _listed(self, text: str) -> list[str]:
        codes: list[str] = []
        for name in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
            epcis = [
                one
                for one in find_epcis(actor=self.actor, text=name)
                if name == one.pk or one.search_key == search_key(name)
            ]
            try:
                place = None if epcis else the_commune(self.actor, name)
            except forms.ValidationError as unclear:
                self.add_error("zone_list", unclear)
                continue
            codes.append(epcis[0].pk if epcis else place.pk if place else "")
        if not codes and "zone_list" not in self.errors:
            self.add_error("zone_list", "Écrivez au moins une commune ou une intercommunalité.")
        return [code for code in codes if code]

    @property
    def partner_id(self) -> UUID | None:
        chosen = self.cleaned_data["partner"]
        return UUID(chosen) if chosen else None

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        for name in ("partner", "new_partner", "reach", "zone_list", "checked"):
            facts.pop(name, None)
        facts["emergency"] = facts["emergency"] or Emergency.UNKNOWN
        return facts


def initial_of_service(service: Service, zone_names: list[str]) -> dict[str, Any]:
    """What the form shows of a service that exists."""
    place = service.commune
    reach, zones = "list" if service.zones else "", list(service.zones)
    if zones == [FRANCE]:
        reach = FRANCE
    elif place is not None:
        by_zone = {
            place.departement_id: "departement",
            place.epci_id: "epci",
            place.pk: "commune",
        }
        reach = by_zone.get(zones[0], reach) if len(zones) == 1 else reach
    names = (
        "name kind needs emergency mobilisation how_to_refer contact_name fees conditions"
        " description phone email address opening_hours version"
    )
    return {
        **{name: getattr(service, name) for name in names.split()},
        "partner": str(service.partner_id),
        "commune": service.commune_id or "",
        "reach": reach,
        "zone_list": ", ".join(zone_names) if reach == "list" else "",
    }


def initial_of_partner(partner: Partner) -> dict[str, Any]:
    """What the form shows of an organisation that exists."""
    names = "name phone email address opening_hours website description version"
    return {
        **{name: getattr(partner, name) for name in names.split()},
        "commune": partner.commune_id or "",
    }

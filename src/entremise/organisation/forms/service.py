"""What is asked about places, units, posts, holders and accounts."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms

from entremise.access.roles import Role
from entremise.base.conflict import Corrected
from entremise.base.french import DAYS
from entremise.base.inputs import DayField, HourInput
from entremise.organisation.models import Commune, Employer, Post, Unit
from entremise.organisation.spelling import search_key

Choices = Iterable[tuple[str, str]]
NOTHING = ("", "Choisir")
PHONE_HELP = "Comme il se dit : espaces et points sont acceptés."


def named(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """The choices that these rows give, by their own words."""
    return [(str(row.pk), str(row)) for row in rows]


class PhoneField(forms.CharField):
    """A telephone number in any writing, or nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, required=False, help_text=PHONE_HELP, **options)

    def clean(self, value: Any) -> str:
        number = str(super().clean(value))
        if number and not re.fullmatch(r"\+?[\d\s.\-()/]{2,20}", number):
            raise forms.ValidationError("Ce numéro contient autre chose que des chiffres.")
        return number


class DepartementChoice(forms.Form):
    """Which département, in a filter or before something is made."""

    departement = forms.ChoiceField(label="Département")

    def __init__(self, *args: Any, departements: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["departement"].choices = [  # type: ignore[attr-defined]
            NOTHING,
            *((row.pk, f"{row.name} ({row.pk})") for row in departements),
        ]


class UnitFilter(DepartementChoice):
    """What to show of the list of units."""

    q = forms.CharField(label="Nom", max_length=60, required=False)
    fermees = forms.BooleanField(label="Montrer aussi les unités fermées", required=False)


class EmployerForm(Corrected, DepartementChoice):
    """An employer."""

    name = forms.CharField(label="Nom", max_length=120)
    kind = forms.ChoiceField(label="Nature", choices=[NOTHING, *Employer.Kind.choices])
    offence_basis = forms.ChoiceField(
        label="Base légale pour les données d’infraction",
        choices=Employer.OffenceBasis.choices,
        help_text="Loi informatique et libertés, article 46. Sans base légale, la personne mise"
        " en cause n’est pas enregistrée.",
    )
    field_order = ("name", "kind", "departement", "offence_basis")


class CommuneField(forms.Form):
    """A commune found by its name or postal code, with or without the browser's help."""

    commune = forms.CharField(
        label="Commune",
        max_length=80,
        help_text="Nom ou code postal.",
        widget=forms.TextInput(
            attrs={"data-combobox": True, "data-code": "id_commune_code"},
        ),
    )
    commune_code = forms.CharField(max_length=5, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, find: Callable[[str], list[Commune]], url: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.find = find
        self.fields["commune"].widget.attrs["data-url"] = url

    def clean(self) -> dict[str, Any]:
        """Resolve what was typed to one commune, or say which ones it may be."""
        data: dict[str, Any] = super().clean() or {}
        typed = data.get("commune", "")
        if not typed:
            return data
        found = self.find(data.get("commune_code") or "") or self._by_words(typed)
        if len(found) == 1:
            data["found"] = found[0]
            return data
        if found:
            several = ", ".join(label(one) for one in found[:8])
            self.add_error("commune", f"Plusieurs communes possibles : {several}.")
        else:
            self.add_error("commune", "Aucune commune de ce nom. Essayez son code postal.")
        return data

    def _by_words(self, typed: str) -> list[Commune]:
        """« Montbrison (42600) » as proposed, or a name alone; an exact name wins."""
        name, _, code = typed.rstrip(") ").partition("(")
        found = self.find(name)
        key = search_key(name)
        same = [one for one in found if one.search_key == key] or found
        coded = [one for one in same if code and code in (one.pk, *one.postal_codes.split())]
        return coded or same


def label(commune: Commune) -> str:
    """« Montbrison (42600) »: what the list of proposals shows."""
    first_code = commune.postal_codes.split(" ")[0] or commune.pk
    return f"{commune.name} ({first_code})"


class UnitForm(Corrected):
    """What may be corrected of a unit."""

    name = forms.CharField(label="Nom", max_length=120)
    level = forms.ChoiceField(label="Niveau", choices=Unit.Level.choices)
    parent = forms.ChoiceField(
        label="Unité supérieure",
        required=False,
        help_text="La ou le responsable de l’unité supérieure voit aussi celle-ci.",
    )
    phone = PhoneField(label="Téléphone")
    address = forms.CharField(label="Adresse", max_length=200, required=False)
    hours = forms.CharField(label="Horaires d’accueil", max_length=400, required=False)
    receives_public = forms.BooleanField(label="Reçoit du public", required=False, initial=True)
    separate_entrance = forms.TypedChoiceField(
        label="Entrée séparée, discrète",
        required=False,
        choices=[("", "ne sait pas"), ("yes", "oui"), ("no", "non")],
        coerce=lambda value: {"yes": True, "no": False}[value],
        empty_value=None,
    )
    open_office = forms.BooleanField(
        label="Bureau ouvert à d’autres",
        required=False,
        help_text="D’autres passent devant les écrans : ils se verrouillent après 5 minutes sans"
        " activité, au lieu de 15.",
    )

    def __init__(self, *args: Any, parents: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "aucune"), *named(parents)]
        self.fields["parent"].choices = choices  # type: ignore[attr-defined]


class NewUnitForm(CommuneField, UnitForm):
    """A unit that the official list does not hold."""

    kind = forms.ChoiceField(label="Force", choices=[NOTHING, *Unit.Kind.choices])
    field_order = ("name", "kind", "level", "commune", "parent")


class Day(forms.Form):
    """A day, for a closing or an end."""

    on = DayField(label="Dernier jour")


class ListFile(forms.Form):
    """An official list to take in."""

    file = forms.FileField(
        label="Fichier CSV",
        help_text="La liste officielle des unités, ou celle des compétences territoriales,"
        " telle que data.gouv.fr la donne.",
    )


class PostForm(Corrected):
    """A post: at whom, how much, in which queue."""

    name = forms.CharField(label="Nom du poste", max_length=120, help_text="Par exemple : Roanne.")
    kind = forms.ChoiceField(label="Nature", choices=Post.Kind.choices, initial=Post.Kind.MIXED)
    fte = forms.DecimalField(
        label="Équivalent temps plein",
        min_value=Decimal("0.05"),
        max_value=Decimal(1),
        max_digits=3,
        decimal_places=2,
        localize=True,
        initial=Decimal(1),
        help_text="1 pour un temps plein, 0,5 pour un mi-temps.",
        error_messages={
            "min_value": "Un poste va de 0,05 à 1 équivalent temps plein.",
            "max_value": "Un poste va de 0,05 à 1 équivalent temps plein.",
        },
    )
    duty_phone = PhoneField(label="Téléphone de permanence")
    opened_on = DayField(label="Ouvert le")
    closed_on = DayField(label="Dernier jour", required=False)
    queue = forms.ChoiceField(
        label="File des saisines",
        required=False,
        help_text="Les postes qui partagent un territoire partagent une file.",
    )

    def __init__(self, *args: Any, queues: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [
            ("", "une file à lui"),
            *((str(queue.pk), _queue_label(queue)) for queue in queues),
        ]
        self.fields["queue"].choices = choices  # type: ignore[attr-defined]


def _queue_label(queue: Any) -> str:
    posts = ", ".join(post.name for post in queue.posts.all())
    return f"{queue} ({posts})" if posts else str(queue)


class Term(forms.Form):
    """Who, from when, to when."""

    user = forms.ChoiceField(label="Personne")
    starts_on = DayField(label="Du")
    ends_on = DayField(label="Au", required=False)

    def __init__(self, *args: Any, workers: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].choices = [NOTHING, *named(workers)]  # type: ignore[attr-defined]


class Replacement(Term):
    """A replacement always ends."""

    ends_on = DayField(label="Au")


class Duty(forms.Form):
    """Days and hours of duty."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Jours",
        choices=list(enumerate(DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_at = forms.TimeField(label="De", widget=HourInput)
    ends_at = forms.TimeField(label="À", widget=HourInput)


class WholeEpci(forms.Form):
    """Every commune of an inter-municipality."""

    epci = forms.ChoiceField(label="Intercommunalité")

    def __init__(self, *args: Any, epcis: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["epci"].choices = [NOTHING, *named(epcis)]  # type: ignore[attr-defined]


class Ticked(forms.Form):
    """Rows ticked in a list."""

    chosen = forms.MultipleChoiceField(
        label="Choix", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rows: Iterable[Any], title: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["chosen"].label = title
        self.fields["chosen"].choices = named(rows)  # type: ignore[attr-defined]


class Protocol(Corrected):
    """What the local partners agreed."""

    prosecutor_phone = PhoneField(label="Téléphone du parquet de permanence")
    night_advice = forms.CharField(
        label="Consigne de nuit et de week-end",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Montrée à l’agent qui saisit quand personne ne répond."
        " Aucun nom de personne aidée.",
    )
    first_tier_hours = forms.IntegerField(
        label="Urgence « aujourd’hui » : première tentative dans les … heures",
        min_value=1,
        max_value=72,
        help_text="Heures réelles, nuits et week-ends compris.",
    )
    second_tier_days = forms.IntegerField(
        label="Urgence « dans les jours qui viennent » : jours ouvrés", min_value=1, max_value=30
    )
    third_tier_days = forms.IntegerField(
        label="Urgence « délai ordinaire » : jours ouvrés", min_value=1, max_value=60
    )
    small_count = forms.IntegerField(
        label="Petits effectifs masqués sous",
        min_value=5,
        max_value=50,
        help_text="Dans les chiffres montrés à d’autres que les intervenantes et intervenants.",
    )


class AccountFilter(forms.Form):
    """Which accounts to show."""

    q = forms.CharField(label="Nom ou adresse", max_length=60, required=False)
    role = forms.ChoiceField(
        label="Rôle", required=False, choices=[("", "tous les rôles"), *Role.choices]
    )


class Belonging(forms.Form):
    """Where an account belongs: the one place that its role asks for."""

    name = forms.CharField(label="Nom affiché", max_length=80)
    employer = forms.ChoiceField(label="Employeur", required=False)
    unit = forms.ChoiceField(label="Unité", required=False)
    departement = forms.ChoiceField(label="Département", required=False)

    def __init__(
        self,
        *args: Any,
        employers: Iterable[Any],
        units: Iterable[Unit],
        departements: Iterable[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        none = ("", "sans objet")
        for name, rows in (
            ("employer", named(employers)),
            ("unit", [(str(unit.pk), f"{unit} ({unit.departement_id})") for unit in units]),
            ("departement", [(row.pk, f"{row.name} ({row.pk})") for row in departements]),
        ):
            self.fields[name].choices = [none, *rows]  # type: ignore[attr-defined]


class NewAccount(Belonging):
    """An account to open."""

    email = forms.EmailField(label="Adresse électronique professionnelle")
    role = forms.TypedChoiceField(
        label="Rôle",
        choices=[NOTHING, *Role.choices],
        coerce=Role,
        help_text="Un rôle ne change jamais : à un autre rôle, un autre compte.",
    )
    field_order = ("role", "name", "email", "employer", "unit", "departement")


class ChosenUnit(forms.Form):
    """For which unit, when a page or its address says so."""

    unit = forms.UUIDField()


class DeviceForm(forms.Form):
    """The computer in front of which one sits."""

    unit = forms.ChoiceField(label="Unité")
    name = forms.CharField(label="Nom de l’ordinateur", max_length=80)

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [(str(unit.pk), unit.name) for unit in units]  # type: ignore[attr-defined]

"""Invented contents for the style guide: every component in every state."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from entremise.base.errors import Conflict
from entremise.base.inputs import DayField, MomentField


class Sample(forms.Form):
    """One question of each kind."""

    name = forms.CharField(label="Prénom", required=False)
    phone = forms.CharField(
        label="Téléphone", help_text="Comme il se dit : espaces et points sont acceptés."
    )
    day = DayField(label="Jour", required=False)
    moment = MomentField(
        label="Rendez-vous",
        required=False,
    )
    unit = forms.ChoiceField(
        label="Unité",
        choices=[
            ("", "Choisir"),
            ("1", "Brigade de Sainte-Bérangère"),
            ("2", "Brigade de Saint-Éloi-sur-Loire"),
            ("3", "Commissariat de Montrivel"),
        ],
    )
    safe = forms.ChoiceField(
        label="Peut-on laisser un message ?",
        widget=forms.RadioSelect,
        choices=[
            ("no", "Jamais"),
            ("neutral", "Oui, neutre"),
            ("unknown", "Ne sait pas"),
            ("not_asked", "Non demandé"),
        ],
    )
    needs = forms.MultipleChoiceField(
        label="Besoins",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("home", "Hébergement"), ("rights", "Droits"), ("health", "Santé")],
    )
    agreed = forms.BooleanField(label="La personne est d’accord", required=False)
    note = forms.CharField(
        label="Ce qui a été dit", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


def _refused() -> Sample:
    form = Sample({"phone": "", "moment_0": "hier", "moment_1": "", "safe": "", "unit": ""})
    form.add_error(None, "Ce créneau vient d’être pris. Choisissez-en un autre.")
    form.add_error("agreed", "Dites si la personne est d’accord.")
    form.add_error("needs", "Choisissez au moins un besoin.")
    return form


def guide(request: HttpRequest) -> dict[str, Any]:
    """The context of the style guide.

    `?erreur` shows the form as it comes back refused; `?session=120` the page as somebody who is
    logged in has it, with a session that ends after two idle minutes.
    """
    address = reverse("base:styleguide")
    in_error = "erreur" in request.GET
    return logged_in(request) | {
        "form": _refused() if in_error else Sample(),
        "in_error": in_error,
        "at_guide": not in_error,
        "moment": datetime(2026, 3, 3, 13, 5, tzinfo=UTC),
        "delays": [timedelta(days=2), timedelta(hours=3), timedelta(minutes=14)],
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 5)),
        "sample_urls": {
            "guide": address,
            "refused": f"{address}?erreur",
            **{name: reverse("base:sample", args=[name]) for name in ("open", "conflict")},
            "failure": reverse("base:sample", args=["500"]),
        },
        "rows": [
            ("Saisine 41", "Brigade de Sainte-Bérangère", "danger", "En retard", 2),
            ("Saisine 42", "Commissariat de Montrivel", "attention", "Aujourd’hui", 1),
            ("Saisine 43", "Brigade de Saint-Éloi-sur-Loire", "", "Cette semaine", 4),
        ],
    }


def logged_in(request: HttpRequest) -> dict[str, Any]:
    """What the layout shows to an account, for `?session=`."""
    seconds = request.GET.get("session", "")
    if not seconds.isdecimal():
        return {}
    return {
        "me": "Claire Fontanel",
        "idle_seconds": int(seconds),
        "lock_url": reverse("base:sample", args=["lock"]),
        "alive_url": reverse("base:sample", args=["alive"]),
        "logout_url": reverse("base:styleguide"),
        "navigation": [
            {"label": label, "url": f"#{at}", "current": at == 0}
            for at, label in enumerate(("Ma journée", "Situations", "Chercher", "Agenda"))
        ],
    }


def conflict() -> dict[str, Any]:
    """The context of the page that shows two texts."""
    return {
        "clash": Conflict(
            field="note", theirs="Elle préfère être vue à la mairie.\nLe mardi.", version=4
        ),
        "label": "Ce qui a été dit",
        "yours": "Elle préfère être vue à la brigade.",
        "by": "Nadia Perrin",
        "at": datetime(2026, 3, 3, 13, 5, tzinfo=UTC),
        "back": reverse("base:styleguide"),
        "carried": [("phone", "06 12 34 56 78")],
    }

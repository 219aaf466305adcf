"""What is asked before and in a writing to an authority, and when somebody was in peril."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst

from entremise.base.french import nbsp
from entremise.base.inputs import DayField, MomentField
from entremise.organisation.models import Departement
from entremise.proceedings.forms.words import Line, Words
from entremise.proceedings.models import (
    About,
    Child,
    Informed,
    Kind,
    PerilCall,
    SentHow,
    StatutoryReport,
    about_for,
    grounds_for,
)

WRITINGS = {kind.value: kind.label for kind in Kind}
MOST_CHILDREN = 12
CHILD = ("last_name", "first_name", "born", "age", "school")


def _lower(words: str) -> str:
    """Words that follow a colon."""
    return words[0].lower() + words[1:]


def _places(departements: Iterable[Departement]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.name} ({one.code})") for one in departements]


class Decide(forms.Form):
    """The decision: about whom, by which text, to write or not, and why."""

    about = forms.ChoiceField(label="Il s’agit", widget=forms.RadioSelect)
    ground = forms.ChoiceField(label="Texte que vous invoquez", widget=forms.RadioSelect)
    departement = forms.ChoiceField(label="Département du destinataire")
    write = forms.TypedChoiceField(
        label="Votre décision",
        choices=[("yes", "j’écris"), ("no", "je n’écris pas")],
        coerce=lambda code: code == "yes",
        widget=forms.RadioSelect,
    )
    because = Words(
        label="Pourquoi",
        rows=3,
        help_text="À dire si vous n’écrivez pas. Avec qui vous en avez parlé, ce qui a pesé.",
    )

    def __init__(
        self, *args: Any, kind: str, departements: Iterable[Departement], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        abouts = about_for(kind)
        choices: dict[str, list[tuple[str, str]]] = {
            "about": [(one.value, one.label) for one in abouts],
            "ground": [
                (one.code.value, nbsp(f"{capfirst(one.source)} : {_lower(one.allows)}"))
                for one in grounds_for(kind)
            ],
            "departement": _places(departements),
        }
        for name, listed in choices.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        if len(abouts) == 1:
            self.fields["about"].initial = abouts[0].value
            self.fields["about"].widget = forms.HiddenInput()
        if kind == Kind.CHILD_CONCERN:
            self.fields["departement"].label = "Département où vit l’enfant"
        if len(choices["ground"]) == 1:
            self.fields["ground"].initial = choices["ground"][0][0]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("write") is False and not said.get("because"):
            self.add_error("because", "Dites pourquoi vous décidez de ne pas écrire.")
        return said


class Letter(forms.Form):
    """What is written: who, where, what was seen, what was told and by whom."""

    to = Line(
        label="Service ou tribunal, si vous le connaissez",
        longest=200,
        help_text="Par exemple « tribunal judiciaire de Roanne ».",
    )
    departement = forms.ChoiceField(label="Département du destinataire")
    who = Words(label="De qui s’agit-il ? Nom, prénom, âge, lien", rows=2)
    parents = Words(label="Parents : noms, prénoms, et qui a l’autorité parentale", rows=3)
    address = Words(label="Adresse", rows=2)
    give_address = forms.BooleanField(
        label="Je décide de donner cette adresse protégée à cette autorité", required=False
    )
    informed = forms.ChoiceField(
        label="Les parents sont-ils informés ?", choices=Informed.choices, required=False
    )
    not_informed = Words(
        label="S’ils ne sont pas informés, pourquoi",
        rows=2,
        help_text="Informer le parent violent peut mettre l’enfant et sa mère en danger.",
    )
    seen = Words(
        label="Ce que vous avez constaté",
        rows=5,
        help_text="Des faits, datés si possible. Ni diagnostic ni avis sur les personnes.",
    )
    told = Words(label="Ce qui vous a été dit, avec ses mots", rows=5)
    told_by = Line(label="Qui le dit", longest=300)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        report: StatutoryReport,
        departements: Iterable[Departement],
        protected: bool,
        one_more: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(report)
        super().__init__(*args, **kwargs)
        self.fields["departement"].choices = _places(departements)  # type: ignore[attr-defined]
        minor = report.about == About.MINOR
        unused = ["who"] if minor else ["parents", "informed", "not_informed"]
        if not protected or report.kind == Kind.WEAPON:
            unused.append("give_address")
        if protected:
            self.fields["address"].help_text = (
                "Son adresse est protégée. Laissez vide : l’écrit dira « adresse protégée, "
                "non communiquée »."
            )
        for name in unused:
            del self.fields[name]
        if report.kind != Kind.PROSECUTOR:
            self.fields["to"].label = "Service, si vous le connaissez"
            self.fields["to"].help_text = ""
        self.one_more = one_more
        self.places = self._add_children(report, one_more=one_more) if minor else []

    def _add_children(self, report: StatutoryReport, *, one_more: bool) -> list[int]:
        """One block for each child; an empty one where there is none, or one more is asked."""
        sent = sum(f"child_{place}_last_name" in self.data for place in range(MOST_CHILDREN))
        known = len(report.children)
        count = min(max(sent, known + one_more, 1), MOST_CHILDREN)
        for place in range(count):
            named = f"child_{place}_"
            self.fields[f"{named}last_name"] = _line("Nom")
            self.fields[f"{named}first_name"] = _line("Prénom")
            self.fields[f"{named}born"] = DayField(label="Date de naissance", required=False)
            self.fields[f"{named}age"] = _line("Ou son âge", 40)
            self.fields[f"{named}school"] = _line("École, crèche, nourrice")
        for place, child in enumerate(report.children[:count]):
            for name in CHILD:
                self.initial[f"child_{place}_{name}"] = getattr(child, name)
        return list(range(count))

    @property
    def blocks(self) -> list[tuple[int, list[Any]]]:
        """The fields of each child, for the page."""
        return [
            (place + 1, [self[f"child_{place}_{name}"] for name in CHILD]) for place in self.places
        ]

    @property
    def plain_fields(self) -> list[Any]:
        """The other fields in their order, hidden ones left out."""
        return [one for one in self.visible_fields() if not one.name.startswith("child_")]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        today = timezone.localdate()
        for place in self.places:
            child = self._child(said, place)
            if child.is_empty:
                continue
            if not child.born and not child.age and f"child_{place}_born" not in self.errors:
                self.add_error(
                    f"child_{place}_born", "Donnez sa date de naissance, ou son âge à peu près."
                )
            if child.born_on is not None and child.born_on > today:
                self.add_error(f"child_{place}_born", "Cette date est dans l’avenir.")
        return said

    def _child(self, said: Mapping[str, Any], place: int) -> Child:
        words = {name: said.get(f"child_{place}_{name}") for name in CHILD}
        born = words.pop("born")
        return Child(
            born=born.isoformat() if born else "",
            **{name: text or "" for name, text in words.items()},
        )

    def answers(self) -> dict[str, Any]:
        """What the action writes: the texts by name, and the children."""
        said = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and not name.startswith("child_")
        }
        if self.places:
            said["children"] = [self._child(self.cleaned_data, place) for place in self.places]
        return said


def _line(label: str, longest: int = 120) -> Line:
    return Line(label=label, longest=longest)


def _initial(report: StatutoryReport) -> dict[str, Any]:
    texts = ("to", "who", "parents", "address", "not_informed", "seen", "told", "told_by")
    return {
        **{name: getattr(report, name) for name in texts},
        "informed": report.informed,
        "departement": report.departement_id,
        "give_address": report.address_is == "given",
        "version": report.version,
    }


class Sign(forms.Form):
    """The version that was read is the one that is signed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Drop(forms.Form):
    """Why a writing that was begun is not made."""

    because = Words(label="Pourquoi vous n’écrivez pas", rows=3, required=True)


class Send(forms.Form):
    """When and how it left."""

    on = DayField(label="Envoyé le", initial=timezone.localdate)
    how = forms.ChoiceField(label="Par", choices=SentHow.choices, widget=forms.RadioSelect)


class Acknowledge(forms.Form):
    """When the authority said that it has it."""

    on = DayField(label="Réception confirmée le", initial=timezone.localdate)


class Peril(forms.Form):
    """Who was called, when, what was done, who was told."""

    called = forms.ChoiceField(
        label="Qui avez-vous appelé ?",
        choices=PerilCall.Called.choices,
        initial=PerilCall.Called.POLICE,
        widget=forms.RadioSelect,
    )
    at = MomentField(
        label="Quand",
        initial=timezone.localtime,
        error_messages={"required": "Donnez le jour et l’heure."},
    )
    done = Words(
        label="Ce qui a été fait",
        rows=3,
        help_text="Si vous n’avez appelé personne, dites pourquoi.",
    )
    told = Words(label="Qui a été prévenu", rows=2)

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"]
        if not 2000 <= at.year < 3000:
            raise forms.ValidationError("Cette année n’est pas possible.")
        if at > timezone.now():
            raise forms.ValidationError("Cette heure est dans l’avenir.")
        return at

"""The sheet: every question of the grid on one page, none of them mandatory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices

from entremise.assessment.models import (
    Answer,
    Assessment,
    ChildBand,
    Children,
    Cohabitation,
    Fear,
    Grid,
    GridBy,
    GridResult,
    KnownBefore,
    KnownSource,
    PoliceRecord,
    Pregnancy,
    Relation,
    ViolenceType,
)
from entremise.base.french import in_paris, short_day
from entremise.base.inputs import DayField
from entremise.base.pasted import LongText
from entremise.people.models import Person

MANY_LETTERS = 100_000
LONG_AGO = date(1950, 1, 1)
# The first answer is the one that is shown before anything is said.
ANSWERS = [
    (one.value, one.label) for one in (Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.NOT_ASKED)
]
INTERPRETER = [
    ("needed", "nécessaire (jamais un proche ni un voisin)"),
    ("not_needed", "pas nécessaire"),
    ("not_asked", "non demandé"),
]
# What lasts from one assessment to the next is not typed twice; what must be asked again is not
# carried over.
LASTING = (
    *("relation", "children", "children_count", "child_bands"),
    *("known_before", "known_source", "known_on", "complaint", "complaint_on", "police_record"),
)


def ask(label: str) -> forms.ChoiceField:
    """A closed question on one line, four answers, « non demandé » at first."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=ANSWERS,
        widget=forms.RadioSelect,
        initial=Answer.NOT_ASKED,
    )


def choose(
    label: str, choices: type[TextChoices], *, without: Iterable[str] = ()
) -> forms.ChoiceField:
    """A question whose answers are a list, « non demandé » at first."""
    hidden = set(without)
    listed = [(one.value, one.label) for one in choices if one.value not in hidden]
    return forms.ChoiceField(
        label=label, required=False, choices=listed, initial=Answer.NOT_ASKED.value
    )


class Sheet(forms.Form):
    """The sheet of one grid; without a basis for offence data it asks less."""

    on = DayField(label="Date", required=False, help_text="Aujourd’hui si rien n’est écrit.")
    facts = LongText(
        label="Ce qu’elle dit",
        required=False,
        max_length=MANY_LETTERS,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Les faits, avec ses mots.",
    )
    observations = LongText(
        label="Ce que vous constatez",
        required=False,
        max_length=MANY_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Des faits, pas des impressions : elle peut demander à lire.",
    )
    fear = choose("Sa peur", Fear)
    grid_done = ask("La grille officielle d’évaluation du danger a été remplie")
    grid_by = choose("Par", GridBy)
    grid_on = DayField(label="Le", required=False)
    grid_result = choose("Résultat communiqué", GridResult)
    relation = choose("La personne mise en cause est pour elle", Relation)
    cohabitation = choose("Vivent sous le même toit", Cohabitation)
    children = ask("Des enfants")
    children_count = forms.IntegerField(
        label="Combien",
        required=False,
        min_value=0,
        max_value=30,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    child_bands = forms.MultipleChoiceField(
        label="Leurs âges",
        required=False,
        choices=ChildBand.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    children_exposed = choose("Pendant les faits, les enfants", Children)
    pregnancy = choose("Enceinte", Pregnancy)
    known_before = choose("Connue des services sociaux avant", KnownBefore)
    known_source = choose("D’après", KnownSource)
    known_on = DayField(label="Su le", required=False)
    complaint = ask("Plainte")
    complaint_on = DayField(label="Plainte du", required=False)
    police_record = choose("Autre trace", PoliceRecord, without=["not_held"])
    language = forms.CharField(label="Langue parlée", required=False, max_length=40)
    interpreter = forms.ChoiceField(
        label="Interprète", required=False, choices=INTERPRETER, initial="not_asked"
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=0)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, grid: Grid, offence: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grid, self.today = grid, today
        self.signs = grid.signs_for(offence=offence)
        for need in grid.needs:
            self.fields[f"need_{need}"] = ask(str(need.label).capitalize())
        for kind in ViolenceType:
            self.fields[f"violence_{kind}"] = ask(str(kind.label).capitalize())
            acts = [(act.code, act.label) for act in grid.acts_of(kind)]
            self.fields[f"acts_{kind}"] = forms.MultipleChoiceField(
                label=f"Précisions, violence {kind.label}",
                required=False,
                choices=acts,
                widget=forms.CheckboxSelectMultiple,
            )
        for sign in self.signs:
            self.fields[f"danger_{sign.code}"] = ask(sign.label[0].upper() + sign.label[1:])
        if not offence:
            del self.fields["police_record"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        for name in ("on", "grid_on", "known_on", "complaint_on"):
            if (day := answers.get(name)) is None:
                continue
            if day > self.today:
                self.add_error(name, "Cette date est dans l’avenir : vérifiez-la.")
            if day < LONG_AGO:
                self.add_error(name, "Cette date est trop ancienne : vérifiez l’année.")
        if answers.get("complaint") == Answer.NO and answers.get("complaint_on"):
            self.add_error(
                "complaint_on",
                "Une date de plainte, mais « non » à la plainte : corrigez l’une des deux.",
            )
        if answers.get("children") == Answer.NO and (
            answers.get("children_count") or answers.get("child_bands")
        ):
            self.add_error(
                "children_count",
                "« Non » aux enfants, mais un nombre ou des âges : corrigez l’un des deux.",
            )
        return answers

    @property
    def asked_needs(self) -> list[forms.BoundField]:
        return [self[f"need_{need}"] for need in self.grid.needs]

    @property
    def asked_violence(self) -> list[tuple[forms.BoundField, forms.BoundField, bool]]:
        """Each type with its fine codes, and whether these are already in use."""
        found = []
        for kind in ViolenceType:
            acts = self[f"acts_{kind}"]
            found.append((self[f"violence_{kind}"], acts, bool(acts.value())))
        return found

    @property
    def asked_danger(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The danger signs, by what they are about."""
        parts: dict[str, list[forms.BoundField]] = {}
        for sign in self.signs:
            parts.setdefault(str(sign.part.label), []).append(self[f"danger_{sign.code}"])
        return list(parts.items())

    def answers(self) -> dict[str, Any]:
        """The cleaned answers under the names that the action takes."""
        said = self.cleaned_data
        names = [name for name in self.base_fields if name in self.fields]
        plain = {name: said[name] for name in names if name not in ("version", "corrects")}
        for name, value in plain.items():
            if value == "" and isinstance(self.fields[name], forms.ChoiceField):
                plain[name] = Answer.NOT_ASKED.value
        return {
            **plain,
            "needs": self._four("need_", self.grid.needs),
            "violence": self._four("violence_", ViolenceType),
            "danger": self._four("danger_", [sign.code for sign in self.signs]),
            "acts": [code for kind in ViolenceType for code in said[f"acts_{kind}"]],
        }

    def _four(self, prefix: str, codes: Iterable[str]) -> dict[str, str]:
        said = self.cleaned_data
        return {str(code): said[f"{prefix}{code}"] or "not_asked" for code in codes}


class Codes(Sheet):
    """The same questions beside an interview: what that one asks is not typed twice."""

    LEFT_OUT = ("on", "facts", "observations", "interpreter")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.LEFT_OUT:
            del self.fields[name]

    @property
    def parts(self) -> list[tuple[str, forms.BoundField]]:
        """The parts of the sheet, each with the first question that letters answer."""
        return [
            ("Danger", self.asked_danger[0][1][0]),
            ("Violences", self.asked_violence[0][0]),
            ("Besoins", self.asked_needs[0]),
            ("Enfants, grossesse", self["children"]),
            ("Ce qui était connu", self["complaint"]),
            ("Grille officielle", self["grid_done"]),
        ]

    @property
    def says_something(self) -> bool:
        """Whether somebody answered; what the page showed by itself is no answer."""
        sent = "version" in self.data
        return sent and bool(set(self.changed_data) - {"version", "corrects"})


def initial_of(one: Assessment) -> dict[str, Any]:
    """What the sheet shows of an assessment."""
    initial: dict[str, Any] = {
        name: getattr(one, name)
        for name in Sheet.base_fields
        if hasattr(one, name) and name != "corrects"
    }
    initial["on"] = in_paris(one.at).date()
    for prefix, answers in (
        ("need_", one.needs),
        ("violence_", one.violence),
        ("danger_", one.danger),
    ):
        initial |= {f"{prefix}{code}": answer for code, answer in answers.items()}
    for kind in ViolenceType:
        codes = [act.code for act in one.questions.acts_of(kind) if act.code in one.acts]
        initial[f"acts_{kind}"] = codes
    return initial


def carried_over(latest: Assessment | None) -> dict[str, Any]:
    """What a new assessment takes from the last one: facts that last, never a danger sign."""
    return {} if latest is None else {name: getattr(latest, name) for name in LASTING}


def restored(fields: Mapping[str, Any]) -> dict[str, Any]:
    """A text that was being written, as the sheet shows it: a box left empty sends nothing."""
    boxes = ["child_bands", *(f"acts_{kind}" for kind in ViolenceType)]
    return {name: fields.get(name, []) for name in boxes} | dict(fields)


def about_her(person: Person) -> dict[str, Any]:
    """What is known of her language."""
    return {"language": person.language, "interpreter": person.interpreter}


class Beside(forms.Form):
    """Which other assessment to show beside."""

    avec = forms.UUIDField(required=False)


# Kept on the person, not on the assessment.
ABOUT_HER = ("language", "interpreter")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One question answered differently in two sheets."""

    label: str
    theirs: str
    mine: str


def differences(mine: Sheet, theirs: Mapping[str, Any]) -> list[Difference]:
    """Where the sheet that was sent and the one that was saved meanwhile do not agree."""
    found = []
    for name, question in mine.fields.items():
        if name in ("version", "corrects", "on", *ABOUT_HER):
            continue
        sent, kept = mine.cleaned_data.get(name), theirs.get(name)
        if (sent or "") != (kept or "") and not (_silent(sent) and _silent(kept)):
            found.append(
                Difference(
                    label=str(question.label),
                    theirs=_words(question, kept),
                    mine=_words(question, sent),
                )
            )
    return found


def _silent(value: object) -> bool:
    return value in (None, "", [], "not_asked")


def _words(question: forms.Field, value: Any) -> str:
    if _silent(value):
        return "non demandé" if isinstance(question, forms.ChoiceField) else "rien"
    if isinstance(question, forms.ChoiceField):
        choices: Any = question.choices
        labels = {str(code): str(label) for code, label in choices}
        codes = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(code), str(code)) for code in codes)
    return short_day(value) if isinstance(value, date) else str(value)

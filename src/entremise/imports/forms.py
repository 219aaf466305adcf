"""What is asked at each step of bringing a sheet."""

from collections.abc import Mapping
from typing import Any

from django import forms

from entremise.base.inputs import DayField
from entremise.base.sheets import MOST_BYTES, Book, Unreadable, read, read_text
from entremise.base.sheets.limits import TOO_HEAVY
from entremise.imports.fields import LABELS
from entremise.imports.queries import ColumnsView, Preview, TitlesView, ValuesView
from entremise.imports.queries.night import NightView
from entremise.imports.queries.steps import Column
from entremise.organisation.models import Post
from entremise.referrals.forms import LABELS as NIGHT_LABELS

ACCEPTED = ".ods,.xlsx,.xls,.csv,.txt"
HOWS = {
    "guess": "Proposé d’après le titre, à vérifier.",
    "known": "Comme la dernière fois.",
    "chosen": "",
}
WORD_HOWS = {**HOWS, "guess": "Proposé, à vérifier."}
SHOWN_LETTERS = 60


class NightFile(forms.Form):
    """A sheet, whatever wrote it."""

    sheet = forms.FileField(
        label="Fichier",
        help_text="Un fichier ODS, XLSX, XLS ou CSV, de 10 Mo au plus. Il n’est pas gardé.",
        allow_empty_file=True,
        error_messages={"required": "Choisissez un fichier."},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    book: Book

    def clean_sheet(self) -> None:
        """Read it here: what cannot be read is said beside the file."""
        file = self.cleaned_data["sheet"]
        if file is not None:
            self.book = _read(file)


def _read(file: Any) -> Book:
    if file.size > MOST_BYTES:
        raise forms.ValidationError(TOO_HEAVY)
    try:
        return read(file.read(), file.name)
    except Unreadable as refusal:
        raise forms.ValidationError(str(refusal)) from None


class SheetFile(NightFile):
    """A sheet of cases: a file, or what is pasted from a screen; and the post it goes to."""

    field_order = ("post", "sheet", "text")
    text = forms.CharField(
        label="Ou collez le tableau",
        help_text="Copié d’un tableur ou d’un écran, avec la ligne des titres.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    post = forms.ChoiceField(label="Pour quel poste ?")

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].required = False
        self.fields["post"].choices = [(str(post.pk), post.name) for post in posts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or hasattr(self, "book"):
            return cleaned
        if not cleaned.get("text", "").strip():
            self.add_error("sheet", "Choisissez un fichier, ou collez un tableau.")
            return cleaned
        try:
            self.book = read_text(cleaned["text"])
        except Unreadable as refusal:
            self.add_error("text", str(refusal))
        return cleaned


class Titles(forms.Form):
    """Which leaf, and which of its first rows holds the titles."""

    leaf = forms.TypedChoiceField(label="Feuille", coerce=int, widget=forms.RadioSelect)
    header = forms.TypedChoiceField(
        label="Quelle ligne contient les titres des colonnes ?",
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, view: TitlesView | NightView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [name or f"Feuille {place + 1}" for place, name in enumerate(view.leaves)]
        leaf, header = self.fields["leaf"], self.fields["header"]
        leaf.choices = list(enumerate(names))  # type: ignore[attr-defined]
        leaf.initial = view.leaf
        if len(names) == 1:
            leaf.widget = forms.HiddenInput()
        header.choices = [(place, _row(place, row)) for place, row in view.rows]  # type: ignore[attr-defined]
        header.initial = view.header


def _row(place: int, row: list[str]) -> str:
    said = ", ".join(cell for cell in row if cell)
    short = f"{said[:SHOWN_LETTERS]}…" if len(said) > SHOWN_LETTERS else said
    return f"Ligne {place + 1} : {short or 'vide'}"


class Columns(forms.Form):
    """What each column is."""

    def __init__(
        self,
        *args: Any,
        view: ColumnsView | NightView,
        choices: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for column in view.columns:
            self.fields[f"c{column.place}"] = forms.ChoiceField(
                label=column.title or f"Colonne {_letter(column.place)}, sans titre",
                help_text=_samples(column),
                choices=choices,
                required=False,
                initial=column.field,
            )

    @property
    def columns(self) -> dict[int, str]:
        """The field of each column, by its place."""
        return {int(name[1:]): code for name, code in self.cleaned_data.items()}


CASE_COLUMNS = [("", "ignorer"), *((field.value, label) for field, label in LABELS.items())]
NIGHT_COLUMNS = [
    ("", "à garder dans « Ce qui a été vu »"),
    *NIGHT_LABELS.items(),
    ("-", "ignorer"),
]


def _letter(place: int) -> str:
    return chr(65 + place) if place < 26 else f"{chr(64 + place // 26)}{chr(65 + place % 26)}"


def _samples(column: Column) -> str:
    said = " ; ".join(text[:SHOWN_LETTERS] for text in column.samples)
    how = HOWS[column.how] if column.field else ""
    return " ".join(filter(None, (how, f"Par exemple : {said}" if said else "Colonne vide")))


class Values(forms.Form):
    """What each word of a column means."""

    def __init__(self, *args: Any, view: ValuesView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        self.names: dict[str, tuple[str, str]] = {}
        for words in view.columns:
            choices = [("", "laisser vide, et garder comme texte"), *words.choices]
            for number, value in enumerate(words.values):
                name = f"{words.field.value}-{number}"
                self.names[name] = (words.field.value, value.key)
                lines = f"{value.count} ligne{'s' if value.count > 1 else ''}"
                self.fields[name] = forms.ChoiceField(
                    label=value.text[:200],
                    help_text=" ".join(
                        filter(None, (WORD_HOWS[value.how] if value.code else "", lines))
                    ),
                    choices=choices,
                    required=False,
                    initial=value.code,
                )

    def groups(self) -> list[tuple[str, int, list[forms.BoundField]]]:
        """The questions, column by column."""
        return [
            (
                words.label,
                words.too_many,
                [self[f"{words.field.value}-{number}"] for number in range(len(words.values))],
            )
            for words in self.view.columns
        ]

    @property
    def said(self) -> Mapping[str, Mapping[str, str]]:
        """The code of each word, by column."""
        result: dict[str, dict[str, str]] = {}
        for name, (field, key) in self.names.items():
            result.setdefault(field, {})[key] = self.cleaned_data[name]
        return result


class Repairs(forms.Form):
    """How each group of faults is put right."""

    day = DayField(label="Date à donner à ces lignes", required=False)

    def __init__(self, *args: Any, view: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view
        self.fields["day"].initial = view.day
        for group in view.groups:
            self.fields[f"r-{group.code}"] = forms.ChoiceField(
                label=f"Que faire : {group.repair.title.lower()} ?",
                choices=group.repair.ways,
                initial=group.chosen,
                required=False,
                widget=forms.RadioSelect,
            )
            for known in group.known:
                self.fields[f"who-{known.key}"] = forms.ChoiceField(
                    label=f"Ligne {known.line} : {known.who}",
                    choices=known.choices,
                    initial=known.chosen,
                    required=False,
                )

    def groups(self) -> list[dict[str, Any]]:
        """Each group with its questions."""
        return [
            {
                "group": group,
                "way": self[f"r-{group.code}"] if len(group.repair.ways) > 1 else None,
                "day": self["day"] if group.repair.wants_day else None,
                "known": [self[f"who-{known.key}"] for known in group.known],
            }
            for group in self.view.groups
        ]

    @property
    def ways(self) -> dict[str, str]:
        return {
            name.removeprefix("r-"): way
            for name, way in self.cleaned_data.items()
            if name.startswith("r-")
        }

    @property
    def who(self) -> dict[str, str]:
        return {
            name.removeprefix("who-"): said
            for name, said in self.cleaned_data.items()
            if name.startswith("who-")
        }

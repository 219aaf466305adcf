"""What is asked about a case; saving is the business of actions."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils import timezone

from entremise.accounts.models import User
from entremise.base.french import birth, in_paris
from entremise.base.inputs import DayField
from entremise.base.pasted import LongText
from entremise.cases.models import (
    SAID_ALONE,
    Case,
    Change,
    ClosingReason,
    ReopeningReason,
    ReturnTold,
)
from entremise.organisation.forms import CommuneField, label
from entremise.organisation.models import Post
from entremise.people.models import AgeBand, NameCard, Person, Sex

MOST_LETTERS = 20_000
EARLIEST_BIRTH = date(1900, 1, 1)


class Text(forms.Form):
    """What matters now, or what is said of the other party."""

    text = LongText(label="Texte", required=False, max_length=MOST_LETTERS)
    version = forms.IntegerField(widget=forms.HiddenInput)


class Note(forms.Form):
    """A note in the timeline."""

    text = LongText(label="Note", max_length=MOST_LETTERS)
    on = DayField(
        label="Jour",
        required=False,
        validators=[MinValueValidator(date(2000, 1, 1), "Vérifiez l’année.")],
    )


class NextStep(forms.Form):
    """When to come back to the case."""

    on = DayField(
        label="À reprendre le",
        required=False,
        help_text="Laissez vide si aucun jour n’est prévu.",
    )


class Close(forms.Form):
    """Why, what changed for her, and whether she knows that she can come back."""

    reason = forms.TypedChoiceField(
        label="Motif",
        choices=ClosingReason,
        coerce=ClosingReason,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez pourquoi la situation est close."},
    )
    told_she_can_return = forms.TypedChoiceField(
        label="Sait-elle qu’elle peut revenir à tout moment ?",
        choices=ReturnTold,
        coerce=ReturnTold,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si elle le sait, ou qu’elle n’a pas pu être jointe."},
    )
    changes = forms.TypedMultipleChoiceField(
        label="Ce qui a changé pour elle",
        choices=Change,
        coerce=Change,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = LongText(
        label="Avec ses mots",
        required=False,
        max_length=MOST_LETTERS,
    )

    def clean_changes(self) -> list[Change]:
        """What changed; « rien n’a changé » beside a change says nothing that can be counted."""
        said: list[Change] = self.cleaned_data["changes"]
        for alone in SAID_ALONE:
            if alone in said and len(said) > 1:
                raise ValidationError(
                    f"« {str(alone.label).capitalize()} » ne va pas avec une autre réponse :"
                    " décochez l’une ou l’autre."
                )
        return said


class Reopen(forms.Form):
    """Why the case opens again."""

    reason = forms.TypedChoiceField(
        label="Pourquoi rouvrir ?",
        choices=ReopeningReason,
        coerce=ReopeningReason,
        initial=ReopeningReason.CAME_BACK,
        widget=forms.RadioSelect,
    )


class ToPost(forms.Form):
    """A post of the same employer, other than the one that follows the case."""

    post = forms.ChoiceField(label="Poste")

    def __init__(self, *args: Any, posts: list[Post], case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", "Choisir")] + [  # type: ignore[attr-defined]
            (str(post.pk), post.name) for post in posts if post.pk != case.post_id
        ]


class Share(ToPost):
    """With whom, and until when."""

    until = DayField(
        label="Jusqu’au",
        required=False,
        help_text="Laissez vide pour un partage sans fin prévue.",
    )


class Readers(forms.Form):
    """Who else is named to read a restricted case."""

    readers = forms.TypedMultipleChoiceField(
        label="Qui d’autre la lira ?",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Ne nommez personne qui connaisse l’une des deux parties.",
    )

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), one.name) for one in colleagues
        ]


class Lift(forms.Form):
    """Why a restriction is lifted."""

    reason = LongText(
        label="Pourquoi l’accès n’a plus besoin d’être restreint",
        max_length=2000,
        error_messages={"required": "Écrivez pourquoi l’accès n’a plus besoin d’être restreint."},
    )


class Reader(forms.Form):
    """Who is named to read a restricted case that nobody can read any more."""

    reader = forms.TypedChoiceField(label="Qui la lira ?", coerce=UUID)

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].choices = [("", "Choisir")] + [  # type: ignore[attr-defined]
            (str(one.pk), one.name) for one in colleagues
        ]


class Transfer(ToPost):
    """To whom, and why."""

    reason = LongText(
        label="Pourquoi, et ce que la personne en a dit",
        required=False,
        max_length=2000,
    )


class Glass(forms.Form):
    """The reason of an exceptional access."""

    reason = LongText(
        label="Pourquoi devez-vous ouvrir cette situation ?",
        max_length=2000,
        help_text="Votre motif est lu par le délégué à la protection des données"
        " et par les personnes qui suivent la situation.",
    )


class Born(forms.RegexField):
    """A year alone, or a day typed as it is said: kept year first, shown day first."""

    SAID = "une année (1988) ou une date (14/03/1988)"

    def __init__(self, **options: Any) -> None:
        messages = {"invalid": f"Écrivez {self.SAID} qui existe, et qui est passée."}
        super().__init__(
            r"^(\d{4}(-\d{2}-\d{2})?)?$",
            help_text=f"{self.SAID[0].upper()}{self.SAID[1:]}.",
            error_messages=messages,
            **options,
        )

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value) or ""
        return re.sub(r"^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$", _year_first, typed)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and re.match(self.regex, value) and not _was_lived(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return birth(str(value or ""))


def _year_first(said: re.Match[str]) -> str:
    day, month, year = said.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _was_lived(born: str) -> bool:
    """Whether somebody alive can be born in this year, or on this day."""
    try:
        day = date.fromisoformat(born if len(born) > 4 else f"{born}-01-01")
    except ValueError:
        return False
    return EARLIEST_BIRTH <= day <= in_paris(timezone.now()).date()


class Who(CommuneField):
    """Who she is and where she lives, as well as it is known; what she is in this matter."""

    last_name = forms.CharField(label="Nom", required=False, max_length=100)
    first_name = forms.CharField(label="Prénom", required=False, max_length=100)
    birth_name = forms.CharField(label="Nom de naissance", required=False, max_length=100)
    born = Born(label="Naissance", required=False)
    sex = forms.ChoiceField(label="Sexe", choices=Sex, required=False)
    age_band = forms.ChoiceField(label="Âge", choices=AgeBand, required=False)
    position = forms.TypedChoiceField(
        label="Dans cette affaire, la personne est",
        choices=Case.Position,
        coerce=Case.Position,
        empty_value=None,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = (
        *("last_name", "first_name", "birth_name", "born", "sex", "age_band"),
        *("commune", "position"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["commune"].required = False
        self.fields["commune"].label = "Commune où elle habite"
        self.fields["commune"].help_text = (
            "Nom ou code postal, sans adresse. Dans un village, un autre lieu de rendez-vous est"
            " proposé."
        )

    @staticmethod
    def known(case: Case, card: NameCard, her: Person) -> dict[str, Any]:
        """What is noted already, for the page to begin with."""
        return {
            **asdict(card),
            "sex": her.sex,
            "age_band": her.age_band,
            "commune": label(her.commune) if her.commune else "",
            "position": case.position,
            "version": her.identity.version,
        }

    def card(self) -> NameCard:
        """The names as they will be sealed."""
        names = ("last_name", "first_name", "birth_name", "born")
        return NameCard(**{name: self.cleaned_data[name] for name in names})

    def codes(self) -> dict[str, Any]:
        """The clear codes, « non demandé » where nothing was chosen, and the commune."""
        given = self.cleaned_data
        chosen = {name: given[name] or "not_asked" for name in ("sex", "age_band")}
        return {**chosen, "commune": given.get("found")}

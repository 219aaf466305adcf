"""What the desk asks: a name to find, an event to filter."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core import signing

from entremise.access.actor import Actor
from entremise.access.events import Event
from entremise.assessment import queries as assessments
from entremise.assessment.forms import (
    Codes,
    about_her,
    carried_over,
    differences,
    initial_of,
    restored,
)
from entremise.cases.forms import Born
from entremise.cases.models import Case
from entremise.contact.forms import Interview
from entremise.people.queries import person

__all__ = [
    "Codes",
    "Interview",
    "JournalFilter",
    "OtherRecord",
    "Search",
    "WhoIsShown",
    "WhoseFile",
    "answered",
    "begun",
    "differences",
    "initial_of",
    "mark_of",
    "restored",
    "shown_by",
]
# Without an hour: two pages that show the same are the same.
SHOWN = signing.Signer(salt="desk.listen")
DAYS = ("grid_on", "known_on", "complaint_on")


def begun(*, actor: Actor, case: Case) -> dict[str, Any]:
    """What the codes start from: the draft that was begun, or what lasts from the last one."""
    draft = assessments.draft(actor=actor, case_id=case.pk)
    if draft is not None:
        initial = initial_of(draft)
    else:
        initial = carried_over(assessments.latest(actor=actor, case_id=case.pk))
    initial |= about_her(person(actor=actor, person_id=case.person_id))
    # The texts of an assessment are its own: those of the page are the interview's.
    return {name: value for name, value in initial.items() if name not in Codes.LEFT_OUT}


def mark_of(shown: Mapping[str, Any]) -> str:
    """What the codes show when the page opens, signed: it comes back with the answers."""
    said = {name: str(one) if isinstance(one, date) else one for name, one in shown.items()}
    return SHOWN.sign_object(said, compress=True)


def shown_by(mark: str) -> dict[str, Any] | None:
    """What the page had shown, or None where it does not say: only what was answered since is an
    answer, whatever somebody else saved meanwhile."""
    try:
        said: dict[str, Any] = SHOWN.unsign_object(mark)
    except signing.BadSignature:
        return None
    days = {name: date.fromisoformat(said[name]) for name in DAYS if said.get(name)}
    return said | days


def answered(codes: Codes) -> dict[str, Any]:
    """What was answered, empty if the page was left as it was shown."""
    return codes.answers() if codes.says_something else {}


class Search(forms.Form):
    """One box."""

    text = forms.CharField(
        label="Nom, prénom, année de naissance ou numéro de téléphone",
        max_length=200,
        help_text="Comme vous l’avez entendu : les accents, l’ordre et l’orthographe ne comptent"
        " pas. Pour un numéro, quatre chiffres suffisent.",
    )


class OtherRecord(forms.Form):
    """Another case, by its code, to compare the two persons."""

    code = forms.CharField(label="Repère de l’autre situation", max_length=8)


class Printed(forms.Form):
    """Which texts go on the paper: each was read again, and none is taken by itself."""

    texts = forms.MultipleChoiceField(
        label="Textes à imprimer",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Relisez chaque texte avant de le cocher : il ne doit désigner personne d’autre "
        "qu’elle.",
    )

    def __init__(self, *args: Any, texts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texts"].choices = texts  # type: ignore[attr-defined]


class WhoIsShown(forms.Form):
    """Which of two records names the person, once they are joined."""

    shows = forms.ChoiceField(label="Quel nom montrer ?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, names: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shows"].choices = [  # type: ignore[attr-defined]
            ("here", f"{names[0]} (cette situation)"),
            ("other", f"{names[1]} (l’autre fiche)"),
        ]
        self.fields["shows"].initial = "here"


class WhoseFile(forms.Form):
    """Who asks who read her file: the code of her case, or all that names her."""

    code = forms.CharField(
        label="Repère d’une situation",
        required=False,
        max_length=8,
        help_text="Si vous l’avez ; il suffit alors à lui seul.",
    )
    last_name = forms.CharField(label="Nom, ou nom de naissance", required=False, max_length=100)
    first_name = forms.CharField(label="Prénom", required=False, max_length=100)
    born = Born(label="Naissance", required=False)

    def clean(self) -> dict[str, Any]:
        """A code, or the three that name one person."""
        data: dict[str, Any] = super().clean() or {}
        named = all(data.get(name) for name in ("last_name", "first_name", "born"))
        if not self.errors and not data.get("code") and not named:
            raise forms.ValidationError(
                "Donnez le repère d’une situation, ou le nom, le prénom et la naissance."
            )
        return data


class JournalFilter(forms.Form):
    """Which lines of the journal."""

    event = forms.ChoiceField(label="Acte", choices=[("", "Tous"), *Event.choices], required=False)

"""What is asked about lots of cards, and of a code heard on the telephone."""

from datetime import date
from typing import Any

from django import forms

from entremise.access.actor import Actor
from entremise.base.inputs import DayOfThisCentury
from entremise.organisation.models import Post, Unit
from entremise.referrals import queries
from entremise.referrals.models import MOST_CARDS, CardLot

QUARTER = 3


class Lot(forms.Form):
    """A lot to make: for which unit, by which post, how many cards, over which months."""

    unit = forms.ChoiceField(label="Unité")
    post = forms.ChoiceField(
        label="Poste",
        help_text="La carte donne son téléphone et ses heures de permanence.",
    )
    count = forms.IntegerField(
        label="Nombre de cartes",
        min_value=1,
        max_value=MOST_CARDS,
        initial=50,
        help_text="Dix par page.",
    )
    starts_on = DayOfThisCentury(label="À remettre du")
    ends_on = DayOfThisCentury(label="au")

    def __init__(
        self, *args: Any, posts: list[Post], units: list[Unit], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(str(one.pk), one.name) for one in posts]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "Choisir")] + [  # type: ignore[attr-defined]
            (str(one.pk), one.name) for one in units
        ]
        self.fields["starts_on"].initial, self.fields["ends_on"].initial = _quarter_of(today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "La période finit avant de commencer : corrigez une date.")
        return cleaned


def _quarter_of(today: date) -> tuple[date, date]:
    """The first and the last day of three months, this one included."""
    months = today.month - 1 + QUARTER
    after = date(today.year + months // 12, months % 12 + 1, 1)
    return today.replace(day=1), date.fromordinal(after.toordinal() - 1)


class Handing(forms.Form):
    """The day on which a lot was handed to its unit, and how many cards were counted out."""

    on = DayOfThisCentury(label="Remis le")
    count = forms.IntegerField(label="Cartes remises", min_value=1)

    def __init__(self, *args: Any, lot: CardLot, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["count"].initial = lot.count


class HeardCode(forms.Form):
    """The code that the caller reads on her card, as it was heard."""

    code = forms.CharField(
        label="Code lu sur la carte",
        max_length=60,
        help_text="Comme vous l’entendez : les majuscules et le tiret ne comptent pas.",
        widget=forms.TextInput(attrs={"autocapitalize": "none"}),
    )


class CardFields(forms.Form):
    """The code of the card, asked while a referral is written down."""

    card_code = forms.CharField(
        label="Code lu sur la carte",
        required=False,
        max_length=60,
        help_text="S’il y en a un. Il ne dit rien de la personne, et ne se confirme pas.",
    )

    actor: Actor
    lot: CardLot | None = None

    def clean_card_code(self) -> str:
        """The lot of the code; the nearest codes are named when no lot has it."""
        typed = str(self.cleaned_data["card_code"]).strip()
        if not typed:
            return ""
        heard = queries.card_heard(actor=self.actor, text=typed)
        self.lot = heard.lot
        if heard.lot is not None:
            return heard.lot.said
        if not heard.nearest:
            raise forms.ValidationError(
                "Aucun lot n’a ce code. Faites-le répéter, ou laissez vide."
            )
        near = ", ".join(f"{one.said} ({one.unit.name})" for one in heard.nearest)
        raise forms.ValidationError(f"Aucun lot n’a ce code. Les plus proches : {near}.")

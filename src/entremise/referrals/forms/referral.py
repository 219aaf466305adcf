"""What is asked when somebody asks: two answers are owed, everything else may stay empty."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from entremise.access.actor import Actor
from entremise.base.pasted import LongText
from entremise.organisation import queries as organisation
from entremise.organisation.models import Unit
from entremise.people.models import NameCard, SafeChannel
from entremise.people.windows import Window
from entremise.referrals import queries
from entremise.referrals.forms.cards import CardFields
from entremise.referrals.forms.paper import PaperFields
from entremise.referrals.forms.place import PlaceFields
from entremise.referrals.forms.speaker import ANSWERS, PartnerFields, SpeakerFields
from entremise.referrals.forms.windows import window_of
from entremise.referrals.models import (
    Answer,
    Due,
    Fact,
    Form,
    NightMeasure,
    Problem,
    Procedure,
    Source,
    Wish,
)

LONG = 20_000
# What somebody wrote at length: given back whatever happens.
TEXTS = ("seen", "said", "ground")


def _text(label: str, rows: int = 3, **options: Any) -> forms.CharField:
    return LongText(
        label=label,
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


def _line(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=120, **options)


class ReferralForm(forms.Form):
    """The questions common to all doors; how she can be reached comes before who she is."""

    wish = forms.TypedChoiceField(
        label="Veut-elle être contactée ?",
        choices=[
            (Wish.AGREES, "Oui, elle est d’accord"),
            (Wish.COULD_NOT_ASK, "Impossible de lui demander"),
            (Wish.DANGER, "Danger grave, même sans son accord"),
            (Wish.REFUSES, "Non, elle refuse"),
        ],
        coerce=Wish,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites ce qu’elle souhaite, ou que vous n’avez pas pu lui demander."
        },
    )
    phone_safe = forms.ChoiceField(
        label="Peut-on l’appeler sans danger ?",
        choices=ANSWERS,
        required=False,
    )
    phone_when = _line("Quand ?", help_text="Par exemple : mardi et jeudi, 9h-12h")
    phone_owner = forms.ChoiceField(
        label="À qui est ce téléphone ?",
        choices=[("not_asked", "Non demandé"), *SafeChannel.Owner.choices],
        required=False,
    )
    phone = _line("Téléphone", widget=forms.TextInput(attrs={"inputmode": "tel"}))
    first_name = _line("Prénom")
    last_name = _line("Nom")
    said = _text("Ce qu’elle a dit")
    seen = _text("Ce qui a été vu")
    ground = _text(
        "Pourquoi le danger est grave",
        help_text="Obligatoire seulement en cas de danger grave sans son accord.",
    )
    born = _line("Année ou date de naissance")
    phone_message = forms.ChoiceField(
        label="Peut-on laisser un message ?",
        choices=[("not_asked", "Non demandé"), *SafeChannel.Message.choices],
        required=False,
    )
    problem = forms.ChoiceField(label="Motif", choices=Problem, required=False)
    procedure = forms.ChoiceField(label="Ce qui a été établi", choices=Procedure, required=False)
    card_offered = forms.ChoiceField(
        label="Si elle refuse, une carte lui a-t-elle été remise ?",
        choices=Answer,
        required=False,
    )
    origin: ClassVar[SafeChannel.Origin] = SafeChannel.Origin.HERSELF

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        for name in ("problem", "procedure", "card_offered"):
            self.fields[name].initial = "not_asked"
        for fact in Fact:
            self.fields[f"fact_{fact}"] = forms.ChoiceField(
                label=fact.label.capitalize(),
                choices=ANSWERS,
                required=False,
            )

    @property
    def facts(self) -> list[forms.BoundField]:
        """The questions about danger, in the order of the rules."""
        return [self[f"fact_{fact}"] for fact in Fact]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("wish") is Wish.DANGER and not str(cleaned.get("ground", "")).strip():
            self.add_error(
                "ground",
                "Écrivez pourquoi le danger est grave : sans ce motif, rien n’est transmis.",
            )
        return cleaned

    def content(self) -> dict[str, Any]:
        """The answers under the names of a new referral; what was left empty was not asked."""
        given = self.cleaned_data
        facts = {fact.value: given.get(f"fact_{fact}") for fact in Fact}
        return {
            "wish": given["wish"],
            "problem": Problem(given.get("problem") or Problem.NOT_ASKED),
            "procedure": Procedure(given.get("procedure") or Procedure.NOT_ASKED),
            "facts": {fact: answer for fact, answer in facts.items() if answer},
            "card": NameCard(
                first_name=given["first_name"], last_name=given["last_name"], born=given["born"]
            ),
            "channel": self._channel(),
            "said": given["said"],
            "seen": given["seen"],
            "ground": given["ground"],
            "card_offered": Answer(given.get("card_offered") or Answer.NOT_ASKED),
        }

    def _channel(self) -> dict[str, Any]:
        """How to reach her; hours that are not understood stay in words beside the number."""
        given = self.cleaned_data
        if not given["phone"].strip():
            return {}
        known = {"not_asked": "unknown", "": "unknown"}
        safe, owner = given.get("phone_safe", ""), given.get("phone_owner", "")
        message = given.get("phone_message") or "not_asked"
        channel: dict[str, Any] = {
            "value": given["phone"].strip(),
            "safe": known.get(safe, safe),
            "owner": known.get(owner, owner),
            "message": "never" if message == "not_asked" else message,
            "origin": self._origin(),
        }
        when = given["phone_when"].strip()
        window = window_of(when) if when else None
        if window is not None:
            channel["window"] = window.stored()
        elif when:
            channel |= {"window": Window(in_words=True).stored(), "rule": {"when": when}}
        return channel

    def _origin(self) -> str:
        return self.origin.value


class OfficerReferral(ReferralForm):
    """An officer alone: the unit is known, the wish is the only answer owed."""

    reference = _line(
        "Votre référence",
        help_text="Pour retrouver cette saisine. Personne d’autre ne la voit.",
    )
    night_measures = forms.MultipleChoiceField(
        label="Qu’avez-vous fait en attendant ?",
        choices=NightMeasure,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    origin = SafeChannel.Origin.OFFICER

    def __init__(self, *args: Any, unit: Unit, alone: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit = unit
        if not alone:
            del self.fields["night_measures"]

    def clean_night_measures(self) -> list[str]:
        """What was done, or nothing; never both."""
        done: list[str] = self.cleaned_data["night_measures"]
        if NightMeasure.NOTHING in done and len(done) > 1:
            raise forms.ValidationError(
                "Décochez « rien de cela », ou décochez les autres réponses."
            )
        return done

    def content(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **super().content(),
            "form": Form.OFFICER,
            "unit_id": self.unit.pk,
            "source": Source(self.unit.kind),
            "reference": given["reference"],
            "night_measures": tuple(given.get("night_measures", ())),
        }


INFORMANTS = frozenset({Source.RELATIVE, Source.WITNESS, Source.ELECTED, Source.WORKPLACE})


@dataclass(frozen=True, kw_only=True)
class Door:
    """How a referral reaches a worker, and what that leaves to ask."""

    path: str
    label: str
    form: Form
    source: Source | None = None

    @property
    def asks_unit_first(self) -> bool:
        """Under dictation, who asks is the unit: its three letters come first."""
        return self.source is None

    @property
    def may_hold_a_card(self) -> bool:
        """Somebody is there or on the line who may read a code on a card."""
        return not self.is_partner

    @property
    def is_partner(self) -> bool:
        """An organisation asks: it may be owed an answer."""
        return self.form is Form.PARTNER

    @property
    def is_paper(self) -> bool:
        """A sheet is typed in afterwards: its own day and hour are asked first."""
        return self is PAPER


PAPER = Door(path="papier", label="Fiche papier", form=Form.DICTATED)
DOORS = (
    Door(path="appel", label="Appel téléphonique", form=Form.PHONE, source=Source.SELF),
    Door(path="dictee", label="Dictée par l’unité", form=Form.DICTATED),
    Door(path="accueil", label="Venue sur place", form=Form.WALK_IN, source=Source.SELF),
    Door(path="carte", label="Carte remise", form=Form.CARD, source=Source.SELF),
    Door(path="partenaire", label="Partenaire", form=Form.PARTNER, source=Source.SOCIAL_SERVICES),
    PAPER,
)


class WorkerReferral(
    SpeakerFields, PartnerFields, CardFields, PaperFields, PlaceFields, ReferralForm
):
    """What a worker writes down while somebody speaks: the unit, or who asks, is owed."""

    unit_name = forms.CharField(
        label="Unité",
        required=False,
        max_length=120,
        help_text="Trois lettres suffisent.",
        widget=forms.TextInput(attrs={"list": "unites", "data-combobox": True}),
    )
    source = forms.ChoiceField(
        label="Qui demande ?", choices=[("", "Choisir"), *Source.choices], required=False
    )
    officer = _line(
        "Policier ou gendarme qui dicte",
        help_text="Son nom ou son adresse électronique, pour qu’il ait son accusé.",
    )
    reference = _line("Sa référence")
    restricted = forms.BooleanField(
        label="Elle ou la personne mise en cause travaille pour la police, la gendarmerie, la "
        "mairie ou l’employeur : accès restreint à vous seule ou à vous seul",
        required=False,
    )

    def __init__(self, *args: Any, departement: str, door: Door, **options: Any) -> None:
        super().__init__(*args, **options)
        self.departement = departement
        self.door = door
        self.fields["source"].initial = door.source
        self.unit: Unit | None = None
        self.officer_id: UUID | None = None
        partner = door.form is Form.PARTNER
        unasked = {"officer": not door.asks_unit_first, "card_code": not door.may_hold_a_card}
        unasked |= {"reference": not (door.asks_unit_first or partner)}
        unasked |= dict.fromkeys(PartnerFields.base_fields, not partner)
        unasked |= dict.fromkeys(PaperFields.base_fields, not door.is_paper)
        for name in (name for name, left_out in unasked.items() if left_out):
            del self.fields[name]

    def on_sheet(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions as the screen asks them, part by part, for whoever writes by hand."""
        more = [
            *(bound.name for bound in self.facts),
            *("came_by", "officer", "reference", "source", "commune", "card_code"),
            *("born", "phone_message", "problem", "procedure", "card_offered", "restricted"),
        ]
        parts = (
            ("", ("received", "unit_name", "wish")),
            (
                "Comment la joindre sans danger",
                ("phone_safe", "phone_when", "phone_owner", "phone"),
            ),
            ("Qui et quoi", ("first_name", "last_name", "said", "seen", "ground")),
            ("Danger, motif et autres précisions", more),
            ("Un proche ou un témoin parle pour elle", tuple(SpeakerFields.base_fields)),
        )
        for name in ("received", "unit_name"):
            # How to type fast says nothing to who writes by hand.
            self[name].help_text = ""
        return [(heading, [self[name] for name in names]) for heading, names in parts]

    def clean_unit_name(self) -> str:
        """The unit that a few letters mean: one alone, or the letters are shown again."""
        typed: str = self.cleaned_data["unit_name"].strip()
        if not typed:
            return typed
        found = organisation.find_units(
            actor=self.actor, text=typed, departement=self.departement
        ) or organisation.find_units(actor=self.actor, text=typed)
        exact = [unit for unit in found if unit.name.casefold() == typed.casefold()]
        if len(exact) == 1 or len(found) == 1:
            self.unit = (exact or found)[0]
            return typed
        if not found:
            raise forms.ValidationError(
                "Aucune unité ouverte ne porte ce nom. Vérifiez l’orthographe, ou laissez vide "
                "et dites qui demande."
            )
        names = ", ".join(unit.name for unit in found[:6])
        raise forms.ValidationError(f"Plusieurs unités commencent ainsi : {names}. Précisez.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        nowhere = not cleaned.get("unit_name") and not cleaned.get("source")
        if nowhere and "unit_name" not in self.errors and "source" not in self.errors:
            self.add_error("unit_name", "Dites de quelle unité cela vient, ou qui demande.")
        if cleaned.get("officer") and self.unit is not None:
            self._name_the_officer(cleaned["officer"].strip(), self.unit)
        if cleaned.get("source") == Source.ELECTED and cleaned.get("due") is Due.ANSWER:
            self.add_error("due", "À une élue ou un élu, on ne dit que « reçue ».")
        return cleaned

    def _name_the_officer(self, typed: str, unit: Unit) -> None:
        found = queries.officers_of(actor=self.actor, unit_id=unit.pk, text=typed)
        if len(found) == 1:
            self.officer_id = found[0][0]
        else:
            self.add_error(
                "officer",
                "Aucun compte de cette unité ne porte ce nom. Vérifiez-le, ou laissez vide : la "
                "saisine partira sans accusé.",
            )

    def content(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **super().content(),
            "form": self.door.form,
            "unit_id": self.unit.pk if self.unit else None,
            "commune_code": self.commune_code,
            "source": self._source(),
            "officer_id": self.officer_id,
            "reference": given.get("reference", ""),
            "restricted": given["restricted"],
            "speaker": self.speaker(),
            "card_lot_id": self.lot.pk if self.lot else None,
            **(self.of_partner() if self.door.is_partner else {}),
            **(self.on_paper() if self.door.is_paper else {}),
        }

    def _source(self) -> Source:
        if self.cleaned_data.get("source"):
            return Source(self.cleaned_data["source"])
        return Source(self.unit.kind) if self.unit else Source.UNKNOWN

    def _origin(self) -> str:
        """Who gave the number: whoever asks."""
        source = self._source()
        if source is Source.SELF:
            return SafeChannel.Origin.HERSELF.value
        if source in (Source.POLICE, Source.GENDARMERIE, Source.LOG):
            return SafeChannel.Origin.OFFICER.value
        if source in INFORMANTS:
            return SafeChannel.Origin.INFORMANT.value
        if source in (Source.UNKNOWN, Source.OTHER):
            return SafeChannel.Origin.UNKNOWN.value
        return SafeChannel.Origin.PARTNER.value

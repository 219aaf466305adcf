"""What is asked about reaching her; saving is the business of actions."""

import datetime as dt
import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email

from entremise.base.french import DAYS, PARIS
from entremise.contact.models import Appointment, ContactAttempt, Session
from entremise.people.actions import ChannelWords
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.windows import ALL_DAYS, Window

MOST_LETTERS = 20_000
A_LINE = 200
LEAST_DIGITS = 3


def _time(label: str, *, required: bool = False, hint: str = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=required, help_text=hint)


def _date(label: str, *, required: bool = False) -> forms.DateField:
    """A day of this century: a year typed in two figures is another one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = "Vérifiez l’année."
    bounds = [
        MinValueValidator(dt.date(2000, 1, 1), wrong),
        MaxValueValidator(dt.date(2099, 12, 31), wrong),
    ]
    return forms.DateField(label=label, widget=widget, required=required, validators=bounds)


def _radio(label: str, choices: Any, *, required: bool = True, hint: str = "") -> Any:
    """One code among a closed list, given back as its enumeration; None where nothing is said."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices.choices,
        coerce=choices,
        widget=forms.RadioSelect,
        required=required,
        empty_value=None,
        help_text=hint,
    )


def _line(label: str, *, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=A_LINE, help_text=hint)


def _text(label: str, *, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea,
        required=False,
        max_length=MOST_LETTERS,
        help_text=hint,
    )


class Hours(forms.Form):
    """The days and hours at which she can be reached."""

    days = forms.TypedMultipleChoiceField(
        label="Jours possibles",
        choices=list(enumerate(DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Aucun coché : tous les jours.",
    )
    start = _time("À partir de")
    end = _time("Jusqu’à", hint="Laissez vides les deux heures si toute heure convient.")

    def clean(self) -> dict[str, Any]:
        """Two hours that are the same would never open."""
        answers = super().clean() or {}
        start, end = answers.get("start"), answers.get("end")
        if start is not None and start == end:
            self.add_error("end", "Choisissez une heure de fin différente.")
        return answers

    @property
    def window(self) -> Window:
        answers = self.cleaned_data
        days = frozenset(answers.get("days") or ALL_DAYS)
        return Window(days=days, start=answers.get("start"), end=answers.get("end"))


def hours_of(window: Window) -> dict[str, Any]:
    """The answers that a stored window is."""
    days = [] if window.days == ALL_DAYS else sorted(window.days)
    return {"days": days, "start": window.start, "end": window.end}


class Channel(Hours):
    """One way to reach her. What is not answered stays on the careful side."""

    kind = _radio("Par quel moyen ?", SafeChannel.Kind)
    value = forms.CharField(label="Numéro ou adresse", max_length=300)
    safe = _radio("Est-ce sûr ?", SafeChannel.Safe, required=False)
    checked = forms.BooleanField(
        label="Elle me l’a dit elle-même aujourd’hui",
        required=False,
        help_text="À cocher pour un moyen sûr, ou pour confirmer un moyen déjà sûr.",
    )
    message = _radio("Peut-on laisser un message ou écrire ?", SafeChannel.Message, required=False)
    origin = _radio("Qui l’a donné ?", SafeChannel.Origin, required=False)
    owner = _radio("À qui est-ce ?", SafeChannel.Owner, required=False)
    who_may_answer = _line("Qui d’autre peut répondre")
    say = _line("Ce qu’il faut dire, ou ne pas dire")
    name_to_show = _line("Sous quel nom vous présenter", hint="Votre prénom, par exemple.")
    if_someone_else = _line("Si quelqu’un d’autre répond")
    protection = _radio("Adresse protégée ?", SafeChannel.Protection, required=False)
    protected_until = _date("Protégée jusqu’au")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """A number has figures, an address has its sign; any way of writing them is fine."""
        answers = super().clean()
        kind, value = answers.get("kind"), (answers.get("value") or "").strip()
        figures = len(re.findall(r"\d", value))
        if kind == SafeChannel.Kind.PHONE and value and figures < LEAST_DIGITS:
            self.add_error("value", "Écrivez le numéro en chiffres.")
        if kind == SafeChannel.Kind.EMAIL and value:
            try:
                validate_email(value)
            except forms.ValidationError:
                self.add_error("value", "Vérifiez l’adresse : il manque une partie.")
        return answers

    def words(self) -> ChannelWords:
        """What is noted, besides the number itself."""
        answers = self.cleaned_data
        texts = ("who_may_answer", "say", "name_to_show", "if_someone_else")
        return ChannelWords(
            safe=answers["safe"] or SafeChannel.Safe.UNKNOWN,
            message=answers["message"] or SafeChannel.Message.NEVER,
            origin=answers["origin"] or SafeChannel.Origin.UNKNOWN,
            owner=answers["owner"] or SafeChannel.Owner.UNKNOWN,
            window=self.window,
            protection=answers["protection"] or SafeChannel.Protection.NONE,
            protected_until=answers["protected_until"],
            instructions={name: answers[name] for name in texts},
        )


# What a new channel is before anybody answers.
CAREFUL = {
    "safe": SafeChannel.Safe.UNKNOWN,
    "message": SafeChannel.Message.NEVER,
    "origin": SafeChannel.Origin.UNKNOWN,
    "owner": SafeChannel.Owner.UNKNOWN,
    "protection": SafeChannel.Protection.NONE,
}


class ChangedChannel(Channel):
    """The same, where the number is kept unless another is typed: nobody sees it here."""

    def __init__(self, *args: Any, kind: SafeChannel.Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["kind"]
        self.kind = kind
        self.fields["value"].required = False
        self.fields["value"].label = "Nouveau numéro ou nouvelle adresse"
        self.fields["value"].help_text = "Laissez vide pour garder celui qui est noté."
        self.fields["version"].required = True

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["kind"] = self.kind
        return super().clean()


class Outcome(Hours):
    """What came of a call, on the same screen as the number."""

    outcome = _radio("Que s’est-il passé ?", ContactAttempt.Outcome)
    safe = _radio(
        "Ce moyen est-il sûr ?",
        SafeChannel.Safe,
        required=False,
        hint="Demandez-le-lui. Quelqu’un d’autre a répondu : « dangereux » ou « pas encore "
        "vérifié ».",
    )
    message = _radio("Peut-on laisser un message ou écrire ?", SafeChannel.Message, required=False)
    note = _text(
        "Ce qui a été dit", hint="Seules les personnes qui suivent la situation le lisent."
    )

    def __init__(self, *args: Any, is_call: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        possible = [
            (code, label)
            for code, label in ContactAttempt.Outcome.choices
            if is_call is (code != ContactAttempt.Outcome.SENT)
            or code == ContactAttempt.Outcome.NOT_MADE
        ]
        self.fields["outcome"].choices = possible  # type: ignore[attr-defined]
        if not is_call:
            for name in ("safe", "message", "days", "start", "end"):
                del self.fields[name]


class Agreement(forms.Form):
    """What was agreed with her, whoever calls whom."""

    she_calls_us = forms.BooleanField(
        label="C’est elle qui appelle",
        required=False,
        help_text="Coché : plus aucun appel, message ni courrier ne part vers elle.",
    )
    paper = _radio("Un papier sur elle ou chez elle est-il sans danger ?", CallerCheck.Paper)
    code_phrase = forms.CharField(
        label="Phrase convenue",
        required=False,
        max_length=A_LINE,
        help_text="Elle la dit quand elle appelle. Elle n’est jamais affichée : laissez vide "
        "pour garder celle qui est notée.",
    )
    forget_phrase = forms.BooleanField(label="Effacer la phrase convenue", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class Incoming(forms.Form):
    """Somebody calls and says who she is."""

    name = forms.CharField(label="Nom que la personne donne", max_length=A_LINE)
    said = forms.CharField(
        label="Phrase qu’elle dit",
        required=False,
        max_length=A_LINE,
        help_text="Demandez : « Avons-nous convenu d’une phrase ? » Ne l’aidez pas à la trouver.",
    )


class Meeting(forms.Form):
    """When, where and with whom."""

    LENGTHS = ((30, "30 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30"), (120, "2 h"))

    day = _date("Jour", required=True)
    start = _time("Heure", required=True)
    minutes = forms.TypedChoiceField(label="Durée", choices=LENGTHS, coerce=int, initial=60)
    place = _radio("Où ?", Appointment.Place)
    unit = forms.ChoiceField(
        label="Unité",
        required=False,
        help_text="Pas forcément la plus proche de chez elle : là où elle ne sera pas reconnue.",
    )
    second = forms.ChoiceField(label="Avec qui d’autre", required=False)
    line = _radio("Dans l’agenda", Appointment.Line, required=False)
    where = _line("Précisions sur le lieu", hint="Entrée, salle, point de rencontre.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        seconds: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = [("", "Choisir une unité"), *units]  # type: ignore[attr-defined]
        partner = ("partner", "un partenaire")
        self.fields["second"].choices = [  # type: ignore[attr-defined]
            ("", "Personne d’autre"),
            partner,
            *seconds,
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("place") == Appointment.Place.UNIT and not answers.get("unit"):
            self.add_error("unit", "Choisissez l’unité où aura lieu le rendez-vous.")
        if answers.get("place") == Appointment.Place.HOME and not answers.get("second"):
            self.add_error("second", "Une visite à domicile se fait à deux : dites avec qui.")
        return answers

    def agreed(self) -> dict[str, Any]:
        """The answers as `actions.Meeting` wants them; the line is discreet if nothing is said."""
        answers = self.cleaned_data
        starts_at = dt.datetime.combine(answers["day"], answers["start"], tzinfo=PARIS)
        second = answers["second"]
        return {
            "place": answers["place"],
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(minutes=answers["minutes"]),
            "unit_id": UUID(answers["unit"]) if answers["unit"] else None,
            "second_id": UUID(second) if second and second != "partner" else None,
            "with_partner": second == "partner",
            "line": answers["line"] or Appointment.Line.INTERVIEW,
            "where": answers["where"],
        }


class Interview(forms.Form):
    """What is written of an interview: codes first, three texts that are three things."""

    kind = _radio("Forme", Session.Kind)
    day = _date("Jour", required=True)
    start = _time("Heure", required=True)
    length = _radio("Durée", Session.Length, required=False)
    present = forms.MultipleChoiceField(
        label="Présents avec elle",
        choices=Session.Present.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Rien de coché : elle était seule avec vous.",
    )
    interpreter = _radio(
        "Interprète",
        Session.Interpreter,
        required=False,
        hint="Jamais un proche ni un voisin.",
    )
    facts = _text("Ce qu’elle dit", hint="Ses mots, sans les interpréter.")
    observed = _text("Ce que vous constatez", hint="Ce que vous voyez et entendez vous-même.")
    private = _text(
        "Notes personnelles", hint="Pour vous seule ou vous seul : personne ne les lit."
    )

    def written(self) -> dict[str, Any]:
        """The answers as `actions.Account` wants them."""
        answers = self.cleaned_data
        return {
            "kind": answers["kind"],
            "at": dt.datetime.combine(answers["day"], answers["start"], tzinfo=PARIS),
            "length": answers["length"] or Session.Length.NOT_NOTED,
            "present": answers["present"],
            "interpreter": answers["interpreter"] or Session.Interpreter.NOT_ASKED,
            "facts": answers["facts"],
            "observed": answers["observed"],
            "private": answers["private"],
        }

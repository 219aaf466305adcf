"""What is asked about reaching her: channels, what came of a call, what was agreed."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils import timezone

from entremise.base.french import DAYS, in_paris
from entremise.base.inputs import DayOfThisCentury
from entremise.contact.forms.questions import A_LINE, hour, line, radio, text
from entremise.contact.models import ContactAttempt
from entremise.people.actions import A_REAL_BODY, BY_A_JUDGE, ChannelWords
from entremise.people.models import CallerCheck, SafeChannel
from entremise.people.safety import Act, body_named, protection_days
from entremise.people.windows import ALL_DAYS, Window

LEAST_DIGITS = 3


class Hours(forms.Form):
    """The days and hours at which she can be reached."""

    days = forms.TypedMultipleChoiceField(
        label="Jours possibles",
        choices=list(enumerate(DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tous les jours lui conviennent ? Cochez les sept.",
    )
    start = hour("À partir de")
    end = hour("Jusqu’à", hint="Laissez vides les deux heures si elle n’en dit aucune.")

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
        said = Window.answered(answers.get("days") or (), answers.get("start"), answers.get("end"))
        return Window(in_words=True) if said == Window() and answers.get("when") else said


def hours_of(window: Window) -> dict[str, Any]:
    """The answers that a stored window is."""
    days = [] if window.days == ALL_DAYS and not window.any_hour else sorted(window.days)
    return {"days": days, "start": window.start, "end": window.end}


class Channel(Hours):
    """One way to reach her. What is not answered stays on the careful side."""

    kind = radio("Par quel moyen ?", SafeChannel.Kind)
    value = forms.CharField(label="Numéro ou adresse", max_length=300)
    safe = radio("Est-ce sûr ?", SafeChannel.Safe, required=False)
    checked = forms.BooleanField(
        label="Elle me l’a dit elle-même aujourd’hui",
        required=False,
        help_text="À cocher pour un moyen sûr, ou pour confirmer un moyen déjà sûr.",
    )
    message = radio("Peut-on laisser un message ou écrire ?", SafeChannel.Message, required=False)
    sms = radio(
        "SMS sur ce numéro ?",
        SafeChannel.Sms,
        required=False,
        hint="Seulement si elle l’a dit elle-même : un SMS reste lisible sur le téléphone.",
    )
    origin = radio("Qui l’a donné ?", SafeChannel.Origin, required=False)
    owner = radio("À qui est-ce ?", SafeChannel.Owner, required=False)
    when = line(
        "Quand la joindre, en ses mots",
        hint="Ces mots ne suffisent pas : sans jour ni heure, le moyen reste fermé.",
    )
    who_may_answer = line("Qui d’autre peut répondre")
    say = line("Ce qu’il faut dire, ou ne pas dire")
    name_to_show = line(
        "Sous quel nom vous présenter",
        hint="Un prénom. Jamais un organisme ni un métier qui existe.",
    )
    if_someone_else = line("Si quelqu’un d’autre répond")
    protection = radio(
        "Adresse protégée ?",
        SafeChannel.Protection,
        required=False,
        hint="Protégée : elle ne sort ni sur un papier, ni vers un service, ni dans un export.",
    )
    protected_from = DayOfThisCentury(label="Décision du", required=False)
    protected_until = DayOfThisCentury(label="Protégée jusqu’au", required=False)
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

    def clean_name_to_show(self) -> str:
        """A first name, never a body that exists."""
        name = str(self.cleaned_data["name_to_show"])
        body = body_named(name)
        if body:
            raise forms.ValidationError(A_REAL_BODY.format(body))
        return name

    def clean_protected_until(self) -> dt.date | None:
        """Days of a protection that make sense; they mean nothing where there is none."""
        answers = self.cleaned_data
        until: dt.date | None = answers.get("protected_until")
        if answers.get("protection") not in BY_A_JUDGE:
            return until
        today = in_paris(timezone.now()).date()
        wrong = protection_days(answers.get("protected_from"), until, today)
        if wrong:
            self.add_error(*wrong)
        return until

    def words(self) -> ChannelWords:
        """What is noted, besides the number itself."""
        answers = self.cleaned_data
        texts = ("when", "who_may_answer", "say", "name_to_show", "if_someone_else")
        return ChannelWords(
            safe=answers["safe"] or SafeChannel.Safe.UNKNOWN,
            message=answers["message"] or SafeChannel.Message.NEVER,
            sms=answers.get("sms") or SafeChannel.Sms.NOT_ASKED,
            origin=answers["origin"] or SafeChannel.Origin.UNKNOWN,
            owner=answers["owner"] or SafeChannel.Owner.UNKNOWN,
            window=self.window,
            protection=answers["protection"] or SafeChannel.Protection.NONE,
            protected_from=answers.get("protected_from"),
            protected_until=answers.get("protected_until"),
            instructions={name: answers[name] for name in texts},
        )


# What a new channel is before anybody answers.
CAREFUL = {
    "safe": SafeChannel.Safe.UNKNOWN,
    "message": SafeChannel.Message.NEVER,
    "sms": SafeChannel.Sms.NOT_ASKED,
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
        if kind != SafeChannel.Kind.PHONE:
            del self.fields["sms"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["kind"] = self.kind
        return super().clean()


_Issue = ContactAttempt.Outcome
# What may come of speaking to somebody; a text only leaves, or does not.
POSSIBLE: dict[Act, tuple[ContactAttempt.Outcome, ...]] = {
    Act.CALL: tuple(one for one in _Issue if one is not _Issue.SENT),
    Act.VISIT: (
        _Issue.REACHED,
        _Issue.NO_ANSWER,
        _Issue.OTHER_ANSWERED,
        _Issue.REFUSED,
        _Issue.NOT_MADE,
    ),
}


class Outcome(Hours):
    """What came of a call, on the same screen as the number."""

    outcome = radio("Que s’est-il passé ?", ContactAttempt.Outcome)
    safe = radio(
        "Ce moyen est-il sûr ?",
        SafeChannel.Safe,
        required=False,
        hint="Demandez-le-lui. Quelqu’un d’autre a répondu : « dangereux » ou « pas encore "
        "vérifié ».",
    )
    message = radio("Peut-on laisser un message ou écrire ?", SafeChannel.Message, required=False)
    sms = radio("SMS sur ce numéro ?", SafeChannel.Sms, required=False)
    told = radio(
        "Qu’a entendu cette personne ?",
        ContactAttempt.Told,
        required=False,
        hint="La personne qui appellera la prochaine fois doit dire la même chose.",
    )
    note = text(
        "Ce qui a été dit", hint="Seules les personnes qui suivent la situation le lisent."
    )

    def __init__(self, *args: Any, act: Act, **options: Any) -> None:
        super().__init__(*args, **options)
        possible = POSSIBLE.get(act, (_Issue.SENT, _Issue.NOT_MADE))
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (outcome.value, outcome.label) for outcome in possible
        ]
        if act not in POSSIBLE:
            for name in ("safe", "message", "sms", "told", "days", "start", "end"):
                del self.fields[name]


class Agreement(forms.Form):
    """What was agreed with her, whoever calls whom."""

    she_calls_us = forms.BooleanField(
        label="C’est elle qui appelle",
        required=False,
        help_text="Coché : plus aucun appel, message ni courrier ne part vers elle.",
    )
    paper = radio("Un papier sur elle ou chez elle est-il sans danger ?", CallerCheck.Paper)
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

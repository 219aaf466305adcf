"""What is asked of a visitor: two answers are owed, who writes and in which commune.

Words are few, and said as to somebody who is afraid, tired, or reads with difficulty. They are
marked for translation; a test holds every sentence in every language.
"""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from entremise.access.actor import Actor
from entremise.base.languages import LANGUAGES
from entremise.base.pasted import LongText
from entremise.organisation import queries as organisation
from entremise.organisation.models import Commune
from entremise.referrals.models import Language

LONG = 20_000
SHORT = 120
LEAST_LETTERS = 6
DAYS = (
    ("0", _("lundi")),
    ("1", _("mardi")),
    ("2", _("mercredi")),
    ("3", _("jeudi")),
    ("4", _("vendredi")),
    ("5", _("samedi")),
    ("6", _("dimanche")),
)
HOURS = tuple(f"{hour:02}:00" for hour in range(7, 23))
YES_NO = (("yes", _("Oui")), ("no", _("Non")), ("unknown", _("Je ne sais pas")))

TOO_LONG = _("Ce texte est trop long. Gardez l’essentiel : vous pourrez raconter le reste.")
NOT_A_CHOICE = _("Choisissez une des réponses proposées.")


class Who(TextChoices):
    """Who writes."""

    HERSELF = "self", _("Pour moi")
    MINOR = "minor", _("Pour moi, et j’ai moins de 18 ans")
    RELATIVE = "relative", _("Pour une personne de ma famille ou que je connais bien")
    WITNESS = "witness", _("Pour quelqu’un d’autre : j’ai vu ou entendu quelque chose")


class Means(TextChoices):
    """How the visitor can be reached."""

    PHONE = "phone", _("Sur mon téléphone")
    TRUSTED = "trusted", _("Par une personne de confiance")
    NONE = "none", _("Je n’ai aucun moyen sûr")


def _line(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=SHORT,
        error_messages={"max_length": TOO_LONG},
        **options,
    )


def _text(label: Any, **options: Any) -> forms.CharField:
    return LongText(
        label=label,
        required=False,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": TOO_LONG},
        **options,
    )


def _one(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """One answer among a few, none by default."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_A_CHOICE},
        **options,
    )


def _list(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages={"invalid_choice": NOT_A_CHOICE},
        **options,
    )


def _hours() -> list[tuple[str, str]]:
    """« 9 h » in French, « 09:00 » elsewhere."""
    french = get_language() == "fr"
    said = [(hour, f"{int(hour[:2])} h" if french else hour) for hour in HOURS]
    return [("", "–"), *said]


def _languages() -> list[tuple[str, str]]:
    """Each in its own name, whichever the language of the page."""
    return [(one.code, one.name) for one in LANGUAGES] + [
        (Language.OTHER.value, gettext("Une autre langue"))
    ]


class Reach(forms.Form):
    """First of all: how, when, and with which words the visitor can be reached without danger."""

    means = _one(_("Comment vous joindre sans danger ?"), Means.choices)
    number = _line(
        _("Numéro de téléphone"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"}),
    )
    owner = _list(
        _("Qui utilise ce téléphone ?"),
        (
            ("", _("Je ne sais pas")),
            ("hers", _("Moi, et personne d’autre")),
            ("shared", _("Moi, et d’autres personnes de la maison")),
            ("family", _("Une personne de confiance")),
            ("work", _("C’est un téléphone de travail")),
        ),
    )
    days = forms.MultipleChoiceField(
        label=_("Quels jours ?"),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Si vous ne cochez rien : tous les jours."),
        error_messages={"invalid_choice": NOT_A_CHOICE, "invalid_list": NOT_A_CHOICE},
    )
    start = _list(_("Pas avant"), _hours)
    end = _list(_("Pas après"), _hours)
    message = _one(
        _("Peut-on laisser un message ?"),
        (
            ("never", _("Non, jamais")),
            ("neutral", _("Oui, mais sans dire qui appelle ni pourquoi")),
            ("yes", _("Oui")),
        ),
    )
    advice = _line(
        _("Ce qu’il faut savoir avant d’appeler"),
        help_text=_("Par exemple : qui d’autre peut répondre, ce qu’il ne faut pas dire."),
    )
    confirm = forms.BooleanField(
        label=_("Je veux recevoir un SMS de confirmation. Sans cette demande, rien n’est envoyé."),
        required=False,
    )
    spoken = _list(_("Dans quelle langue voulez-vous parler ?"), _languages)
    interpreter = _one(_("Voulez-vous un interprète ?"), YES_NO[:2])

    def clean(self) -> dict[str, Any]:
        """Two hours that are the same would never open: the visitor meant something else."""
        answers = super().clean() or {}
        if answers.get("start") and answers["start"] == answers.get("end"):
            self.add_error("end", _("Choisissez une heure de fin différente."))
        return answers


class Where(forms.Form):
    """Who writes, and in which commune: the two answers that are owed."""

    who = forms.ChoiceField(
        label=_("Pour qui écrivez-vous ?"),
        choices=Who.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites pour qui vous écrivez."),
            "invalid_choice": NOT_A_CHOICE,
        },
    )
    place = forms.CharField(
        label=_("Dans quelle commune cela se passe-t-il ?"),
        help_text=_("Le nom de la ville ou du village, ou le code postal."),
        max_length=SHORT,
        error_messages={
            "required": _("Écrivez le nom de la commune, pour que la bonne personne vous lise."),
            "max_length": _("Écrivez seulement le nom de la commune."),
        },
    )
    commune = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    card = _line(_("Le code de la carte qu’on vous a remise"), help_text=_("Si vous en avez une."))

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.candidates: list[Commune] = []
        self.chosen: Commune | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "place" in cleaned:
            self._find(cleaned["place"], cleaned.get("commune", ""))
        return cleaned

    def _find(self, typed: str, code: str) -> None:
        """One commune, or those among which the visitor chooses: nothing is guessed for her."""
        found = organisation.communes_like(actor=self.actor, text=typed)
        among = [one for one in found.likely if one.pk == code]
        self.chosen = among[0] if among else found.sure
        if self.chosen is not None:
            return
        self.candidates = found.likely
        if self.candidates:
            self.add_error("place", _("Plusieurs communes sont possibles. Choisissez la bonne."))
        else:
            self.add_error(
                "place",
                _("Cette commune n’est pas reconnue. Vérifiez le nom, ou essayez le code postal."),
            )


class Herself(forms.Form):
    """In her own words, and no more than she wants to say."""

    said = _text(
        _("Que se passe-t-il ?"),
        help_text=_("Avec vos mots. Vous pouvez aussi ne rien écrire."),
    )
    fears = _one(_("Avez-vous peur pour votre vie ?"), YES_NO)
    first_name = _line(_("Prénom"))
    last_name = _line(_("Nom"))


class Minor(Herself):
    """The same questions for a child or a teenager who writes alone."""

    said = _text(
        _("Qu’est-ce qui se passe ?"),
        help_text=_("Avec tes mots. Écris ce que tu veux, même si ce n’est pas grand-chose."),
    )
    fears = _one(_("As-tu peur que quelqu’un te fasse très mal ?"), YES_NO)
    first_name = _line(_("Ton prénom"))
    last_name = _line(_("Ton nom"))


class ThirdParty(forms.Form):
    """Somebody speaks for another person, and stays apart from her."""

    said = _text(
        _("Qu’avez-vous vu ou entendu ?"),
        help_text=_("Ce que vous savez vous-même, et ce qu’on vous a dit."),
    )
    minor = _one(_("Cette personne a-t-elle moins de 18 ans ?"), YES_NO)
    knows = _one(
        _("Sait-elle que vous écrivez ?"),
        (
            ("agrees", _("Oui, et elle est d’accord")),
            ("knows", _("Oui, mais je ne sais pas si elle est d’accord")),
            ("no", _("Non")),
            ("unknown", _("Je ne sais pas")),
        ),
    )
    first_name = _line(_("Son prénom"))
    last_name = _line(_("Son nom"))
    her_number = _line(
        _("Un numéro où elle peut répondre sans danger"),
        help_text=_("Seulement si c’est certain. Ne lui demandez rien devant quelqu’un."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"}),
    )
    own_name = _line(_("Votre nom"))
    link = _line(
        _("Qui êtes-vous pour elle ?"), help_text=_("Par exemple : sœur, ami, voisine, collègue.")
    )
    unnamed = forms.BooleanField(
        label=_("Je ne veux pas que mon nom soit dit à cette personne."), required=False
    )
    phrase = _line(
        _("Une phrase secrète"),
        help_text=_("Si vous rappelez, elle dira que c’est bien vous."),
    )

    def clean_phrase(self) -> str:
        """A phrase that nobody else would say by chance."""
        phrase: str = self.cleaned_data["phrase"]
        if phrase and sum(letter.isalnum() for letter in phrase) < LEAST_LETTERS:
            raise forms.ValidationError(_("Choisissez une phrase plus longue."))
        return phrase


TELLING: dict[str, type[forms.Form]] = {
    Who.HERSELF: Herself,
    Who.MINOR: Minor,
    Who.RELATIVE: ThirdParty,
    Who.WITNESS: ThirdParty,
}


def forms_on_paper(*, actor: Actor) -> list[tuple[str, forms.Form]]:
    """The same questions in the same order, for the sheet that is filled by hand."""
    return [
        ("D’abord, votre sécurité", Reach()),
        ("Pour qui, et où", Where(actor=actor)),
        ("Si vous écrivez pour vous", Herself()),
        ("Si vous écrivez pour une autre personne", ThirdParty()),
    ]

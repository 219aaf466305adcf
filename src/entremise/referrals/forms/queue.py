"""What is asked of a worker about a referral that waits."""

from collections.abc import Callable
from typing import Any

from django import forms

from entremise.base.inputs import DayField
from entremise.base.pasted import LongText
from entremise.cases.models import Case
from entremise.organisation.models import Post, Queue
from entremise.people.models import NameCard
from entremise.referrals.models import DeclineReason, Tier

MOST_LETTERS = 2000
NEW_PERSON = ""


CHOOSE = "Choisissez sa situation, ou donnez son repère."
CHECK_WHO = (
    "Une situation porte ce repère. Vérifiez que c’est bien elle, choisissez-la, puis rattachez."
)
NO_SUCH_CODE = (
    "Aucune situation que vous lisez ne porte ce repère. Vérifiez-le, lettre par lettre."
)


class _Received(forms.Form):
    """For which post, and on which side of the matter the person is."""

    position = forms.TypedChoiceField(
        label="Dans cette affaire, la personne est",
        choices=Case.Position,
        coerce=Case.Position,
        empty_value=Case.Position.VICTIM,
        initial=Case.Position.VICTIM,
        required=False,
        help_text="Mise en cause : sa fiche reste à part, rien ne la lie à celle de la victime.",
    )
    post = forms.ChoiceField(label="Poste")

    def __init__(self, *args: Any, posts: list[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(post.pk), post.name) for post in posts]
        self.fields["post"].choices = choices  # type: ignore[attr-defined]
        self.fields["post"].initial = choices[0][0] if choices else None


class Take(_Received):
    """For whom: a person already known, one of her cases, or somebody new."""

    who = forms.ChoiceField(
        label="Pour qui ?", widget=forms.RadioSelect, required=False, initial=NEW_PERSON
    )
    last_name = forms.CharField(label="Nom", required=False, max_length=100)
    first_name = forms.CharField(label="Prénom", required=False, max_length=100)
    restricted = forms.BooleanField(
        label="Accès restreint : elle ou la personne mise en cause travaille dans la police"
        " ou la gendarmerie, chez votre employeur ou à la mairie",
        required=False,
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *people,
            (NEW_PERSON, "Une personne que nous ne connaissons pas"),
        ]

    def corrected(self, card: NameCard) -> NameCard:
        """The card with the names as the worker understood them."""
        return NameCard(
            last_name=self.cleaned_data["last_name"],
            first_name=self.cleaned_data["first_name"],
            birth_name=card.birth_name,
            born=card.born,
        )


class Join(_Received):
    """Which case it joins: one of those that may be hers, or the one that bears a code.

    A code is not enough: the name behind it is shown first, and chosen then.
    """

    case = forms.ChoiceField(
        label="À quelle situation ?", widget=forms.RadioSelect, required=False
    )
    code = forms.CharField(
        label="Le repère de sa situation",
        required=False,
        max_length=8,
        help_text="Il est écrit en haut de chaque situation, à côté du nom.",
    )

    # The code is read first: the case that bears it may then be chosen.
    field_order = ("code", "case", "position", "post")

    def __init__(
        self,
        *args: Any,
        likely: list[tuple[str, str]],
        find: Callable[[str], tuple[str, str] | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices, self.find, self.is_named = dict(likely), find, False
        self.fields["case"].choices = likely  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Let the case that bears this code be chosen."""
        code: str = self.cleaned_data["code"]
        found = self.find(code) if code else None
        self.is_named = found is not None
        self.choices |= dict([found] if found else [])
        self.fields["case"].choices = list(self.choices.items())  # type: ignore[attr-defined]
        return code

    def clean(self) -> dict[str, Any]:
        """A case was chosen, or else what is still to do."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors or data.get("case"):
            return data
        if self.is_named:
            self.add_error("case", CHECK_WHO)
        elif data.get("code"):
            self.add_error("code", NO_SUCH_CODE)
        else:
            self.add_error("case" if self.choices else "code", CHOOSE)
        return data


class Plan(forms.Form):
    """The day when it will be taken."""

    on = DayField(label="Le")


class Redirect(forms.Form):
    """To which queue, and why."""

    queue = forms.ChoiceField(label="Vers quelle file ?")
    reason = LongText(label="Pourquoi ?", max_length=MOST_LETTERS, required=False)

    def __init__(self, *args: Any, queues: list[Queue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queue"].choices = [("", "Choisir")] + [  # type: ignore[attr-defined]
            (str(queue.pk), f"{queue.name} ({queue.employer.name})") for queue in queues
        ]


class Decline(forms.Form):
    """Why there will be no case."""

    reason = forms.TypedChoiceField(
        label="Motif", choices=DeclineReason, coerce=DeclineReason, widget=forms.RadioSelect
    )

    @property
    def she_declined(self) -> bool:
        """Whether it ends because she said no: nothing of hers stays, not even for a month."""
        return self.cleaned_data["reason"] is DeclineReason.DECLINED


class Urgency(forms.Form):
    """How soon; lowering wants a reason."""

    to = forms.TypedChoiceField(
        label="Urgence",
        choices=Tier,
        coerce=lambda rank: Tier(int(rank)),
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label="Si vous baissez l’urgence : pourquoi",
        max_length=MOST_LETTERS,
        required=False,
    )


class Approach(forms.Form):
    """Whether she may be approached, and why."""

    safe = forms.TypedChoiceField(
        label="Peut-on prendre contact avec elle sans la mettre en danger ?",
        choices=[("yes", "oui"), ("no", "non")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    reason = LongText(label="Pourquoi ?", max_length=MOST_LETTERS)


class Duplicate(forms.Form):
    """Which waiting referral it repeats."""

    of = forms.ChoiceField(
        label="Quelle autre saisine dit la même chose que celle-ci ?",
        widget=forms.RadioSelect,
        help_text="Ce que dit celle-ci y sera ajouté ; l’autre reste dans la file. Les noms ne"
        " sont pas montrés dans une liste : pour vérifier, ouvrez l’autre depuis la file.",
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = others  # type: ignore[attr-defined]
        if not others:
            self.fields["of"].help_text = "Aucune autre saisine n’attend dans vos files."

"""The answers given so far: they travel in the page, and nothing is kept before they are sent."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from entremise.access.actor import Actor
from entremise.base.languages import PageLanguage, language
from entremise.people.models import NameCard
from entremise.public.forms import content
from entremise.public.forms.steps import TELLING, Herself, Minor, Reach, ThirdParty, Where, Who
from entremise.referrals.actions import NewEnquiry
from entremise.referrals.models import Answer, Fact, Language, Source, Wish

STEPS = ("reach", "where", "tell")
FORMS = (Reach, Where, Herself, Minor, ThirdParty)
NAMES = tuple(dict.fromkeys(name for form in FORMS for name in form.base_fields))
MANY = frozenset({"days"})


def _without_nul(sent: QueryDict) -> QueryDict:
    """What was sent, without the one character that no text may hold."""
    clean = QueryDict(mutable=True)
    for name, values in sent.lists():
        clean.setlist(name, [value.replace("\x00", "") for value in values])
    return clean


class Visit:
    """One visit, as the page that was sent tells it."""

    def __init__(self, sent: QueryDict, *, actor: Actor) -> None:
        self.sent = _without_nul(sent)
        self.actor = actor
        self.step = self._word("step", STEPS, STEPS[0])
        self.ticket = self.sent.get("ticket", "")
        self.proof = self.sent.get("altcha", "")

    def _word(self, name: str, known: Iterable[str], otherwise: str) -> str:
        said = self.sent.get(name, "")
        return said if said in known else otherwise

    @cached_property
    def language(self) -> PageLanguage:
        """That of the button just pressed, or of the page that was sent."""
        return language(self.sent.get("lang") or self.sent.get("page_language", ""))

    @property
    def goes_on(self) -> bool:
        """Whether the answers of this step are to be looked at: not when only the page changes."""
        return "lang" not in self.sent and self.sent.get("go") != "back"

    @property
    def previous(self) -> str:
        """The step to show when the visitor goes back, or changes the language."""
        at = STEPS.index(self.step)
        return STEPS[max(0, at - 1)] if self.sent.get("go") == "back" else self.step

    def kind(self, step: str) -> type[forms.Form]:
        """The questions of a step; the last ones depend on who writes."""
        if step == "tell":
            return TELLING.get(self.sent.get("who", ""), Herself)
        return Reach if step == "reach" else Where

    def form(self, step: str, *, asked: bool) -> forms.Form:
        """The questions with the answers given; `asked` looks for what is wrong with them."""
        kind = self.kind(step)
        options: dict[str, Any] = {"actor": self.actor} if kind is Where else {}
        if asked:
            return kind(self.sent, **options)
        return kind(initial=self._given(kind), **options)

    def _given(self, kind: type[forms.Form]) -> dict[str, Any]:
        given: dict[str, Any] = {
            name: self.sent.getlist(name) if name in MANY else self.sent[name]
            for name in kind.base_fields
            if name in self.sent
        }
        # Until she chooses another, she speaks the language in which she reads.
        if kind is Reach and given.get("spoken", "") in ("", self.sent.get("page_language")):
            given["spoken"] = self.language.code
        return given

    def carried(self, step: str) -> list[tuple[str, str]]:
        """The answers of the other steps, for the page of this one to bring along."""
        here = self.kind(step).base_fields
        return [
            (name, value)
            for name in NAMES
            if name not in here
            for value in self.sent.getlist(name)
            if value
        ]

    def _answers(self) -> tuple[dict[str, Any], Where]:
        asked = [self.form(step, asked=True) for step in STEPS]
        answers: dict[str, Any] = {}
        for form in asked:
            form.full_clean()
            answers |= form.cleaned_data
        place = asked[STEPS.index("where")]
        assert isinstance(place, Where)  # noqa: S101  # the forms of the steps
        return answers, place

    @property
    def by_a_minor(self) -> bool:
        return self.sent.get("who") == Who.MINOR

    def enquiry(self, *, reference: str) -> NewEnquiry:
        """What is sent, once every step was found sound."""
        answers, place = self._answers()
        assert place.chosen is not None  # noqa: S101  # a sound answer names one commune
        who = Who(answers["who"])
        common: dict[str, Any] = {
            "commune_code": place.chosen.pk,
            "language": Language(answers["spoken"] or self.language.code),
            "interpreter": Answer(answers["interpreter"] or Answer.NOT_ASKED),
            "card": NameCard(first_name=answers["first_name"], last_name=answers["last_name"]),
            "card_code": answers["card"],
            "reference": reference,
        }
        if who in (Who.HERSELF, Who.MINOR):
            return NewEnquiry(
                source=Source.SELF,
                minor=Answer.YES if who is Who.MINOR else Answer.NOT_ASKED,
                facts={Fact.FEARS_FOR_LIFE: answers["fears"] or "not_asked"},
                channel=content.own_channel(answers),
                said=content.words(answers),
                **common,
            )
        return NewEnquiry(
            source=Source(who),
            minor=Answer(answers["minor"] or Answer.NOT_ASKED),
            wish=Wish.AGREES if answers["knows"] == "agrees" else Wish.COULD_NOT_ASK,
            channel=content.her_channel(answers),
            speaker=content.speaker(answers),
            said=answers["said"],
            **common,
        )

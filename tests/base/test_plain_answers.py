"""What a form says of an answer that it cannot keep: our words, which say what to do."""

import gettext
import importlib
import pkgutil
import re
from pathlib import Path

import django
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import fields as django_fields

import entremise
from entremise.base import wording

SOURCE = Path(entremise.__file__).parent
# One of each kind of what cannot be kept.
STRANGE = (
    *(None, "", "\x00", "?", "1.5", "-9999999", "9" * 40, "0.123456789", "x" * 200_000),
    *([], ["?"], ["?", "?"], ["2026-03-10", "?"], ["?", "14:30"], 7, "nobody@"),
    *(SimpleUploadedFile("empty", b""), SimpleUploadedFile("x" * 500, b"x"), "no file"),
)


def words_of_django():
    """Every French sentence that Django itself may say."""
    locale = Path(django.__file__).parent / "conf" / "locale"
    catalogue = gettext.translation("django", locale, ["fr"])._catalog
    said = {
        text for told, text in catalogue.items() if text and str(told).rstrip(")01").endswith(".")
    }
    return [re.compile(as_said(text), re.DOTALL) for text in said]


def as_said(text):
    """The pattern of a sentence once its gaps are filled."""
    return re.sub(r"%\\?\(\w+\\?\)[sd]|%[sd]", ".*", re.escape(text))


DJANGO = words_of_django()


def of_django(text):
    return any(one.fullmatch(text) for one in DJANGO)


def every_form():
    """All the forms of the product."""
    for module in pkgutil.walk_packages([str(SOURCE)], "entremise."):
        if {"base", "forms"} & set(module.name.split(".")):
            importlib.import_module(module.name)
    return sorted(_below(forms.BaseForm), key=lambda one: (one.__module__, one.__name__))


def _below(one):
    for form in one.__subclasses__():
        if form.__module__.startswith("entremise."):
            yield form
        yield from _below(form)


def said_of(field):
    """What a question says of the answers that it refuses."""
    for answer in STRANGE:
        try:
            field.clean(answer)
        except ValidationError as refused:
            yield from refused.messages
        except (TypeError, ValueError, AttributeError):
            continue  # no browser sends this to such a question


class TestEveryForm:
    @pytest.mark.parametrize(
        "form", every_form(), ids=lambda one: f"{one.__module__}.{one.__name__}"
    )
    def test_never_speaks_as_django(self, form):
        refused = {
            f"{name}: {text}"
            for name, field in form.base_fields.items()
            for text in said_of(field)
            if of_django(text)
        }
        assert refused == set()

    def test_uses_no_kind_of_question_that_speaks_as_django(self):
        """Those that a form adds as it is made too."""
        source = "\n".join(one.read_text() for one in SOURCE.rglob("*.py"))
        used = set(re.findall(r"forms\.(\w+Field)\b", source))
        kinds = [getattr(django_fields, name) for name in used & set(django_fields.__all__)]
        assert kinds
        said = {
            f"{kind.__name__}: {text}"
            for kind in kinds
            for one in kind.__mro__
            for text in getattr(one, "default_error_messages", {}).values()
            if of_django(str(text) % Anything())
        }
        assert said == set()


class Anything(dict):
    """Fills every gap of a sentence."""

    def __missing__(self, name):
        return 3


class TestWordsOfDjango:
    def test_are_recognised_where_they_are_said(self):
        assert of_django("Ce champ est obligatoire.")
        assert of_django("Sélectionnez un choix valide. x n’en fait pas partie.")
        assert not of_django(wording.PLAIN[forms.Field]["required"])


class TestOurWords:
    def test_say_what_to_do(self):
        class Asked(forms.Form):
            name = forms.CharField(max_length=5)
            colour = forms.ChoiceField(choices=[("red", "rouge")])
            count = forms.IntegerField(min_value=1, max_value=9)

        said = Asked({"name": "Canarinom", "colour": "blue", "count": "12"}).errors
        assert said["name"] == ["C’est trop long : 5 signes au plus."]
        assert said["colour"] == ["Choisissez une réponse de la liste."]
        assert said["count"] == ["Écrivez un nombre qui ne dépasse pas 9."]
        assert Asked({}).errors["name"] == ["Répondez à cette question."]

    def test_leave_those_of_a_question_its_own(self):
        class Asked(forms.Form):
            name = forms.CharField(error_messages={"required": "Écrivez son nom."})

        assert Asked({}).errors["name"] == ["Écrivez son nom."]

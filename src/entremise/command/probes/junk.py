"""What a probe sends: every field that any form of the product knows, with a value of its kind."""

import inspect
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from django import forms
from django.apps import apps

# Read by a view without a form, or made while a form is built.
BY_HAND = {
    "answer": "accept",
    "effacer": "1",
    "post": "00000000-0000-4000-8000-000000000001",
    "queue": "00000000-0000-4000-8000-000000000002",
    "sign": "1",
    "who": "new:",
}


def _forms() -> Iterator[type[forms.Form]]:
    for config in apps.get_app_configs():
        if not config.name.startswith("entremise."):
            continue
        try:
            package = import_module(f"{config.name}.forms")
        except ModuleNotFoundError:
            continue
        inside = walk_packages(getattr(package, "__path__", []), f"{package.__name__}.")
        for module in (package, *(import_module(found.name) for found in inside)):
            for _name, kind in inspect.getmembers(module, inspect.isclass):
                if issubclass(kind, forms.Form):
                    yield kind


def _value(field: forms.Field) -> str:
    """A value that the field may accept."""
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        codes = [str(code) for code, label in choices if code and not isinstance(label, list)]
        return codes[-1] if codes else "inconnu"
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return "1"
    if isinstance(field, forms.DateField):
        return (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 - any day will do
    if isinstance(field, forms.TimeField):
        return "10:00"
    if isinstance(field, forms.EmailField):
        return "essai@exemple.fr"
    if isinstance(field, forms.UUIDField):
        return "00000000-0000-4000-8000-000000000003"
    # Too short to be the reason of an exceptional access: a probe must not open a case rightly.
    return "essai"


@cache
def plausible() -> dict[str, Any]:
    """One value for each field of each form: what is asked for is found among them."""
    found: dict[str, Any] = {}
    for form in _forms():
        for name, field in form.base_fields.items():
            found.setdefault(name, _value(field))
    return found | BY_HAND


@cache
def harmless() -> dict[str, Any]:
    """The same fields with codes that mean nothing: sent where a deed would stay done."""
    return dict.fromkeys(plausible(), "inconnu")

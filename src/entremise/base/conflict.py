"""What is shown when two people saved the same thing: nothing is lost, the reader chooses."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any, ClassVar, cast

from django import forms
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import localize

from entremise.base.errors import Conflict
from entremise.base.french import hour
from entremise.base.refusals import refusals_on

MEANWHILE = (
    "Cette page a été modifiée entre-temps. Ce qui est noté : {}. Enregistrez à nouveau pour "
    "garder vos réponses."
)
COMPARED = (
    "Cette page a été modifiée entre-temps. Vos réponses sont encore ici : à côté de chacune qui "
    "diffère, ce qui est enregistré. Enregistrez de nouveau pour le remplacer par les vôtres."
)
NOT_CARRIED = {"csrfmiddlewaretoken", "once", "version"}


def conflict_page(
    request: HttpRequest,
    clash: Conflict,
    *,
    label: str,
    by: str = "",
    at: datetime | None = None,
    back: str = "",
) -> HttpResponse:
    """Answer 409 with both texts, and forms that send the same request again, version renewed.

    `clash.field` is also the name of the field in the form that was sent; `back` is where the
    stored text is read. The answers of the other fields travel along, hidden.
    """
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_CARRIED and name != clash.field
        for value in values
    ]
    page = {
        "clash": clash,
        "label": label,
        "yours": request.POST.get(clash.field, ""),
        "by": by,
        "at": at,
        "back": back or request.get_full_path(),
        "carried": carried,
    }
    return render(request, "base/conflict.html", page, status=409)


def tell_meanwhile(form: BaseForm, clash: Conflict) -> None:
    """Say on the form what somebody else noted since it was read; it may be sent over that."""
    send_over(form, clash)
    form.add_error(None, MEANWHILE.format(clash.theirs))


def send_over(form: BaseForm, clash: Conflict) -> None:
    """Keep the answers that were sent; sent again, they take the place of what is stored."""
    sent = cast("QueryDict", form.data).copy()
    sent["version"] = str(clash.version)
    form.data = sent


class Corrected(forms.Form):
    """The answers of something that is stored, corrected here by one of several people."""

    # What is asked here and not stored.
    not_stored: ClassVar[frozenset[str]] = frozenset()

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # The version that was read, once the answers are clean.
    read = 0

    def clean(self) -> dict[str, Any]:
        """The answers, without the version that they correct."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self.read = data.pop("version", None) or 0
        return data

    def compare(self, clash: Conflict) -> None:
        """Say what is stored beside each answer that differs from it; it may be sent over that."""
        self.add_error(None, COMPARED)
        for name in set(self.changed_data) - self.not_stored:
            stored = self.initial.get(name)
            if name in self.cleaned_data and self.cleaned_data[name] != stored:
                self.add_error(name, f"Enregistré entre-temps : {_in_words(self[name], stored)}")
        send_over(self, clash)


def _in_words(bound: forms.BoundField, stored: Any) -> str:
    if isinstance(stored, bool):
        return "oui" if stored else "non"
    codes = stored if isinstance(stored, list) else [stored]
    choices = getattr(bound.field, "choices", getattr(bound.field.widget, "choices", ()))
    labels = dict(choices)
    words = [_said(labels.get(code, code)) for code in codes if code not in (None, "")]
    return f"« {', '.join(words)} »" if words else "rien"


def _said(value: Any) -> str:
    return hour(value) if isinstance(value, time) else str(localize(value))


@contextmanager
def corrections_on(form: Corrected) -> Iterator[None]:
    """Do what this block says; what is refused, or was stored meanwhile, is said on the form."""
    try:
        with refusals_on(form):
            yield
    except Conflict as clash:
        form.compare(clash)

"""A moment that is asked: a day and its hour, neither without the other."""

import datetime as dt

import pytest
from django import forms

from entremise.base.french import PARIS
from entremise.base.inputs import MomentField


def answered(day, hour, *, required=False):
    """The form in which a browser sends this day and this hour."""

    class Asked(forms.Form):
        at = MomentField(required=required)

    return Asked({"at_0": day, "at_1": hour})


@pytest.mark.parametrize("required", [False, True])
class TestMoment:
    def test_without_its_hour_is_refused_with_words(self, required):
        form = answered("2026-03-10", "", required=required)
        assert form.errors["at"] == ["Écrivez aussi l’heure. Exemple : 14:30."]

    def test_without_its_day_is_refused_with_words(self, required):
        form = answered("", "14:30", required=required)
        assert form.errors["at"] == ["Écrivez aussi le jour. Exemple : 31/01/2026."]

    def test_whole_is_understood(self, required):
        form = answered("2026-03-10", "14:30", required=required)
        assert form.is_valid()
        assert form.cleaned_data["at"] == dt.datetime(2026, 3, 10, 14, 30, tzinfo=PARIS)


class TestNoMoment:
    def test_is_an_answer_where_none_is_owed(self):
        assert answered("", "").is_valid()

    def test_is_refused_where_one_is_owed(self):
        assert not answered("", "", required=True).is_valid()

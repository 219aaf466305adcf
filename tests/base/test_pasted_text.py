"""What is pasted from a word processor is kept as it reads; nothing is refused for it."""

import importlib
import pkgutil
import unicodedata

import pytest
from django import forms
from hypothesis import example, given
from hypothesis import strategies as st

import entremise
from entremise.base.pasted import LongText, legible

# Tables are cut at their tabs; a list of places, a message of the operator is nobody's story.
NOT_A_STORY = {
    "entremise.base",
    "entremise.command",
    "entremise.imports",
    "entremise.organisation",
    "entremise.partners",
}
UNREADABLE = {"\uf0b7", "\u00ad", "\x0b"}
TABLES = {("PastedTable", "table")}


class TestLegible:
    @pytest.mark.parametrize(
        ("pasted", "kept"),
        [
            ("Elle a dit « non »", "Elle a dit « non »"),
            ("l’été… – “oui”", "l’été… – “oui”"),
            ("\uf0b7\tpremier\r\n\uf0a7\tsecond", "• premier\n▪ second"),
            ("o\tun\ro\tdeux", "o un\no deux"),
            ("1.\tun\n12)\tdouze", "1. un\n12) douze"),
            ("sous\u00adpréfec\u00adture\u200b\ufeff", "souspréfecture"),
            ("un\x0bdeux\u2028trois\x0cquatre", "un\ndeux\ntrois\nquatre"),
            ("nom\tprénom", "nom prénom"),
            ("e\u0301te\u0301", "été"),
            ("l\x92heure \x96 \x93oui\x94 \x85", "l’heure – “oui” …"),
            ("a\x00b\x07c", "abc"),
            ("\u202eabc\u202c", "abc"),
            ("ligne  \nsuite\u00a0\n", "ligne\nsuite\n"),
            ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
            ("க்\u200dஷ", "க்\u200dஷ"),
        ],
    )
    def test_keeps_what_is_read_and_drops_what_is_not(self, pasted, kept):
        assert legible(pasted) == kept

    @given(text=st.text())
    def test_changes_nothing_the_second_time(self, text):
        assert legible(legible(text)) == legible(text)

    @example(text="\u0958")
    @given(
        text=st.text(
            alphabet=st.characters(categories=["L", "Nd", "P", "S"], max_codepoint=0xDFFF)
        )
    )
    def test_loses_no_letter_figure_or_sign(self, text):
        # The normal form spells some letters of India with two signs instead of one.
        assert legible(text) == unicodedata.normalize("NFC", text)


class TestLongText:
    def test_is_asked_by_every_long_box_where_a_story_is_told(self):
        plain = [
            f"{form.__module__}.{form.__name__}.{name}"
            for form in _all_forms()
            for name, field in form.base_fields.items()
            if isinstance(field.widget, forms.Textarea)
            and UNREADABLE & set(field.to_python("a\uf0b7\u00adb\x0bc"))
            and (form.__name__, name) not in TABLES
            and ".".join(form.__module__.split(".")[:2]) not in NOT_A_STORY
        ]
        assert plain == []

    def test_refuses_nothing_that_is_pasted(self):
        field = LongText(required=False)
        assert field.clean("a\x00\uf0b7\t\u200b\r\n") == "a•"
        assert field.clean(None) == ""


def _all_forms():
    for module in pkgutil.walk_packages(entremise.__path__, "entremise."):
        if ".forms" in module.name:
            importlib.import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            if one not in found:
                found.add(one)
                waiting.append(one)
    return sorted(
        (
            one
            for one in found
            if one.__module__.startswith("entremise.") and hasattr(one, "base_fields")
        ),
        key=lambda one: (one.__module__, one.__name__),
    )

"""A form as the bench gives it back: what a browser sends where nobody answers."""

from entremise.command.bench.recognising import _as_given
from entremise.command.probes.pages import forms_of

PAGE = """
<form method="post">
  <input type="hidden" name="once" value="1">
  <select name="blank"><option value="">À choisir</option><option value="x">X</option></select>
  <select name="first"><option value="x">X</option><option value="y">Y</option></select>
  <select name="chosen"><option value="x">X</option><option value="y" selected>Y</option></select>
  <input type="radio" name="open" value="a"><input type="radio" name="open" value="b">
  <input type="radio" name="said" value="a"><input type="radio" name="said" value="b" checked>
  <input type="checkbox" name="box" value="1">
  <textarea name="words">Un mot</textarea>
  <button name="go" value="1">Prendre</button>
</form>
"""


def test_answers_nothing_that_the_page_leaves_open():
    (form,) = forms_of("/page/", PAGE)
    assert dict(_as_given(form)) == {
        "once": "1",
        "blank": "",
        "first": "x",
        "chosen": "y",
        "said": "b",
        "words": "Un mot",
    }


def test_a_probe_still_answers_every_question():
    (form,) = forms_of("/page/", PAGE)
    answered = {field.name: field.value for field in form.typed}
    assert (answered["blank"], answered["first"], answered["open"]) == ("x", "x", "a")

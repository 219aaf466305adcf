"""The components, rendered: what is written for a screen reader as much as for the eye."""

import re
from uuid import UUID

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from entremise.base import emergency

KEY = "3f0d6f0e-6a52-4d3c-9a39-0a6f7f9d5c11"


class Ask(forms.Form):
    """A question of each kind that the tags tell apart."""

    name = forms.CharField(label="Prénom", required=False, max_length=5)
    phone = forms.CharField(label="Téléphone", help_text="Avec ou sans espaces")
    message = forms.ChoiceField(
        label="Un message ?", widget=forms.RadioSelect, choices=[("yes", "Oui"), ("no", "Non")]
    )
    story = forms.CharField(label="Récit", required=False, max_length=5, widget=forms.Textarea)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


def show(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def posted(**fields: str) -> HttpRequest:
    return RequestFactory().post("/", fields)


class TestOnce:
    def test_is_a_new_key_each_time(self):
        keys = {show("{% once %}").split('value="')[1][:36] for _time in range(3)}
        assert len({UUID(key) for key in keys}) == 3

    def test_is_kept_when_the_page_comes_back(self):
        assert KEY in show("{% once %}", request=posted(once=KEY))
        assert KEY in show("{% once form %}", form=Ask({"once": KEY}))

    def test_is_new_for_another_form_or_a_new_attempt(self):
        request = posted(once=KEY)
        assert KEY not in show("{% once fresh=True %}", request=request)
        assert KEY not in show("{% once form %}", form=Ask(), request=request)

    @pytest.mark.parametrize("forged", ["", "1", '"><script>', "x" * 5000])
    def test_is_new_when_what_was_sent_is_no_key(self, forged):
        field = show("{% once %}", request=posted(once=forged))
        assert "script" not in field
        UUID(field.split('value="')[1][:36])


class TestField:
    def test_marks_what_is_optional_and_never_what_is_asked(self):
        page = show("{% fields form %}", form=Ask())
        assert page.count("(facultatif)") == 2
        assert "*" not in page
        assert "required" not in page

    def test_ties_help_and_error_to_the_control(self):
        page = show("{% field form.phone %}", form=Ask({"phone": ""}))
        assert 'aria-describedby="id_phone_helptext id_phone_error"' in page
        assert 'id="id_phone_helptext"' in page
        assert 'id="id_phone_error"' in page
        assert 'aria-invalid="true"' in page

    def test_keeps_nothing_typed_in_the_browser(self):
        page = show("{% field form.phone %}", form=Ask())
        assert 'autocomplete="off"' in page

    def test_keeps_no_answer_that_was_ticked_in_the_browser(self):
        class Choose(forms.Form):
            one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
            many = forms.MultipleChoiceField(
                choices=[("c", "C"), ("d", "D")], widget=forms.CheckboxSelectMultiple
            )

        page = show("{% fields form %}", form=Choose())
        controls = re.findall(r"<input[^>]+>", page)
        assert len(controls) == 4
        assert [one for one in controls if 'autocomplete="off"' not in one] == []

    def test_never_lets_the_browser_cut_a_pasted_story(self):
        assert "maxlength" not in show("{% field form.story %}", form=Ask())
        assert "maxlength" in show("{% field form.name %}", form=Ask())

    def test_groups_choices_under_their_question(self):
        page = show("{% field form.message %}", form=Ask({}))
        assert "<fieldset" in page
        assert 'aria-describedby="id_message_error"' in page
        assert page.count('type="radio"') == 2

    def test_shows_those_named_with_the_hidden_ones(self):
        page = show('{% fields form "phone" %}', form=Ask())
        assert 'name="phone"' in page
        assert 'name="version"' in page
        assert 'name="name"' not in page

    def test_escapes_what_was_typed(self):
        page = show("{% field form.name %}", form=Ask({"name": "<b>"}))
        assert "<b>" not in page
        assert "&lt;b&gt;" in page


class TestErrorSummary:
    def test_leads_to_each_question(self):
        form = Ask({"name": "trop long pour elle"})
        form.add_error(None, "Ce créneau est pris.")
        page = show("{% error_summary form %}", form=form)
        for place in ("#id_name", "#id_phone", "#id_message_0"):
            assert f'href="{place}"' in page
        assert "Ce créneau est pris." in page
        assert "Un message\u00a0? " in page
        assert "Prénom\u00a0: " in page

    def test_is_not_there_when_nothing_is_wrong(self):
        good = Ask({"phone": "1", "message": "yes"})
        assert show("{% error_summary form other %}", form=good, other=Ask()).strip() == ""


class TestTitlePrefix:
    def test_says_error_first_when_a_form_was_refused(self):
        assert show("{% title_prefix %}", form=Ask({})) == "Erreur\u00a0: "

    def test_says_nothing_otherwise(self):
        assert show("{% title_prefix %}", form=Ask(), note="Erreur") == ""


class TestFigure:
    def test_takes_a_number(self):
        assert "1\u202f234" in show('{% figure "Vues" 1234 %}')

    def test_takes_words_and_the_lack_of_a_value(self):
        assert "2 jours" in show('{% figure "Délai" "2 jours" %}')
        assert "–" in show('{% figure "Délai" None %}')


class TestPagination:
    def test_keeps_the_filters_of_the_address(self):
        request = HttpRequest()
        request.GET = QueryDict("tri=date&page=2")
        page = Paginator(range(100), 10).get_page(2)
        shown = show("{% pagination page %}", page=page, request=request)
        assert "?tri=date&amp;page=3" in shown
        assert shown.count('aria-current="page"') == 1

    def test_is_not_there_for_a_single_page(self):
        page = Paginator(range(3), 10).get_page(1)
        assert show("{% pagination page %}", page=page).strip() == ""


class TestWords:
    @pytest.mark.parametrize(("count", "ending"), [(0, ""), (1, ""), (2, "s")])
    def test_are_plural_from_two_on(self, count, ending):
        assert show("{{ n|plural }}", n=count) == ending

    def test_choose_between_two_endings(self):
        assert show('{{ n|plural:"al,aux" }}', n=1) == "al"
        assert show('{{ n|plural:"al,aux" }}', n=3) == "aux"

    def test_of_a_kind_are_never_colour_alone(self):
        for kind in ("info", "done", "attention", "danger"):
            page = show("{% notice kind %}<p>Texte</p>{% endnotice %}", kind=kind)
            assert "en-notice-title" in page

    def test_of_an_empty_answer_say_so(self):
        assert "non renseigné" in show('{% row "Langue" "" %}')
        assert "non demandé" in show('{% row "Langue" None empty="non demandé" %}')
        assert "0" in show('{% row "Enfants" 0 %}')


class TestEmergencyNumbers:
    def test_are_all_there_the_duty_number_first(self):
        listed = [line.number for line in emergency.numbers()]
        assert listed == ["17", "112", "114", "15", "115", "3919", "119"]

    def test_open_a_message_for_the_114(self):
        page = show('{% emergency_numbers "114" "17" %}')
        assert page.index("sms:114") < page.index("tel:17")


class TestBadge:
    def test_holds_a_sign_beside_its_word(self):
        assert "contact\u00a0?" in show('{% badge "Prendre contact ? à décider" %}')

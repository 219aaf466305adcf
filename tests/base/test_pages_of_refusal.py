"""The pages one meets when something went wrong: they stand alone, and say what to do."""

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict

ERRORS = ["400", "403", "403_csrf", "404", "413", "429", "500"]


@pytest.mark.parametrize("name", ERRORS)
class TestErrorPages:
    def test_need_neither_a_request_nor_a_database(self, name):
        page = get_template(f"{name}.html").render()
        assert "<h1>" in page
        assert 'lang="fr"' in page

    def test_say_what_to_do_in_words_of_every_day(self, name):
        page = render_to_string(f"{name}.html").lower()
        for word in ("exception", "traceback", "csrf", "http ", "serveur", "erreur 4", "erreur 5"):
            assert word not in page
        assert 'href="/"' in page


class TestHiddenAndMissing:
    def test_are_the_same_page(self):
        assert render_to_string("403.html") == render_to_string("404.html")


class TestConflictPage:
    def answer(self, **fields):
        request = RequestFactory().post("/situations/1/note/", fields)
        clash = Conflict(field="note", theirs="Le <texte> de l’autre", version=4)
        return conflict_page(request, clash, label="Note", by="Nadia Perrin")

    def test_shows_both_texts_and_answers_409(self):
        answer = self.answer(note="Le mien", version="3")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Le mien" in page
        assert "Le &lt;texte&gt; de l’autre" in page
        assert "Nadia Perrin" in page

    def test_sends_the_other_answers_again_with_the_version_that_is_stored_now(self):
        page = self.answer(note="Le mien", version="3", channel="phone", once="x").content.decode()
        assert page.count('name="version" value="4"') == 2
        assert 'name="version" value="3"' not in page
        assert page.count('name="channel" value="phone"') == 2
        assert 'value="x"' not in page

"""The pages one meets when something went wrong: they stand alone, and say what to do."""

import pytest
from django.core.exceptions import TooManyFieldsSent
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from entremise.base import views
from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict
from entremise.base.sent import texts_among

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


STORY = "Elle ne peut être jointe que le mardi matin."


class TestTextThatWasSent:
    """Fields forget what was typed when one goes back: the page itself must give it back."""

    def send(self, **fields):
        return RequestFactory().post("/situations/1/note/?x=1", fields)

    def test_comes_back_after_a_breakdown_ready_to_be_sent_again(self):
        answer = views.failure(self.send(note=STORY, channel="phone", password="secret-mot"))
        page = answer.content.decode()
        assert answer.status_code == 500
        assert page.count(STORY) == 2
        assert 'name="channel"' in page
        assert 'action="/situations/1/note/?x=1"' in page
        assert "csrfmiddlewaretoken" in page
        assert "secret-mot" not in page

    def test_comes_back_to_be_copied_when_the_page_is_closed_to_her(self):
        page = render(self.send(note=STORY), "404.html").content.decode()
        assert page.count(STORY) == 1
        assert "<form" not in page

    def test_is_escaped(self):
        page = views.failure(self.send(note="<script>alert(1)</script> et la suite"))
        assert "<script>alert" not in page.content.decode()

    def test_that_nobody_can_read_does_not_break_the_page_again(self, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
        request = self.send(note=STORY, channel="phone")
        with pytest.raises(TooManyFieldsSent):
            assert request.POST
        assert views.failure(request).status_code == 500

    def test_is_not_looked_for_when_a_page_was_only_read(self):
        request = RequestFactory().get("/situations/")
        assert "Ce que vous aviez" not in views.failure(request).content.decode()


class TestWhatIsGivenBackToCopy:
    def test_is_what_was_written_never_a_choice_of_a_list(self):
        post = "95445148-cb08-41c3-ad1d-ade73c8c9ad3"
        written = f"Le poste {post} ne dit rien."
        fields = [
            ("post", post),
            ("who", f"case:{post}"),
            ("said", written),
            ("first_name", "Zoé"),
        ]
        assert texts_among(fields) == [written]

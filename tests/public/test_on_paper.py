"""The same questions on paper, in the same order, on a sheet that says nothing of anybody."""

import re
from html import unescape

import pytest

from entremise.access.actor import PUBLIC
from entremise.public.forms import forms_on_paper

pytestmark = pytest.mark.django_db


def sheet(client):
    page = client.get("/ecrire/papier/")
    assert page.status_code == 200
    assert page.cookies == {}
    return unescape(page.content.decode()).replace("\xa0", " ")


class TestTheSheet:
    def test_asks_what_the_form_asks_in_the_same_order(self, client):
        body = sheet(client).partition("<main")[2]
        asked = [
            str(bound.label)
            for _heading, form in forms_on_paper(actor=PUBLIC)
            for bound in form.visible_fields()
        ]
        found, at = [], 0
        for label in asked:
            at = body.find(label, at)
            assert at > 0, label
            found.append(at)
        assert found == sorted(found)
        assert body.index("Comment vous joindre") < body.index("Que se passe-t-il")

    def test_offers_a_box_for_each_answer(self, client):
        body = sheet(client)
        assert "☐ lundi" in body
        assert "☐ Non, jamais" in body
        assert "☐ Français" in body

    def test_says_neither_service_nor_number_of_help(self, client):
        printed = sheet(client).partition("<h1")[2].partition("</main>")[0]
        said = re.sub(r"<[^>]+>", " ", printed).lower()
        for word in ("entremise", "violence", "police", "gendarm", "3919", "119", "social"):
            assert word not in said

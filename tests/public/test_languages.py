"""The form in six languages: every sentence, each in its own direction, at the same address."""

import re

import pytest

from conftest import TUESDAY_TEN
from entremise.access.acting import acting_as
from entremise.base.languages import LANGUAGES
from entremise.command import messages
from entremise.referrals import queries
from visiting import ADDRESS, AT_ROANNE, REACHED, TOLD, Visitor, forget_the_pace

polib = pytest.importorskip("polib")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}|\b(?:119|3919|17|112|114|115|18)\b")
FRENCH_ONLY = {"Samu", "Violences Femmes Info", ","}


@pytest.fixture(params=messages.translated())
def catalogue(request):
    entries = polib.pofile(str(messages.po_file(request.param)))
    return request.param, {entry.msgid: entry.msgstr for entry in entries}


class TestEverySentence:
    def test_is_said_in_this_language(self, catalogue):
        _code, said = catalogue
        assert [one for one in messages.sentences() if not said.get(one)] == []

    def test_is_still_in_the_code(self, catalogue):
        _code, said = catalogue
        assert sorted(said.keys() - set(messages.sentences())) == []

    def test_keeps_its_numbers_and_places(self, catalogue):
        _code, said = catalogue
        for french, other in said.items():
            assert sorted(PLACEHOLDER.findall(french)) == sorted(PLACEHOLDER.findall(other)), other

    def test_is_not_left_in_french(self, catalogue):
        _code, said = catalogue
        same = {french for french, other in said.items() if french == other}
        assert {one for one in same if len(one) > 12} <= FRENCH_ONLY

    def test_is_compiled(self, catalogue):
        code, _said = catalogue
        assert messages.po_file(code).with_suffix(".mo").read_bytes() == messages.compiled(code)

    def test_that_is_missing_is_noticed(self, catalogue):
        _code, said = catalogue
        said.pop("Envoyer")
        assert [one for one in messages.sentences() if not said.get(one)] == ["Envoyer"]


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture(autouse=True)
    def calm(self, db):
        forget_the_pace()
        yield
        forget_the_pace()

    @pytest.mark.parametrize("one", LANGUAGES, ids=lambda one: one.code)
    def test_is_in_this_language_from_the_first_step_to_the_last(self, world, one):
        visitor = Visitor().post(lang=one.code).post(REACHED).post(AT_ROANNE).post(TOLD)
        assert visitor.page.status_code == 201
        for page in visitor.pages[1:]:
            assert f'lang="{one.code}" dir="{one.direction}"' in page.content.decode()
            assert page.request["PATH_INFO"] == ADDRESS

    @pytest.mark.parametrize("one", LANGUAGES[1:], ids=lambda one: one.code)
    def test_says_nothing_in_french(self, world, one):
        visitor = Visitor().post(lang=one.code).post({"days": "9"}).post(REACHED).post({})
        french = [text for text in messages.sentences() if len(text) > 12]
        for page in visitor.pages[1:]:
            body = page.content.decode().partition("<main")[2].partition("</main>")[0]
            assert [text for text in french if text in body and text not in FRENCH_ONLY] == []

    def test_of_nobody_knows_which_language_is_french(self, world):
        visitor = Visitor().post(lang="xx")
        assert 'lang="fr" dir="ltr"' in visitor.text

    def test_tells_the_worker_in_which_language_to_call(self, world):
        Visitor().post(lang="tr").ask(reach={**REACHED, "spoken": "tr", "interpreter": "yes"})
        with acting_as(world.actor(world.worker)) as actor:
            (row,) = queries.queue(actor=actor, now=TUESDAY_TEN)
        assert (row.language, row.interpreter) == ("turc", True)

    def test_leaves_the_pages_of_workers_in_french(self, world, client):
        Visitor().post(lang="ar")
        assert 'lang="fr"' in client.get("/compte/connexion/").content.decode()

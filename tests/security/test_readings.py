"""Whoever opens a page that tells something of a case leaves a line of that reading, and the
officer for data protection reads why in words."""

from http import HTTPStatus
from typing import NamedTuple

import pytest

from clients import logged_in_client
from entremise.access.acting import acting_as
from entremise.access.columns import Secrecy
from entremise.access.events import Event
from entremise.access.models import JournalEntry
from entremise.cases.queries import journal_lines
from entremise.command.probes import matrix
from entremise.command.probes.routes import routes
from entremise.desk import queries
from entremise.desk import views as desk
from entremise.desk.queries.reasons import UNKNOWN
from entremise.organisation.queries import actor_of

pytestmark = pytest.mark.django_db

TOLD = ("own",)
# Opened as a file, or compared with other records: both bear the case in the journal.
READINGS = (Event.CASE_READ, Event.PERSON_SEARCHED)
# A form to fill, under the code of the case: nothing that was written is on it.
BLANK = {
    *("cases:close", "cases:glass", "cases:lift", "cases:next_step", "cases:reopen"),
    *("cases:restrict", "cases:transfer"),
    *("contact:add_channel", "contact:plan", "orientations:propose"),
    *("proceedings:new_fact", "proceedings:new_hearing", "proceedings:new_measure"),
    *("proceedings:note_complaint", "proceedings:peril"),
    *("rights:answer", "rights:answer_fiche"),
}
# Who reads the case, or days and states of what it holds, as a list has them: no text is opened.
WITHOUT_A_TEXT = {"assessment:history", "cases:lending"}
# Her name and a blank form, as every list shows her name.
NAMES_HER = {"cases:note"}


class Page(NamedTuple):
    """A page that answered: whether the journal has it, what the words that it shows are."""

    route: str
    path: str
    journalled: bool
    shown: frozenset[Secrecy]


@pytest.fixture(scope="module")
def opened(told):
    """Opens the pages of one case as its worker; `only` names the routes."""
    accounts, planted = told
    worker = accounts["worker"]
    case_id = planted.scenarios["own"].ids["case_id"][0]

    def lines():
        with acting_as(actor_of(worker)):
            return JournalEntry.objects.filter(event__in=READINGS, case_id=case_id).count()

    def paths(only):
        for route in routes():
            if "case_id" in route.keywords and (only is None or route.name in only):
                for target in matrix.targets(route, planted, ["own"]):
                    yield route.name, target.path

    def walk(only=None):
        client = logged_in_client(worker)
        for route, path in paths(only):
            before = lines()
            answer = client.get(path)
            if answer.status_code == HTTPStatus.OK:
                shown = frozenset(one.secrecy for one in planted.found_in(answer.text))
                yield Page(route, path, lines() > before, shown)

    return walk


@pytest.fixture(scope="module")
def pages(opened, django_db_blocker):
    """Every page of the case."""
    with django_db_blocker.unblock():
        return list(opened())


class TestEveryPageOfACase:
    def test_leaves_a_line_of_its_reading(self, pages):
        silent = {page.route for page in pages if not page.journalled}
        assert silent - BLANK - WITHOUT_A_TEXT - NAMES_HER == set()
        assert len({page.route for page in pages}) > 45

    def test_that_leaves_none_shows_nothing_that_is_sealed(self, pages):
        for page in pages:
            if page.route in BLANK | WITHOUT_A_TEXT:
                assert page.shown == set(), page.path
            if page.route in NAMES_HER:
                assert page.shown <= {Secrecy.IDENTITY}, page.path

    def test_is_still_there_if_it_is_named_here(self, pages):
        assert {page.route for page in pages} >= BLANK | WITHOUT_A_TEXT | NAMES_HER


class TestTheJournal:
    def test_says_the_reason_of_all_that_was_done_in_words(self, told):
        with acting_as(actor_of(told[0]["dpo"])) as dpo:
            lines = queries.deeds(actor=dpo, lines=list(journal_lines(actor=dpo)))
        reasons = {(line.label, line.reason) for line in lines if line.reason}
        assert len(reasons) > 20
        assert not [one for one in reasons if UNKNOWN in one[1]]


class TestTheHarness:
    """It is seen to fail: the defect is planted, and found."""

    def test_sees_a_page_that_reads_without_a_line(self, opened, monkeypatch):
        def silently(*, actor, case_id, now):
            return desk.cases.case(actor=actor, case_id=case_id)

        (honest,) = opened(only={"desk:rights"})
        monkeypatch.setattr(desk.case_actions, "consult", silently)
        (careless,) = opened(only={"desk:rights"})
        assert (honest.journalled, careless.journalled) == (True, False)
        assert Secrecy.NARRATIVE in careless.shown

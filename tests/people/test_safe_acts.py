"""Nothing leaves the office without naming its act and asking the rule: found in the code."""

import ast
from pathlib import Path

import pytest
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

import entremise
from entremise.base import pdf
from entremise.command.probes import leaving
from entremise.command.probes.leaving import Page
from entremise.people import actions as people
from entremise.people.models import CallerCheck
from entremise.people.safety import Act, Guard, RuleNotAsked, judge_paper, note, outgoing

SOURCE = Path(entremise.__file__).parent
PAGES = list(leaving.pages())
Paper = CallerCheck.Paper

# Every place that sends a mail or calls another machine, and what it says of her: nothing.
SENDS = {
    "cases/actions/lending.py": "tells the data protection officer of an exceptional access",
}


class TestEveryPage:
    def test_that_lets_something_out_names_its_act(self):
        assert leaving.unmarked() == {}

    @pytest.mark.parametrize(
        "page", [page for page in PAGES if page.acts], ids=lambda one: one.name
    )
    def test_that_names_an_act_can_ask_the_rule(self, page):
        assert all(isinstance(act, Act) for act in page.acts)
        assert leaving.asks(page)

    def test_every_act_is_done_by_a_page(self):
        """An act that no page does would be measured by nobody."""
        assert frozenset().union(*leaving.acts_by_page().values()) == set(Act)

    def test_what_is_said_to_be_about_nobody_exists_and_looks_as_if_it_were(self):
        looks = {page.name for page in PAGES if leaving.signs(page)}
        assert leaving.ABOUT_NOBODY.keys() <= looks

    def test_the_search_sees_the_screens_that_let_something_out(self):
        """A search that finds nothing would prove nothing."""
        found = {page.name for page in PAGES if leaving.signs(page)}
        assert {"contact:reach", "papers:handout", "imports:given_back"} <= found


def page_of(view, pattern="situations/<uuid:case_id>/"):
    return Page(name="defect", pattern=pattern, view=view)


class TestTheSearch:
    """Each defect is planted, and found."""

    def test_sees_a_file_made_by_the_page(self):
        def leaflet(request):
            return HttpResponse(b"", content_type="application/pdf")

        assert leaving.signs(page_of(leaflet))

    def test_sees_a_file_made_far_below_the_page(self):
        def rows(request):
            return pdf.response(b"")

        assert leaving.signs(page_of(rows))

    def test_sees_a_number_shown_far_below_the_page(self):
        def number(request):
            return people.show_channel(actor=request.actor)

        signs = leaving.signs(page_of(number))
        assert "calls show_channel" in signs
        assert any("reads a number" in sign for sign in signs)

    def test_sees_a_mail(self):
        def told(request):
            from django.core import mail

            mail.send_mail("", "", None, [])

        assert leaving.signs(page_of(told))

    def test_sees_a_page_that_is_to_be_printed(self):
        def slip(request):
            return render(request, "papers/shown.html")  # noqa: F821 - its words are read

        assert leaving.signs(page_of(slip))

    @pytest.mark.parametrize("address", ["a/imprimer/", "a/agenda.ics", "a/export/", "a/x.csv"])
    def test_sees_an_address_that_says_so(self, address):
        assert leaving.signs(page_of(lambda request: None, address))

    def test_sees_a_page_that_names_an_act_and_cannot_ask(self):
        @outgoing(Act.PRINT)
        def careless(request):
            return HttpResponse("")

        assert not leaving.asks(page_of(careless))

    def test_leaves_an_ordinary_page_alone(self):
        def ordinary(request):
            return HttpResponse("")

        assert leaving.signs(page_of(ordinary)) == []


class TestTheMark:
    def test_names_acts_or_says_why_there_are_none(self):
        for wrong in ((), (Act.PRINT, "une fiche vierge")):
            with pytest.raises(ValueError, match="name the acts"):
                outgoing(*wrong[:1], about_nobody=wrong[1] if wrong else "")


def answer(view, response, *verdicts):
    """What the guard makes of a page that asks for these verdicts, then answers."""
    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(view, (), {})

    def page(_request):
        for verdict in verdicts:
            note(verdict)
        return response

    return Guard(page)(request)


def view_of(*acts, about_nobody=""):
    def view(request):
        raise AssertionError

    return outgoing(*acts, about_nobody=about_nobody)(view) if acts or about_nobody else view


SCREEN = HttpResponse("<p>À retenir</p>")
PDF = HttpResponse(b"%PDF", content_type="application/pdf")
SENT = HttpResponse("a;b", headers={"Content-Disposition": "attachment"})
STREAM = StreamingHttpResponse(iter([b""]))
OPEN = judge_paper(Act.HANDOUT, paper=Paper.YES)
SHUT = judge_paper(Act.HANDOUT, paper=Paper.NEVER)
OTHER = judge_paper(Act.PRINT, paper=Paper.NEVER)


class TestTheGuard:
    """« Names its act » means « asked the rule », whatever the page says of itself."""

    @pytest.mark.parametrize("response", [SCREEN, PDF, SENT])
    def test_lets_out_what_the_rule_let_out(self, response):
        assert answer(view_of(Act.HANDOUT), response, OPEN) is response

    @pytest.mark.parametrize("response", [SCREEN, PDF, SENT, STREAM])
    @pytest.mark.parametrize("asked", [(), (OTHER,)], ids=["nothing", "another act"])
    def test_keeps_back_the_page_that_did_not_ask(self, response, asked):
        with pytest.raises(RuleNotAsked, match="did not ask"):
            answer(view_of(Act.HANDOUT), response, *asked)

    @pytest.mark.parametrize("response", [PDF, SENT, STREAM])
    def test_keeps_back_the_file_that_the_rule_refused(self, response):
        with pytest.raises(RuleNotAsked, match="refused"):
            answer(view_of(Act.HANDOUT), response, SHUT)

    def test_lets_a_screen_say_why_it_was_refused(self):
        assert answer(view_of(Act.HANDOUT), SCREEN, SHUT) is SCREEN

    @pytest.mark.parametrize("response", [PDF, SENT, STREAM])
    def test_keeps_back_a_file_of_a_page_that_names_nothing(self, response):
        with pytest.raises(RuleNotAsked, match="name its act"):
            answer(view_of(), response)

    def test_lets_out_a_file_about_nobody(self):
        assert answer(view_of(about_nobody="une fiche vierge"), PDF) is PDF

    @pytest.mark.parametrize(
        "response",
        [HttpResponseRedirect("/"), HttpResponse(status=404), HttpResponse(status=409)],
    )
    def test_lets_a_refusal_or_a_redirection_pass(self, response):
        assert answer(view_of(Act.HANDOUT), response) is response

    def test_a_screen_that_names_nothing_is_an_ordinary_page(self):
        assert answer(view_of(), SCREEN) is SCREEN

    def test_remembers_nothing_of_the_request_before(self):
        answer(view_of(Act.HANDOUT), SCREEN, OPEN)
        with pytest.raises(RuleNotAsked):
            answer(view_of(Act.HANDOUT), SCREEN)


class TestEveryPlace:
    def test_that_sends_a_mail_or_calls_another_machine_is_known(self):
        sends = {name for name, does in leaving.NAMES.items() if "mail" in does or "calls" in does}
        found = {
            str(path.relative_to(SOURCE))
            for path in SOURCE.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if (isinstance(node, ast.Name) and node.id in sends)
            or (isinstance(node, ast.Attribute) and node.attr in sends)
        }
        assert found == SENDS.keys()

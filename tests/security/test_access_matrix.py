"""Every page, method, role and case, searched for words that this role may not read.

Some, drawn anew each time; everything with `entremise test --full`, as `bench` does over HTTP.
"""

import re
from random import sample
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from depth import FULL
from entremise.access import middleware
from entremise.base.middleware import SecurityHeaders
from entremise.command.probes import matrix
from entremise.command.probes.canaries import ROLES, SCENARIOS, WORKERS
from entremise.desk import views as desk
from security.staging import FILTERS

pytestmark = pytest.mark.django_db

ASKED = SCENARIOS if FULL else ("own", "other")
# How many questions a role asks, at most.
DRAWN, DRAWN_BEHIND_ONE_WALL = (None, None) if FULL else (40, 20)


@pytest.fixture
def ask(browsers, planted):
    """Asks as one role, and judges the answers; `only` names the routes to ask."""

    def asked(role, *, scenarios=ASKED, full=FULL, strict=True, only=None, most=None):
        probes = matrix.plan(planted, roles=[role], scenarios=scenarios, full=full)
        chosen = [probe for probe in probes if only is None or probe.route in only]
        assert only or len(chosen) > 350
        if most:
            chosen = sample(chosen, most)
        result = matrix.run(browsers.send, chosen, planted, strict=strict)
        # Where a login page answers, nothing can leak.
        assert browsers.still_open(role)
        return result

    return asked


def kinds(result):
    return {leak.what for leak in result.leaks}


@pytest.mark.parametrize("role", ROLES)
class TestEveryPage:
    def test_shows_a_role_nothing_that_it_may_not_read(self, ask, role):
        result = ask(role, most=DRAWN)
        assert result.probes >= (DRAWN or 500)
        assert result.leaks == []


class TestTheDatabaseWallAlone:
    @pytest.mark.parametrize("role", ROLES)
    def test_shows_a_role_nothing_that_it_may_not_read(self, ask, one_wall_only, role):
        told = SCENARIOS if FULL else ("far",) if role == "worker" else ("own",)
        result = ask(role, scenarios=told, strict=False, most=DRAWN_BEHIND_ONE_WALL)
        assert result.probes >= (DRAWN_BEHIND_ONE_WALL or 500)
        assert result.leaks == []

    def test_is_alone_in_this_test(self, one_wall_only):
        for model in apps.get_models():
            for name in FILTERS:
                rows = model._default_manager.all()
                if hasattr(rows, name):
                    assert "WHERE" not in str(getattr(rows, name)(None).query)


class TestTheHarness:
    """It is seen to fail: each defect is planted, and found."""

    def test_finds_a_page_that_gives_a_name_away(self, ask, browsers, planted, monkeypatch):
        name = next(one.text for one in planted.canaries if one.place.endswith("last name"))
        honest = desk.render

        def careless(request, template, context=None):
            response = honest(request, template, context)
            response.content += f"<!-- {name.upper()} -->".encode()
            return response

        monkeypatch.setattr(desk, "render", careless)
        probes = matrix.plan(planted, roles=["coordinator"], scenarios=["own"], full=False)
        asked = [probe for probe in probes if probe.route == "desk:cases"]
        assert kinds(matrix.run(browsers.send, asked, planted)) == {"canary"}

    def test_finds_a_name_in_a_title_even_of_somebody_who_may_read_it(
        self, ask, browsers, planted, monkeypatch
    ):
        name = next(one.text for one in planted.canaries if one.readers >= {"worker"})
        honest = desk.render

        def careless(request, template, context=None):
            response = honest(request, template, context)
            response.content = re.sub(b"<title>", f"<title>{name} ".encode(), response.content)
            return response

        monkeypatch.setattr(desk, "render", careless)
        probes = matrix.plan(planted, roles=["worker"], scenarios=["own"], full=False)
        asked = [probe for probe in probes if probe.route == "desk:day"]
        assert "canary in a title" in kinds(matrix.run(browsers.send, asked, planted))

    def test_finds_a_number_however_it_is_written(self, planted):
        number = next(one for one in planted.canaries if one.text[0].isdigit())
        for written in (
            number.text,
            number.text.replace(" ", ""),
            number.text.replace(" ", "."),
            number.text.replace(" ", "\N{NO-BREAK SPACE}"),
            number.text.replace(" ", "&nbsp;"),
        ):
            assert list(planted.found_in(f"<b>{written}</b>")) == [number]

    def test_finds_a_hidden_row_that_does_not_look_missing(
        self, ask, browsers, planted, monkeypatch
    ):
        honest = desk.queries.file

        def honest_about_existence(*, actor, case_id, now):
            if case_id != matrix.MISSING:
                raise PermissionDenied
            return honest(actor=actor, case_id=case_id, now=now)

        monkeypatch.setattr(desk.queries, "file", honest_about_existence)
        result = ask("other_worker", scenarios=("own",), only={"desk:case"})
        assert kinds(result) == {"hidden is not missing"}

    def test_finds_a_word_that_tells_hidden_from_missing(
        self, ask, browsers, planted, monkeypatch
    ):
        honest = middleware.page_not_found

        def talkative(request, error):
            response = honest(request, error)
            if str(matrix.MISSING) in request.path:
                response.content += b"<!-- vraiment absente -->"
            return response

        monkeypatch.setattr(middleware, "page_not_found", talkative)
        result = ask("officer", scenarios=("own",), only={"desk:case"})
        assert kinds(result) == {"hidden is not missing"}

    def test_sees_no_difference_in_a_notice_of_the_deed_before(self):
        page = "<main>\n  {}\n  <h1>Accès</h1>{}</main>"
        notice = '<div class="en-notice" role="status">\n <p>C’est fait</p>\n</div>\n'
        plain, told, other = (
            matrix.Answer(status=200, headers={}, body=page.format(*parts))
            for parts in (("", ""), (notice, ""), ("", "<p>vraiment absente</p>"))
        )
        assert plain.shape == told.shape
        assert plain.shape != other.shape

    def test_finds_a_header_that_was_dropped(self, ask, browsers, planted, monkeypatch):
        honest = SecurityHeaders.__call__

        def forgetful(self, request):
            response = honest(self, request)
            del response.headers["Content-Security-Policy"]
            response.headers["Cache-Control"] = "max-age=60"
            return response

        monkeypatch.setattr(SecurityHeaders, "__call__", forgetful)
        result = ask("worker", scenarios=("own",), only={"desk:day"})
        assert kinds(result) == {"header"}
        assert len(result.leaks) == 2 * result.probes

    def test_finds_a_page_that_breaks(self, ask, browsers, planted, monkeypatch):
        monkeypatch.setattr(desk.queries, "day", lambda **_asked: 1 / 0)
        result = ask("worker", scenarios=("own",), only={"desk:day"})
        assert kinds(result) == {"server error"}

    def test_asks_about_rows_of_another_case_under_one_s_own(self, planted):
        probes = list(matrix.plan(planted, roles=["worker"], full=False))
        mixed = [one for one in probes if "with a row of" in one.scenario]
        mine = str(planted.scenarios["own"].ids["case_id"][0])
        hers = str(planted.scenarios["other"].ids["channel_id"][0])
        assert any(mine in one.path and hers in one.path for one in mixed)
        assert {UUID(found) for found in re.findall(r"[0-9a-f-]{36}", mixed[0].missing)} >= {
            matrix.MISSING
        }

    def test_hides_every_class_of_word_from_somebody(self, planted):
        hidden = {
            (role, one.secrecy)
            for one in planted.canaries
            for role in ROLES
            if role not in one.readers
        }
        assert len(hidden) == len(ROLES) * 3
        assert all(any(role in one.readers for one in planted.canaries) for role in WORKERS)

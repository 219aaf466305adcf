"""Bad input, sampled: everything else is sent by `bench`."""

from random import sample

import pytest

from depth import FULL
from entremise.base.errors import NotPossible
from entremise.cases import views as cases
from entremise.command.probes import malformed
from entremise.command.probes.routes import routes

pytestmark = pytest.mark.django_db

COUNT = 2400 if FULL else 60
# Where the forms are found: the pages of one case show those of the others.
TOLD = ("own", "far", "shared") if FULL else ("own",)
GROUPS = (("worker",), ("coordinator", "officer"), ("chief", "admin"), ("anonymous",))


def drawn():
    """The pages where forms are looked for: all (said by none), or half of them with the doors."""
    every = [route.name for route in routes()]
    return () if FULL else {*sample(every, len(every) // 2), "account_login", "public:enquiry"}


@pytest.fixture
def met(browsers, planted):
    """The forms that some roles meet (on these routes only)."""

    def met(*roles, only=None):
        return malformed.collect(
            lambda role, path: browsers.send(role, "GET", path),
            planted,
            roles,
            only=drawn() if only is None else only,
            scenarios=TOLD,
        )

    return met


class TestBadInput:
    @pytest.mark.parametrize("roles", GROUPS)
    def test_breaks_no_page_and_loses_no_text(self, browsers, met, roles):
        forms = met(*roles)
        assert len(forms) > 5
        report = malformed.run(
            browsers.send_body, malformed.inputs(forms, count=COUNT // len(GROUPS))
        )
        assert report.sent == COUNT // len(GROUPS)
        assert all(browsers.still_open(role) for role in roles)
        assert report.defects == []


class TestEachForm:
    @pytest.mark.parametrize("roles", GROUPS)
    def test_holds_no_hidden_answer_twice(self, met, roles):
        twice = {
            (form.page, one.name)
            for _role, form in met(*roles)
            for one in form.fields
            if one.kind == "hidden" and form.fields.count(one) > 1
        }
        assert twice == set()


class TestTheGenerator:
    @pytest.mark.parametrize(
        ("role", "route"),
        [
            ("worker", "cases:note"),
            ("worker", "assessment:sheet"),
            ("officer", "referrals:refer"),
            ("chief", "referrals:list"),
            ("coordinator", "cases:reassign"),
            ("admin", "organisation:new_unit"),
            ("anonymous", "account_login"),
            ("anonymous", "public:enquiry"),
        ],
    )
    def test_finds_the_forms_of_a_page(self, met, role, route):
        forms = met(role, only={route})
        assert any(len(form.typed) > 0 for _role, form in forms)

    def test_spoils_every_field_with_everything(self, met):
        forms = met("officer", only={"referrals:refer"})
        singles = sum(len(form.typed) for _role, form in forms) * len(malformed.CORPUS)
        whats = [one.what for one in malformed.inputs(forms, count=singles + 50)]
        assert len(set(whats[:singles])) > len(malformed.CORPUS)
        assert any(", " in what for what in whats[singles:])

    @pytest.mark.parametrize(
        ("role", "route", "file"),
        [("worker", "imports:imports", "sheet"), ("admin", "organisation:import_list", "file")],
    )
    def test_sends_files_as_a_browser_does(self, rf, met, role, route, file):
        ((_role, form),) = [one for one in met(role, only={route}) if file in names_of(one)]
        sent = list(malformed.inputs([(role, form)], count=200))
        arrived = [
            rf.post(form.action, one.body, content_type=one.kind).FILES.get(file) for one in sent
        ]
        assert b"\x89PNG" in {got.read()[:4] for got in arrived if got is not None}
        assert None in arrived  # the field itself was left out


def names_of(found):
    return {one.name for one in found[1].fields}


class TestTheHarness:
    def test_finds_a_page_that_breaks(self, browsers, met, monkeypatch):
        def careless(**_asked):
            raise ZeroDivisionError

        forms = met("worker", only={"cases:note"})
        monkeypatch.setattr(cases.actions, "write_note", careless)
        notes = [(role, form) for role, form in forms if form.action.endswith("/note/")]
        report = malformed.run(browsers.send_body, malformed.inputs(notes, count=20))
        assert report.server_errors > 0

    def test_finds_a_text_that_is_lost(self, browsers, met, monkeypatch):
        def refusing(**_asked):
            raise NotPossible("Non.")

        forms = met("worker", only={"cases:note"})
        monkeypatch.setattr(cases.actions, "write_note", refusing)
        monkeypatch.setattr(cases, "render", lambda request, *_rest: cases.HttpResponse("Non."))
        notes = [(role, form) for role, form in forms if form.action.endswith("/note/")]
        report = malformed.run(
            browsers.send_body,
            [
                malformed._malformed(role, form, {"once": "half an identity"})
                for role, form in notes
            ],
        )
        assert {one.kind for one in report.defects} == {"text lost"}

"""The bench as a command, in very small: what it measures, what it writes, what it leaves."""

import json
import subprocess
import tempfile
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.urls import reverse

from chromium import needs_chromium
from clients import logged_in_client
from commands import ENTREMISE, bare_environment, command
from entremise.command.bench import bare, keyboard, trials
from entremise.command.bench.browser import Answer, code_of
from entremise.command.bench.cast import Cast, cast
from entremise.command.bench.crowd import code_of as code_of_case
from entremise.command.bench.keyboard import FIRST_NAME, LAST_NAME, NOTE, PHONE
from entremise.command.bench.measures import Series, in_turns
from entremise.command.bench.pages import QUERIES, TIMING
from entremise.command.bench.plan import SEED
from entremise.command.bench.recognising import recall
from entremise.command.bench.sizes import shares
from entremise.command.refusal import Refused
from entremise.people.names.fictional import fictional_people
from entremise.settings import base
from world import World

KEYS = {
    "import_5000_rows_s",
    "import_5000_rows_mib",
    "list_queries",
    "list_ratio_to_bare_page",
    "queue_ratio_to_bare_page",
    "list_growth_20k_to_100k",
    "case_queries",
    "case_ratio_to_bare_page",
    "search_20k_ms",
    "search_50k_ms",
    "search_recall_at_5",
    "lookalikes_joined_unasked",
    "lookalikes_taken",
    "true_pairs_proposed",
    "figures_year_ms",
    "access_probes",
    "access_leaks",
    "malformed_inputs",
    "malformed_5xx",
    "unsafe_acts_tried",
    "unsafe_acts_passed",
    "outgoing_acts_covered",
}

NEEDS_TWO_SIZES = "list_growth_20k_to_100k"


@pytest.fixture(scope="module")
def measured() -> dict[str, object]:
    """One bench, run where somebody types it."""
    with tempfile.TemporaryDirectory(prefix="e-") as here:
        done = subprocess.run(
            [*ENTREMISE, "bench", "--quick", "--cases", "200"],
            env=bare_environment() | {"TMPDIR": here},
            cwd=here,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        left = [path.name for path in Path(here).iterdir()]
        return {
            **json.loads((Path(here) / "bench.json").read_text()),
            "printed": done.stdout,
            "left": left,
        }


@pytest.mark.long
@pytest.mark.enable_socket
@pytest.mark.xdist_group("bench")
class TestRunning:
    def test_writes_every_key_and_prints_it(self, measured):
        wanted = KEYS - {NEEDS_TWO_SIZES}
        assert measured.keys() >= wanted
        assert [key for key in wanted if key not in measured["printed"]] == []

    def test_counts_statements_as_the_server_says_them(self, measured):
        assert 4 <= measured["list_queries"] <= 12
        assert 4 <= measured["case_queries"] <= 10

    def test_compares_with_pages_that_are_really_asked(self, measured):
        pages = measured["pages"]
        assert pages["liste nue, 200"]["queries"] == 2
        assert all(page["median_ms"] > 0 and page["runs"] >= 15 for page in pages.values())
        assert measured["list_ratio_to_bare_page"] > 0

    def test_finds_no_leak_and_no_failure(self, measured):
        assert measured["access_probes"] > 0
        assert measured["malformed_inputs"] > 0
        assert (measured["access_leaks"], measured["malformed_5xx"]) == (0, 0)

    def test_sees_every_act_and_lets_none_out_where_it_is_not_safe(self, measured):
        assert measured["unsafe_acts_tried"] > 0
        assert (measured["unsafe_acts_passed"], measured["outgoing_acts_covered"]) == (0, 1.0)

    def test_finds_who_was_misspelled_and_joins_nobody_unasked(self, measured):
        assert measured["search_recall_at_5"] >= 0.95
        assert measured["lookalikes_taken"] == 8
        assert measured["lookalikes_joined_unasked"] == 0
        assert measured["true_pairs_proposed"] >= 0.95

    def test_leaves_nothing_but_its_file(self, measured):
        assert measured["left"] == ["bench.json"]


@needs_chromium
@pytest.mark.long
@pytest.mark.enable_socket
@pytest.mark.xdist_group("bench")
class TestCountingKeys:
    def test_refers_somebody_by_a_hundred_keys_at_most_and_no_click(self, measured):
        assert len(NOTE) == 60
        typed = len(PHONE + FIRST_NAME + LAST_NAME + NOTE)
        assert typed < measured["referral_keys"] <= 100
        assert measured["referral_clicks"] == 0

    def test_opens_a_note_by_four_keys_at_most_and_types_nothing_but_the_note(self, measured):
        assert 1 <= measured["note_open_keys"] <= 4
        assert len(NOTE) < measured["note_keys"] <= len(NOTE) + 6
        assert measured["note_clicks"] == 0

    def test_loses_five_seconds_of_a_text_at_most_when_the_server_dies(self, measured):
        assert measured["draft_trials"] == 4
        assert 0 <= measured["draft_worst_loss_s"] <= 5

    def test_decides_a_line_of_the_night_by_three_keys_at_most(self, measured):
        assert 1 <= measured["triage_keys_per_line"] <= 3
        assert measured["left_out"] == []


class TestWithoutABrowser:
    def test_says_so_and_writes_no_key_that_was_not_counted(self, monkeypatch):
        monkeypatch.setattr(keyboard, "available", lambda: False)
        report = trials.Report(sizes=[200], usual=200, quick=True)
        trials.keys([], trials.QUICK, report)
        trials.drafts([], trials.QUICK, report)
        assert report.keys()["left_out"] == [keyboard.NO_BROWSER, trials.NOT_KILLED]
        left_out = {"referral_keys", "referral_clicks", "note_keys", "draft_trials"}
        assert not left_out & report.keys().keys()
        assert keyboard.NO_BROWSER in report.table()


class TestWithoutALargeEmployer:
    def test_says_so_instead_of_recognising_nobody(self):
        report = trials.Report(sizes=[20_000], usual=20_000, quick=False)
        alone = SimpleNamespace(plan=SimpleNamespace(misspelled=[]))
        trials.recognise([alone], trials.FULL, report)
        assert report.left_out == [trials.NOBODY_ELSE]
        assert report.written == {}


class TestRefusing:
    @pytest.mark.parametrize(
        "asked", [["--cases", "beaucoup"], ["--cases", "3"], ["--only", "tout"]]
    )
    def test_says_in_a_sentence_what_it_does_not_know(self, asked, tmp_path):
        refused = command("bench", *asked)
        assert refused.returncode == 1
        assert refused.stderr.strip().endswith(".")
        assert "Traceback" not in refused.stderr


@pytest.mark.django_db
class TestTheHeaderThatCounts:
    def test_is_on_no_page_outside_the_bench(self):
        client = logged_in_client(World().worker)
        for name in ("desk:cases", "base:accessibility", "desk:search"):
            answer = client.get(reverse(name))
            assert QUERIES not in answer.headers
            assert TIMING not in answer.headers

    def test_is_on_pages_where_the_settings_of_the_bench_turn_it_on(self, settings):
        worker = World().worker
        settings.MIDDLEWARE = ["entremise.command.bench.pages.Cost", *settings.MIDDLEWARE]
        answer = logged_in_client(worker).get(reverse("desk:cases"))
        assert 4 <= int(answer.headers[QUERIES]) <= 12

    def test_bare_pages_do_not_exist_outside_the_bench(self, client):
        for name in bare.PAGES:
            assert client.get(f"{bare.PREFIX}{name}").status_code in (302, 404)

    @pytest.mark.parametrize("name", ["demo", "prod", "test", "base"])
    def test_is_turned_on_by_no_other_settings(self, name):
        settings_of = Path(base.__file__).parent / f"{name}.py"
        assert "bench" not in settings_of.read_text()


class TestSharingOutCases:
    def test_keeps_the_usual_employer_the_same_whatever_the_others_hold(self):
        small, large = shares(20_000, usual=20_000), shares(100_000, usual=20_000)
        assert (small[0].cases, small[0].posts) == (large[0].cases, large[0].posts)

    def test_gives_every_case_to_somebody(self):
        held = [share.cases for share in shares(100_000, usual=20_000)]
        assert held[:2] == [20_000, 50_000]
        assert sum(held) == 100_000

    def test_gives_no_code_twice(self):
        assert len({code_of_case(number) for number in range(20_000)}) == 20_000


@pytest.fixture(scope="module")
def roles() -> Cast:
    """Who takes whose place, at the size of the real bench."""
    return cast(shares(100_000, usual=20_000), fictional_people(SEED, 100_000), seed=SEED)


class TestTheCast:
    """Who is looked for."""

    def test_holds_every_misspelling_and_all_the_pairs(self, roles):
        assert sum(len(queries) for queries in roles.misspelled.values()) >= 300
        for same in (True, False):
            assert sum(pair.same is same for pair in roles.pairs.values()) == 250

    def test_stands_with_the_employers_that_are_measured(self, roles):
        assert all(20_000 <= number < 70_000 for number in roles.misspelled)
        # The last of the six posts of the usual employer.
        assert all(20_000 - 3_334 <= number < 20_000 for number in roles.pairs)

    def test_gives_look_alikes_one_age_and_one_number_and_two_first_names(self, roles):
        for pair in roles.pairs.values():
            if not pair.same:
                assert (pair.known.born, pair.known.phones) == (pair.comes.born, pair.comes.phones)
                assert pair.known.last_name == pair.comes.last_name
                assert pair.known.first_name != pair.comes.first_name

    def test_fits_in_a_trial_in_small(self):
        small = cast(shares(200, usual=100), fictional_people(SEED, 200), seed=SEED)
        assert small.misspelled
        assert len(small.pairs) == 16


class TestRecognising:
    def answer(self, *rows):
        body = "".join(f"<tr data-row><td>{row}</td></tr>" for row in rows).encode()
        return Answer(status=200, headers=Message(), body=body, seconds=0.1)

    def test_counts_only_the_first_five_rows(self):
        page = self.answer("A2", "B3", "C4", "D5", "E6", "F7")
        found, lost = recall(lambda _query: page, [("fifth", "E6"), ("sixth", "F7")])
        assert (found, lost) == (0.5, ["sixth"])

    def test_refuses_to_measure_an_error_page(self):
        broken = Answer(status=500, headers=Message(), body=b"", seconds=0.1)
        with pytest.raises(Refused, match="500"):
            recall(lambda _query: broken, [("somebody", "A2")])


class TestMeasuring:
    def test_takes_the_median_of_the_turns_after_the_warm_up(self):
        series = Series(seconds=[0.001, 0.002, 0.9])
        assert series.ms == 2

    def test_refuses_to_measure_an_error_page(self):
        broken = Answer(status=500, headers=Message(), body=b"", seconds=0.1)
        with pytest.raises(Refused, match="500"):
            in_turns({"page": lambda: broken}, runs=1)

    def test_shows_the_code_that_an_application_shows(self):
        # The first of the examples of RFC 6238, in its last six figures.
        secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        assert code_of(secret, at=59) == "287082"

    def test_has_a_goal_of_fifteen_turns_at_least(self):
        assert min(trials.FULL.runs, trials.QUICK.runs) >= 15

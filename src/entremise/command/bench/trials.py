"""The measures of the bench, each through the pages, and the keys that they write."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from entremise.command.bench import bare, handing, importing, keyboard, recognising
from entremise.command.bench.accidents import BROWSER, SERVER, WORKER, Sheet, Trials
from entremise.command.bench.browser import Answer, Browser
from entremise.command.bench.instance import Instance
from entremise.command.bench.measures import Ask, Series, in_turns
from entremise.command.bench.mortal import mortal
from entremise.command.bench.plan import SEED, WRITERS, writer
from entremise.command.bench.questions import questions
from entremise.command.bench.sizes import shares
from entremise.command.refusal import Refused

LEAST_CASES = 200
MOST_SHOWN = 100
# What may be lost of a text, in seconds of typing, and the pages where texts are long.
MOST_LOST = 5.0
WRITTEN_ON = (("note/", "text"), ("ecoute/", "facts"), ("evaluation/", "facts"))
NOT_KILLED = (
    "Brouillons non essayés : il faut Chromium et « playwright » (requirements/test.lock)."
)
NOBODY_ELSE = (
    "Reconnaissance non mesurée : elle se cherche parmi les personnes d’un grand employeur, qui "
    "n’est là qu’au-delà de 20 000 situations (ou avec --quick)."
)
LIST, QUEUE, SEARCH, FIGURES = "/situations/", "/saisines/file/", "/recherche/", "/chiffres/"
_CASE = re.compile(r'href="(/situations/[0-9a-f-]{36}/)"')


@dataclass(frozen=True, kw_only=True)
class Scale:
    """How much is asked."""

    runs: int
    search_rounds: int
    probes: int
    malformed: int
    roles: Sequence[str] = ()
    writers: int = WRITERS
    accidents: Sequence[str] = ("one", BROWSER, SERVER, "one", WORKER) * 2


FULL = Scale(runs=41, search_rounds=4, probes=15_000, malformed=20_000)
QUICK = Scale(
    runs=15,
    search_rounds=2,
    probes=100,
    malformed=100,
    roles=("worker", "officer"),
    writers=2,
    accidents=(SERVER, WORKER),
)


@dataclass(kw_only=True)
class Report:
    """What was measured: series to print, and keys to write."""

    sizes: Sequence[int]
    usual: int
    quick: bool
    seconds: float = 0.0
    series: dict[str, Series] = field(default_factory=dict)
    written: dict[str, float | int] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    # Every page that lets something out, with the acts that it names.
    acts: dict[str, list[str]] = field(default_factory=dict)

    def keys(self) -> dict[str, object]:
        """What bench.json holds."""
        return {
            **self.written,
            "quick": self.quick,
            "cases": list(self.sizes),
            "seconds": round(self.seconds),
            "found": self.found[:MOST_SHOWN],
            "left_out": self.left_out,
            "missed": self.missed,
            "outgoing_acts": self.acts,
            "pages": {
                name: {
                    "median_ms": round(one.ms, 2),
                    "p95_ms": round(one.p95, 2),
                    "queries": one.queries,
                    "runs": len(one.seconds),
                }
                for name, one in self.series.items()
            },
        }

    def table(self) -> str:
        """The same to read."""
        lines = [f"{'page':<42}{'médiane':>11}{'p95':>11}{'requêtes':>10}"]
        lines += [
            f"{name:<42}{one.ms:>8.1f} ms{one.p95:>8.1f} ms{one.queries:>10}"
            for name, one in self.series.items()
        ]
        lines += ["", *(f"{key:<32}{value:>10}" for key, value in self.written.items())]
        lines += ["", *(f"{page} : {', '.join(acts)}" for page, acts in self.acts.items())]
        lines += ["", *self.found[:MOST_SHOWN]] if self.found else []
        lines += ["", *self.left_out] if self.left_out else []
        return "\n".join(lines)


def _bare(browser: Browser, name: str, **values: str) -> Ask:
    return partial(browser.get, f"{bare.PREFIX}{name}?{urlencode(values)}")


def _browser(instance: Instance, role: str) -> Browser:
    browser = Browser(instance.address)
    browser.log_in(instance.login(role))
    return browser


def pages(instances: Sequence[Instance], scale: Scale, report: Report) -> None:
    """The list of my cases, one case and the queue, in turns with bare pages of the same rows."""
    asked: dict[str, Ask] = {}
    for one in instances:
        browser, plan = _browser(one, "worker"), one.plan
        size = _thousands(one.cases)
        case = _a_case(browser)
        case_id = case.split("/")[2]
        asked |= {
            f"liste, {size}": partial(browser.get, LIST),
            f"liste nue, {size}": _bare(browser, "situations", post=plan.post),
            f"situation, {size}": partial(browser.get, case),
            f"situation nue, {size}": _bare(browser, "situation", case=case_id),
            f"file, {size}": partial(browser.get, QUEUE),
            f"file nue, {size}": _bare(browser, "file", queue=plan.queue),
        }
    series = in_turns(asked, runs=scale.runs)
    report.series |= series
    small, large = _thousands(instances[0].cases), _thousands(instances[-1].cases)
    for key, page in (("list", "liste"), ("queue", "file"), ("case", "situation")):
        ratio = series[f"{page}, {large}"].ms / series[f"{page} nue, {large}"].ms
        report.written[f"{key}_ratio_to_bare_page"] = round(ratio, 2)
        report.written[f"{key}_queries"] = series[f"{page}, {large}"].queries
    if small == large:
        return
    growth = series[f"liste, {large}"].ms / series[f"liste, {small}"].ms
    report.written["list_growth_20k_to_100k"] = round(growth, 2)


def _thousands(cases: int) -> str:
    return f"{cases // 1000} 000" if cases >= 1000 and cases % 1000 == 0 else str(cases)


def _cases(browser: Browser) -> list[str]:
    """The first cases of the list."""
    found: list[str] = list(dict.fromkeys(_CASE.findall(browser.get(LIST).text)))[:10]
    if not found:
        raise Refused("La liste des situations du banc est vide.")
    return found


def _a_case(browser: Browser) -> str:
    """The case of the list that has most to show, among the first."""
    found = _cases(browser)
    sizes = {path: len(browser.get(path).body) for path in found}
    return max(sizes, key=sizes.__getitem__)


def search(instances: Sequence[Instance], scale: Scale, report: Report) -> None:
    """A dozen questions to an employer of usual size, and to a large one."""
    largest = instances[-1]
    own, large, *_ = shares(largest.cases, usual=report.usual)
    for key, role, first, among in (
        ("search_20k_ms", "worker", 0, own.cases),
        ("search_50k_ms", "far_worker", own.cases, large.cases),
    ):
        if not among:
            continue
        browser, texts = _browser(largest, role), questions(first=first, among=among)
        if "data-row" not in _look_for(browser, texts[0]).text:
            raise Refused("La recherche du banc ne trouve pas la personne cherchée.")
        asked = {text: partial(_look_for, browser, text) for text in texts}
        series = in_turns(asked, runs=scale.search_rounds, warm=1)
        whole = Series()
        for one in series.values():
            whole.seconds += one.seconds
            whole.queries = max(whole.queries, one.queries)
        report.series[f"recherche parmi {_thousands(among)}"] = whole
        report.written[key] = round(whole.ms)


def _look_for(browser: Browser, text: str) -> Answer:
    """Type the words and send: the form is read first, as a person has it before her."""
    token = browser.get(SEARCH).token
    return browser.post(SEARCH, {"csrfmiddlewaretoken": token, "text": text})


def recognise(instances: Sequence[Instance], _scale: Scale, report: Report) -> None:
    """Misspellings typed among the people of the large employer; pairs taken up in the queue."""
    largest = instances[-1]
    plan = largest.plan
    if not plan.misspelled:
        report.left_out.append(NOBODY_ELSE)
        return
    everywhere = _browser(largest, "everywhere")
    found, lost = recognising.recall(partial(_look_for, everywhere), plan.misspelled)
    report.written["search_recall_at_5"] = round(found, 4)
    taken = recognising.take_all(_browser(largest, "last_worker"), QUEUE, plan.pairs)
    report.written |= {
        "lookalikes_joined_unasked": taken.joined_unasked,
        "lookalikes_taken": taken.look_alikes,
        "true_pairs_proposed": round(taken.proposed / max(1, taken.same), 4),
    }
    report.missed = lost[:MOST_SHOWN]


def figures(instances: Sequence[Instance], scale: Scale, report: Report) -> None:
    """The figures of a whole year, for the coordinator of an employer of usual size."""
    largest = instances[-1]
    browser = _browser(largest, "coordinator")
    today = date.today()  # noqa: DTZ011 - the days that the pages show
    year_ago = today - timedelta(days=365)
    period = urlencode({"first": year_ago.isoformat(), "last": today.isoformat()})
    series = in_turns(
        {"chiffres d’une année": partial(browser.get, f"{FIGURES}?{period}")},
        runs=max(15, scale.runs // 2),
        warm=2,
    )
    report.series |= series
    report.written["figures_year_ms"] = round(series["chiffres d’une année"].ms)


def access(instances: Sequence[Instance], scale: Scale, report: Report) -> None:
    """Every page, as every role, for words that it may not show; then bad input in every form."""
    from entremise.command.bench import probing

    smallest = instances[0]
    planted = probing.planted_in(smallest)
    from entremise.command.probes.canaries import ROLES

    sessions = probing.Sessions(smallest, ROLES)
    probes, leaks = probing.probe_access(sessions, planted, count=scale.probes)
    report.written |= {"access_probes": probes, "access_leaks": len(leaks)}
    sessions.check()
    sent, failed, lost = probing.send_malformed(
        sessions, planted, count=scale.malformed, roles=scale.roles or ROLES
    )
    report.written |= {"malformed_inputs": sent, "malformed_5xx": len(failed)}
    report.written["malformed_texts_lost"] = len(lost)
    sessions.check()
    report.found += [*leaks, *failed, *lost]


def acts(instances: Sequence[Instance], _scale: Scale, report: Report) -> None:
    """Every act that leaves, for people for whom it is not safe; the list is read in the code."""
    from entremise.command.bench.acts import try_unsafe_acts

    outcome = try_unsafe_acts(instances[0], quick=report.quick)
    from entremise.command.probes.leaving import acts_by_page
    from entremise.command.probes.papers import can_read_papers

    report.written |= {
        "unsafe_acts_tried": outcome.tried,
        "unsafe_acts_passed": len(outcome.passed),
        "outgoing_acts_covered": round(outcome.share, 3),
    }
    report.found += outcome.passed
    report.acts = {page: sorted(acts) for page, acts in sorted(acts_by_page().items())}
    if not can_read_papers():
        report.left_out.append("Le texte des PDF n’a pas été lu : pypdfium2 n’est pas installé.")


def sheets(instances: Sequence[Instance], _scale: Scale, report: Report) -> None:
    """A worker's old sheet, from the file to the preview; and what the server holds meanwhile."""
    one = instances[0]
    browser = _browser(one, "worker")
    report.written |= importing.measure(browser, one.server, runs=1 if report.quick else 5)


def keys(instances: Sequence[Instance], _scale: Scale, report: Report) -> None:
    """What a referral and a line of the night cost at the keyboard, in a real browser."""
    if keyboard.available():
        report.written |= keyboard.measure(instances[0])
    else:
        report.left_out.append(keyboard.NO_BROWSER)


def drafts(instances: Sequence[Instance], scale: Scale, report: Report) -> None:
    """What is lost of a text when a tab, a browser, the network, a session or a server dies."""
    if not keyboard.available():
        report.left_out.append(NOT_KILLED)
        return
    one = instances[0]
    cases = _cases(_browser(one, "worker"))
    pages = [Sheet(path=f"{case}{path}", box=box) for case in cases for path, box in WRITTEN_ON]
    writers = [one.login(writer(number)) for number in range(scale.writers)]
    with mortal(one) as site:
        found = Trials(site, writers, seed=SEED).run(
            list(zip(scale.accidents, pages, strict=False))
        )
    lost = [trial.lost for trial in found]
    report.written |= {"draft_trials": len(found), "draft_worst_loss_s": round(max(lost), 2)}
    report.found += [
        f"brouillon, {trial.kind} : {trial.lost:.1f} s perdues"
        for trial in found
        if trial.lost > MOST_LOST
    ]


def papers(instances: Sequence[Instance], _scale: Scale, report: Report) -> None:
    """What she takes with her, from the press of the button to the whole PDF."""
    browser = _browser(instances[0], "worker")
    report.written |= handing.measure(browser, _a_case(browser))


PARTS: dict[str, Callable[[Sequence[Instance], Scale, Report], None]] = {
    "pages": pages,
    "search": search,
    "recognise": recognise,
    "figures": figures,
    "sheets": sheets,
    "papers": papers,
    "keys": keys,
    "drafts": drafts,
    "acts": acts,
    "access": access,
}

"""Bad input in every field of every form: no page breaks, and what was typed is not lost.

    forms = collect(ask, planted, roles)
    report = run(send, inputs(forms, count=20_000))

`ask(role, path)` reads a page; `send(role, path, body, kind)` posts a body already encoded as
`kind`, adding what its session needs (the guard against forged requests). Both return an
`Answer`. A form that asks for a file is sent in parts, as browsers do.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from random import Random
from typing import NamedTuple
from urllib.parse import quote_from_bytes, urlsplit
from uuid import UUID

from django.urls import reverse

from entremise.command.probes import junk
from entremise.command.probes.canaries import Planted
from entremise.command.probes.matrix import MISSING, SERVER_ERROR, Answer, targets
from entremise.command.probes.pages import NOT_TYPED, Field, PageForm, forms_of
from entremise.command.probes.routes import ENDS_THE_SESSION, routes
from entremise.command.probes.visits import visit_forms

Ask = Callable[[str, str], Answer]
SendBody = Callable[[str, str, bytes, str], Answer]
Value = bytes | list[bytes] | None

LONG = 1_000_000
PAIRS, BOUNDARY = "application/x-www-form-urlencoded", "entremise-zqxjkvw"
PARTS = f"multipart/form-data; boundary={BOUNDARY}"
# Typed in each text of a form: if the form is refused, the page must give it back.
TYPED = "Texte tapé avec soin zqxjkvw"

CORPUS: dict[str, Value] = {
    "nothing": b"",
    "absent": None,
    "a blank": b"   ",
    "NUL": b"a\0b",
    "only NUL": b"\0",
    "invalid UTF-8": b"\xff\xfe\xc3(",
    "overlong UTF-8": b"\xc0\xaf\xe0\x80\xaf",
    "lone surrogate": b"\xed\xa0\x80",
    "emoji": "👩🏽‍❤️‍👩🏻🏳️‍🌈".encode(),
    "right to left": "‮עברית العربية‬".encode(),
    "combining": ("e" + "\u0301" * 500).encode(),
    "control": bytes(range(1, 32)),
    "1 MB": b"a" * LONG,
    "1 MB of lines": b"x;y\n" * (LONG // 4),
    "10 000 digits": b"9" * 10_000,
    "huge number": b"99999999999999999999",
    "beyond 64 bits": b"9223372036854775808",
    "beyond 32 bits": b"2147483648",
    "beyond 16 bits": b"32768",
    "negative": b"-1",
    "float": b"1.5e308",
    "not a number": b"NaN",
    "infinity": b"Infinity",
    "other digits": "٣".encode(),
    "superscript": "²".encode(),
    "day zero": b"0000-00-00",
    "31 February": b"31/02/2026",
    "year 1": b"0001-01-01",
    "year 9999": b"9999-12-31",
    "year 10000": b"10000-01-01",
    "two-digit year": b"01/01/00",
    "25 o'clock": b"25:61",
    "midnight": b"24:00",
    "hour that does not exist": b"2026-03-29T02:30",
    "formula": b'=HYPERLINK("x";"y")',
    "SQL": b"'; DROP TABLE cases_case; --",
    "percent": b"%s %(x)s {0} {{ x }} {% x %}",
    "HTML": b"<script>alert(1)</script></textarea>",
    "path": b"../../../../etc/passwd",
    "identity of nobody": str(MISSING).encode(),
    "half an identity": b"1234-5678",
    "zero": b"0",
    "unknown code": b"jamais_vu",
    "colon": b"person:case:",
    "twice": [b"un", b"deux"],
    "a hundred times": [b"1"] * 100,
    "a workbook cut off": b"PK\x03\x04\x14\x00\x08\x00\x08\x00[Content_Types].xml",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(64),
    "UTF-16": "Nom;Prénom\nPetit;Anne".encode("utf-16"),
    "JSON": b'{"a": [1, {"b": null}]}',
    "French number": b"+33 (0)6.39.98/00-00",
}


class Malformed(NamedTuple):
    """One bad form: who sends it where, what is wrong with it, and whether it holds a text."""

    role: str
    action: str
    what: str
    body: bytes
    kind: str
    holds_text: bool


class Defect(NamedTuple):
    """What went wrong, with all that is needed to send it again."""

    kind: str
    role: str
    action: str
    what: str
    detail: str


@dataclass(kw_only=True)
class Report:
    """How many bad inputs were sent, what broke, and what was lost."""

    sent: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    defects: list[Defect] = field(default_factory=list)

    @property
    def server_errors(self) -> int:
        return sum(one.kind == "server error" for one in self.defects)


def collect(
    ask: Ask,
    planted: Planted,
    roles: Iterable[str],
    *,
    only: Iterable[str] = (),
    scenarios: Iterable[str] = ("own", "far", "shared"),
) -> list[tuple[str, PageForm]]:
    """Every form that these roles meet on the pages of the cases that they know.

    Forms that end a session are left aside. `only` names the routes to look at, `scenarios` the
    cases.
    """
    wanted, roles, scenarios = set(only), tuple(roles), tuple(scenarios)
    found: dict[tuple[str, str, tuple[str, ...]], tuple[str, PageForm]] = {}
    for role in roles:
        for route in routes():
            if route.name in ENDS_THE_SESSION or (wanted and route.name not in wanted):
                continue
            for target in targets(route, planted, scenarios):
                if role not in target.seers:
                    continue
                answer = ask(role, target.path)
                for form in forms_of(target.path, answer.body):
                    if _may_be_sent(form):
                        names = tuple(sorted({one.name for one in form.fields}))
                        found.setdefault((role, _shape(form.action), names), (role, form))
    # A visitor alone sends the steps that no address leads to.
    if "anonymous" in roles and (not wanted or "public:enquiry" in wanted):
        return [*found.values(), *(("anonymous", form) for form in visit_forms())]
    return list(found.values())


def _may_be_sent(form: PageForm) -> bool:
    path = urlsplit(form.action).path
    # A session on a computer that was just enrolled holds in that one browser.
    ends = {reverse(name) for name in (*ENDS_THE_SESSION, "organisation:enrol_device")}
    return path not in ends and not path.startswith("/_styleguide/")


def _shape(action: str) -> str:
    """The address without its identities: the same form of two cases is one form."""
    parts = urlsplit(action).path.split("/")
    return "/".join("ID" if _is_identity(part) else part for part in parts)


def _is_identity(part: str) -> bool:
    try:
        UUID(part)
    except ValueError:
        return False
    return True


def inputs(
    forms: Sequence[tuple[str, PageForm]], *, count: int, seed: str = "malformed"
) -> Iterator[Malformed]:
    """So many bad forms: each field with each thing, in an order drawn once; then several."""
    chance = Random(seed)  # noqa: S311 - the same inputs each time
    single = [
        (role, form, {one.name: what})
        for role, form in forms
        for one in form.typed
        for what in CORPUS
    ]
    chance.shuffle(single)
    for sent in range(count):
        if sent < len(single):
            role, form, wrong = single[sent]
        else:
            role, form = chance.choice(forms)
            names = [one.name for one in form.typed] or ["nothing"]
            some = chance.sample(names, chance.randint(1, len(names)))
            wrong = {name: chance.choice(list(CORPUS)) for name in some}
        yield _malformed(role, form, wrong)


def _malformed(role: str, form: PageForm, wrong: Mapping[str, str]) -> Malformed:
    """The form filled as somebody would, with these fields spoilt."""
    filled: dict[str, Value] = {
        one.name: _value(one).encode()
        for one in form.fields
        if one.kind != "unticked" and one.name not in NOT_TYPED
    }
    texts = [one.name for one in form.fields if one.kind == "textarea" and one.name not in wrong]
    filled |= {name: TYPED.encode() for name in texts}
    filled |= {name: CORPUS[what] for name, what in wrong.items()}
    files = {one.name for one in form.fields if one.kind == "file"}
    filled |= {name: _one(filled.get(name)) for name in files}
    return Malformed(
        role=role,
        action=form.action,
        what=", ".join(f"{name}: {what}" for name, what in sorted(wrong.items())),
        body=_in_parts(filled, files) if files else _encoded(filled),
        kind=PARTS if files else PAIRS,
        holds_text=bool(texts),
    )


def _one(file: Value) -> Value:
    """A browser never sends several where one is asked for."""
    return file[0] if isinstance(file, list) else file


def _value(one: Field) -> str:
    """What stands in the field, or something plausible."""
    return (
        one.value or str(junk.plausible().get(one.name, "")) if one.kind != "hidden" else one.value
    )


def _encoded(fields: Mapping[str, Value]) -> bytes:
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(one)}" for name, one in _each(fields)
    ).encode()


def _in_parts(fields: Mapping[str, Value], files: Collection[str]) -> bytes:
    parts = b""
    for name, one in _each(fields):
        file = '; filename="a.csv"' if name in files else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts += head.encode() + one + b"\r\n"
    return parts + f"--{BOUNDARY}--\r\n".encode()


def _each(fields: Mapping[str, Value]) -> Iterator[tuple[str, bytes]]:
    for name, value in fields.items():
        many = value if isinstance(value, list) else [] if value is None else [value]
        yield from ((name, one) for one in many)


def run(send: SendBody, bad: Iterable[Malformed]) -> Report:
    """Send everything, and judge each answer."""
    report = Report()
    for one in bad:
        answer = send(one.role, one.action, one.body, one.kind)
        report.sent += 1
        report.answers[answer.status] = report.answers.get(answer.status, 0) + 1
        report.defects += [
            Defect(kind, one.role, one.action, one.what, detail)
            for kind, detail in _defects(one, answer)
        ]
    return report


def _defects(one: Malformed, answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.status >= SERVER_ERROR:
        yield "server error", str(answer.status)
    if "Traceback (most recent call last)" in answer.body:
        yield "stack trace", ""
    if one.holds_text and not _acted(answer) and TYPED not in unescape(answer.body):
        yield "text lost", str(answer.status)


def _acted(answer: Answer) -> bool:
    """The form was taken, and led elsewhere; a visitor stays at the one address of her visit."""
    return answer.status in (201, 204, 301, 302, 303)

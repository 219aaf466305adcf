"""What leaves the office, read from the code: every page that prints, writes a file, sends a mail
or shows a number, however deep the function that does it.

A page is followed through the functions of this product that it calls, and through the templates
that it draws. What is found is compared with the acts that the page names.
"""

import ast
import builtins
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver

from entremise.people.actions import authorise, show_channel
from entremise.people.models import SafeChannel
from entremise.people.queries import may_leave
from entremise.people.safety import Act, judge, judge_paper

OURS = "entremise."
# The two deeds that let something out, and every way to ask whether they would.
DEEDS = (show_channel, authorise)
ASKS = frozenset({*DEEDS, may_leave, judge, judge_paper})
# Functions that open a number to compare it, and give back whether it is the same.
COMPARES = frozenset({SafeChannel.is_written_again_in})
# What makes a file, sends a mail, opens a line to elsewhere, or reads a number.
FILE = re.compile(
    r"application/pdf|text/calendar|text/csv|spreadsheet|opendocument|octet-stream|attachment"
)
NAMES = {
    "FileResponse": "writes a file",
    "StreamingHttpResponse": "writes a file",
    "send_mail": "sends a mail",
    "send_mass_mail": "sends a mail",
    "EmailMessage": "sends a mail",
    "EmailMultiAlternatives": "sends a mail",
    "urlopen": "calls another machine",
    "HTTPSConnection": "calls another machine",
    "reveal": "reads a number",
}
ADDRESS = re.compile(
    r"impression|imprimer|papier|\.pdf|pdf/|export|envoi|envoyer|transmission|\.ics|\.csv|\.ods"
    r"|\.xlsx|planche"
)
# A page says that it is to be printed, or has parts that only paper or only the screen shows.
PAPER = re.compile(
    r"imprimez|à imprimer|fenêtre d’impression|window\.print|en-paper|en-screen-only",
    re.IGNORECASE,
)
_INCLUDED = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
# Layouts of every page: their words are those of the product, not of a page.
LAYOUTS = ("base/page.html", "base/open.html", "base/layout.html")

# Pages that look so and let nothing out about a helped person, and why.
ABOUT_NOBODY: dict[str, str] = {
    "cases:glass": "a mail to the data protection officer, without a name",
    "public:paper": "the blank form",
    "referrals:cards": "a link to the sheet of cards",
    "referrals:sheet": "the questions of a referral, left blank",
    "referrals:card_sheet": "cards without a name, all alike",
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the product: its name, its address, its function."""

    name: str
    pattern: str
    view: Callable[..., Any] = field(repr=False)

    @property
    def acts(self) -> frozenset[Act]:
        """The acts that it names."""
        acts: frozenset[Act] = getattr(self.view, "outgoing", frozenset())
        return acts

    @property
    def about_nobody(self) -> str:
        """Why what leaves it is about nobody, if that is said."""
        said: str = getattr(self.view, "about_nobody", "") or ABOUT_NOBODY.get(self.name, "")
        return said


def pages(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> Iterator[Page]:
    """Every page of ours, by its address."""
    for one in (resolver or get_resolver()).url_patterns:
        pattern = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from pages(one, pattern, inside)
        elif isinstance(one, URLPattern) and one.callback.__module__.startswith(OURS):
            yield Page(name=f"{space}{one.name or ''}", pattern=pattern, view=one.callback)


def signs(page: Page) -> list[str]:
    """Why this page seems to let something out; empty if it does not."""
    found = {f"its address reads « {word} »" for word in ADDRESS.findall(page.pattern)}
    for function in reached(page.view):
        found |= _made_by(function)
        if function in DEEDS:
            found.add(f"calls {function.__name__}")
        found |= {sign for name in _read(function).templates for sign in _drawn_by(name)}
    return sorted(found)


def asks(page: Page) -> bool:
    """Whether the rule is within its reach at all; `Guard` sees whether it is asked."""
    return not ASKS.isdisjoint(reached(page.view))


@cache
def reached(view: Callable[..., Any]) -> tuple[FunctionType, ...]:
    """The functions of ours that a page may call, itself first."""
    seen: dict[FunctionType, None] = {}
    waiting = [inspect.unwrap(view)]
    while waiting:
        function = waiting.pop()
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen[function] = None
        waiting += [inspect.unwrap(one) for one in _read(function).called]
    return tuple(seen)


@dataclass(frozen=True, kw_only=True)
class Read:
    """What the source of a function says: whom it calls, which words and names it holds."""

    called: tuple[Callable[..., Any], ...] = ()
    words: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def templates(self) -> list[str]:
        return [word for word in self.words if word.endswith(".html")]


@cache
def _read(function: FunctionType) -> Read:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, SyntaxError):
        return Read()
    called: list[Callable[..., Any]] = []
    words: list[str] = []
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.append(node.value)
        elif isinstance(node, ast.Name | ast.Attribute):
            names.add(node.id if isinstance(node, ast.Name) else node.attr)
            found = _named(node, function.__globals__)
            called += _ours(found)
            words += _said(found)
    top = tree.body[0] if tree.body else None
    documentation = (
        ast.get_docstring(top, clean=False) if isinstance(top, ast.FunctionDef) else None
    )
    return Read(
        called=tuple(called),
        words=tuple(word for word in words if word != documentation),
        names=frozenset(names),
    )


def _named(node: ast.expr, known: Mapping[str, Any]) -> object:
    """The object that a name or a dotted name means where the function stands."""
    if isinstance(node, ast.Name):
        return known.get(node.id, getattr(builtins, node.id, None))
    if isinstance(node, ast.Attribute):
        holder = _named(node.value, known)
        if isinstance(holder, ModuleType | type):
            return inspect.getattr_static(holder, node.attr, None)
    return None


def _said(found: object) -> list[str]:
    """The words of a constant: a text, or a table of texts."""
    if isinstance(found, str):
        return [found]
    if isinstance(found, dict):
        return [one for one in found.values() if isinstance(one, str)]
    if isinstance(found, tuple | list | frozenset):
        return [one for one in found if isinstance(one, str)]
    return []


def _ours(found: object) -> list[Callable[..., Any]]:
    """A function of ours; of a class of ours, its own methods."""
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    if isinstance(found, type):
        if not found.__module__.startswith(OURS):
            return []
        return [one for one in vars(found).values() if isinstance(one, FunctionType)]
    if callable(found) and str(getattr(found, "__module__", "")).startswith(OURS):
        return [found]
    return []


def _made_by(function: FunctionType) -> set[str]:
    if function in COMPARES:
        return set()
    read = _read(function)
    found = {f"{NAMES[name]} in {function.__qualname__}" for name in read.names & NAMES.keys()}
    found |= {
        f"writes « {word} » in {function.__qualname__}"
        for text in read.words
        for word in FILE.findall(text)
    }
    return found


@cache
def _drawn_by(name: str) -> frozenset[str]:
    """The words of paper in a template, those it includes or extends read too."""
    if name in LAYOUTS:
        return frozenset()
    try:
        source = get_template(name).template.source  # type: ignore[attr-defined]  # Django's own
    except TemplateDoesNotExist:
        return frozenset()
    found = {f"« {word.lower()} » in {name}" for word in PAPER.findall(source)}
    for part in _INCLUDED.findall(source):
        found |= _drawn_by(part)
    return frozenset(found)


def unmarked() -> dict[str, list[str]]:
    """Pages that let something out and name no act, with what gives them away."""
    return {
        page.name: found
        for page in pages()
        if not page.acts and not page.about_nobody and (found := signs(page))
    }


def acts_by_page() -> dict[str, frozenset[Act]]:
    """The derived list: every page that lets something out, with the acts that it names."""
    return {page.name: page.acts for page in pages() if page.acts}

"""Nothing leaves the office without naming its act: found in the code, not in a list."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from entremise.people.safety import Act, outgoing

# What a view that lets something out calls or makes, and how its address reads.
CALLS = {"show_channel", "open_channel", "note_outcome", "authorise"}
MAKES = re.compile(
    r"application/pdf|text/calendar|text/csv|spreadsheet|opendocument|attachment"
    r"|FileResponse|send_mail|EmailMessage"
)
ADDRESS = re.compile(
    r"impression|imprimer|\.pdf|pdf/|export|envoi|envoyer|\.ics|\.csv|\.ods|\.xlsx"
)

# Pages that look so and let nothing out about a helped person.
NOT_ABOUT_HER: dict[str, str] = {}


def pages(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Callable]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern, address)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.startswith(
            "entremise."
        ):
            yield address, pattern.callback


def names_in(view: Callable) -> tuple[set[str], str]:
    """What a view calls, its own module's functions included, and the text of them all."""
    module = inspect.getmodule(inspect.unwrap(view))
    functions = {
        node.name: node
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.FunctionDef)
    }
    seen: set[str] = set()
    names: set[str] = set()
    waiting = [inspect.unwrap(view).__name__]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in functions:
            continue
        seen.add(name)
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
        waiting += names - seen
    text = "\n".join(ast.unparse(functions[name]) for name in seen)
    return names, text


def lets_out(address: str, view: Callable) -> bool:
    names, text = names_in(view)
    return bool(names & CALLS or MAKES.search(text) or ADDRESS.search(address))


class TestEveryPage:
    @pytest.mark.parametrize(("address", "view"), [*pages()], ids=[name for name, _ in pages()])
    def test_that_prints_or_sends_names_its_act(self, address, view):
        acts = getattr(view, "outgoing", frozenset())
        if lets_out(address, view) and address not in NOT_ABOUT_HER:
            assert acts, f"{address} lets something out: name it with @outgoing(Act.…)"
        assert all(isinstance(act, Act) for act in acts)

    def test_the_call_screen_is_one_of_them(self):
        """A search that finds nothing would prove nothing."""
        found = {address for address, view in pages() if lets_out(address, view)}
        assert "situations/<uuid:case_id>/contact/<uuid:channel_id>/<str:way>/" in found


class TestTheSearch:
    def test_sees_a_page_that_forgot(self):
        def leaflet(request: object) -> HttpResponse:
            return HttpResponse(b"", content_type="application/pdf")

        assert ADDRESS.search("situations/<uuid:case_id>/imprimer/")
        assert MAKES.search(inspect.getsource(leaflet))
        assert not hasattr(leaflet, "outgoing")
        assert outgoing(Act.HANDOUT)(leaflet).outgoing == {Act.HANDOUT}

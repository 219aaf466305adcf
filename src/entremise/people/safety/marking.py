"""A page that lets something out names its acts, and answers nothing unless the rule was asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from entremise.people.safety.acts import Act
from entremise.people.safety.verdicts import Verdict

ViewT = TypeVar("ViewT", bound=Callable[..., Any])

# What a screen is made of; everything else is a file, which leaves.
SCREEN = frozenset(
    {
        "text/html",
        "text/plain",
        "text/javascript",
        "application/json",
        "application/manifest+json",
        "image/svg+xml",
    }
)

_asked: ContextVar[list[Verdict] | None] = ContextVar("entremise_asked", default=None)


class RuleNotAsked(RuntimeError):
    """A page was about to let something out without the rule: it answers nothing instead."""


def outgoing(*acts: Act, about_nobody: str = "") -> Callable[[ViewT], ViewT]:
    """Say which acts a page does, or why what leaves it is about nobody who is helped."""
    if bool(acts) is bool(about_nobody):
        msg = "name the acts, or say why it is about nobody"
        raise ValueError(msg)

    def mark(view: ViewT) -> ViewT:
        view.outgoing = frozenset(acts)  # type: ignore[attr-defined]  # read below and by a test
        view.about_nobody = about_nobody  # type: ignore[attr-defined]  # the same
        return view

    return mark


def note(verdict: Verdict) -> Verdict:
    """Remember that the rule was asked in this request, and what it answered."""
    asked = _asked.get()
    if asked is not None:
        asked.append(verdict)
    return verdict


@contextmanager
def asking() -> Iterator[list[Verdict]]:
    """One request: the verdicts that were given in it."""
    asked: list[Verdict] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def refuse_unasked(view: Callable[..., Any], response: HttpResponse, asked: list[Verdict]) -> None:
    """Raise RuleNotAsked for an answer that leaves by itself.

    A page that names an act must have asked the rule about it. A file must have been let out by
    it; one from a page that names nothing never leaves. Refusals and redirections hold nothing.
    """
    if not 200 <= response.status_code < 300 or bool(getattr(view, "about_nobody", "")):
        return
    name = f"{view.__module__}.{getattr(view, '__name__', view)}"
    acts: frozenset[Act] = getattr(view, "outgoing", frozenset())
    if not acts:
        if _is_file(response):
            msg = f"{name} answers a file: name its act with @outgoing(Act.…), and ask the rule"
            raise RuleNotAsked(msg)
        return
    answers = [verdict for verdict in asked if verdict.act in acts]
    if not answers:
        msg = f"{name} names {sorted(acts)} and did not ask: authorise, show_channel or may_leave"
        raise RuleNotAsked(msg)
    if _is_file(response) and all(verdict.is_shut for verdict in answers):
        msg = f"{name} answers a file that the rule refused"
        raise RuleNotAsked(msg)


def _is_file(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    named = "Content-Disposition" in response.headers
    return named or response.streaming or bool(kind and kind not in SCREEN)


class Guard:
    """The middleware that holds it, inside that of the transaction: what failed is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with asking() as asked:
            response = self.get_response(request)
            if request.resolver_match is not None:
                refuse_unasked(request.resolver_match.func, response, asked)
        return response

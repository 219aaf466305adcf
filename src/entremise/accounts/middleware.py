"""What a session must still be, before any page is made; and what becomes of a text sent late."""

import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from entremise.access.actor import PUBLIC, Actor, Kind
from entremise.accounts import actions, devices, queries, sessions, stations
from entremise.accounts.models import User
from entremise.base.errors import NotPossible

NEVER_KEPT = {"csrfmiddlewaretoken", "reprise"}
LOCKED_PAGES = {"accounts:unlock", "accounts:logout", "base:leave"}
ENROLMENT_PAGES = {
    "accounts:enrol",
    "accounts:qr",
    "accounts:logout",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
# Asked again and again by an open page, whoever is there: no sign of activity, and no page.
QUIET_PAGES = {"referrals:ringing", "referrals:answering"}
# The page locks itself when its own clock says so; the request may come a little late.
LOCK_GRACE_SECONDS = 120

Handler = Callable[[HttpRequest], HttpResponse]


class SessionGuard:
    """Lets through a session that is current, not idle, not locked, and has two factors.

    Everything else gets the page that is missing: login, unlock, enrolment. A form that was sent
    meanwhile is kept, and given back afterwards. Pages that need no account say so with Django's
    `login_not_required`.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _match(request)
        refused = self._turn_away(request, match, now=time.time())
        if refused is not None:
            return HttpResponse(status=204) if _is_quiet(match) else refused
        unproven = _unproven(request)
        response = self.get_response(request)
        if unproven is not None and request.method == "POST":
            _note_enrolment(request, unproven)
        _let_go_of_sent_text(request, response)
        return response

    def _turn_away(
        self, request: HttpRequest, match: ResolverMatch | None, *, now: float
    ) -> HttpResponse | None:
        user, session = request.user, request.session
        if not isinstance(user, User):
            if match is None or _is_open(match):
                return None
            return _to_login(request, owner=session.get(sessions.BEFORE, ""))
        name = match.view_name if match else ""
        current = sessions.is_current(session, user) and stations.still_holds(request)
        if not current or self._is_idle(session, name, now):
            return self._end(request, user, match)
        if sessions.LOCKED in session:
            return self._locked(request, user, name)
        if not sessions.passed_second_step(session, user):
            return self._enrol(request, user, match)
        if not _is_quiet(match):
            sessions.note_activity(session, at=now)
        request.idle_seconds = sessions.idle_seconds(session)  # type: ignore[attr-defined]  # for pages
        request.ends_alone = bool(sessions.shared_device(session))  # type: ignore[attr-defined]  # for pages
        return None

    @staticmethod
    def _is_idle(session: SessionBase, name: str, now: float) -> bool:
        if sessions.LOCKED in session:
            return sessions.is_worn_out(session, at=now)
        grace = LOCK_GRACE_SECONDS if name == "accounts:lock" else 0
        return sessions.is_over(session, at=now - grace)

    @staticmethod
    def _end(request: HttpRequest, user: User, match: ResolverMatch | None) -> HttpResponse | None:
        """End the session, and remember whose it was by a keyed hash only."""
        owner, kept = queries.account_print(user.pk), sessions.kept_texts(request.session)
        auth.logout(request)
        request.session[sessions.BEFORE] = owner
        request.session[sessions.HELD] = kept
        if match is None or _is_open(match):
            return None
        return _to_login(request, owner=owner)

    @staticmethod
    def _locked(request: HttpRequest, user: User, name: str) -> HttpResponse | None:
        """Behind a locked screen nobody is logged in: only the page that unlocks knows who was."""
        request.user = AnonymousUser()
        request.locked_user = user  # type: ignore[attr-defined]  # read by the unlock page
        if name in LOCKED_PAGES:
            return None
        return _keep_then(
            request, reverse("accounts:unlock"), owner=queries.account_print(user.pk)
        )

    @staticmethod
    def _enrol(
        request: HttpRequest, user: User, match: ResolverMatch | None
    ) -> HttpResponse | None:
        if queries.has_second_factor(user):
            # Set up since then, in another session: this one has not proved it.
            return SessionGuard._end(request, user, match)
        if match is not None and (match.view_name in ENROLMENT_PAGES or _is_open(match)):
            request.enrolling = True  # type: ignore[attr-defined]  # the page shows no menu
            return None
        return _go(request, reverse("accounts:enrol"))


class DraftKeeper:
    """Forgets the draft of a form once it was sent for good, in the same transaction."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by Acting, just outside
        if (
            _was_sent(request, response)
            and actor.kind is Kind.USER
            and not request.path.startswith("/compte/")
        ):
            actions.discard_draft(actor=actor, path=request.path)
        return response


class _CsrfCheck(CsrfViewMiddleware):
    """Django's own check, asked before the page is reached."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002
        return HttpResponse(reason, status=403)


def _is_quiet(match: ResolverMatch | None) -> bool:
    return match is not None and match.view_name in QUIET_PAGES


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _is_open(match: ResolverMatch) -> bool:
    return not getattr(match.func, "login_required", True)


def _unproven(request: HttpRequest) -> User | None:
    """The account that is setting up its second factor in this session, if any."""
    user = request.user
    if isinstance(user, User) and not sessions.passed_second_step(request.session, user):
        return user
    return None


def _was_sent(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the form was acted upon: a deed done leads to another page."""
    return request.method == "POST" and isinstance(response, HttpResponseRedirect)


def _note_enrolment(request: HttpRequest, user: User) -> None:
    """The enrolment page has just set up the factor: this session has proved it."""
    if request.user.is_authenticated and queries.has_second_factor(user):
        sessions.pass_second_step(request.session, user)


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect the page; a fragment asked by htmx must redirect the page that asked."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _to_login(request: HttpRequest, *, owner: str) -> HttpResponse:
    asked = request.get_full_path()
    if request.headers.get("HX-Request"):
        asked = urlsplit(request.headers.get("HX-Current-URL", "/")).path
    login = settings.LOGIN_URL
    if request.method in ("GET", "HEAD") and asked != "/" and not asked.startswith("/compte/"):
        login = f"{login}?{urlencode({'next': asked})}"
    return _keep_then(request, login, owner=owner)


def _keep_then(request: HttpRequest, address: str, *, owner: str) -> HttpResponse:
    """Keep the form that was sent, if it is one, then show the page that is missing."""
    if request.method != "POST" or request.path.startswith("/compte/"):
        return _go(request, address)
    unguarded = _CsrfCheck(lambda _: HttpResponse()).process_view(request, _keep_then, (), {})
    if unguarded and comes_from_elsewhere(request):
        return render(request, "403_csrf.html", status=403)
    return keep_text(request, owner=owner) or _go(request, address)


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser itself says that another site made this form."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def keep_text(request: HttpRequest, *, owner: str) -> HttpResponse | None:
    """Keep the fields that were sent, tied to this browser; a page if that is not possible."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT and not name.startswith("password")
    ]
    if not any(value for _, value in fields) and not request.FILES:
        return None
    if not devices.may_keep_a_text(request):
        return render(request, "429.html", status=429)
    try:
        number = actions.hold_form(
            actor=PUBLIC,
            path=request.path[:300].replace("\x00", ""),
            query=request.META.get("QUERY_STRING", ""),
            fields=fields,
            files=[str(getattr(file, "name", "")) for file in request.FILES.values()],
            owner=owner,
            now=timezone.now(),
        )
    except NotPossible as refusal:
        return render(request, "accounts/not_kept.html", {"reason": str(refusal)}, status=413)
    sessions.keep_text(request.session, number=str(number), path=request.path)
    return None


def _let_go_of_sent_text(request: HttpRequest, response: HttpResponse) -> None:
    """A kept form was sent again and acted upon: it is not kept any more."""
    if not _was_sent(request, response):
        return
    number = request.POST.get("reprise", "")
    if number in sessions.kept_texts(request.session):
        actor: Actor = request.actor  # type: ignore[attr-defined]  # set by Acting
        actions.discard_held_form(actor=actor, number=UUID(number))
        sessions.let_go_of_text(request.session, number=number)

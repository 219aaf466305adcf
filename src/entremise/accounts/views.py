"""Pages about one's own account: login, lock, preferences, drafts, texts that were kept."""

import time
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account import views as account_views
from allauth.account.internal.flows.logout import logout as allauth_logout
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.accounts import actions, devices, middleware, queries, sessions
from entremise.accounts.forms import PreferencesForm, UnlockForm
from entremise.base import french
from entremise.base.errors import NotPossible

UNLOCK_TRIES = 5
_TRIES = "entremise.unlock_tries"


@login_not_required
@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; the browser gets its number before the first try."""
    response: HttpResponse = account_views.login(request)
    devices.remember(request, response)
    return response


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, or a login that was begun, and what the browser keeps of it."""
    user_id = getattr(request, "locked_user", request.user).pk
    owner = queries.account_print(user_id) if user_id else ""
    allauth_logout(request, show_message=False)
    request.session.flush()
    if owner:
        request.session[sessions.BEFORE] = owner
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_GET
def enrol(request: Request) -> HttpResponse:
    """The first login: choose a second factor before anything else."""
    if queries.second_factors(actor=request.actor).app:
        return redirect("accounts:profile")
    return render(request, "accounts/enrol.html")


@require_GET
def qr(request: HttpRequest) -> HttpResponse:
    """The picture that an application reads, for the secret of this very session."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """One's own account: how pages look, the second factor, the sessions."""
    user = request.user
    start = {name: getattr(user, name) for name in ("theme", "dense", "letter_keys")}
    form = PreferencesForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        actions.set_preferences(actor=request.actor, **form.cleaned_data)
        messages.success(request, "Vos préférences sont enregistrées.")
        return redirect("accounts:profile")
    factors = queries.second_factors(actor=request.actor)
    return render(request, "accounts/profile.html", {"form": form, "factors": factors})


@require_POST
def end_sessions(request: Request) -> HttpResponse:
    """End the sessions open on other devices; this one goes on."""
    request.session[sessions.MARK] = actions.end_sessions(actor=request.actor)
    messages.success(request, "Vos autres sessions sont fermées.")
    return redirect("accounts:profile")


@require_POST
def alive(_request: HttpRequest) -> HttpResponse:
    """Somebody is there: the guard has noted it."""
    return HttpResponse(status=204)


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Hide everything behind the password; the page to come back to is kept without its query.

    On a computer that several people use, a locked screen would keep the next one out: the
    session ends instead.
    """
    if sessions.shared_device(request.session):
        return logout(request)
    page = request.POST.get("page", "") or request.headers.get("Referer", "")
    path = urlsplit(page).path if _is_ours(request, page) else "/"
    if not _is_ours(request, path):  # a path that begins by two strokes names another site
        path = "/"
    request.session[sessions.LOCKED] = path if not path.startswith("/compte/") else "/"
    return redirect("accounts:unlock")


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """The password again. After five wrong ones the session ends.

    They count as those of a login do: whoever holds several sessions has no more tries.
    """
    user = getattr(request, "locked_user", None)
    if user is None:
        return redirect("/")
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spent = devices.spend_a_try(request, email=user.email)
        if spent is not None and user.check_password(form.cleaned_data["password"]):
            spent.rollback()
            return _unlocked(request)
        request.session[_TRIES] = request.session.get(_TRIES, 0) + 1
        if spent is None or request.session[_TRIES] >= UNLOCK_TRIES:
            return logout(request)
        form.add_error("password", "Ce n’est pas le bon mot de passe.")
    page = {"form": form, "name": user.name, "theme": user.theme}
    return render(request, "accounts/unlock.html", page)


def _unlocked(request: HttpRequest) -> HttpResponse:
    path = request.session.pop(sessions.LOCKED)
    request.session.pop(_TRIES, None)
    request.session[sessions.SEEN] = int(time.time())
    kept = sessions.kept_texts(request.session)
    if kept:
        return redirect("accounts:resume", number=next(reversed(kept)))
    return HttpResponseRedirect(path)


def _is_ours(request: HttpRequest, page: str) -> bool:
    return url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})


# --- Texts that arrived after their session had ended -------------------------------------------


@require_GET
def resume(request: Request, number: UUID) -> HttpResponse:
    """« Votre texte a été gardé »: only in the same browser, for the same account."""
    kept = sessions.kept_texts(request.session)
    if str(number) not in kept:
        raise Http404
    held = actions.open_held_form(actor=request.actor, number=number, now=timezone.now())
    texts = [value for name, value in held.fields if name != "once" and _is_text(value)]
    others = [other for other in kept if other != str(number)]
    target = f"{held.path}?{held.query}" if held.query else held.path
    page = {"held": held, "texts": texts, "others": others, "target": target}
    return render(request, "accounts/resume.html", page)


def _is_text(value: str) -> bool:
    """Whether a person wrote it, rather than ticked it."""
    return len(value) > 40 or " " in value.strip() or "\n" in value


@require_POST
def discard(request: Request, number: UUID) -> HttpResponse:
    """Throw a kept text away."""
    if str(number) not in sessions.kept_texts(request.session):
        raise Http404
    actions.discard_held_form(actor=request.actor, number=number)
    sessions.let_go_of_text(request.session, number=str(number))
    messages.success(request, "Le texte gardé a été effacé.")
    return redirect("/")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard did not match, most often because the session changed meanwhile.

    The text is kept, and given back on a page whose guard matches.
    """
    user = request.user
    keep = not request.path.startswith("/compte/") and not middleware.comes_from_elsewhere(request)
    if not keep or not user.is_authenticated:
        return render(request, "403_csrf.html", {"reason": reason}, status=403)
    refused = middleware.keep_text(request, owner=queries.account_print(user.pk))
    kept = sessions.kept_texts(request.session)
    if refused is not None or not kept:
        return refused or render(request, "403_csrf.html", {"reason": reason}, status=403)
    # Not a `redirect`: that would settle the idempotency key of a deed that was not done.
    address = reverse("accounts:resume", args=[next(reversed(kept))])
    return HttpResponse(status=303, headers={"Location": address})


# --- Drafts -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request) -> HttpResponse:
    """Save what is being written on a page, give it back, or throw it away."""
    path = request.GET.get("path", "") or request.POST.get("path", "") or _page_that_asks(request)
    if request.method == "POST":
        return _throw_away(request, path) if "effacer" in request.POST else _save(request, path)
    found = queries.saved_draft(actor=request.actor, path=path)
    # A page left open over a new login asks for the token of the new session.
    token = get_token(request)
    if found is None:
        return JsonResponse({"saved_at": None, "hour": "", "fields": {}, "token": token})
    answer = {
        "token": token,
        "saved_at": found.saved_at.isoformat(),
        "hour": french.hour(found.saved_at),
        "fields": found.fields,
    }
    return JsonResponse(answer)


def _page_that_asks(request: HttpRequest) -> str:
    """The page that sent this: browsers say so within one site."""
    page = request.headers.get("Referer", "")
    return urlsplit(page).path if _is_ours(request, page) else ""


def _save(request: Request, path: str) -> HttpResponse:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "once", "path", "reprise")
        and not name.startswith("password")
    ]
    now = timezone.now()
    try:
        actions.save_draft(actor=request.actor, path=path, fields=fields, now=now)
    except NotPossible as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204, headers={"X-Draft-Hour": f"{timezone.localtime(now):%H:%M}"})


def _throw_away(request: Request, path: str) -> HttpResponse:
    actions.discard_draft(actor=request.actor, path=path)
    messages.success(request, "Le brouillon a été effacé.")
    return HttpResponseRedirect(path if _is_ours(request, path) else "/")

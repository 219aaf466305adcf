"""Pages that say nothing of the field: the quick exit, the legal pages, the style guide."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entremise.base import showcase

# Dull, quick, the same for everybody. A setting may name another.
NEUTRAL_PAGE = "https://meteofrance.com/"


@login_not_required
@require_safe
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Forget this visit here, then go to a page that gives nothing away.

    A link, so that it works without JavaScript: whoever follows one in a mail is logged out, and
    loses nothing else.
    """
    if hasattr(request, "session"):
        request.session.flush()
    response = HttpResponseRedirect(getattr(settings, "NEUTRAL_PAGE", NEUTRAL_PAGE))
    # Not "cookies": those by which a computer is known are not of this visit. That of the session
    # goes with it.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _legal_page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"base/legal/{name}.html", {"operator": settings.LEGAL_PAGES})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, as honest as the audit behind it."""
    return _legal_page(request, "accessibility")


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, who hosts."""
    return _legal_page(request, "legal")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What becomes of personal data, and whom to ask."""
    return _legal_page(request, "privacy")


def unreadable(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent could not be read: too large, or damaged."""
    too_large = isinstance(exception, RequestDataTooBig)
    name, status = ("413.html", 413) if too_large else ("400.html", 400)
    return HttpResponse(get_template(name).render(), status=status)


def failure(request: HttpRequest) -> HttpResponse:
    """The page of a breakdown, without a database; it gives back what was being sent."""
    # Rendered without the request, so that no context processor runs: each may read the database.
    # A page that asks for no guard sets no cookie, not even when it breaks down.
    free = getattr(getattr(request.resolver_match, "func", None), "csrf_exempt", False)
    context = {"request": request, "csrf_token": "" if free else get_token(request)}
    return HttpResponse(get_template("500.html").render(context), status=500)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only in the demonstration and in tests."""
    if request.method == "POST":
        return HttpResponse(status=204)
    return render(request, "base/styleguide.html", showcase.guide(request))


ERROR_PAGES = ("400", "403", "403_csrf", "404", "413", "429", "500")


@login_not_required
@require_safe
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page of the style guide: the open layout, two texts, the pages for errors."""
    if name == "open":
        return render(request, "base/styleguide_open.html", {"form": showcase.Sample()})
    if name == "conflict":
        return render(request, "base/conflict.html", showcase.conflict())
    if name in ERROR_PAGES:
        return render(request, f"{name}.html")
    raise Http404

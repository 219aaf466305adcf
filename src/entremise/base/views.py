"""Pages that say nothing of the field: the quick exit, the legal pages, the style guide."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entremise.base import showcase

# Dull, quick, the same for everybody. A setting may name another.
NEUTRAL_PAGE = "https://meteofrance.com/"


@require_safe
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Forget this visit here, then go to a page that gives nothing away."""
    if hasattr(request, "session"):
        request.session.flush()
    response = HttpResponseRedirect(getattr(settings, "NEUTRAL_PAGE", NEUTRAL_PAGE))
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _legal_page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"base/legal/{name}.html", {"operator": settings.LEGAL_PAGES})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, as honest as the audit behind it."""
    return _legal_page(request, "accessibility")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, who hosts."""
    return _legal_page(request, "legal")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What becomes of personal data, and whom to ask."""
    return _legal_page(request, "privacy")


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; only in the demonstration and in tests."""
    return render(request, "base/styleguide.html", showcase.page(request))

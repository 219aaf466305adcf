"""The project's addresses, and one page that takes a text, to see what becomes of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path

from entremise.urls import urlpatterns as real

sent: list[dict[str, list[str]]] = []


def note(request):
    """A form that acts when it has a text, and is refused without."""
    if request.method == "POST" and request.POST.get("recit"):
        sent.append({name: request.POST.getlist(name) for name in request.POST})
        return HttpResponseRedirect("/ecrit/")
    return HttpResponse(f"{request.actor.kind} {request.actor.id}")


@login_not_required
def open_page(request):
    """A page that anybody may open."""
    return HttpResponse(f"{request.actor.kind}")


urlpatterns = [*real, path("note/", note), path("ouverte/", open_page)]

"""The accesses of partners, for those who open and revoke them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from entremise.access.middleware import Request
from entremise.access.roles import Can
from entremise.base.errors import NotPossible
from entremise.base.french import in_paris
from entremise.base.refusals import refusals_on
from entremise.partners import queries as directory
from entremise.referrals import actions, forms, queries

# Where the key waits to be shown once: in the session, which is sealed.
NEW_KEY = "cle_nouvelle"


@require_http_methods(["GET", "POST"])
def links(request: Request) -> HttpResponse:
    """The accesses of the service, and the form that opens one; its key is shown once."""
    request.actor.require(Can.PARTNER_LINK_WRITE)
    now = timezone.now()
    today = in_paris(now).date()
    form = forms.LinkForm(
        request.POST or None,
        partners=directory.partners(actor=request.actor),
        queues=queries.queues_of_links(actor=request.actor),
    )
    if form.is_valid():
        given = form.cleaned_data
        with refusals_on(form):
            link, key = actions.open_link(
                actor=request.actor,
                partner_id=UUID(given["partner"]),
                queue_id=UUID(given["queue"]),
                source=given["source"],
                holder=given["holder"],
                expires_on=form.expires_on(today),
                now=now,
            )
            request.session[NEW_KEY] = {"link": str(link.pk), "key": key}
            return redirect("referrals:links")
    shown = request.session.pop(NEW_KEY, None) if request.method == "GET" else None
    lines = queries.links(actor=request.actor, today=today)
    context = {
        "form": form,
        "lines": lines,
        "key": shown["key"] if shown else "",
        "opened": next((one for one in lines if shown and str(one.id) == shown["link"]), None),
        "address": request.build_absolute_uri(reverse("referrals:partner")),
    }
    return render(request, "referrals/links.html", context)


@require_POST
def revoke(request: Request, link_id: UUID) -> HttpResponse:
    """End an access."""
    try:
        actions.revoke_link(actor=request.actor, link_id=link_id, now=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "L’accès est fermé : sa clé n’ouvre plus rien.")
    return redirect("referrals:links")

"""The switch of an employer for SMS."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from entremise.access.middleware import Request
from entremise.organisation import actions


@require_POST
def allow_sms(request: Request, employer_id: UUID) -> HttpResponse:
    """Let SMS be sent by the workers of an employer, or stop it."""
    allowed = request.POST.get("permis") == "oui"
    actions.allow_sms(
        actor=request.actor, employer_id=employer_id, allowed=allowed, now=timezone.now()
    )
    said = "permis, seulement à une personne qui a dit oui, à ses heures" if allowed else "arrêtés"
    messages.success(request, f"Les SMS sont {said}.")
    return redirect("organisation:employers")

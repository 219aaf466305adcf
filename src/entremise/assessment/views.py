"""The sheet of an assessment, and the reading of those that were signed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entremise.access.middleware import Request
from entremise.accounts.queries import saved_draft
from entremise.assessment import actions, forms, queries
from entremise.base.conflict import send_over
from entremise.base.errors import Conflict, NotPossible
from entremise.base.french import in_paris
from entremise.cases.actions import consult
from entremise.cases.queries import case as case_of
from entremise.people.queries import person as person_of

PAGE = "desk:case"


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: Request, case_id: UUID) -> HttpResponse:
    """Write the assessment of a case while she talks; sign it when it is done."""
    if request.method == "POST":
        return _sent(request, case_id)
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    initial, about = _initial(request, case_id)
    initial |= forms.about_her(person_of(actor=request.actor, person_id=case.person_id))
    if (kept := saved_draft(actor=request.actor, path=request.path)) is not None:
        initial |= forms.restored(kept.fields)
        about["kept_at"] = kept.saved_at
    form = _form(request, case_id, initial=initial)
    return render(request, "assessment/sheet.html", {"form": form, "case": case, **about})


def _form(request: Request, case_id: UUID, **options: Any) -> forms.Sheet:
    return forms.Sheet(
        *([request.POST] if request.method == "POST" else []),
        grid=queries.grid_for(
            actor=request.actor, case_id=case_id, corrects_id=_corrected(request)
        ),
        offence=queries.may_hold_offences(actor=request.actor, case_id=case_id),
        today=in_paris(timezone.now()).date(),
        **options,
    )


def _corrected(request: Request) -> UUID | None:
    """The assessment that the page corrects, by its own grid."""
    try:
        return UUID(request.POST.get("corrects", "") or request.GET.get("corrige", ""))
    except ValueError:
        return None


def _initial(request: Request, case_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the sheet starts from: the draft, the one to correct, or what lasts from the last."""
    draft = queries.draft(actor=request.actor, case_id=case_id)
    latest = queries.latest(actor=request.actor, case_id=case_id)
    if draft is not None:
        return forms.initial_of(draft), {"draft": draft, "latest": latest}
    if latest is not None and request.GET.get("corrige") == str(latest.pk):
        initial = forms.initial_of(latest) | {"version": 0, "corrects": latest.pk}
        return initial, {"latest": latest, "correcting": True}
    return forms.carried_over(latest), {"latest": latest}


def _sent(request: Request, case_id: UUID) -> HttpResponse:
    form = _form(request, case_id)
    status = 200
    context: dict[str, Any] = {}
    if form.is_valid():
        try:
            return _save(request, case_id, form)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        except Conflict as clash:
            status, context = 409, _clash(request, case_id, form, clash)
    case = case_of(actor=request.actor, case_id=case_id)
    context |= {"form": form, "case": case}
    return render(request, "assessment/sheet.html", context, status=status)


def _save(request: Request, case_id: UUID, form: forms.Sheet) -> HttpResponse:
    now = timezone.now()
    draft = actions.save(
        actor=request.actor,
        case_id=case_id,
        answers=form.answers(),
        now=now,
        version=form.cleaned_data["version"] or 0,
        corrects_id=form.cleaned_data["corrects"],
    )
    if "sign" not in request.POST:
        messages.success(request, "L’évaluation est enregistrée. Elle n’est pas encore signée.")
        return redirect(PAGE, case_id)
    actions.sign(actor=request.actor, case_id=case_id, version=draft.version, now=now)
    messages.success(request, "L’évaluation est signée.")
    return redirect("assessment:read", case_id, draft.pk)


def _clash(request: Request, case_id: UUID, form: forms.Sheet, clash: Conflict) -> dict[str, Any]:
    """Show both sheets where they differ, and let hers be sent over the one that was read."""
    theirs = queries.draft(actor=request.actor, case_id=case_id)
    if theirs is None:
        return {}
    send_over(form, clash)
    return {
        "theirs": theirs,
        "differences": forms.differences(form, forms.initial_of(theirs)),
    }


@require_POST
def discard(request: Request, case_id: UUID) -> HttpResponse:
    """Throw the draft away."""
    actions.discard(actor=request.actor, case_id=case_id, now=timezone.now())
    messages.success(request, "Le brouillon de l’évaluation est effacé.")
    return redirect(PAGE, case_id)


@require_safe
def history(request: Request, case_id: UUID) -> HttpResponse:
    """Every assessment of a case, latest first."""
    case = case_of(actor=request.actor, case_id=case_id)
    found = queries.assessments_of(actor=request.actor, case_id=case_id)
    context = {
        "case": case,
        "assessments": found,
        "drafted": any(not one.is_signed for one in found),
    }
    return render(request, "assessment/history.html", context)


@require_safe
def read(request: Request, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """One assessment, compared with the one before, and what it proposes to do next."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    found = queries.reading(actor=request.actor, case_id=case_id, assessment_id=assessment_id)
    return render(request, "assessment/read.html", {"case": case, "reading": found})


@require_safe
def compare(request: Request, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Two assessments side by side: what changed between them."""
    case = consult(actor=request.actor, case_id=case_id, now=timezone.now())
    form = forms.Beside(request.GET)
    found = queries.comparison(
        actor=request.actor,
        case_id=case_id,
        assessment_id=assessment_id,
        with_id=form.cleaned_data["avec"] if form.is_valid() else None,
    )
    context = {"case": case, "found": found, "assessment_id": assessment_id}
    return render(request, "assessment/compare.html", context)
